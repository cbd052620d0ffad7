"""Compares the final states of a folder's circuits with Qiskit's.

Usage: node scripts/read-folder.mjs FOLDER --states STATES; python test/python/check_folder.py FOLDER STATES
"""

import json
import pathlib
import re
import sys

import numpy as np
from qiskit import QuantumCircuit, qasm2, qasm3
from qiskit.quantum_info import Statevector

BOUND = 1e-10


def main(folder, states):
    with open(states) as file:
        cases = json.load(file)
    worst, compared = 0, 0
    for name, case in cases.items():
        text = (pathlib.Path(folder) / name).read_text()
        try:
            two = re.search(r"OPENQASM\s+2", text) is not None
            circuit = qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS) if two else qasm3.loads(text)
        except Exception as error:  # what Qiskit does not read cannot be compared
            print(f"{name:60} not read by Qiskit: {str(error).splitlines()[0][:80]}")
            continue
        circuit.remove_final_measurements()
        values = {n: 0.3 + 0.2 * k for k, n in enumerate(case["names"])}
        circuit = circuit.assign_parameters({p: values[p.name] for p in circuit.parameters})
        theirs = Statevector(circuit.reverse_bits()).data
        ours = np.array(case["re"]) + 1j * np.array(case["im"])
        difference = abs(1 - abs(np.vdot(ours, theirs))) if len(ours) == len(theirs) else np.inf
        compared += 1
        worst = max(worst, difference)
        if difference > BOUND:
            print(f"{name:60} differs: 1 - |<ours|theirs>| = {difference:.1e}")
    print(f"{compared} circuits compared with Qiskit: largest 1 - |<ours|theirs>| = {worst:.1e}")
    assert worst < BOUND


main(*sys.argv[1:])
