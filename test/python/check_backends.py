"""Reads every file of backend properties that Qiskit ships, or those given, with qntk and with Qiskit Aer, and compares density matrices.

Both take the same file and the same compiled circuit: qntk's own OpenQASM 3, read back by Qiskit. Aer's channels are given to its simulator as
superoperators: as parts of a NoiseModel, those less probable than 1e-10 are left out, which is where the two would differ by 1e-9 to 1e-8.

Usage: check_backends.py WORK_FOLDER [PROPERTIES.json ...]
"""

import glob
import itertools
import json
import os
import subprocess
import sys
import warnings

import numpy as np
import qiskit_ibm_runtime.fake_provider as fake_provider
from qiskit import QuantumCircuit, qasm3
from qiskit.circuit.library import ECRGate, RZZGate, UGate
from qiskit.quantum_info import Pauli, SuperOp
from qiskit_aer import AerSimulator
from qiskit_aer.noise import QuantumError
from qiskit_aer.noise.device import basic_device_gate_errors, basic_device_readout_errors
from qiskit_ibm_runtime.models import BackendProperties

# Largest difference of tr(P rho), over all Pauli strings P, and of readout probabilities.
TOLERANCE = 1e-10
# Gates that qntk's text defines, as Qiskit's library has them: noise goes by these.
DEFINED = {"ecr": lambda: ECRGate(), "rzz": RZZGate, "u": UGate}


def main(work, *files):
    warnings.filterwarnings("ignore")
    # Aer drops parts of a channel that are less probable than this, 1e-8 by default.
    QuantumError.atol = 1e-14
    if not files:
        folder = os.path.join(os.path.dirname(fake_provider.__file__), "backends")
        files = sorted(glob.glob(os.path.join(folder, "*", "props_*.json")))
    listed, made = os.path.join(work, "backends.json"), os.path.join(work, "backend_cases.json")
    with open(listed, "w") as file:
        json.dump(files, file)
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "backend_cases.mjs")
    subprocess.run(["node", script, listed, made], check=True)
    with open(made) as file:
        cases = json.load(file)
    worst, kinds, refused = 0, {}, []
    for case in cases:
        if "refused" in case:
            refused.append(case)
            continue
        difference = compare(case)
        worst = max(worst, difference)
        kinds.setdefault(kind_of(case), []).append((case["file"], difference))
    print(f"{'gates of the compiled circuit':44}  files  largest difference")
    for kind, entries in sorted(kinds.items()):
        print(f"{kind:44}  {len(entries):5}  {max(difference for _, difference in entries):.1e}")
    accepted = {case["path"] for case in cases if "refused" not in case}
    print(f"{len(accepted)} of {len(files)} files accepted, {len(refused)} refused, largest difference {worst:.1e}")
    for case in refused:
        print(f"refused  {case['refused']}")
    assert worst < TOLERANCE, worst


def kind_of(case):
    return " ".join(sorted(case["counts"]))


def compare(case):
    """The largest difference of tr(P rho) and of readout probabilities."""
    with open(case["path"]) as file:
        properties = BackendProperties.from_dict(json.load(file))
    place = {physical: logical for logical, physical in enumerate(case["layout"])}
    # The machine's qubits that are used, renumbered: a density matrix of all would be too large.
    errors = {
        (name, tuple(place[q] for q in qubits)): SuperOp(error).to_instruction()
        for name, qubits, error in basic_device_gate_errors(properties)
        if all(q in place for q in qubits)
    }
    readout = {q: [0.0, 0.0] for q in case["layout"]}
    for (q,), error in basic_device_readout_errors(properties):
        if q in place:
            readout[q] = [error.probabilities[0][1], error.probabilities[1][0]]
    circuit = noisy(renumbered(qasm3.loads(case["qasm"]), place), errors)
    circuit.save_density_matrix()
    result = AerSimulator(method="density_matrix").run(circuit).result()
    rho = np.asarray(result.data(0)["density_matrix"])
    letters = ["".join(label) for label in itertools.product("IXZY", repeat=len(place))]
    # The letters in the order of their bits of X and Z. Qiskit's labels begin with the last qubit.
    theirs = [np.real(np.trace(Pauli(label[::-1]).to_matrix() @ rho)) for label in letters]
    differences = [np.max(np.abs(np.array(theirs) - case["values"]))]
    differences.append(np.max(np.abs(np.array([readout[q] for q in case["layout"]]) - case["readout"])))
    return max(differences)


def noisy(circuit, errors):
    """The circuit with the channel of every gate behind it."""
    own = QuantumCircuit(circuit.num_qubits)
    for instruction in circuit.data:
        qubits = [circuit.find_bit(q).index for q in instruction.qubits]
        own.append(instruction.operation, qubits)
        error = errors.get((instruction.operation.name, tuple(qubits)))
        if error is not None:
            own.append(error, qubits)
    return own


def renumbered(circuit, place):
    """The circuit on its own qubits, with the gates that its text defines replaced by the library's of the same name."""
    own = QuantumCircuit(len(place))
    for instruction in circuit.data:
        operation = instruction.operation
        if operation.name in DEFINED:
            operation = DEFINED[operation.name](*operation.params)
        own.append(operation, [place[circuit.find_bit(q).index] for q in instruction.qubits])
    return own


main(*sys.argv[1:])
