"""Compares qntk with Qiskit: energies under FakeKolkataV2's noise with Qiskit Aer, and circuits exchanged as OpenQASM.

Usage: check_qiskit.py properties FILE            writes FakeKolkataV2's backend properties
       check_qiskit.py compare CASES RETURNED     checks the cases of qiskit_cases.mjs, and writes its circuits as Qiskit writes them
"""

import json
import sys

import numpy as np
from qiskit import qasm2, qasm3, transpile
from qiskit.quantum_info import Operator, SparsePauliOp
from qiskit_aer import AerSimulator
from qiskit_aer.noise import NoiseModel
from qiskit_ibm_runtime.fake_provider import FakeKolkataV2

# Largest differences: of energies, of unitaries.
ENERGY = 1e-6
UNITARY = 1e-10


def main(mode, *files):
    if mode == "properties":
        with open(files[0], "w") as file:
            json.dump(FakeKolkataV2().properties().to_dict(), file, default=str)
        return
    with open(files[0]) as file:
        cases = json.load(file)
    compare_energies(cases)
    returned = {"circuits": compare_circuits(cases), "sum": compare_sum(cases)}
    with open(files[1], "w") as file:
        json.dump(returned, file)


def compare_energies(cases):
    """Exact energies as measured: noisy gates, noisy basis changes, readout errors, by two noise models of Aer."""
    backend = FakeKolkataV2()
    models = (
        ("properties", NoiseModel.from_backend_properties(backend.properties()), cases["energies"][0], cases["theta"]),
        # The backend's target keeps one readout error for both outcomes, their mean.
        ("target", NoiseModel.from_backend(backend), cases["energies"][1], cases["theta"][:4]),
    )
    for name, model, expected, thetas in models:
        simulator = AerSimulator(method="density_matrix", noise_model=model)
        circuits = measured_circuits(cases, expected["layout"], backend)
        bound = [
            circuit.assign_parameters({p: theta[int(p.name.removeprefix("theta_"))] for p in circuit.parameters})
            for theta in thetas
            for circuit in circuits
        ]
        result = simulator.run(bound).result()
        states = [np.asarray(result.data(k)["density_matrix"]) for k in range(len(bound))]
        values = [energy(cases, expected["layout"], model, states[3 * k : 3 * k + 3]) for k in range(len(thetas))]
        difference = np.max(np.abs(np.array(values) - expected["values"][: len(thetas)]))
        print(f"Aer with the noise of FakeKolkataV2's {name}: largest difference of {len(values)} energies {difference:.1e}")
        assert difference < ENERGY, difference


def measured_circuits(cases, layout, backend):
    """The circuit with the basis changes to X, Y and Z, in the device's gates, with its angles as symbols."""
    ansatz = qasm3.loads(cases["qasm"])
    circuits = []
    for basis in "XYZ":
        circuit = ansatz.copy()
        for q in range(2):
            if basis == "Y":
                circuit.sdg(q)
            if basis in "XY":
                circuit.h(q)
        circuits.append(transpile(circuit, backend, initial_layout=layout, optimization_level=1))
        circuits[-1].save_density_matrix(qubits=layout)
    return circuits


def energy(cases, layout, model, states):
    """The energy as read: outcome probabilities of the three bases through every qubit's confusion matrix."""
    total = 0
    for basis, rho in zip("XYZ", states):
        terms = [(label, c) for label, c in cases["observable"] if set(label) <= {"I", basis}]
        read = np.real(np.diag(rho)).reshape(2, 2)  # qubit 1, qubit 0
        for axis, physical in ((1, layout[0]), (0, layout[1])):
            confusion = np.array(model._local_readout_errors[(physical,)].probabilities)  # true, read
            read = np.moveaxis(np.tensordot(confusion, read, axes=(0, axis)), 0, axis)
        for label, coefficient in terms:
            signs = [np.array([1, -1]) if letter != "I" else np.array([1, 1]) for letter in label]
            total += coefficient * np.einsum("ba,b,a", read, *signs)
    return total


def compare_circuits(cases):
    """Unitaries of our text as Qiskit reads it, phase included; and the text as Qiskit writes it."""
    worst, written = 0, []
    for case in cases["circuits"]:
        ours = (np.array(case["re"]) + 1j * np.array(case["im"])).reshape(8, 8)
        symbolic = qasm3.loads(case["symbolic"])
        values = {p: case["theta"][int(p.name.removeprefix("theta_"))] for p in symbolic.parameters}
        read = [qasm2.loads(case["qasm2"]), qasm3.loads(case["qasm3"]), symbolic.assign_parameters(values)]
        for circuit in read:
            theirs = Operator(circuit).reverse_qargs().data
            worst = max(worst, np.max(np.abs(theirs - ours)))
        written.append({"qasm2": qasm2.dumps(read[0]), "qasm3": qasm3.dumps(read[0])})
    print(f"read by Qiskit: largest difference of {3 * len(cases['circuits'])} unitaries {worst:.1e}")
    assert worst < UNITARY, worst
    return written


def compare_sum(cases):
    """A Pauli sum through SparsePauliOp."""
    theirs = SparsePauliOp.from_list([(label, c) for label, c in cases["sum"]["list"]])
    assert theirs == eval(cases["sum"]["text"], {"SparsePauliOp": SparsePauliOp})
    return repr(theirs)


main(*sys.argv[1:])
