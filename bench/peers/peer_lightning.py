"""PennyLane Lightning: adjoint differentiation of the hardware-efficient ansatz, all samples handed to the device at once.

The device is called without the QNode around it, and with circuits built beforehand, which in a training run every step would have to.
"""

from importlib.metadata import version

import pennylane as qml
from pennylane.devices import ExecutionConfig

import common


class Gradient:
    """Energies and gradients of every sample."""

    def __init__(self, workload):
        self.workload = workload
        self.device = qml.device("lightning.qubit", wires=workload.qubits)
        self.config = ExecutionConfig(gradient_method="adjoint", use_device_gradient=True, use_device_jacobian_product=False)
        paulis = {"X": qml.X, "Y": qml.Y, "Z": qml.Z}
        coefficients, words = [], []
        for coefficient, label in workload.terms:
            coefficients.append(coefficient)
            words.append(qml.prod(*(paulis[letter](i) for i, letter in enumerate(label) if letter != "I")))
        self.observable = qml.Hamiltonian(coefficients, words)
        self.tapes = [self.tape(angles) for angles in workload.angles]

    def tape(self, angles):
        qubits = self.workload.qubits
        operations = []
        for l in range(self.workload.layers):
            ry = angles[2 * qubits * l :]
            operations += [qml.RY(ry[i], wires=i) for i in range(qubits)]
            operations += [qml.RZ(ry[qubits + i], wires=i) for i in range(qubits)]
            for first in (0, 1):
                operations += [qml.CNOT(wires=(i, i + 1)) for i in range(first, qubits - 1, 2)]
        return qml.tape.QuantumScript(operations, [qml.expval(self.observable)], trainable_params=range(len(angles)))

    def __call__(self):
        return self.device.execute_and_compute_derivatives(self.tapes, self.config)


def load(workload):
    return Gradient(workload), {}


common.serve(lambda: {name: version(name) for name in ("pennylane", "pennylane-lightning")}, load)
