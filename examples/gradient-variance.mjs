// Variance of one component of the gradient over 200 initialisations, for n = 2 to 10 qubits.
import { hardwareEfficientAnsatz, initialAngles, tfim, wasmEngine } from "qntk";

for (let qubits = 2; qubits <= 10; qubits += 2) {
  const circuit = hardwareEfficientAnsatz({ qubits, layers: qubits });
  const simulator = wasmEngine.load(circuit, tfim({ qubits, field: 2 }));
  const theta = initialAngles({ samples: 200, parameters: circuit.parameters, seed: 1 });
  const { gradient } = simulator.gradient(theta);
  const first = Array.from({ length: 200 }, (_, k) => gradient[k * circuit.parameters]);
  const mean = first.reduce((sum, value) => sum + value, 0) / 200;
  console.log(qubits, first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 199);
  simulator.dispose();
}
