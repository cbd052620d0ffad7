"""Training dynamics of quantum neural networks, from Python.

    import qntk
    run = qntk.train(qubits=2, layers=16, target=[-10, -6, -2], steps=500)
    run.epsilon.mean("sample").plot(hue="target", yscale="log")

`train` takes every field of a configuration by its name, and circuits and observables of Qiskit and PennyLane; `open` reads a run folder, `sweep` trains over
axes, `theory` has the formulae, `diagnose` says what to expect, `figure` draws, `lab` is the lab in a cell.
"""

from __future__ import annotations

from . import theory
from ._commands import command, diagnose, kernel, sweep
from ._errors import QntkError
from ._figures import Figure, figure
from ._lab import lab
from ._process import close
from ._runs import open, resume, train  # noqa: A004
from ._version import __version__

__all__ = ["Figure", "QntkError", "__version__", "close", "command", "diagnose", "figure", "kernel", "lab", "open", "resume", "sweep", "theory", "train"]
