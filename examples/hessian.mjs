// Eigenvalues of the Hessian of the loss after training.
import { hardwareEfficientAnsatz, hessian, lossHessianEigenvalues, runTraining, tfim, wasmEngine } from "qntk";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = tfim({ qubits: 2, field: 2 });
const { state, epsilon } = await runTraining({ circuit, observable, targets: [-6], steps: 200 }).result;
const simulator = wasmEngine.load(circuit, observable);
const { gradient } = simulator.gradient(state.theta);
const values = lossHessianEigenvalues(hessian(simulator, state.theta), gradient, circuit.parameters, epsilon.at(-1));
console.log(`from ${values[0]} to ${values.at(-1)}`);
simulator.dispose();
