// What runs in both places: a short training of each kind of circuit with the WebAssembly engine, with the public index only. Numbers are
// given to the last bit.
import * as qntk from "qntk";

/** Trainings of every path through the engine: matrices on all qubits (large enough for a memory of their own), gates, brickworks. */
const cases = {
  "rpa n=4 L=64": () => ({ circuit: qntk.randomPauliAnsatz({ qubits: 4, layers: 64, seed: 1 }), qubits: 4 }),
  "rpa n=6 L=24": () => ({ circuit: qntk.randomPauliAnsatz({ qubits: 6, layers: 24, seed: 1 }), qubits: 6 }),
  "hea n=5 D=4": () => ({ circuit: qntk.hardwareEfficientAnsatz({ qubits: 5, layers: 4 }), qubits: 5 }),
  "brickwork n=6 L=8": () => ({
    circuit: qntk.randomPauliAnsatz({ qubits: 6, layers: 8, entangler: "brickwork", entanglerDepth: 4 }),
    qubits: 6,
  }),
};

/** The numbers of all trainings. */
export function trainings() {
  const results = {};
  for (const [name, make] of Object.entries(cases)) {
    const { circuit, qubits } = make();
    const observable = qntk.xxz({ qubits, coupling: 2 });
    const { min } = qntk.spectrum(observable);
    const { record } = qntk.train({
      circuit,
      observable,
      engine: qntk.engineNamed("wasm"),
      loss: qntk.quadraticLoss,
      targets: [min + 4, min - 4],
      samples: 3,
      steps: 40,
      eta: 1e-3,
      measure: { mu: 10 },
    });
    results[name] = Object.fromEntries(
      ["epsilon", "kernel", "mu"].map((quantity) => [
        quantity,
        words(quantity === "mu" ? record.measured.mu.values : record[quantity]),
      ]),
    );
  }
  return results;
}

/** Every number as the hexadecimal words of its bits. */
function words(values) {
  return Array.from(new BigUint64Array(new Float64Array(values).buffer), (bits) => bits.toString(16));
}
