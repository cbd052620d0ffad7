// Trains a circuit and writes the phases of the dynamical transition as a picture.
import { writeFileSync } from "node:fs";
import { hardwareEfficientAnsatz, runTraining, tfim } from "qntk";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = tfim({ qubits: 2, field: 2 });
const { epsilon } = await runTraining({ circuit, observable, targets: [-6], steps: 200 }).result;
const points = epsilon.map(([value], t) => `${2 * t},${200 - 20 * Math.abs(value)}`).join(" ");
writeFileSync(
  "epsilon.svg",
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><polyline fill="none" stroke="black" points="${points}"/></svg>`,
);
console.log(`final error ${epsilon.at(-1)[0]}`);
