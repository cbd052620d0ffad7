/**
 * Data sets: N inputs of a circuit, each a state or values of some of its angles, with labels where there are any.
 */
import { requireAllFinite, requireInteger } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { counted } from "../base/words.ts";
import { haarUnitary } from "../linalg/haar.ts";
import { publishedDataUnitary } from "../quantum/published-unitaries.ts";

/** Angles that data set: values of some of a circuit's parameters. */
export interface DataAngles {
  /** Which parameters of the circuit they are. */
  readonly parameters: readonly number[];
  /** Values in radians, shape (N, parameters that are set). */
  readonly values: Float64Array;
}

/** Input states, rows of shape (N, dimension). */
export interface DataStates {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** N inputs. Plain data. */
export interface DataSet {
  /** N. */
  readonly count: number;
  /** In place of |0...0>. */
  readonly states?: DataStates;
  readonly angles?: DataAngles;
  /** One number for each datum, where they have any. */
  readonly labels?: Float64Array;
}

/** How far the norm of a state that is read may be from 1. */
const NORM_TOLERANCE = 1e-6;

/**
 * N orthonormal states: the first N columns of one Haar unitary.
 *
 * @param draw `seed` of the default stream, or `published`: NumPy and QR, seed 42, as the published data of arXiv 2410.01955 have them
 * @returns `states` of shape (N, 2^n), without labels
 * @throws ArgumentError for more than 2^n of them
 */
export function haarStates(qubits: number, count: number, draw: { readonly seed: number } | "published"): DataSet {
  const dimension = 2 ** qubits;
  if (!(count >= 1 && count <= dimension))
    throw new ArgumentError(
      "data",
      `haar:${count}`,
      `haar:1 to haar:${dimension}, as ${counted(qubits, "qubit")} have orthonormal states`,
    );
  const unitary = draw === "published" ? publishedDataUnitary(dimension) : drawn(dimension, draw.seed);
  const re = new Float64Array(count * dimension);
  const im = new Float64Array(count * dimension);
  for (let a = 0; a < count; a++) {
    for (let j = 0; j < dimension; j++) {
      re[a * dimension + j] = unitary.re[j * dimension + a];
      im[a * dimension + j] = unitary.im[j * dimension + a];
    }
  }
  return { count, states: { re, im } };
}

function drawn(dimension: number, seed: number) {
  const stream = new CounterStream(seed, "data");
  return haarUnitary(dimension, () => stream.normal());
}

/**
 * Computational basis states; qubit 0 is the most significant bit of their indices.
 *
 * @throws ArgumentError for an index that is none
 */
export function basisStates(qubits: number, indices: readonly number[]): DataSet {
  const dimension = 2 ** qubits;
  const re = new Float64Array(indices.length * dimension);
  indices.forEach((index, a) => {
    requireInteger("data", index, 0, dimension - 1);
    re[a * dimension + index] = 1;
  });
  return { count: indices.length, states: { re, im: new Float64Array(re.length) } };
}

/**
 * States as they were read, brought to norm 1.
 *
 * @param states rows of shape (N, 2^n)
 * @throws ArgumentError for another width, or a row whose norm is not 1 to 1e-6
 */
export function givenStates(qubits: number, { re, im }: DataStates, columns: number, name: string): DataSet {
  const dimension = 2 ** qubits;
  if (columns !== dimension)
    throw new ArgumentError(
      "data",
      new Described(`${name}, with rows of ${columns} amplitudes`),
      `${dimension} amplitudes, for ${counted(qubits, "qubit")}`,
    );
  requireAllFinite("data", re);
  requireAllFinite("data", im);
  const count = re.length / dimension;
  const states = { re: Float64Array.from(re), im: Float64Array.from(im) };
  for (let a = 0; a < count; a++) {
    const norm = normalizeRow(states, a, dimension);
    if (Math.abs(norm - 1) > NORM_TOLERANCE)
      throw new ArgumentError(
        "data",
        new Described(`${name}, whose row ${a} has norm ${Number(norm.toPrecision(6))}`),
        "states of norm 1",
      );
  }
  return { count, states };
}

/** Divides a row by its norm, which is returned; a row of zeros stays. */
export function normalizeRow({ re, im }: DataStates, row: number, width: number): number {
  let sum = 0;
  for (let k = row * width; k < (row + 1) * width; k++) sum += re[k] * re[k] + im[k] * im[k];
  const norm = Math.sqrt(sum);
  if (norm > 0) {
    for (let k = row * width; k < (row + 1) * width; k++) {
      re[k] /= norm;
      im[k] /= norm;
    }
  }
  return norm;
}

/**
 * Some of the data, in the given order, with their states, angles and labels.
 *
 * @param which indices from 0 to N - 1
 */
export function pickData({ count, states, angles, labels }: DataSet, which: readonly number[]): DataSet {
  const rows = (values: Float64Array) => {
    const width = values.length / count;
    const own = new Float64Array(which.length * width);
    which.forEach((row, k) => {
      own.set(values.subarray(row * width, (row + 1) * width), k * width);
    });
    return own;
  };
  return {
    count: which.length,
    ...(states !== undefined && { states: { re: rows(states.re), im: rows(states.im) } }),
    ...(angles !== undefined && { angles: { ...angles, values: rows(angles.values) } }),
    ...(labels !== undefined && { labels: rows(labels) }),
  };
}

/**
 * A split into data to train on and data to hold out, drawn from a seed: `share` of them, at least one of each.
 *
 * @param share of the data held out, from 0 to 1
 * @returns indices, ascending
 * @throws ArgumentError for fewer than two data
 */
export function splitData(count: number, share: number, seed: number): { readonly train: number[]; readonly test: number[] } {
  if (count < 2) throw new ArgumentError("test", `${100 * share}%`, "a file, where there is one datum alone");
  const held = Math.min(count - 1, Math.max(1, Math.round(share * count)));
  const stream = new CounterStream(seed, "split");
  const order = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(stream.uniform() * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  const sorted = (some: number[]) => some.sort((a, b) => a - b);
  return { test: sorted(order.slice(0, held)), train: sorted(order.slice(held)) };
}
