// Records mu every 10 steps, and a quantity of one's own: the largest slope of any angle.
import { dqntk, every, hardwareEfficientAnsatz, runTraining, tfim } from "qntk";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = tfim({ qubits: 2, field: 2 });
const steepest = every(20, (_simulator, _theta, gradient) => [Math.max(...gradient.map(Math.abs))]);
const record = { mu: every(10, dqntk), steepest };
const { quantities } = await runTraining({ circuit, observable, targets: [-6], steps: 100, record }).result;
console.log(quantities.steepest.rows.map((row, k) => `${row}: ${quantities.steepest.values[k][0]}`).join("\n"));
