"""Training: what comes back, what goes wrong, and what Ctrl-C leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray

import qntk
from qntk._node_path import program
from qntk._options import TrainOptions
from qntk._process import process


def test_returns_what_a_run_folder_holds(small: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run = qntk.train(qubits=2, layers=16, target=[-6, "min-4"], steps=50, samples=3, measure={"mu": 10, "theta": 25}, out=folder, **small)
    assert run.epsilon.dims == ("target", "sample", "step") and run.epsilon.shape == (2, 3, 51)
    assert run.mu.dims == ("target", "sample", "mu_step") and run.mu_step.values.tolist() == [0, 10, 20, 30, 40, 50]
    assert run.theta.dims == ("target", "sample", "theta_step", "parameter") and run.sizes["parameter"] == 16
    assert run.target.values.tolist() == [-6, -10]
    assert run.attrs["config"]["layers"] == 16 and run.attrs["status"] == "complete" and run.attrs["folder"] == str(folder)
    assert [each["phase"] for each in run.attrs["summary"]]
    np.testing.assert_allclose(run["lambda"], run.mu / run.kernel.sel(step=run.mu_step.values).values, rtol=1e-14)
    opened = qntk.open(folder)
    xarray.testing.assert_identical(opened.load().drop_attrs(), run.drop_attrs())
    assert opened.attrs["config"] == run.attrs["config"]


def test_options_are_the_fields_of_a_configuration() -> None:
    fields = set(qntk.command("schema", progress=False).split('"')) | {"import"}
    for name in TrainOptions.__annotations__:
        head, *rest = name.rstrip("_").split("_")
        assert head + "".join(word.capitalize() for word in rest) in fields


def test_lists_and_strides_and_both_spellings(small: dict[str, Any]) -> None:
    options: dict[str, Any] = {"stopWhen": ["epsilon<1e-6", "diverged"], "optimizer": "adam", "adamEpsilon": 1e-7, "freeze": [0, 3]}
    run = qntk.train(qubits=2, layers=6, target="min", steps=2, samples=1, measure={}, **options, **small)
    config = run.attrs["config"]
    assert config["stopWhen"] == ["epsilon<1e-6", "diverged"] and config["adamEpsilon"] == 1e-7 and config["freeze"] == "0,3"
    assert "mu" not in run


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        ({"steps": -1}, ["--steps", "-1"]),
        ({"target": "minn"}, ["--target", "minn"]),
        ({"observable": "pauli", "pauli": "ZZ + 0.5*QQ", "qubits": 2}, ["--observable", "pauli", "--pauli", "ZZ + 0.5*QQ", "--qubits", "2"]),
        ({"stepps": 1}, ["--stepps", "1"]),
    ],
)
def test_errors_are_the_sentences_of_the_command_line(options: dict[str, Any], arguments: list[str]) -> None:
    ended = subprocess.run([*program(), "train", *arguments], capture_output=True, text=True)
    assert ended.returncode == 2
    with pytest.raises(qntk.QntkError) as error:
        qntk.train(**options, progress=False)
    said = ended.stderr.removeprefix("qntk: ").removeprefix("error: ").removesuffix("(add --help for help)\n")
    assert str(error.value).strip() == said.strip()


def test_one_process_for_many_calls(small: dict[str, Any]) -> None:
    qntk.train(qubits=2, layers=4, steps=1, samples=1, **small)
    first = process()
    qntk.theory.haar(qubits=2, layers=4, progress=False)
    assert process() is first
    qntk.close()
    qntk.theory.haar(qubits=2, layers=4, progress=False)
    assert process() is not first


def _press_ctrl_c_when(condition: Any) -> threading.Thread:
    def wait() -> None:
        while not condition():
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_returns_the_steps_there_are_and_resume_goes_on(small: dict[str, Any], tmp_path: Path) -> None:
    options: dict[str, Any] = {"qubits": 2, "layers": 24, "target": [-10, -2], "samples": 2, **small}
    steps = 200_000
    folder = tmp_path / "run"
    os.environ["QNTK_COMMIT_SECONDS"] = "0.1"
    qntk.close()
    _press_ctrl_c_when(lambda: (folder / "kernel" / "c").exists())
    run = qntk.train(steps=steps, out=folder, **options)
    del os.environ["QNTK_COMMIT_SECONDS"]
    assert run.attrs["status"] == "interrupted"
    rows = run.sizes["step"]
    assert 0 < rows < steps + 1 and bool(np.isfinite(run.epsilon).all()) and int(run.mu_step[-1]) < rows
    short = qntk.train(steps=rows - 1, **options)
    np.testing.assert_array_equal(short.epsilon.values, run.epsilon.values)


def test_resume_makes_a_run_longer_to_the_same_bits(small: dict[str, Any]) -> None:
    options: dict[str, Any] = {"qubits": 2, "layers": 8, "target": -6, "samples": 2, **small}
    longer = qntk.resume(qntk.train(steps=20, **options), steps=40, progress=False, threads=1)
    whole = qntk.train(steps=40, **options)
    np.testing.assert_array_equal(longer.kernel.values, whole.kernel.values)


def test_a_folder_that_is_no_run() -> None:
    with pytest.raises(qntk.QntkError, match="/nowhere: does not exist"):
        qntk.open("/nowhere")
    with pytest.raises(qntk.QntkError, match="attribute folder"):
        qntk.figure(xarray.Dataset())
