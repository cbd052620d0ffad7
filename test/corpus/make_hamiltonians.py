"""Makes the Hamiltonians of the corpus: texts as OpenFermion, PennyLane, Cirq and Qiskit print them, each with its eigenvalues from that tool.

Versions: requirements.txt. Usage: python make_hamiltonians.py
"""

import json
import pathlib

import cirq
import numpy as np
import openfermion as of
import pennylane as qml
from qiskit.quantum_info import SparsePauliOp

HERE = pathlib.Path(__file__).parent
cases = {}


def add(name, text, matrix, qubits):
    """matrix: with qubit 0 as the most significant bit of its index."""
    matrix = np.asarray(matrix)
    assert np.allclose(matrix, matrix.conj().T)
    # Of the diagonal and of the first row, so that a wrong order of qubits shows where eigenvalues do not.
    cases[name] = {
        "text": text,
        "qubits": qubits,
        "eigenvalues": [round(float(v), 12) for v in np.linalg.eigvalsh(matrix)],
        "diagonal": [round(float(v), 12) for v in np.real(np.diag(matrix))],
        "row": [[round(float(v.real), 12), round(float(v.imag), 12)] for v in matrix[0]],
    }


def openfermion(name, operator, qubits):
    # OpenFermion has qubit 0 as the most significant bit.
    add(name, str(operator), of.get_sparse_operator(operator, n_qubits=qubits).todense(), qubits)


# Hydrogen at 0.7414 angstrom in four spin orbitals, from its integrals; and a Hubbard chain, whose coefficients are complex numbers.
one = np.diag([-1.252477303982147, -0.475934275367208])
two = np.zeros((2, 2, 2, 2))
two[0, 0, 0, 0] = 0.674493166048423 * 1
two[1, 1, 1, 1] = 0.697397950682115
two[0, 1, 1, 0] = two[1, 0, 0, 1] = 0.663472101055103
two[0, 1, 0, 1] = two[1, 0, 1, 0] = two[0, 0, 1, 1] = two[1, 1, 0, 0] = 0.181287518230990
spin_one, spin_two = of.chem.molecular_data.spinorb_from_spatial(one, two)
hydrogen = of.InteractionOperator(0.713753990544915, spin_one, 0.5 * spin_two)
openfermion("openfermion-hydrogen", of.jordan_wigner(hydrogen), 4)
openfermion("openfermion-hubbard", of.jordan_wigner(of.fermi_hubbard(2, 1, tunneling=0.7, coulomb=2.3, periodic=False)), 4)
openfermion("openfermion-letters", of.QubitOperator("X0 Y2", 0.5) - of.QubitOperator("Z1", 1.25) + of.QubitOperator("", -0.3), 3)


def pennylane(name, operator, qubits, text=None):
    add(name, text or str(operator), qml.matrix(operator, wire_order=range(qubits)), qubits)


mixed = qml.Hamiltonian([0.17, -0.5, 1.1], [qml.Z(0) @ qml.Z(1), qml.X(2), qml.Y(0) @ qml.X(1)])
pennylane("pennylane-str", mixed, 3)
pennylane("pennylane-repr", mixed, 3, repr(mixed))
pennylane("pennylane-arithmetic", 0.5 * (qml.Z(0) + 2 * qml.X(1) @ qml.Y(2)) - 0.25 * qml.I(0), 3)
pennylane("pennylane-code", mixed, 3, "qml.Hamiltonian([0.17, -0.5, 1.1], [qml.PauliZ(0) @ qml.PauliZ(1), qml.PauliX(2), qml.PauliY(wires=0) @ qml.PauliX(wires=1)])")

q = cirq.LineQubit.range(3)
sum_ = 0.5 * cirq.Z(q[0]) * cirq.Z(q[1]) - 1.5 * cirq.X(q[2]) * cirq.Y(q[0]) + 0.25
add("cirq", str(sum_), sum_.matrix(q), 3)


def qiskit(name, operator, text):
    # Qiskit has qubit 0 as the least significant bit.
    n = operator.num_qubits
    turned = SparsePauliOp([label[::-1] for label in operator.paulis.to_labels()], operator.coeffs)
    add(name, text, turned.to_matrix(), n)


operator = SparsePauliOp(["ZZI", "IXY", "YIZ", "III"], [1.0, -0.5, 0.25, -1.05])
qiskit("qiskit-repr", operator, repr(operator))
qiskit("qiskit-list", operator, str(operator.to_list()))
qiskit("qiskit-json", operator, json.dumps([[label, c.real] for label, c in operator.to_list()]))
qiskit("qiskit-json-pairs", operator, json.dumps([[label, [c.real, c.imag]] for label, c in operator.to_list()]))
qiskit("qiskit-json-text", operator, json.dumps(operator.to_list(), default=str))
qiskit("qiskit-from-list", operator, 'SparsePauliOp.from_list([("ZZI", 1), ("IXY", -0.5), ("YIZ", 0.25), ("III", -1.05)])')
qiskit("qiskit-sparse-list", SparsePauliOp.from_sparse_list([("ZX", [0, 2], 0.7), ("Y", [1], -1.2)], num_qubits=3), 'SparsePauliOp.from_sparse_list([("ZX", [0, 2], 0.7), ("Y", [1], -1.2)], num_qubits=3)')


def plain(name, text, terms, qubits):
    """terms: (coefficient, letters), qubit 0 first."""
    matrix = sum(c * SparsePauliOp(letters[::-1]).to_matrix() for c, letters in terms)
    n = qubits
    # From Qiskit's order of the basis to ours.
    index = [int(format(k, f"0{n}b")[::-1], 2) for k in range(2**n)]
    add(name, text, matrix[np.ix_(index, index)], n)


plain("plain", "-1.0*XXI + 0.5*ZIZ - ZZI", [(-1, "XXI"), (0.5, "ZIZ"), (-1, "ZZI")], 3)
plain("indexed", "0.5*Z0*Z1 - 2 X2 + Y0 Y1", [(0.5, "ZZI"), (-2, "IIX"), (1, "YYI")], 3)
plain("complex", "(0.5+0j)*ZZ - (0.25-0j)*XY + (1e-3 + 0.0j) IX", [(0.5, "ZZ"), (-0.25, "XY"), (1e-3, "IX")], 2)
plain("constant", "ZZ - 1.05", [(1, "ZZ"), (-1.05, "II")], 2)
plain("paper", "\u22120.5\u2009Z\u2080Z\u2081 + 0.3\u00b7X\u2080 \u2212 1/4 X\u2081", [(-0.5, "ZZ"), (0.3, "XI"), (-0.25, "IX")], 2)
plain("brackets", "-(Z0 Z1 + 0.5*(X0 - X1))/2", [(-0.5, "ZZ"), (-0.25, "XI"), (0.25, "IX")], 2)
plain("products", "X0*Y0*Z0*(0-1j) + 0.5*Z1*Z1*Z0", [(1, "II"), (0.5, "ZI")], 2)
plain("comments", "# a field\n0.5*XI\n+ 0.25*IX  # and another\n", [(0.5, "XI"), (0.25, "IX")], 2)

with open(HERE / "hamiltonians.json", "w") as file:
    json.dump(cases, file, indent=1, ensure_ascii=False)
    file.write("\n")
for name, case in cases.items():
    print(name, "|", case["text"].replace("\n", " / ")[:150])
