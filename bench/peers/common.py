"""What every peer shares: the conversation with bench/peers.mjs, JSON lines over standard input and output, and Pauli strings as tables.

Requests: {"op": "hello"}, {"op": "load", "folder": ...}, {"op": "time", "seconds": ...}. A peer answers `load` with energies and
gradients, which are compared before anything is timed, and `time` with the seconds of every call.
"""

import json
import os
import sys
import time
import traceback

import numpy as np

CONVERSATION = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


class Workload:
    """A circuit, an observable and angles, as bench/peers.mjs wrote them."""

    def __init__(self, folder):
        with open(os.path.join(folder, "workload.json"), encoding="utf8") as file:
            for name, value in json.load(file).items():
                setattr(self, name, value)
        self.dimension = 2**self.qubits
        self.angles = np.load(os.path.join(folder, "angles.npy"))
        for name in ("unitaries", "states"):
            path = os.path.join(folder, f"{name}.npy")
            if os.path.exists(path):
                setattr(self, name, np.load(path))

    def gates_in_turn(self):
        """Every gate as (name, word or qubits, matrix): "rotation" by the next angle, "CNOT", or "dense", whose first qubit is the most significant bit."""
        dense = 0
        for name, where in self.gates:
            yield name, where, self.unitaries[dense] if name == "dense" else None
            dense += name == "dense"


def pauli_table(label):
    """P|j> as (P psi)[j] = phase[j] psi[source[j]]; qubit 0 is the first letter and the most significant bit."""
    source, phase = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.complex128)
    factors = {"I": (0, (1, 1)), "X": (1, (1, 1)), "Y": (1, (-1j, 1j)), "Z": (0, (1, -1))}
    for letter in label:
        flips, phases = factors[letter]
        source = (2 * source[:, None] + (np.arange(2) ^ flips)).ravel()
        phase = np.kron(phase, np.array(phases, dtype=np.complex128))
    return source, phase


def dense_observable(workload):
    """The observable as a matrix."""
    matrix = np.zeros((workload.dimension, workload.dimension), dtype=np.complex128)
    rows = np.arange(workload.dimension)
    for coefficient, label in workload.terms:
        source, phase = pauli_table(label)
        matrix[rows, source] += coefficient * phase
    return matrix


def serve(versions, load, result=lambda call: call()):
    """Answers requests.

    `load(workload)` returns (call, stages): what is timed, and the seconds of what had to be done before, by name. `result(call)` gives
    energies and gradients.
    """
    call = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["op"] == "hello":
                answer = {"versions": versions()}
            elif request["op"] == "load":
                workload = Workload(request["folder"])
                start = time.perf_counter()
                call, stages = load(workload)
                call()
                first = time.perf_counter() - start
                energies, gradients = result(call)
                answer = {
                    "first": first,
                    "stages": stages,
                    "energies": np.asarray(energies).ravel().tolist(),
                    "gradients": np.asarray(gradients).ravel().tolist(),
                }
            else:
                answer = timed(call, request["seconds"])
        except Exception as error:
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        CONVERSATION.write(json.dumps(answer) + "\n")
        CONVERSATION.flush()


def timed(call, seconds):
    """Seconds of each call, as many as fit, at least one, by the clock and of processor time; and the ratio of both over all of them."""
    calls, spent = [], []
    processor = before = time.process_time()
    start = last = time.perf_counter()
    while last - start < seconds:
        call()
        now = time.perf_counter()
        calls.append(now - last)
        last = now
        used = time.process_time()
        spent.append(used - before)
        before = used
    return {"calls": calls, "spent": spent, "processor": (time.process_time() - processor) / (last - start)}
