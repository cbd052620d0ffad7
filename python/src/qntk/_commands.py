"""The other commands: diagnosis, sweeps, and any command by its words."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xarray

from ._ask import ask
from ._fields import configuration, field_name, plain
from ._runs import folder_of
from ._scratch import scratch
from ._zarr import open_zarr


def diagnose(circuit: object = None, observable: object = None, *, theta: object = None, progress: bool = True, **options: Any) -> Any:
    """What to expect of a training before it starts: phase, time constants, largest stable learning rate, over-parametrisation.

    :returns: the JSON of `qntk diagnose` as a dictionary
    :raises QntkError: with the sentence of the command line
    """
    fields = {**configuration(circuit, observable, theta, options), "json": True}
    return ask(["diagnose"], fields, progress=progress).json()


def kernel(
    circuit: object = None,
    observable: object = None,
    *,
    run: object = None,
    step: int | None = None,
    theta: object = None,
    progress: bool = True,
    **options: Any,
) -> Any:
    """The quantum neural tangent kernel over a data set: at random angles of a circuit with `data=`, or at a step of a run that was trained on data.

    :param run: a Dataset that `train` returned, or a run folder, in place of everything else
    :param step: a step of that run at which theta was recorded; the last one where left out
    :returns: the JSON of `qntk kernel` as a dictionary: `kernel` and `spread` (N, N), `eigenvalues` (N), `condition`, `effectiveRank`, `regression`
    :raises QntkError: with the sentence of the command line
    """
    words = ["kernel"]
    if run is not None:
        words.append(str(folder_of(run) if isinstance(run, (xarray.Dataset, xarray.DataArray)) else run))
    fields = {**configuration(circuit, observable, theta, options), **({} if step is None else {"step": step}), "json": True}
    return ask(words, fields, progress=progress).json()


def command(*words: object, progress: bool = True, **options: Any) -> Any:
    """Runs any command of the command line, such as `qntk.command("hessian", run, step=100)`.

    :param words: its words; runs may stand for their folders
    :param options: its options; `json=True` where the command has it
    :returns: the JSON that it prints as a dictionary, or what it prints as text
    """
    spelled = [str(folder_of(word)) if isinstance(word, (xarray.Dataset, xarray.DataArray)) else str(word) for word in words]
    reply = ask(spelled, configuration(None, None, None, options), progress=progress)
    return reply.json() if options.get("json") else reply.output


def sweep(
    axes: Mapping[str, Any],
    circuit: object = None,
    observable: object = None,
    *,
    keep: Sequence[str] | None = None,
    zip: Sequence[Sequence[str]] | None = None,  # noqa: A002
    exclude: Sequence[Mapping[str, Any]] | None = None,
    error: float | None = None,
    out: str | os.PathLike[str] | None = None,
    processes: int | None = None,
    progress: bool = True,
    **base: Any,
) -> xarray.Dataset:
    """Trains one configuration over axes, on all cores, and returns one array for each quantity with a dimension for each axis.

    Ctrl-C stops the sweep and returns the points that are done, the others as NaN; the same call with the same `out` goes on.

    :param axes: fields that change, each with its values: a list or array, or `{"from": 16, "to": 256, "count": 5, "scale": "logarithmic"}`
    :param keep: quantities kept of every point, such as `["kernelInfinity", "phase"]`
    :param zip: groups of axes that advance together
    :param exclude: points left out
    :param error: |ε − R| that counts as trained, for the kept `steps`
    :param out: folder of the sweep; left out, a temporary one
    :param processes: processes at a time; left out, one for each core
    :param base: fields that all points share
    :raises QntkError: with the sentence of the command line; points that fail do not end the rest, and are said
    """
    content = {
        "base": configuration(circuit, observable, None, base),
        "axes": {field_name(name): plain(name, values) for name, values in axes.items()},
        **{name: plain(name, value) for name, value in {"keep": keep, "zip": zip, "exclude": exclude, "error": error}.items() if value is not None},
    }
    folder = Path(os.path.abspath(out)) if out is not None else scratch("sweep")
    file = scratch("sweep.json")
    file.write_text(json.dumps(content))
    asked = {"out": str(folder), "json": True, **({"processes": processes} if processes is not None else {})}
    ran = ask(["sweep", "run", str(file)], asked, progress=progress, stoppable=True, tolerated=(0, 1)).json()
    collected = scratch("sweep.zarr")
    ask(["sweep", "collect", str(folder)], {"out": str(collected), "json": True}, progress=False)
    found = open_zarr(collected).load()
    found.attrs.update({"folder": str(folder), "failures": (ran or {}).get("failures", [])})
    return found
