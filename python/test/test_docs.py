"""The blocks of docs/python.md run as they stand there, one after the other, and so does the README's."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "python.md"


pytestmark = pytest.mark.skipif(any(find_spec(name) is None for name in ("anywidget", "matplotlib", "pennylane", "qiskit")), reason="needs anywidget, matplotlib, PennyLane and Qiskit")


def test_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) > 5
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102
    printed = capsys.readouterr().out
    assert "--steps is -1; allowed: an integer of at least 0." in printed
    assert "frozen-error" in printed and "frozen-kernel" in printed
    assert (tmp_path / "transition.png").exists() and (tmp_path / "runs" / "first" / "run.json").exists()


def test_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102
    assert "['frozen-kernel', 'frozen-error']" in capsys.readouterr().out
