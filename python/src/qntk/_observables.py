"""Observables of Qiskit, PennyLane and NumPy as fields of a configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from ._circuits import package_of
from ._errors import QntkError
from ._scratch import saved

# A name of a definition, such as xxz or max-cut; Pauli sums have capital letters or digits.
NAME = re.compile(r"[a-z][a-z-]*")


def observable_fields(observable: object, wires: Sequence[Any] | None) -> dict[str, object]:
    """The fields `observable` and what belongs to it; `qubits` where the object says how many there are.

    :param observable: a SparsePauliOp, a PennyLane operator, a matrix whose most significant bit is qubit 0, a name such as `tfim`, or a Pauli sum
    :param wires: PennyLane's wires in the order of the qubits; None where they are numbers
    """
    if isinstance(observable, str):
        if NAME.fullmatch(observable):
            return {"observable": observable}
        return {"observable": "pauli", "pauli": observable}
    if isinstance(observable, np.ndarray):
        return _dense(observable)
    if package_of(observable) == "qiskit":
        return _from_qiskit(observable)
    if package_of(observable) == "pennylane":
        return _from_pennylane(observable, wires)
    raise QntkError(
        f"observable is {type(observable).__name__}; allowed: a SparsePauliOp, a PennyLane operator, a NumPy matrix, a name such as tfim, or a Pauli sum as text."
    )


def _dense(matrix: Any) -> dict[str, object]:
    dimension = matrix.shape[0] if matrix.ndim > 0 else 0
    qubits = dimension.bit_length() - 1
    if matrix.shape != (dimension, dimension) or dimension < 2 or dimension != 2**qubits:
        raise QntkError(f"observable has shape {matrix.shape}; allowed: a square matrix of 2^n rows.")
    return {"observable": "dense", "matrix": saved("matrix", matrix.astype(np.complex128)), "qubits": qubits}


def _from_qiskit(operator: Any) -> dict[str, object]:
    from qiskit.quantum_info import Operator, Pauli, SparsePauliOp

    if isinstance(operator, Operator):
        # Qiskit's qubit 0 is the least significant bit.
        return _dense(np.asarray(operator.reverse_qargs().data))
    if isinstance(operator, Pauli):
        operator = SparsePauliOp(operator)
    if not isinstance(operator, SparsePauliOp):
        raise QntkError(f"observable is {type(operator).__name__}; allowed of Qiskit: a SparsePauliOp, a Pauli or an Operator.")
    terms = [[label, [float(value.real), float(value.imag)]] for label, value in operator.to_list()]
    return {"observable": "pauli", "pauli": json.dumps(terms), "qubits": operator.num_qubits}


def _from_pennylane(operator: Any, wires: Sequence[Any] | None) -> dict[str, object]:
    import pennylane as qml

    order = list(wires) if wires is not None else None
    if order is None:
        labels = list(operator.wires)
        if not all(isinstance(label, int) for label in labels):
            raise QntkError(f"observable acts on wires {labels}; allowed: numbers, or wires of the circuit.")
        order = list(range(max(labels, default=0) + 1))
    place = {wire: k for k, wire in enumerate(order)}
    foreign = [wire for wire in operator.wires if wire not in place]
    if foreign:
        raise QntkError(f"observable acts on wire {foreign[0]!r}; allowed: the wires of the circuit, {order}.")
    sentence = operator.pauli_rep
    if sentence is None:
        return _dense(np.asarray(qml.matrix(operator, wire_order=order)))
    terms = []
    for word, coefficient in sentence.items():
        letters = ["I"] * len(order)
        for wire, letter in word.items():
            letters[place[wire]] = letter
        value = complex(coefficient)
        # Labels in quotes are read with qubit 0 last.
        terms.append(["".join(reversed(letters)), [value.real, value.imag]])
    return {"observable": "pauli", "pauli": json.dumps(terms), "qubits": len(order)}
