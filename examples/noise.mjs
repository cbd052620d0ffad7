// Trains with global depolarising noise; the simulator is ours, and stays ours.
import { hardwareEfficientAnsatz, runTraining, tfim, wasmEngine, withGlobalNoise } from "qntk";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = tfim({ qubits: 2, field: 2 });
for (const p of [0, 0.1, 0.2]) {
  const simulator = withGlobalNoise(wasmEngine.load(circuit, observable), p);
  const { epsilon } = await runTraining({ circuit, observable, targets: [-4], steps: 100, simulator }).result;
  console.log(p, epsilon.at(-1)[0]);
  simulator.dispose();
}
