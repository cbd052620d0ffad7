"""What theory says for a circuit and an observable: the commands of `qntk theory`, one function each.

Circuit and observable are those of `qntk.train`, options those of the command in docs/cli.md; what comes back is its JSON as a dictionary.
"""

from __future__ import annotations

from typing import Any

from ._ask import ask
from ._fields import configuration

__all__ = ["deep_limit", "frame_potential", "haar", "late_time", "lotka_volterra", "restricted_haar"]


def _theory(name: str, circuit: object, observable: object, progress: bool, options: dict[str, Any]) -> Any:
    fields = {**configuration(circuit, observable, None, options), "json": True}
    return ask(["theory", name], fields, progress=progress).json()


def haar(circuit: object = None, observable: object = None, *, progress: bool = True, **options: Any) -> Any:
    """Averages of K, μ, ε μ, λ and ζ over random initialisations: `exact`, `asymptotic` and, with `monte_carlo=n`, `monteCarlo`."""
    return _theory("haar", circuit, observable, progress, options)


def restricted_haar(circuit: object = None, observable: object = None, *, progress: bool = True, **options: Any) -> Any:
    """The same averages at late time, when the output state is fixed and all else is random."""
    return _theory("restricted-haar", circuit, observable, progress, options)


def frame_potential(circuit: object = None, observable: object = None, *, progress: bool = True, **options: Any) -> Any:
    """Frame potentials of the ensembles, and with `monte_carlo=n` of the circuit."""
    return _theory("frame-potential", circuit, observable, progress, options)


def late_time(circuit: object = None, observable: object = None, *, progress: bool = True, **options: Any) -> Any:
    """λ at late times, rates and the Hessian gap, from tangent vectors and from the spectrum alone."""
    return _theory("late-time", circuit, observable, progress, options)


def deep_limit(circuit: object = None, observable: object = None, *, progress: bool = True, **options: Any) -> Any:
    """ε(t) and K(t) of deep circuits from the initial populations, with nothing to fit."""
    return _theory("deep-limit", circuit, observable, progress, options)


def lotka_volterra(circuit: object = None, observable: object = None, *, progress: bool = True, **options: Any) -> Any:
    """The Lotka–Volterra equations with predicted constants: bifurcation, phase portrait, closed forms."""
    return _theory("lotka-volterra", circuit, observable, progress, options)
