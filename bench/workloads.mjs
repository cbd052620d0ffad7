// The circuits that are measured: one list for the engine's own benchmarks and for the comparison with other tools.
import { hardwareEfficientAnsatz, initialAngles, randomPauliAnsatz, xxz } from "../node_modules/.cache/qntk-bench/support.mjs";

/** Rows of two-qubit gates in a layer of brickwork; as many as the command line takes. */
const BRICK_ROWS = 8;

const rpa = (qubits, layers, columns, more = {}) => ({
  name: `RPA n=${qubits} L=${layers} B=${columns}`,
  ansatz: "rpa",
  qubits,
  layers,
  columns,
  ...more,
});
const hea = (qubits, layers, columns, more = {}) => ({
  name: `HEA n=${qubits} D=${layers} B=${columns}`,
  ansatz: "hea",
  qubits,
  layers,
  columns,
  ...more,
});
/** The random Pauli ansatz whose entangling layers are rows of two-qubit gates. */
const brickwork = (qubits, layers, columns, more = {}) => ({
  name: `brickwork n=${qubits} L=${layers} B=${columns}`,
  ansatz: "brickwork",
  qubits,
  layers,
  columns,
  rates: [],
  ...more,
});

/**
 * Every workload. `full` marks those that take long or much memory; `rates` are the goals for one thread and two, in GFLOP/s for
 * dense layers and in amplitude updates, in thousand millions a second, for gates; `peers` are the tools it is compared with.
 */
export const workloads = [
  rpa(2, 64, 10, { rates: [8], peers: ["numpy", "tensorcircuit"] }),
  rpa(4, 64, 30, { rates: [10], peers: [] }),
  rpa(6, 192, 10, { rates: [15, 24], peers: ["numpy", "tensorcircuit", "tensorcircuit-unrolled"] }),
  rpa(6, 192, 100, { rates: [20, 30], peers: ["numpy", "tensorcircuit"] }),
  rpa(8, 96, 10, { rates: [18, 30], peers: ["numpy", "tensorcircuit"] }),
  rpa(8, 96, 30, { rates: [21, 33], peers: ["numpy", "tensorcircuit"] }),
  rpa(8, 768, 10, { rates: [18, 30], full: true, peers: ["numpy", "tensorcircuit"] }),
  rpa(8, 768, 30, { rates: [21, 33], full: true, peers: ["numpy", "tensorcircuit"] }),
  hea(8, 48, 10, { rates: [1.7], peers: ["tensorcircuit", "lightning", "qulacs"] }),
  hea(16, 10, 1, { rates: [2.7], peers: [] }),
  hea(20, 10, 1, { rates: [2.6], full: true, peers: ["lightning", "qulacs"] }),
  brickwork(10, 32, 10, { peers: ["lightning", "qulacs"] }),
  brickwork(16, 32, 1, { full: true, peers: ["lightning", "qulacs"] }),
];

const ansatze = {
  rpa: randomPauliAnsatz,
  hea: hardwareEfficientAnsatz,
  brickwork: (sizes) => randomPauliAnsatz({ ...sizes, entangler: "brickwork", entanglerDepth: BRICK_ROWS }),
};

/** A workload's circuit, observable and angles. */
export function build({ ansatz, qubits, layers, columns }) {
  const circuit = ansatze[ansatz]({ qubits, layers });
  const theta = initialAngles({ samples: columns, parameters: circuit.parameters });
  return { circuit, observable: xxz({ qubits }), theta };
}

/** What one gradient of a workload costs, in the unit of its goals. */
export function costOf({ ansatz, qubits, layers, columns }) {
  // Real multiplications and additions: a complex product W ψ forward and one W† λ backward for every layer.
  if (ansatz === "rpa") return { work: 16 * 4 ** qubits * layers * columns, unit: "GFLOP/s" };
  // Amplitudes updated: forward, and backward for state and co-state, by 2n rotations and n - 1 CNOTs a layer, or by one rotation and
  // the gates of pairs of rows, n - 1 in each pair.
  const gates = ansatz === "hea" ? 3 * qubits - 1 : 1 + (BRICK_ROWS / 2) * (qubits - 1);
  return { work: 3 * gates * layers * 2 ** qubits * columns, unit: "Gupdates/s" };
}
