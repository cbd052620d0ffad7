"""Qulacs: the gradient of a list of gates by its C++ backpropagation, one sample after the other.

Qulacs rotates by exp(+i theta P / 2): angles and gradients change sign. The first target of its matrices is the least significant bit. Only the gradient is timed; it does not bring the energy along.
"""

import qulacs

import common


def circuit_of(workload):
    """The circuit, with all angles zero."""
    circuit = qulacs.ParametricQuantumCircuit(workload.qubits)
    single = {letter: getattr(circuit, f"add_parametric_R{letter}_gate") for letter in "XYZ"}
    for name, where, matrix in workload.gates_in_turn():
        if name == "dense":
            circuit.add_dense_matrix_gate(where[::-1], matrix)
        elif name == "CNOT":
            circuit.add_CNOT_gate(*where)
        else:
            on = [i for i, letter in enumerate(where) if letter != "I"]
            if len(on) == 1:
                single[where[on[0]]](on[0], 0.0)
            else:
                circuit.add_parametric_multi_Pauli_rotation_gate(on, ["IXYZ".index(where[i]) for i in on], 0.0)
    return circuit


class Gradient:
    """The C++ gradient of every sample."""

    def __init__(self, workload):
        qubits = workload.qubits
        self.circuit = circuit_of(workload)
        self.observable = qulacs.Observable(qubits)
        for coefficient, label in workload.terms:
            word = " ".join(f"{letter} {i}" for i, letter in enumerate(label) if letter != "I")
            self.observable.add_operator(coefficient, word)
        self.angles = (-workload.angles).tolist()

    def set_angles(self, angles):
        for k, angle in enumerate(angles):
            self.circuit.set_parameter(k, angle)

    def __call__(self):
        gradients = []
        for angles in self.angles:
            self.set_angles(angles)
            gradients.append(self.circuit.backprop(self.observable))
        return gradients

    def energies(self):
        state = qulacs.QuantumState(self.circuit.get_qubit_count())
        energies = []
        for angles in self.angles:
            self.set_angles(angles)
            state.set_zero_state()
            self.circuit.update_quantum_state(state)
            energies.append(self.observable.get_expectation_value(state))
        return energies


def load(workload):
    return Gradient(workload), {}


def result(gradient):
    return gradient.energies(), [[-slope for slope in row] for row in gradient()]


common.serve(lambda: {"qulacs": qulacs.__version__}, load, result)
