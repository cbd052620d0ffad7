// Stops as soon as the error is small.
import { gradientDescent, hardwareEfficientAnsatz, runTraining, tfim } from "qntk";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = tfim({ qubits: 2, field: 2 });
const run = runTraining({ circuit, observable, targets: [-2], steps: 5000, optimizer: gradientDescent(0.01), block: 10 });
for await (const { epsilon } of run) if (Math.abs(epsilon.at(-1)[0]) < 1e-3) break;
const { end, state } = await run.result;
console.log(`${end.kind} before step ${state.row}`);
