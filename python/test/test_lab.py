"""The lab in a cell: its traits, and the server of its files. The page itself is tested in Chromium, by lab/test/browser/embedded.test.mjs."""

from __future__ import annotations

import http.client
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import qntk
from qntk import _lab, _lab_server

pytest.importorskip("anywidget")


def asked(url: str, path: str, method: str = "GET", host: str | None = None) -> tuple[int, dict[str, str], bytes]:
    address = url.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(address, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", address if host is None else host)
    connection.endheaders()
    response = connection.getresponse()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


def test_the_settings_to_begin_with() -> None:
    widget = qntk.lab(qubits=2, layers=32, target="min-2", pauli="-1*XX + 0.5*ZZ", overlays=["fit", "haar"], height=500)
    assert widget.address == "#v=1&qubits=2&layers=32&target=min-2&pauli=-1*XX%20+%200.5*ZZ&overlays=fit,haar"
    assert (widget.height, widget.playing, widget.state, widget.reading) == (500, True, {}, {})
    assert widget._run == b""
    assert qntk.lab()._token != widget._token


def test_what_the_page_tells_is_read_and_what_is_set_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = qntk.lab()
    widget.set_state({"state": {"qubits": 4, "target": "min+2"}, "reading": {"step": 12, "phase": "frozen-kernel"}})
    assert widget.reading["phase"] == "frozen-kernel"
    seen: list[dict[str, Any]] = []
    widget.observe(lambda change: seen.append(change["new"]), "state")
    widget.set(target="min-2")
    assert seen == [{"qubits": 4, "target": "min-2"}]
    assert set(widget.keys) >= {"state", "address", "reading", "refused", "playing", "height"}


def test_a_run_is_sent_along(small: dict[str, Any], tmp_path: Path) -> None:
    run = qntk.train(qubits=2, layers=4, target=[-2], steps=3, samples=1, out=tmp_path / "mine", **small)
    widget = qntk.lab(run)
    assert widget._name == "mine.zip"
    with zipfile.ZipFile(io.BytesIO(widget._run)) as archive:
        assert {"run.json", "zarr.json"} <= set(archive.namelist())


def test_a_run_with_data_is_sent_along(small: dict[str, Any], tmp_path: Path) -> None:
    data: dict[str, Any] = {"data": "haar:2", "observable": "pauli", "pauli": "ZI", "target": "0.3,-2"}
    run = qntk.train(qubits=2, layers=4, steps=3, samples=1, out=tmp_path / "data", **data, **small)
    assert qntk.lab(run)._name == "data.zip"


def test_what_cannot_be_set_is_refused() -> None:
    with pytest.raises(qntk.QntkError, match="target is dict; allowed: text, a number, or a list of them"):
        qntk.lab(target={})
    with pytest.raises(qntk.QntkError, match="steps is NoneType"):
        qntk.lab().set(steps=None)


def test_without_anywidget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    _lab.widget_class.cache_clear()
    with pytest.raises(qntk.QntkError, match="pip install anywidget"):
        qntk.lab()
    monkeypatch.undo()
    _lab.widget_class.cache_clear()


def test_the_server_reads_its_folder_to_this_machine_alone(tmp_path: Path) -> None:
    (tmp_path / "lab" / "assets").mkdir(parents=True)
    (tmp_path / "lab" / "index.html").write_text("the lab")
    (tmp_path / "lab" / "assets" / "kernel.wasm").write_bytes(b"\0asm")
    (tmp_path / "secret.txt").write_text("secret")
    url = _lab_server.serve(tmp_path / "lab")
    assert url.startswith("http://127.0.0.1:")
    status, headers, content = asked(url, "/")
    assert (status, content) == (200, b"the lab")
    assert "frame-ancestors http://localhost:*" in headers["content-security-policy"] and headers["x-content-type-options"] == "nosniff"
    assert asked(url, "/assets/kernel.wasm")[1]["content-type"] == "application/wasm"
    assert asked(url, "/", host="evil.example")[0] == 403
    assert asked(url, "/", "HEAD", host="evil.example")[0] == 403
    assert asked(url, "/", "POST")[0] == 501
    assert asked(url, "/assets/")[0] == 404
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2f..%2fsecret.txt", "/..%5csecret.txt"):
        status, _, content = asked(url, path)
        assert status == 404 and b"secret" not in content


def test_the_lab_is_in_the_package() -> None:
    status, _, content = asked(_lab_server.lab_url(), "/")
    assert status == 200 and b"<html" in content
