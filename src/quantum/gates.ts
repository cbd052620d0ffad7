/**
 * The table of gates: each with its matrix, inverse, generator and symbol, redundant on purpose so that one test can prove
 * that they agree.
 */
import { type ComplexMatrix, matrixFromRows } from "../linalg/complex-matrix.ts";

/** Names of the gates without a parameter. */
export type FixedGateName = "X" | "Y" | "Z" | "H" | "S" | "Sdg" | "T" | "Tdg" | "SX" | "SXdg" | "CNOT" | "CZ" | "SWAP";

/** Names of the one-qubit rotations exp(-i θ P / 2). */
export type RotationName = "RX" | "RY" | "RZ";

/** A gate without a parameter. */
export interface FixedGate {
  readonly name: FixedGateName;
  readonly qubits: 1 | 2;
  /** Matrix on its qubits, the first the more significant. */
  readonly matrix: ComplexMatrix;
  readonly inverse: FixedGateName;
  /** The two basis states the gate exchanges, where that is all it does. */
  readonly transposition?: readonly [number, number];
  /** What a circuit drawing shows on each qubit. */
  readonly symbol: readonly string[];
}

/** A one-qubit rotation exp(-i θ P / 2). */
export interface RotationGate {
  readonly name: RotationName;
  /** Letter of the generator P. */
  readonly generator: "X" | "Y" | "Z";
  readonly symbol: string;
}

const h = Math.SQRT1_2;
const plus: readonly [number, number] = [0.5, 0.5];
const minus: readonly [number, number] = [0.5, -0.5];

const fixedGateList: readonly FixedGate[] = [
  {
    name: "X",
    qubits: 1,
    inverse: "X",
    symbol: ["X"],
    transposition: [0, 1],
    matrix: matrixFromRows([
      [0, 1],
      [1, 0],
    ]),
  },
  {
    name: "Y",
    qubits: 1,
    inverse: "Y",
    symbol: ["Y"],
    matrix: matrixFromRows([
      [0, [0, -1]],
      [[0, 1], 0],
    ]),
  },
  {
    name: "Z",
    qubits: 1,
    inverse: "Z",
    symbol: ["Z"],
    matrix: matrixFromRows([
      [1, 0],
      [0, -1],
    ]),
  },
  {
    name: "H",
    qubits: 1,
    inverse: "H",
    symbol: ["H"],
    matrix: matrixFromRows([
      [h, h],
      [h, -h],
    ]),
  },
  {
    name: "S",
    qubits: 1,
    inverse: "Sdg",
    symbol: ["S"],
    matrix: matrixFromRows([
      [1, 0],
      [0, [0, 1]],
    ]),
  },
  {
    name: "Sdg",
    qubits: 1,
    inverse: "S",
    symbol: ["S†"],
    matrix: matrixFromRows([
      [1, 0],
      [0, [0, -1]],
    ]),
  },
  {
    name: "T",
    qubits: 1,
    inverse: "Tdg",
    symbol: ["T"],
    matrix: matrixFromRows([
      [1, 0],
      [0, [h, h]],
    ]),
  },
  {
    name: "Tdg",
    qubits: 1,
    inverse: "T",
    symbol: ["T†"],
    matrix: matrixFromRows([
      [1, 0],
      [0, [h, -h]],
    ]),
  },
  {
    name: "SX",
    qubits: 1,
    inverse: "SXdg",
    symbol: ["√X"],
    matrix: matrixFromRows([
      [plus, minus],
      [minus, plus],
    ]),
  },
  {
    name: "SXdg",
    qubits: 1,
    inverse: "SX",
    symbol: ["√X†"],
    matrix: matrixFromRows([
      [minus, plus],
      [plus, minus],
    ]),
  },
  {
    name: "CNOT",
    qubits: 2,
    inverse: "CNOT",
    symbol: ["●", "⊕"],
    transposition: [2, 3],
    matrix: matrixFromRows([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 1],
      [0, 0, 1, 0],
    ]),
  },
  {
    name: "CZ",
    qubits: 2,
    inverse: "CZ",
    symbol: ["●", "●"],
    matrix: matrixFromRows([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, -1],
    ]),
  },
  {
    name: "SWAP",
    qubits: 2,
    inverse: "SWAP",
    symbol: ["×", "×"],
    transposition: [1, 2],
    matrix: matrixFromRows([
      [1, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 1],
    ]),
  },
];

/** Every gate without a parameter, by name. */
export const fixedGates: Readonly<Record<FixedGateName, FixedGate>> = Object.fromEntries(
  fixedGateList.map((gate) => [gate.name, gate]),
) as Record<FixedGateName, FixedGate>;

/** Every one-qubit rotation, by name. */
export const rotationGates: Readonly<Record<RotationName, RotationGate>> = {
  RX: { name: "RX", generator: "X", symbol: "Rx" },
  RY: { name: "RY", generator: "Y", symbol: "Ry" },
  RZ: { name: "RZ", generator: "Z", symbol: "Rz" },
};
