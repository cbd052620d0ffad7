// Trains a circuit of one's own.
import { CircuitBuilder, runTraining, tfim } from "qntk";

const builder = new CircuitBuilder(2);
for (let layer = 0; layer < 4; layer++) {
  builder.ry(0).ry(1).cnot(0, 1);
}
const circuit = builder.build();
const observable = tfim({ qubits: 2, field: 2 });
const { epsilon } = await runTraining({ circuit, observable, targets: [-4], steps: 100 }).result;
console.log(`${circuit.parameters} parameters, final error ${epsilon.at(-1)[0]}`);
