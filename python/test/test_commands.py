"""Theory, diagnosis, sweeps, figures, and the reader of Zarr."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray

import qntk
from qntk._zarr import _read, open_zarr


def test_theory() -> None:
    haar = qntk.theory.haar(qubits=2, layers=16, progress=False)
    assert haar["exact"]["meanK"] == pytest.approx(23.893333333333334, rel=1e-12)
    assert set(qntk.theory.late_time(qubits=2, layers=8, target=-8, ensemble=0, samples=2, progress=False)) > {"targets"}
    for name, options in {
        "restricted_haar": {"layers": 16, "target": -4},
        "frame_potential": {},
        "deep_limit": {"layers": 256, "steps": 10, "samples": 2, "target": -4},
        "lotka_volterra": {"layers": 16, "samples": 2, "target": -8},
    }.items():
        assert isinstance(getattr(qntk.theory, name)(qubits=2, progress=False, **options), dict), name


def test_theory_of_an_operator() -> None:
    matrix = np.diag([1.0, -1.0, -1.0, 1.0])
    by_matrix = qntk.theory.haar(observable=matrix, layers=8, target=0, progress=False)
    by_text = qntk.theory.haar(observable="Z0 Z1", qubits=2, layers=8, target=0, progress=False)
    assert by_matrix["exact"]["meanK"] == pytest.approx(by_text["exact"]["meanK"], rel=1e-12)


def test_kernel() -> None:
    found = qntk.kernel(qubits=2, layers=12, data="haar:2", observable="pauli", pauli="ZI", samples=4, progress=False)
    assert found["samples"] == 4
    assert [len(row) for row in found["kernel"]] == [2, 2]
    run = qntk.train(qubits=2, layers=12, data="haar:2", observable="pauli", pauli="ZI", target=[1, -1], samples=2, steps=3, progress=False)
    last = qntk.kernel(run=run, progress=False)
    expected = run.kernel.isel(target=0, step=3).mean("sample")
    assert abs(last["kernel"][0][1] - float(expected[0, 1])) < 1e-12


def test_diagnose() -> None:
    found = qntk.diagnose(qubits=2, layers=16, target=-6, samples=2, progress=False)
    assert found["targets"][0]["phase"] == "critical"


def test_any_command(small: dict[str, Any]) -> None:
    run = qntk.train(qubits=2, layers=8, target=-6, steps=5, samples=1, **small)
    assert qntk.command("show", run, at=[0, 5], json=True, progress=False)["steps"] == [0, 5]
    assert "OPENQASM" in qntk.command("circuit", qubits=2, layers=1, progress=False)
    with pytest.raises(qntk.QntkError, match="unknown command"):
        qntk.command("nonsense", progress=False)


def test_sweep(tmp_path: Path) -> None:
    base: dict[str, Any] = {"qubits": 2, "samples": 2, "steps": 20, "engine": "wasm", "progress": False, "processes": 1}
    axes = {"layers": np.array([4, 8]), "target": {"from": -8, "to": -4, "count": 3}}
    found = qntk.sweep(axes, keep=["kernelInfinity", "phase"], out=tmp_path / "sweep", **base)
    assert found.sizes["layers"] == 2 and found.sizes["target"] == 3
    assert found.target.values.tolist() == [-8, -6, -4]
    assert bool(np.isfinite(found.kernelInfinity).all())
    again = qntk.sweep(axes, keep=["kernelInfinity", "phase"], out=tmp_path / "sweep", **base)
    xarray.testing.assert_equal(again, found)
    with pytest.raises(qntk.QntkError, match="layerss"):
        qntk.sweep({"layerss": [1, 2]}, **base)


def test_figures(small: dict[str, Any], tmp_path: Path) -> None:
    run = qntk.train(qubits=2, layers=16, target=[-8, -4], steps=100, samples=2, **small)
    drawn = qntk.figure(run, progress=False)
    assert drawn.content.startswith(b"\x89PNG")
    data, metadata = drawn._repr_mimebundle_()
    assert metadata["image/png"]["width"] * 2 == int.from_bytes(data["image/png"][16:20], "big")
    drawn.save(tmp_path / "run.png")
    with pytest.raises(qntk.QntkError, match="ends with .png"):
        drawn.save(tmp_path / "run.svg")
    vector = qntk.figure(run.attrs["folder"], format="svg", progress=False)
    assert vector._repr_mimebundle_()[0]["image/svg+xml"].startswith("<svg")
    with pytest.raises(qntk.QntkError, match="figure"):
        qntk.figure("nonsense", progress=False)


def test_zarr_is_read_alike_without_zarr(small: dict[str, Any], tmp_path: Path) -> None:
    run = qntk.train(qubits=2, layers=4, target=[-8, -4], steps=30, samples=2, measure={"theta": 10, "mu": 5}, **small)
    folder = Path(run.attrs["folder"])
    xarray.testing.assert_identical(_read(folder), open_zarr(folder).load())


def test_the_command_line_is_installed(tmp_path: Path) -> None:
    ended = subprocess.run([str(Path(sys.executable).parent / "qntk"), "--version"], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout.strip()) == (0, qntk.__version__)
