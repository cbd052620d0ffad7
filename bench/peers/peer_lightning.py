"""PennyLane Lightning: adjoint differentiation of a list of gates, all samples handed to the device at once.

The device is called without the QNode around it, and with circuits built beforehand, which in a training run every step would have to.
"""

from importlib.metadata import version

import pennylane as qml
from pennylane.devices import ExecutionConfig

import common


def rotation(angle, word):
    """exp(-i angle P / 2) in gates that the device differentiates: it would take PauliRot as a matrix on all its qubits."""
    on = [i for i, letter in enumerate(word) if letter != "I"]
    if len(on) == 1:
        return [getattr(qml, f"R{word[on[0]]}")(angle, wires=on)]
    return qml.PauliRot(angle, word.replace("I", ""), wires=on).decomposition()


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
        """The circuit with one sample's angles. Matrices and fixed angles count as parameters, but are not trained."""
        operations, trained, parameters = [], [], 0
        rest = iter(angles)
        for name, where, matrix in self.workload.gates_in_turn():
            if name == "rotation":
                angle = next(rest)
                gates = rotation(angle, where)
            else:
                gates = [qml.CNOT(wires=where) if name == "CNOT" else qml.QubitUnitary(matrix, wires=where)]
            for gate in gates:
                if name == "rotation" and gate.parameters == [angle]:
                    trained.append(parameters)
                parameters += gate.num_params
            operations += gates
        return qml.tape.QuantumScript(operations, [qml.expval(self.observable)], trainable_params=trained)

    def __call__(self):
        return self.device.execute_and_compute_derivatives(self.tapes, self.config)


def load(workload):
    return Gradient(workload), {}


common.serve(lambda: {name: version(name) for name in ("pennylane", "pennylane-lightning")}, load)
