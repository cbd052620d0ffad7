/**
 * Entangling layers made of gates on neighbouring qubits: a brickwork of random two-qubit gates, which needs no matrix on all qubits.
 *
 * Row r of a brickwork has a gate on every bond (q, q + 1) of the open chain with q even where r is even, q odd where r is odd.
 */
import { sharedFloat64 } from "../base/arrays.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { haarUnitaryInPlace } from "../linalg/haar.ts";
import type { GateOperation, Operation } from "./circuit.ts";
import type { FixedGateName } from "./gates.ts";

/**
 * Names of the entangling layers W_l.
 *
 * - `haar`: one Haar-random unitary on all qubits, as in the paper.
 * - `brickwork`: rows of Haar-random two-qubit gates.
 * - `clifford`: rows of uniformly random two-qubit Clifford gates, spelt in gates of the table.
 */
export const entanglerNames = ["haar", "brickwork", "clifford"] as const;

export type EntanglerName = (typeof entanglerNames)[number];

/** Number of two-qubit Clifford gates up to a phase. */
export const TWO_QUBIT_CLIFFORDS = 11520;

/** One-qubit Clifford gates up to a phase and a Pauli: what they do to the three axes. */
const AXES: readonly (readonly FixedGateName[])[] = [[], ["H"], ["S"], ["H", "S"], ["S", "H"], ["H", "S", "H"]];
/** The cyclic ones among them. */
const CYCLES: readonly (readonly FixedGateName[])[] = [[], ["H", "S"], ["S", "H"]];
const PAULIS: readonly (readonly FixedGateName[])[] = [[], ["X"], ["Y"], ["Z"]];

/** Lower qubits of the bonds of one row. */
export function bondsOfRow(qubits: number, row: number): number[] {
  return Array.from({ length: qubits - 1 }, (_, q) => q).filter((q) => q % 2 === row % 2);
}

/** Number of two-qubit gates in `depth` rows. */
export function gatesOfBrickwork(qubits: number, depth: number): number {
  return Math.ceil(depth / 2) * Math.floor(qubits / 2) + Math.floor(depth / 2) * Math.floor((qubits - 1) / 2);
}

/** The operations of W_0, W_1, ... in turn; layer l depends on (seed, l) alone, and its first rows are those of a shallower one. */
export function* brickworkLayers({
  qubits,
  layers,
  depth,
  seed,
  entangler,
}: {
  readonly qubits: number;
  readonly layers: number;
  readonly depth: number;
  readonly seed: number;
  readonly entangler: Exclude<EntanglerName, "haar">;
}): Generator<Operation[], void, void> {
  const bonds = Array.from({ length: depth }, (_, row) => bondsOfRow(qubits, row)).flat();
  if (entangler === "clifford") {
    for (let l = 0; l < layers; l++) {
      const stream = new CounterStream(seed, "clifford-gates", l);
      yield bonds.flatMap((q) => twoQubitClifford(stream.integer(TWO_QUBIT_CLIFFORDS), q, q + 1));
    }
    return;
  }
  const numbers = 16 * bonds.length;
  const re = sharedFloat64(layers * numbers);
  const im = sharedFloat64(layers * numbers);
  for (let l = 0; l < layers; l++) {
    const stream = new CounterStream(seed, "brickwork-gates", l);
    yield bonds.map((q, k) => {
      const range = [l * numbers + 16 * k, l * numbers + 16 * (k + 1)] as const;
      const matrix = { rows: 4, columns: 4, re: re.subarray(...range), im: im.subarray(...range) };
      haarUnitaryInPlace(matrix, () => stream.normal());
      return { kind: "dense", matrix, qubits: [q, q + 1] };
    });
  }
}

/**
 * The two-qubit Clifford gate of a number below 11520 on the qubits a and b, as gates of the table; different numbers are different gates.
 *
 * It is a product of one-qubit Clifford gates (576 pairs) with one of 20: nothing, a SWAP, or one of two entangling gates (CNOT, or CNOT
 * both ways round) after a cyclic permutation of the axes of each qubit (9 pairs).
 */
export function twoQubitClifford(number: number, a: number, b: number): GateOperation[] {
  let rest = number;
  const take = <T>(choices: readonly T[]): T => {
    const choice = choices[rest % choices.length];
    rest = Math.floor(rest / choices.length);
    return choice;
  };
  const on = (qubit: number, gates: readonly FixedGateName[]) =>
    gates.map((gate): GateOperation => ({ kind: "gate", gate, qubits: [qubit] }));
  const cnot = (control: number, target: number): GateOperation => ({ kind: "gate", gate: "CNOT", qubits: [control, target] });
  const last = [...on(a, take(AXES)), ...on(a, take(PAULIS)), ...on(b, take(AXES)), ...on(b, take(PAULIS))];
  if (rest === 0) return last;
  if (rest === 1) return [{ kind: "gate", gate: "SWAP", qubits: [a, b] }, ...last];
  rest -= 2;
  const first = [...on(a, take(CYCLES)), ...on(b, take(CYCLES))];
  return [...first, cnot(a, b), ...(rest === 0 ? [] : [cnot(b, a)]), ...last];
}
