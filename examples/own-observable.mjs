// Trains towards an observable of one's own: a sum of Pauli strings.
import { hardwareEfficientAnsatz, pauliSum, runTraining, spectrum } from "qntk";

const observable = pauliSum("-1.0*XX + 0.5*ZI + 0.5*IZ");
const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const { min } = spectrum(observable);
const { epsilon, end } = await runTraining({ circuit, observable, targets: [min], steps: 300 }).result;
console.log(`${end.kind}: ${epsilon.at(-1)[0]} above ${min}`);
