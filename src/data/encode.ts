/**
 * Encodings: rows of a table as angles of a circuit, or as states.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import { counted } from "../base/words.ts";
import type { Circuit, Operation } from "../quantum/circuit.ts";
import { pauliOn } from "../quantum/pauli.ts";
import { type DataSet, normalizeRow } from "./data-set.ts";

/** Names of the encodings. */
export const encodingNames = ["rx", "ry", "rz", "amplitude", "iqp"] as const;

export type EncodingName = (typeof encodingNames)[number];

/** Columns x_1 … x_m of a table. */
export interface Features {
  readonly count: number;
  readonly names: readonly string[];
  /** Shape (count, columns). */
  readonly values: Float64Array;
}

/** A circuit whose last parameters are set by data, and the data. */
export interface EncodedCircuit {
  readonly circuit: Circuit;
  /** Values in radians for any table of the same columns. */
  anglesOf(features: Features): NonNullable<DataSet["angles"]>;
}

const AXES = { rx: "X", ry: "Y", rz: "Z", iqp: "Z" } as const;

/**
 * A circuit with its data encoded before it, and before each of `reupload` equal parts of its layers.
 *
 * - `rx`, `ry`: R(x_k) on qubit k;
 * - `rz`: a Hadamard gate and RZ(x_k) on qubit k;
 * - `iqp`: a Hadamard gate on every qubit, RZ(x_k) on qubit k, exp(-i x_j x_k Z_j Z_k / 2) on every pair (Havlíček et al., Nature 567, 209 (2019), with one repetition).
 *
 * @param layers layers of the circuit, each with as many parameters
 * @throws ArgumentError for more columns than qubits, or a circuit that has no layers to encode between
 */
export function encodeAngles(
  circuit: Circuit,
  encoding: Exclude<EncodingName, "amplitude">,
  columns: number,
  { reupload, layers }: { readonly reupload: number; readonly layers: number },
): EncodedCircuit {
  const { qubits, parameters } = circuit;
  if (columns > qubits)
    throw new ArgumentError(
      "data",
      new Described(`a table of ${counted(columns, "column")}`),
      `at most ${counted(qubits, "column")}, one for each qubit, with encoding ${encoding}`,
    );
  if (reupload > layers || parameters % layers !== 0)
    throw new ArgumentError("reupload", reupload, `at most ${counted(layers, "time")}, once before each layer`);
  const pairs = encoding === "iqp" ? pairsOf(columns) : [];
  const block: Operation[] = [];
  if (encoding === "rz" || encoding === "iqp") {
    const on = encoding === "iqp" ? qubits : columns;
    for (let q = 0; q < on; q++) block.push({ kind: "gate", gate: "H", qubits: [q] });
  }
  const rotation = (pauli: ReturnType<typeof pauliOn>, k: number) =>
    block.push({ kind: "rotation", pauli, parameter: parameters + k, coefficient: 1 });
  for (let k = 0; k < columns; k++) rotation(pauliOn(qubits, AXES[encoding], [k]), k);
  pairs.forEach(([j, k], p) => {
    rotation(pauliOn(qubits, "ZZ", [j, k]), columns + p);
  });
  const operations: Operation[] = [];
  const cuts = new Set(Array.from({ length: reupload }, (_, r) => Math.floor((r * layers) / reupload) * (parameters / layers)));
  let begun = 0;
  const begin = (upTo: number) => {
    for (; begun <= upTo; begun++) if (cuts.has(begun)) operations.push(...block);
  };
  begin(0);
  for (const operation of circuit.operations) {
    if (operation.kind === "rotation") begin(operation.parameter);
    operations.push(operation);
  }
  const set = columns + pairs.length;
  return {
    circuit: { qubits, parameters: parameters + set, operations },
    anglesOf({ count, values }) {
      const all = new Float64Array(count * set);
      for (let row = 0; row < count; row++) {
        const own = values.subarray(row * columns, (row + 1) * columns);
        all.set(own, row * set);
        pairs.forEach(([j, k], p) => {
          all[row * set + columns + p] = own[j] * own[k];
        });
      }
      return { parameters: Array.from({ length: set }, (_, k) => parameters + k), values: all };
    },
  };
}

function pairsOf(columns: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let j = 0; j < columns; j++) for (let k = j + 1; k < columns; k++) pairs.push([j, k]);
  return pairs;
}

/**
 * Rows as real amplitudes, padded with zeros and brought to norm 1.
 *
 * @throws ArgumentError for more than 2^n columns, or a row of zeros
 */
export function encodeAmplitudes(qubits: number, { count, names, values }: Features): NonNullable<DataSet["states"]> {
  const dimension = 2 ** qubits;
  const columns = names.length;
  if (columns > dimension)
    throw new ArgumentError(
      "data",
      new Described(`a table of ${counted(columns, "column")}`),
      `at most ${dimension} columns, one for each amplitude of ${counted(qubits, "qubit")}`,
    );
  const re = new Float64Array(count * dimension);
  for (let row = 0; row < count; row++) re.set(values.subarray(row * columns, (row + 1) * columns), row * dimension);
  const states = { re, im: new Float64Array(re.length) };
  for (let row = 0; row < count; row++) {
    if (normalizeRow(states, row, dimension) === 0)
      throw new ArgumentError(
        "data",
        new Described(`a table whose row ${row} is zero`),
        "rows that are not all zeros, with encoding amplitude",
      );
  }
  return states;
}
