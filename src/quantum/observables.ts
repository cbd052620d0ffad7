/**
 * Observables as plain data: Pauli sums, projectors on a state and dense Hermitian matrices.
 */
import { requireAllFinite, requireFields, requireFinite, requireInteger, requireLength, requireOneOf } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { kindInWords } from "../base/words.ts";
import { type ComplexMatrix, type ComplexVector, hermiticityError } from "../linalg/complex-matrix.ts";
import { MAX_QUBITS, type PauliTerm, pauliOn } from "./pauli.ts";
import { parsePauliSum } from "./pauli-sum.ts";

/** Σ_k c_k P_k with real c_k. */
export interface PauliSumObservable {
  readonly kind: "pauli-sum";
  readonly qubits: number;
  readonly terms: readonly PauliTerm[];
}

/** |Φ><Φ|. */
export interface ProjectorObservable {
  readonly kind: "projector";
  readonly qubits: number;
  readonly state: ComplexVector;
}

/** A Hermitian matrix. */
export interface DenseObservable {
  readonly kind: "dense";
  readonly qubits: number;
  readonly matrix: ComplexMatrix;
}

export type Observable = PauliSumObservable | ProjectorObservable | DenseObservable;

/** Refuses what is no observable, such as a circuit where arguments were taken in another order. @throws ArgumentError */
export function requireObservable(value: Observable): void {
  if (!["pauli-sum", "projector", "dense"].includes(value?.kind))
    throw new ArgumentError("observable", new Described(kindInWords(value)), "an observable, such as xxz, tfim or pauliSum make");
}

export const boundaries = ["open", "periodic"] as const;

/** Whether a chain's last qubit is coupled to its first. */
export type Boundary = (typeof boundaries)[number];

/** Largest |O_ij - conj(O_ji)|, relative to the largest entry, that a dense observable may have. */
const HERMITICITY_TOLERANCE = 1e-12;
/** Largest sum of the sizes of an observable's coefficients or matrix elements: squares of it, and sums of these, must still be numbers. */
const MAX_SIZE = 1e100;
/** Largest | |Φ| - 1 | that the state of a projector may have. */
const NORM_TOLERANCE = 1e-10;

/**
 * The XXZ model O = -Σ_i (X_i X_{i+1} + Y_i Y_{i+1} + J Z_i Z_{i+1}) - J Σ_i Z_i.
 *
 * For the open chain and J >= 1, O_min = -J (2n - 1). Source: Eq. 29.
 *
 * @param options `coupling`: J (default 2); `boundary`: `open` (default, the paper's numbers) or `periodic`
 * @throws ArgumentError for a size out of range, or a periodic chain of fewer than three qubits
 */
export function xxz(options: { qubits: number; coupling?: number; boundary?: Boundary }): PauliSumObservable {
  requireFields("xxz", options, ["qubits", "coupling", "boundary"]);
  const { qubits, coupling = 2, boundary = "open" } = options;
  requireFinite("coupling", coupling);
  const bonds = chainBonds(qubits, boundary);
  const terms = bonds.flatMap((bond) => [
    { coefficient: -1, ...pauliOn(qubits, "XX", bond) },
    { coefficient: -1, ...pauliOn(qubits, "YY", bond) },
    { coefficient: -coupling, ...pauliOn(qubits, "ZZ", bond) },
  ]);
  for (let i = 0; i < qubits; i++) terms.push({ coefficient: -coupling, ...pauliOn(qubits, "Z", [i]) });
  return { kind: "pauli-sum", qubits, terms };
}

/**
 * The transverse-field Ising model O = -Σ_i Z_i Z_{i+1} - h Σ_i X_i.
 *
 * @param options `field`: h (default 2); `boundary`: `open` (default) or `periodic`
 * @throws ArgumentError for a size out of range, or a periodic chain of fewer than three qubits
 */
export function tfim(options: { qubits: number; field?: number; boundary?: Boundary }): PauliSumObservable {
  requireFields("tfim", options, ["qubits", "field", "boundary"]);
  const { qubits, field = 2, boundary = "open" } = options;
  requireFinite("field", field);
  const terms = chainBonds(qubits, boundary).map((bond) => ({ coefficient: -1, ...pauliOn(qubits, "ZZ", bond) }));
  for (let i = 0; i < qubits; i++) terms.push({ coefficient: -field, ...pauliOn(qubits, "X", [i]) });
  return { kind: "pauli-sum", qubits, terms };
}

/**
 * The projector |Φ><Φ| on a normalised state.
 *
 * @param state 2^n amplitudes
 * @throws ArgumentError if the length is no power of two or the norm is off by more than 1e-10
 */
