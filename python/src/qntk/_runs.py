"""Runs: trained, gone on with, opened."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xarray

from ._ask import ask
from ._errors import QntkError
from ._fields import configuration
from ._scratch import scratch
from ._zarr import open_zarr

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import TrainOptions


def train(
    circuit: object = None,
    observable: object = None,
    *,
    theta: object = None,
    out: str | os.PathLike[str] | None = None,
    progress: bool = True,
    figures: bool = False,
    **options: Unpack[TrainOptions],
) -> xarray.Dataset:
    """Trains a circuit and returns its dynamics.

    ε and K at every step as `epsilon` and `kernel` (target, sample, step); μ, λ, ζ and C where they were measured as `mu`, `lambda`, `zeta` and
    `conserved` (target, sample, mu_step). Attributes: `config`, the whole configuration; `folder`, the run folder; `status`; `summary`, what each
    target came to.

    Ctrl-C stops the run and returns the steps there are; `resume` goes on with it.

    :param circuit: a Qiskit QuantumCircuit, a PennyLane QNode or tape, OpenQASM text, or the path of a file; left out, a random Pauli ansatz
    :param observable: a SparsePauliOp, a PennyLane operator, a matrix (qubit 0 is the most significant bit), a Pauli sum, or a name such as `tfim`
    :param theta: initial angles (samples, parameters), or (parameters) for one sample; for a QNode its argument. Left out, they are drawn
    :param out: the run folder; left out, a temporary one that is gone when Python ends
    :param progress: show a bar
    :param figures: write figures and a report into the folder
    :param options: fields of a configuration, such as `qubits=2, layers=16, target=[-6], steps=50`
    :raises QntkError: with the sentence of the command line
    """
    fields = configuration(circuit, observable, theta, options)
    folder = Path(os.path.abspath(out)) if out is not None else scratch("run")
    return _trained({**fields, "out": str(folder)}, folder, progress, figures)


def resume(
    run: xarray.Dataset | str | os.PathLike[str], *, steps: int | None = None, progress: bool = True, figures: bool = False, **options: Any
) -> xarray.Dataset:
    """Goes on with a run that was stopped, or makes it longer: to the bits of one that was never stopped.

    :param run: what `train` returned, or a run folder
    :param steps: how many steps the run is to have; left out, as many as it was to have
    """
    folder = folder_of(run)
    fields = configuration(None, None, None, {**options, "steps": steps})
    return _trained({"resume": str(folder), **fields}, folder, progress, figures)


def _trained(fields: dict[str, Any], folder: Path, progress: bool, figures: bool) -> xarray.Dataset:
    reply = ask(["train"], {**fields, "plot": figures, "json": True}, progress=progress, stoppable=True)
    if not (folder / "run.json").exists():
        # Stopped before there was anything to store.
        raise KeyboardInterrupt
    opened = open(folder).load()
    summary = (reply.json() or {}).get("targets")
    if summary is not None:
        opened.attrs["summary"] = summary
    return opened


def open(folder: str | os.PathLike[str]) -> xarray.Dataset:  # noqa: A001
    """Opens a run folder: its arrays are read when they are used.

    :raises QntkError: if it is no run folder, or is damaged
    """
    place = Path(os.path.abspath(folder))
    shown = ask(["show", str(place)], {"json": True}, progress=False).json()
    found = open_zarr(place)
    found.attrs.update({"folder": str(place), "status": "complete" if shown["status"] == "complete" else "interrupted"})
    rows = shown["rows"]
    if rows <= shown["config"]["steps"]:
        # Steps that were never made are not numbers.
        steps = [str(name) for name in found.dims if str(name) == "step" or str(name).endswith("_step")]
        found = found.isel({name: found[name].values < rows for name in steps})
    return found


def folder_of(run: object) -> Path:
    """The folder of a run: of what `train` returned, or the one that is named."""
    if isinstance(run, (xarray.Dataset, xarray.DataArray)):
        folder = run.attrs.get("folder")
        if folder is None:
            raise QntkError("run has no attribute folder; allowed: what qntk.train or qntk.open returned, or a run folder.")
        return Path(folder)
    if isinstance(run, (str, os.PathLike)):
        return Path(os.path.abspath(run))
    raise QntkError(f"run is {type(run).__name__}; allowed: what qntk.train or qntk.open returned, or a run folder.")


def document(run: object) -> Any:
    """The document run.json of a run."""
    return json.loads((folder_of(run) / "run.json").read_text())
