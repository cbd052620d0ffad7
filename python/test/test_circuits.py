"""Circuits and observables of Qiskit, PennyLane and NumPy: ε and K as those packages have them."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from conftest import kernel

import qntk
from qntk._circuits import read_circuit

Array = npt.NDArray[np.float64]
TARGET = -0.3


def first_row(run: Any) -> tuple[float, float]:
    """⟨O⟩ and K at the initial angles."""
    row = run.isel(target=0, sample=0, step=0)
    return float(row.epsilon) + TARGET, float(row.kernel)


def agrees(run: Any, expectation: Any, theta: Array) -> None:
    value, k = first_row(run)
    assert value == pytest.approx(expectation(theta), abs=1e-11)
    assert k == pytest.approx(kernel(expectation, theta), rel=1e-7)


def needs(package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(find_spec(package) is None, reason=f"{package} is not installed")


@needs("qiskit")
class TestQiskit:
    def circuit(self) -> Any:
        from qiskit.circuit import Parameter, ParameterVector, QuantumCircuit

        # Names that do not sort as they are used; shared, scaled and shifted angles; a controlled rotation.
        p, b = ParameterVector("θ", 12), Parameter("b")
        made = QuantumCircuit(3)
        for k in range(12):
            (made.ry if k % 2 else made.rx)(p[k], k % 3)
            made.cx(k % 3, (k + 1) % 3)
        made.crz(2 * b - p[10] / 2 + 0.1, 0, 2)
        made.rxx(b, 1, 2)
        made.sx(0)
        return made

    def expectation(self, operator: Any) -> Any:
        from qiskit.quantum_info import Statevector

        made = self.circuit()
        return lambda theta: float(Statevector(made.assign_parameters(list(theta))).expectation_value(operator).real)

    def test_parameters_in_qiskits_order_and_a_sparse_pauli_op(self, small: dict[str, Any]) -> None:
        from qiskit.quantum_info import SparsePauliOp

        operator = SparsePauliOp(["ZZI", "IXY", "IIZ"], [0.7, -1.2, 0.4])
        theta = np.random.default_rng(1).uniform(-3, 3, 13)
        run = qntk.train(self.circuit(), operator, theta=theta, target=TARGET, steps=3, **small)
        agrees(run, self.expectation(operator), theta)
        named = dict(zip(self.circuit().parameters, theta))
        again = qntk.train(self.circuit(), operator, theta=named, target=TARGET, steps=3, **small)
        np.testing.assert_array_equal(again.epsilon, run.epsilon)

    def test_a_row_for_each_sample(self, small: dict[str, Any]) -> None:
        theta = np.random.default_rng(2).uniform(-3, 3, (2, 13))
        run = qntk.train(self.circuit(), "Z0 Z1 - 0.5 X2", theta=theta, target=TARGET, steps=0, **small)
        assert run.sizes["sample"] == 2
        from qiskit.quantum_info import SparsePauliOp

        exact = self.expectation(SparsePauliOp(["IZZ", "XII"], [1, -0.5]))
        np.testing.assert_allclose(run.epsilon.values.ravel() + TARGET, [exact(theta[0]), exact(theta[1])], atol=1e-11)

    def test_operators_and_matrices(self, small: dict[str, Any]) -> None:
        from qiskit.quantum_info import Operator, SparsePauliOp

        operator = SparsePauliOp(["ZZI", "IXY"], [0.7, -1.2])
        theta = np.random.default_rng(3).uniform(-3, 3, 13)
        exact = self.expectation(operator)(theta)
        matrix = np.asarray(Operator(operator).reverse_qargs().data)
        for each in (Operator(operator), matrix):
            value, _ = first_row(qntk.train(self.circuit(), each, theta=theta, target=TARGET, steps=0, **small))
            assert value == pytest.approx(exact, abs=1e-11)

    def test_angles_are_drawn_where_none_are_given(self, small: dict[str, Any]) -> None:
        run = qntk.train(self.circuit(), "tfim", target="min", steps=1, samples=4, **small)
        assert run.sizes["sample"] == 4
        assert run.attrs["config"]["observable"] == "tfim"

    def test_a_theta_that_lacks_a_parameter(self) -> None:
        with pytest.raises(qntk.QntkError, match="theta lacks"):
            qntk.train(self.circuit(), "tfim", theta={"b": 1.0})

    def test_an_observable_of_another_size(self, small: dict[str, Any]) -> None:
        from qiskit.quantum_info import SparsePauliOp

        with pytest.raises(qntk.QntkError, match="3 qubits|qubits"):
            qntk.train(self.circuit(), SparsePauliOp(["ZZ"]), steps=1, **small)


@needs("pennylane")
class TestPennyLane:
    def test_a_qnode_with_its_observable(self, small: dict[str, Any]) -> None:
        import pennylane as qml

        @qml.qnode(qml.device("default.qubit", wires=["a", "b", "c"]))
        def circuit(weights: Any) -> Any:
            for layer in weights:
                for wire, (x, y) in zip("abc", layer):
                    qml.RX(x, wires=wire)
                    qml.Rot(y, 2 * x - 0.3, -y / 2, wires=wire)
                qml.CNOT(wires=["a", "b"])
                qml.CRot(layer[0, 0], layer[1, 0], 0.4, wires=["b", "c"])
                qml.IsingXX(layer[2, 1], wires=["c", "a"])
                qml.adjoint(qml.S)(wires="b")
            return qml.expval(0.7 * qml.Z("a") @ qml.Z("b") - 1.2 * qml.X("c") @ qml.Y("a"))

        theta = np.random.default_rng(4).uniform(-3, 3, (2, 3, 2))
        run = qntk.train(circuit, theta=theta, target=TARGET, steps=2, **small)
        assert run.attrs["config"]["samples"] == 1
        agrees(run, lambda flat: float(circuit(flat.reshape(theta.shape))), theta.ravel())

    def test_strongly_entangling_layers_and_several_arguments(self, small: dict[str, Any]) -> None:
        import pennylane as qml

        @qml.qnode(qml.device("default.qubit", wires=2))
        def circuit(weights: Any, shift: Any) -> Any:
            qml.StronglyEntanglingLayers(weights, wires=range(2))
            qml.MultiRZ(shift, wires=[0, 1])
            qml.PauliRot(shift / 2, "XY", wires=[0, 1])
            return qml.expval(qml.Z(0) @ qml.X(1))

        weights = np.random.default_rng(5).uniform(-3, 3, (2, 2, 3))
        run = qntk.train(circuit, theta=(weights, 0.3), target=TARGET, steps=0, **small)
        agrees(run, lambda flat: float(circuit(flat[:12].reshape(2, 2, 3), flat[12])), np.append(weights.ravel(), 0.3))

    def test_a_tape_trains_its_trainable_numbers(self, small: dict[str, Any]) -> None:
        import pennylane as qml

        operations = [qml.RX(0.3, 0), qml.RY(1.1, 1), qml.CNOT([0, 1]), qml.RZ(0.7, 1), qml.RY(-0.4, 0)]
        tape = qml.tape.QuantumScript(operations, [qml.expval(qml.Z(0) @ qml.Z(1))], trainable_params=[0, 1, 3])
        run = qntk.train(tape, target=TARGET, steps=0, **small)

        def expectation(theta: Array) -> float:
            bound = tape.bind_new_parameters(list(theta), [0, 1, 3])
            return float(qml.execute([bound], qml.device("default.qubit"))[0])

        agrees(run, expectation, np.array([0.3, 1.1, -0.4]))

    def test_operators_without_paulis(self, small: dict[str, Any]) -> None:
        import pennylane as qml

        operations = [qml.RX(0.3, 0), qml.RY(1.1, 1), qml.CNOT([0, 1])]
        matrix = np.array([[1, 2j], [-2j, -0.5]])
        tape = qml.tape.QuantumScript(operations, [qml.expval(qml.Hermitian(matrix, 1))])
        value, _ = first_row(qntk.train(tape, target=TARGET, steps=0, **small))
        assert value == pytest.approx(float(qml.execute([tape], qml.device("default.qubit"))[0]), abs=1e-11)

    def test_what_cannot_be_written(self) -> None:
        import pennylane as qml

        @qml.qnode(qml.device("default.qubit", wires=1))
        def squared(x: Any) -> Any:
            qml.RX(x[0] ** 2, 0)
            return qml.expval(qml.Z(0))

        with pytest.raises(qntk.QntkError, match="no sum of parameters times numbers"):
            qntk.train(squared, theta=[0.3])
        with pytest.raises(qntk.QntkError, match="theta is missing"):
            qntk.train(squared)

        @qml.qnode(qml.device("default.qubit", wires=1))
        def depends(x: Any) -> Any:
            if x[0] > 0.5:
                qml.Hadamard(0)
            qml.RX(x[0], 0)
            return qml.expval(qml.Z(0))

        with pytest.raises(qntk.QntkError, match="depend on the values of theta"):
            qntk.train(depends, theta=[0.3])


class TestText:
    text = "OPENQASM 3.0; include \"stdgates.inc\"; input float a; input float b; qubit[2] q; rx(a) q[0]; cx q[0], q[1]; ry(2*b) q[1];"

    def expectation(self, theta: Array) -> float:
        a, b = theta
        # ⟨Z1⟩ after CNOT and RY: cos 2b ⟨Z0 Z1 Z1 …⟩ = cos a cos 2b.
        return float(np.cos(a) * np.cos(2 * b))

    def test_openqasm(self, small: dict[str, Any], tmp_path: Any) -> None:
        theta = np.array([0.4, 1.1])
        run = qntk.train(self.text, "Z1", theta=theta, target=TARGET, steps=0, **small)
        agrees(run, self.expectation, theta)
        file = tmp_path / "mine.qasm"
        file.write_text(self.text)
        for path in (file, str(file)):
            assert first_row(qntk.train(path, "Z1", theta=theta, target=TARGET, steps=0, **small)) == first_row(run)

    def test_a_message_shows_the_place(self, small: dict[str, Any]) -> None:
        with pytest.raises(qntk.QntkError, match="line 1"):
            qntk.train("OPENQASM 3.0; qubit q; rx(", "Z0", steps=1, **small)

    def test_matrices_have_qubit_0_as_the_most_significant_bit(self, small: dict[str, Any]) -> None:
        theta = np.array([0.4, 1.1])
        z1 = np.kron(np.eye(2), np.diag([1.0, -1.0]))
        run = qntk.train(self.text, z1, theta=theta, target=TARGET, steps=0, **small)
        agrees(run, self.expectation, theta)

    def test_what_is_no_circuit_or_observable(self) -> None:
        for bad in (3, object()):
            with pytest.raises(qntk.QntkError, match="circuit is"):
                qntk.train(bad)
        with pytest.raises(qntk.QntkError, match="observable is object"):
            qntk.train(observable=object())
        with pytest.raises(qntk.QntkError, match=r"shape \(3, 3\)"):
            qntk.train(observable=np.eye(3))
        with pytest.raises(qntk.QntkError, match=r"shape \(1, 1, 2\)"):
            qntk.train(theta=np.zeros((1, 1, 2)))

    def test_theta_of_another_ansatz(self, small: dict[str, Any]) -> None:
        theta = np.zeros((2, 8))
        run = qntk.train(ansatz="hea", qubits=2, layers=2, theta=theta, target=-3, steps=0, **small)
        assert run.attrs["config"]["samples"] == 2
        np.testing.assert_allclose(run.epsilon.values[0, :, 0], run.epsilon.values[0, 0, 0], rtol=1e-14)
        with pytest.raises(qntk.QntkError, match="8 finite real numbers"):
            qntk.train(ansatz="hea", qubits=2, layers=2, theta=np.zeros(7), **small)


def test_a_number_that_differences_blur_is_written_as_it_is() -> None:
    qml = pytest.importorskip("pennylane")
    tape = qml.tape.QuantumScript([qml.RX(0.5, 0), qml.RY(0.25, 0)], [qml.expval(qml.Z(0))], trainable_params=[0])
    assert read_circuit(tape, None).text.splitlines()[-2:] == ["rx(theta[0]) q[0];", "ry(0.25) q[0];"]
