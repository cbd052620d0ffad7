// Gradient descent with momentum, as a plain function that keeps a velocity.
import { hardwareEfficientAnsatz, runTraining, tfim } from "qntk";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = tfim({ qubits: 2, field: 2 });
const momentum = (gradient, before = new Float64Array(gradient.length)) => {
  const velocity = before.map((value, k) => 0.9 * value + gradient[k]);
  return { change: velocity.map((value) => -1e-3 * value), state: velocity };
};
const { epsilon } = await runTraining({ circuit, observable, targets: [-4], steps: 100, optimizer: momentum }).result;
console.log(`final error ${epsilon.at(-1)[0]}`);
