// Draws the error as it falls, a line for each block.
import { gradientDescent, hardwareEfficientAnsatz, runTraining, tfim } from "qntk";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = tfim({ qubits: 2, field: 2 });
const run = runTraining({ circuit, observable, targets: [-2], steps: 200, optimizer: gradientDescent(0.01), block: 20 });
for await (const { firstRow, epsilon } of run) {
  const error = Math.abs(epsilon[0][0]);
  console.log(String(firstRow).padStart(5), "#".repeat(Math.ceil(20 * error)));
}
