// The loss log cosh ε in place of ε²/2: only its slope is needed.
import { gradientDescent, hardwareEfficientAnsatz, runTraining, tfim } from "qntk";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = tfim({ qubits: 2, field: 2 });
const loss = { slope: (epsilon) => Math.tanh(epsilon) };
const optimizer = gradientDescent(5e-3);
const { epsilon } = await runTraining({ circuit, observable, targets: [-4], steps: 100, loss, optimizer }).result;
console.log(`final error ${epsilon.at(-1)[0]}`);
