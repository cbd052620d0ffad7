"""Qulacs: the gradient of the hardware-efficient ansatz by its C++ backpropagation, one sample after the other.

Qulacs rotates by exp(+i theta P / 2): angles and gradients change sign. Only the gradient is timed; it does not bring the energy along.
"""

import qulacs

import common


class Gradient:
    """The C++ gradient of every sample."""

    def __init__(self, workload):
        qubits = workload.qubits
        self.circuit = qulacs.ParametricQuantumCircuit(qubits)
        for _ in range(workload.layers):
            for i in range(qubits):
                self.circuit.add_parametric_RY_gate(i, 0.0)
            for i in range(qubits):
                self.circuit.add_parametric_RZ_gate(i, 0.0)
            for first in (0, 1):
                for i in range(first, qubits - 1, 2):
                    self.circuit.add_CNOT_gate(i, i + 1)
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
