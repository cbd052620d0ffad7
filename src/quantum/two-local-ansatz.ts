/**
 * Two-local ansätze: rotations of every qubit, and two-qubit gates in a pattern, in turn.
 */
import { requireInteger, requireOneOf } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { type Circuit, CircuitBuilder } from "./circuit.ts";
import { formatPauliString, pauliOn } from "./pauli.ts";

export const localRotations = ["rx", "ry", "rz"] as const;
export const pairGates = ["cx", "cz", "crx", "cry", "crz", "rxx", "ryy", "rzz"] as const;
export const pairPatterns = ["linear", "reverse-linear", "circular", "full", "pairwise"] as const;

export type LocalRotation = (typeof localRotations)[number];
export type PairGate = (typeof pairGates)[number];
export type PairPattern = (typeof pairPatterns)[number];

export interface TwoLocalOptions {
  readonly qubits: number;
  /** Rows of rotations and two-qubit gates; one more row of rotations ends the circuit. */
  readonly layers: number;
  /** Rotations of every qubit in a row, one after the other (default ry). */
  readonly rotations?: readonly LocalRotation[];
  /** The two-qubit gate, with a parameter of its own where it turns (default cx). */
  readonly gate?: PairGate;
  /** Which pairs it acts on, in order (default linear). */
  readonly pattern?: PairPattern;
}

/**
 * The circuit, with parameters in the order they act: each kind of rotation for all qubits, then the gates of the pattern.
 *
 * @throws ArgumentError for a size out of range, no rotation, or a name that is unknown
 */
export function twoLocalAnsatz({
  qubits,
  layers,
  rotations = ["ry"],
  gate = "cx",
  pattern = "linear",
}: TwoLocalOptions): Circuit {
  requireInteger("layers", layers, 1);
  requireOneOf("gate", gate, pairGates);
  requireOneOf("pattern", pattern, pairPatterns);
  if (rotations.length === 0) throw new ArgumentError("rotations", "[]", `at least one of ${localRotations.join(", ")}`);
  for (const rotation of rotations) requireOneOf("rotations", rotation, localRotations);
  const builder = new CircuitBuilder(qubits);
  const row = () => {
    for (const rotation of rotations) for (let q = 0; q < qubits; q++) builder[rotation](q);
  };
  for (let layer = 0; layer < layers; layer++) {
    row();
    for (const [a, b] of pairsOf(pattern, qubits)) addGate(builder, gate, a, b);
  }
  row();
  return builder.build();
}

/** Number of parameters of a two-local ansatz. */
export function twoLocalParameters({
  qubits,
  layers,
  rotations = ["ry"],
  gate = "cx",
  pattern = "linear",
}: TwoLocalOptions): number {
  const pairs = gate === "cx" || gate === "cz" ? 0 : pairsOf(pattern, qubits).length;
  return (layers + 1) * rotations.length * qubits + layers * pairs;
}

/** The pairs of a pattern, in the order they act: as Qiskit's patterns of the same names. */
function pairsOf(pattern: PairPattern, qubits: number): [number, number][] {
  const chain = Array.from({ length: qubits - 1 }, (_, q): [number, number] => [q, q + 1]);
  switch (pattern) {
    case "linear":
      return chain;
    case "reverse-linear":
      return chain.toReversed();
    case "circular":
      return qubits > 2 ? [[qubits - 1, 0], ...chain] : chain;
    case "full":
      return chain.flatMap(([a]) => Array.from({ length: qubits - 1 - a }, (_, k): [number, number] => [a, a + 1 + k]));
    case "pairwise":
      return [...chain.filter(([a]) => a % 2 === 0), ...chain.filter(([a]) => a % 2 === 1)];
  }
}

function addGate(builder: CircuitBuilder, gate: PairGate, a: number, b: number): void {
  const { qubits } = builder;
  const about = (letters: string, on: readonly number[]) => formatPauliString(pauliOn(qubits, letters, on), qubits);
  switch (gate) {
    case "cx":
      builder.cnot(a, b);
      return;
    case "cz":
      builder.cz(a, b);
      return;
    case "crx":
    case "cry":
    case "crz": {
      // exp(-i θ (1 - Z_a) P_b / 4).
      const letter = gate[2].toUpperCase();
      const parameter = builder.parameters;
      builder.rotation(about(letter, [b]), { coefficient: 0.5 });
      builder.rotation(about(`Z${letter}`, [a, b]), { parameter, coefficient: -0.5 });
      return;
    }
    default:
      builder.rotation(about(gate.slice(1).toUpperCase(), [a, b]));
  }
}
