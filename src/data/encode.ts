/**
 * Rows of a table as angles of a circuit, or as states, by an encoding.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import { counted } from "../base/words.ts";
import type { Circuit, Operation } from "../quantum/circuit.ts";
import { type DataSet, normalizeRow } from "./data-set.ts";
import type { AngleEncoding, StateEncoding } from "./encodings/definition.ts";

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

/**
 * A circuit with its data encoded before it, and before each of `reupload` equal parts of its layers.
 *
 * The circuit's own parameters keep their places; those that data set come after them, and are the same in every repetition.
 *
 * @param name of the encoding, for messages
 * @param columns m, columns of the table
 * @param options `reupload`: how often data are encoded, at least once; `layers`: layers of the circuit, each with as many parameters
 * @throws ArgumentError for more columns than qubits, or a circuit that has no layers to encode between
 */
export function encodeAngles(
  circuit: Circuit,
  name: string,
  encoding: AngleEncoding,
  columns: number,
  { reupload, layers }: { readonly reupload: number; readonly layers: number },
): EncodedCircuit {
  const { qubits, parameters } = circuit;
  if (columns > qubits)
    throw new ArgumentError(
      "data",
      new Described(`a table of ${counted(columns, "column")}`),
      `at most ${counted(qubits, "column")}, one for each qubit, with encoding ${name}`,
    );
  if (reupload > layers || parameters % layers !== 0)
    throw new ArgumentError("reupload", reupload, `at most ${counted(layers, "time")}, once before each layer`);
  const block = encoding.block(qubits, columns, parameters);
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
  const set = encoding.count(columns);
  return {
    circuit: { qubits, parameters: parameters + set, operations },
    anglesOf({ count, values }) {
      const all = new Float64Array(count * set);
      for (let row = 0; row < count; row++) {
        const angles = encoding.angles(values.subarray(row * columns, (row + 1) * columns));
        if (angles.length !== set) throw new ArgumentError(`encoding ${name}`, angles.length, counted(set, "angle"));
        all.set(angles, row * set);
      }
      return { parameters: Array.from({ length: set }, (_, k) => parameters + k), values: all };
    },
  };
}

/**
 * Rows as states, brought to norm 1.
 *
 * @returns shape (N, 2^n)
 * @throws ArgumentError for more columns than the encoding takes, or a row that is zero
 */
export function encodeStates(
  qubits: number,
  name: string,
  encoding: StateEncoding,
  { count, names, values }: Features,
): NonNullable<DataSet["states"]> {
  const dimension = 2 ** qubits;
  const columns = names.length;
  const capacity = encoding.capacity(qubits);
  if (columns > capacity)
    throw new ArgumentError(
      "data",
      new Described(`a table of ${counted(columns, "column")}`),
      `at most ${capacity} columns, one for each ${encoding.noun} of ${counted(qubits, "qubit")}`,
    );
  const states = { re: new Float64Array(count * dimension), im: new Float64Array(count * dimension) };
  for (let row = 0; row < count; row++) {
    const part = (all: Float64Array) => all.subarray(row * dimension, (row + 1) * dimension);
    encoding.write(values.subarray(row * columns, (row + 1) * columns), part(states.re), part(states.im));
    if (normalizeRow(states, row, dimension) === 0)
      throw new ArgumentError(
        "data",
        new Described(`a table whose row ${row} is zero`),
        `rows that are not all zeros, with encoding ${name}`,
      );
  }
  return states;
}
