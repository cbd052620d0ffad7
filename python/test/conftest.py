"""What the tests share."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

# The plain engine on one thread: the same numbers everywhere, and nothing to start.
SMALL: dict[str, Any] = {"threads": 1, "engine": "wasm", "progress": False}


@pytest.fixture
def small() -> dict[str, Any]:
    """Options of a small run."""
    return dict(SMALL)


def kernel(expectation: Any, theta: npt.NDArray[np.float64]) -> float:
    """K = Σ (∂ε)² by central differences of an expectation value."""
    step = 1e-5
    slopes = [
        (expectation(theta + step * direction) - expectation(theta - step * direction)) / (2 * step) for direction in np.eye(theta.size)
    ]
    return float(np.sum(np.square(slopes)))
