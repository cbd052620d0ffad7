"""Circuits of Qiskit and PennyLane, and OpenQASM, as the text that the command line reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ._errors import QntkError

Array = npt.NDArray[np.float64]

# Gates that OpenQASM knows, by their names in PennyLane.
GATES = {
    **{"Identity": "id", "Hadamard": "h", "PauliX": "x", "PauliY": "y", "PauliZ": "z", "S": "s", "T": "t", "SX": "sx"},
    **{"Adjoint(S)": "sdg", "Adjoint(T)": "tdg", "Adjoint(SX)": "sxdg"},
    **{"CNOT": "cx", "CY": "cy", "CZ": "cz", "CH": "ch", "SWAP": "swap", "ISWAP": "iswap", "CSWAP": "cswap", "Toffoli": "ccx"},
    **{"RX": "rx", "RY": "ry", "RZ": "rz", "PhaseShift": "p", "U1": "p", "U3": "u3"},
    **{"CRX": "crx", "CRY": "cry", "CRZ": "crz", "ControlledPhaseShift": "cp"},
    **{"IsingXX": "rxx", "IsingYY": "ryy", "IsingZZ": "rzz"},
}
# How far an angle may be off a straight line in the parameters.
STRAIGHT = 1e-9
# Coefficients and constants are numbers such as 0.5 to this many digits, or what they are.
DIGITS = 12


@dataclass(frozen=True)
class ReadCircuit:
    """A circuit as text, with what else its object says."""

    text: str
    # Initial angles (parameters) or (samples, parameters), where the object or `theta` says them.
    theta: Array | None = None
    # Wires in the order of the qubits; None where they are numbered.
    wires: Sequence[Any] | None = None
    # What its expectation values are of.
    observable: Any = None


def package_of(value: object) -> str:
    """The package that a value's type comes from, such as `qiskit`."""
    return type(value).__module__.partition(".")[0]


def read_circuit(circuit: object, theta: object) -> ReadCircuit:
    """A circuit with its initial angles.

    :param circuit: a Qiskit QuantumCircuit, a PennyLane QNode or tape, OpenQASM text, or the path of a file with it
    :param theta: angles for its parameters; for a QNode its argument, or a tuple of all of them
    """
    if isinstance(circuit, os.PathLike):
        return ReadCircuit(Path(circuit).read_text(), angles(theta))
    if isinstance(circuit, str):
        # A text with a line break or a semicolon is no file's name.
        is_text = ";" in circuit or "\n" in circuit
        return ReadCircuit(circuit if is_text else os.path.abspath(circuit), angles(theta))
    if package_of(circuit) == "qiskit":
        return _from_qiskit(circuit, theta)
    if hasattr(circuit, "operations") and hasattr(circuit, "trainable_params"):
        return _from_tape(circuit, theta)
    if hasattr(circuit, "qtape") or hasattr(circuit, "qnode") or package_of(circuit) == "pennylane":
        return _from_qnode(circuit, theta)
    raise QntkError(
        f"circuit is {type(circuit).__name__}; allowed: a Qiskit QuantumCircuit, a PennyLane QNode or tape, OpenQASM text, or the path of a file."
    )


def angles(theta: object) -> Array | None:
    """Initial angles as an array of one or two axes."""
    if theta is None:
        return None
    try:
        array = np.asarray(theta, dtype=np.float64)
    except (TypeError, ValueError):
        raise QntkError(f"theta is {type(theta).__name__}; allowed: an array of numbers, (samples, parameters) or (parameters).") from None
    if array.ndim not in (1, 2):
        raise QntkError(f"theta has shape {array.shape}; allowed: (samples, parameters) or (parameters).")
    return array


def _from_qiskit(circuit: Any, theta: object) -> ReadCircuit:
    from qiskit import qasm3

    if isinstance(theta, Mapping):
        named: dict[str, Any] = {}
        for key, value in theta.items():
            # A vector stands for its elements.
            named.update(zip(map(str, key), value) if hasattr(key, "params") else [(str(key), value)])
        names = [str(parameter) for parameter in circuit.parameters]
        missing = [name for name in names if name not in named]
        if missing:
            raise QntkError(f"theta lacks {', '.join(missing)}; allowed: a number for each parameter of the circuit.")
        theta = [named[name] for name in names]
    return ReadCircuit(qasm3.dumps(circuit), angles(theta))


def _from_qnode(qnode: Any, theta: object) -> ReadCircuit:
    import pennylane as qml

    if theta is None:
        raise QntkError("theta is missing; allowed: the argument of the QNode, or a tuple of all of them, from which training starts.")
    arguments = theta if isinstance(theta, tuple) else (theta,)
    shapes = [np.shape(each) for each in arguments]
    start = np.concatenate([np.ravel(np.asarray(each, dtype=np.float64)) for each in arguments])

    def tape_at(values: Array) -> Any:
        parts = np.split(values, np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1])
        return qml.workflow.construct_tape(qnode, level=0)(*(part.reshape(shape) for part, shape in zip(parts, shapes)))

    wires = qnode.device.wires if qnode.device is not None and len(qnode.device.wires) > 0 else None
    return _traced(tape_at, start, wires)