export function stateProjector(state: ComplexVector): ProjectorObservable {
  const qubits = qubitsOfDimension("state", state.re.length);
  requireLength("state.im", state.im, state.re.length);
  let norm2 = 0;
  for (let i = 0; i < state.re.length; i++) norm2 += state.re[i] ** 2 + state.im[i] ** 2;
  if (!(Math.abs(Math.sqrt(norm2) - 1) <= NORM_TOLERANCE)) {
    throw new ArgumentError("state", new Described(`of norm ${Math.sqrt(norm2)}`), "a vector of norm 1");
  }
  return { kind: "projector", qubits, state };
}

/**
 * A real combination of Pauli strings, given as text such as `-1.0*XXII + 0.5*ZIIZ`, or as other tools print it (`parsePauliSum`). Source: Eq. 28.
 *
 * @param text the sum; strings without quotes have qubit 0 first
 * @param qubits required number of qubits (default: the letters of the strings, or the largest qubit that is named)
 * @param path where the text comes from, for messages
 * @throws SourceError pointing at the first term that cannot be read
 * @throws ArgumentError for coefficients whose sizes add up to more than 1e100
 */
export function pauliSum(text: string, qubits?: number, path?: string): PauliSumObservable {
  const observable = { kind: "pauli-sum", ...parsePauliSum(text, qubits, path) } as const;
  requireModerate(observable, path ?? "pauli");
  return observable;
}

/**
 * A Hermitian matrix as an observable.
 *
 * @throws ArgumentError if it is not square with a power-of-two size, or not Hermitian to 1e-12 of its largest entry
 */
export function denseObservable(matrix: ComplexMatrix): DenseObservable {
  if (matrix.rows !== matrix.columns)
    throw new ArgumentError("matrix", new Described(`${matrix.rows} x ${matrix.columns}`), "a square matrix");
  requireLength("matrix.re", matrix.re, matrix.rows ** 2);
  requireLength("matrix.im", matrix.im, matrix.rows ** 2);
  requireAllFinite("matrix.re", matrix.re);
  requireAllFinite("matrix.im", matrix.im);
  const qubits = qubitsOfDimension("matrix", matrix.rows);
  let scale = 0;
  for (let i = 0; i < matrix.re.length; i++) scale = Math.max(scale, Math.hypot(matrix.re[i], matrix.im[i]));
  const error = hermiticityError(matrix);
  if (!(error <= HERMITICITY_TOLERANCE * scale)) {
    throw new ArgumentError("matrix", new Described(`off by ${error.toExponential(1)} from Hermitian`), "a Hermitian matrix");
  }
  return { kind: "dense", qubits, matrix };
}

/**
 * Refuses an observable whose numbers are so large that sums and squares of them are none.
 *
 * @param name what it is called, for the message
 * @throws ArgumentError for coefficients or matrix elements whose sizes add up to more than 1e100
 */
export function requireModerate(observable: Observable, name: string): void {
  if (observable.kind === "projector") return;
  const isSum = observable.kind === "pauli-sum";
  const size = isSum
    ? observable.terms.reduce((total, { coefficient }) => total + Math.abs(coefficient), 0)
    : observable.matrix.re.reduce((total, re, k) => total + Math.abs(re) + Math.abs(observable.matrix.im[k]), 0);
  if (size <= MAX_SIZE) return;
  throw new ArgumentError(
    name,
    new Described(`a ${isSum ? "sum whose coefficients" : "matrix whose elements"} add up to ${size.toExponential(1)} in size`),
    `sizes that add up to at most ${MAX_SIZE}`,
  );
}

/** The bonds of a chain, each from a qubit to the next; the last to the first where it is periodic. */
export function chainBonds(qubits: number, boundary: Boundary): [number, number][] {
  requireInteger("qubits", qubits, 1, MAX_QUBITS);
  requireOneOf("boundary", boundary, boundaries);
  if (boundary === "periodic" && qubits < 3) throw new ArgumentError("boundary", boundary, "open, for fewer than 3 qubits");
  return Array.from({ length: boundary === "periodic" ? qubits : qubits - 1 }, (_, i) => [i, (i + 1) % qubits]);
}

function qubitsOfDimension(argument: string, dimension: number): number {
  const qubits = Math.log2(dimension);
  if (!Number.isInteger(qubits) || qubits < 1 || qubits > MAX_QUBITS) {
    throw new ArgumentError(
      argument,
      new Described(`of dimension ${dimension}`),
      "a dimension that is a power of two, at least 2",
    );
  }
  return qubits;
}
