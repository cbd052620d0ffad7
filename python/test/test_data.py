"""Data: arrays, tables and states, with errors and kernels worked out by hand."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
import xarray

import qntk

# ⟨Z1⟩ = cos x cos a cos b.
TEXT = 'OPENQASM 3.0; include "stdgates.inc"; input float x; input float a; input float b; qubit[2] q; rx(x) q[0]; ry(a) q[0]; cx q[0], q[1]; ry(b) q[1];'
X = np.array([0.1, 0.7, 1.3])
Y = np.array([1.0, -1.0, 0.5])


def trained(data: object, small: dict[str, Any], **options: Any) -> xarray.Dataset:
    return qntk.train(TEXT, "Z1", theta=np.array([0.4, 1.1]), data=data, steps=1, **options, **small)


def test_a_table_names_inputs_of_the_circuit(small: dict[str, Any]) -> None:
    run = trained({"x": X, "y": Y}, small)
    first = run.isel(target=0, sample=0, step=0)
    np.testing.assert_allclose(first.epsilon, np.cos(X) * np.cos(0.4) * np.cos(1.1) - Y, atol=1e-13)
    slopes = np.stack([-np.cos(X) * np.sin(0.4) * np.cos(1.1), -np.cos(X) * np.cos(0.4) * np.sin(1.1)])
    np.testing.assert_allclose(first.kernel, slopes.T @ slopes, atol=1e-13)
    by_labels = trained({"x": X}, small, labels=Y)
    np.testing.assert_array_equal(by_labels.epsilon, run.epsilon)
    by_dataset = trained(xarray.Dataset({"x": ("row", X), "y": ("row", Y)}), small)
    np.testing.assert_array_equal(by_dataset.epsilon, run.epsilon)


@pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not installed")
def test_a_data_frame(small: dict[str, Any]) -> None:
    import pandas

    run = trained(pandas.DataFrame({"x": X, "y": Y}), small)
    np.testing.assert_array_equal(run.epsilon, trained({"x": X, "y": Y}, small).epsilon)


def test_states_and_encodings(small: dict[str, Any]) -> None:
    states = np.eye(4)[[0, 3]]
    run = qntk.train(qubits=2, layers=4, data=states, labels=[1, -1], observable="Z0", steps=1, samples=1, **small)
    by_name = qntk.train(qubits=2, layers=4, data="basis:0,3", labels=[1, -1], observable="Z0", steps=1, samples=1, **small)
    np.testing.assert_allclose(run.epsilon, by_name.epsilon, atol=1e-13)
    encoded = qntk.train(qubits=2, layers=4, data=np.full((5, 2), 0.3), encode="rx", labels=np.ones(5), observable="Z0", steps=1, samples=1, **small)
    assert encoded.sizes["datum"] == 5


def test_what_is_no_data() -> None:
    with pytest.raises(qntk.QntkError, match="data is object"):
        qntk.train(data=object())
    with pytest.raises(qntk.QntkError, match="columns of one length"):
        qntk.train(data={"x": X, "y": Y[:2]})