def _from_tape(tape: Any, theta: object) -> ReadCircuit:
    values = tape.get_parameters(trainable_only=False)
    # Numbers of gates: not matrices, nor what observables hold.
    places = [k for k in tape.trainable_params if np.ndim(values[k]) == 0 and tape.par_info[k]["op_idx"] < len(tape.operations)]
    start = np.array([float(values[k]) for k in places])
    read = _traced(lambda values: tape.bind_new_parameters(list(values), places), start, None)
    given = angles(theta)
    return read if given is None else ReadCircuit(read.text, given, read.wires, read.observable)


def _traced(tape_at: Callable[[Array], Any], start: Array, wires: Any) -> ReadCircuit:
    """OpenQASM of a tape whose angles are sums of parameters times numbers, plus a number.

    The numbers are read off tapes at other values of the parameters: PennyLane keeps none of them itself.
    """
    rng = np.random.default_rng(0)
    # Not at zero, where decompositions leave rotations out.
    base = rng.uniform(0.3, 0.7, start.size)
    tape = tape_at(base)
    operations = _operations(tape)

    def values_at(values: Array) -> Array:
        there = _operations(tape_at(values))
        if [(each.name, each.wires) for each in there] != [(each.name, each.wires) for each in operations]:
            raise QntkError("circuit has gates that depend on the values of theta; allowed: the same gates for all values.")
        return np.array([float(value) for each in there for value in each.parameters], dtype=np.float64)

    at_base = values_at(base)
    step = np.eye(start.size)
    slopes = np.array([values_at(base + step[k]) - at_base for k in range(start.size)]).reshape(start.size, -1)
    offsets = at_base - base @ slopes
    elsewhere = rng.uniform(-3, 3, start.size)
    off = np.abs(values_at(elsewhere) - (offsets + elsewhere @ slopes))
    if np.any(off > STRAIGHT):
        raise QntkError("circuit has an angle that is no sum of parameters times numbers; allowed: angles such as 2 * theta[0] - theta[1] / 2 + 0.1.")
    order = list(wires) if wires is not None else _ordered(tape.wires)
    place = {wire: k for k, wire in enumerate(order)}
    lines = ["OPENQASM 3.0;", 'include "stdgates.inc";']
    if start.size > 0:
        lines.append(f"input array[float[64], {start.size}] theta;")
    lines.append(f"qubit[{len(order)}] q;")
    at = 0
    for operation in operations:
        count = len(operation.parameters)
        written = ", ".join(_angle(slopes[:, k], offsets[k]) for k in range(at, at + count))
        at += count
        qubits = ", ".join(f"q[{place[wire]}]" for wire in operation.wires)
        lines.append(f"{GATES[operation.name]}{f'({written})' if count else ''} {qubits};")
    measured = tape.measurements
    observable = measured[0].obs if len(measured) == 1 and type(measured[0]).__name__ == "ExpectationMP" else None
    return ReadCircuit("\n".join(lines) + "\n", start, order, observable)


def _operations(tape: Any) -> list[Any]:
    """The operations of a tape, as gates that OpenQASM knows."""
    import pennylane as qml

    def known(operation: Any) -> bool:
        return operation.name in GATES

    try:
        [decomposed], _ = qml.devices.preprocess.decompose(tape, stopping_condition=lambda each: known(each) or each.name in ("Barrier", "GlobalPhase"))
    except Exception as error:
        raise QntkError(f"circuit cannot be written as OpenQASM: {str(error).rstrip('.')}.") from error
    return [each for each in decomposed.operations if each.name not in ("Barrier", "GlobalPhase")]


def _ordered(wires: Any) -> list[Any]:
    """Wires in the order of the qubits: numbers from 0 on, or as they come."""
    labels = list(wires)
    return list(range(max(labels) + 1)) if all(isinstance(label, int) for label in labels) else labels


def _angle(slopes: Array, offset: float) -> str:
    terms = [f"{_number(slope)}*theta[{k}]" for k, slope in enumerate(slopes) if abs(slope) > STRAIGHT]
    if abs(offset) > 10**-DIGITS or not terms:
        terms.append(_number(offset))
    return " + ".join(terms).replace("+ -", "- ").replace("1.0*theta", "theta")


def _number(value: float) -> str:
    """A number without the rounding that differences leave: 0.5 for 0.49999999999999994."""
    return repr(float(np.round(value, DIGITS)))
