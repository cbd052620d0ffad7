"""Makes ansatze.json: states of the ansätze that people name, as Qiskit and PennyLane build them.

Versions: requirements.txt. Usage: python make_ansatze.py
"""

import json
import pathlib

import numpy as np
import pennylane as qml
from qiskit.circuit import library as ql
from qiskit.quantum_info import SparsePauliOp, Statevector

HERE = pathlib.Path(__file__).parent
cases = []


def add(config, angles, state):
    """state: with qubit 0 first; angles in the order of the ansatz's parameters."""
    state = np.asarray(state)
    cases.append({"config": config, "angles": angles, "re": [round(float(v), 14) for v in state.real], "im": [round(float(v), 14) for v in state.imag]})


def values(count):
    return [round(0.4 + 0.37 * k - 0.011 * k * k, 3) for k in range(count)]


def state_of(circuit):
    return Statevector(circuit.reverse_bits()).data


for rotations, gate, pattern, theirs in (
    ("ry", "cx", "linear", "linear"),
    ("ry,rz", "cx", "circular", "circular"),
    ("rx", "cz", "full", "full"),
    ("ry", "crx", "linear", "linear"),
    ("rz,ry", "crz", "reverse-linear", "reverse_linear"),
    ("ry", "rzz", "pairwise", "pairwise"),
    ("rx,rz", "cry", "pairwise", "pairwise"),
):
    circuit = ql.n_local(4, rotations.split(","), gate, theirs, reps=2)
    # In the order they act, which is not always that of their names.
    parameters = []
    for instruction in circuit.data:
        for parameter in instruction.operation.params:
            if parameter not in parameters:
                parameters.append(parameter)
    angles = values(len(parameters))
    config = {"ansatz": "two-local", "qubits": 4, "layers": 2, "rotations": rotations, "pairGate": gate, "pattern": pattern}
    add(config, angles, state_of(circuit.assign_parameters(dict(zip(parameters, angles)))))

edges = [(0, 1, 1.5), (1, 2, 1.0), (0, 3, -0.5)]
cost = SparsePauliOp.from_sparse_list([("ZZ", [a, b], w / 2) for a, b, w in edges], num_qubits=4)
gamma, beta = [0.4, 0.9], [0.7, 0.2]
circuit = ql.qaoa_ansatz(cost, reps=2)
named = {p.name: p for p in circuit.parameters}
bound = {named[f"{'γ' if kind == 'g' else 'β'}[{k}]"]: (gamma if kind == "g" else beta)[k] for k in range(2) for kind in "gb"}
add(
    {"ansatz": "qaoa", "qubits": 4, "layers": 2, "edges": "0-1:1.5,1-2,0-3:-0.5"},
    [gamma[0], beta[0], gamma[1], beta[1]],
    state_of(circuit.assign_parameters(bound).decompose(reps=4)),
)

for qubits, layers in ((3, 1), (4, 4), (1, 2)):
    weights = np.array(values(3 * qubits * layers)).reshape(layers, qubits, 3)
    device = qml.device("default.qubit", wires=qubits)

    @qml.qnode(device)
    def strongly():
        qml.StronglyEntanglingLayers(weights, wires=range(qubits))
        return qml.state()

    add({"ansatz": "strongly-entangling", "qubits": qubits, "layers": layers}, weights.ravel().tolist(), strongly())

with open(HERE / "ansatze.json", "w") as file:
    json.dump(cases, file)
    file.write("\n")
print(f"{len(cases)} ansätze")
