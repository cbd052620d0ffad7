/**
 * Spectra of observables: all eigenvalues where the matrix is small, the extremes by Lanczos beyond.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { counted } from "../base/words.ts";
import { type ComplexMatrix, type ComplexVector, zeroMatrix } from "../linalg/complex-matrix.ts";
import { type HermitianEigen, hermitianEigen, hermitianEigenvalues } from "../linalg/eigen.ts";
import { lanczosExtremes } from "../linalg/lanczos.ts";
import { type Observable, requireObservable } from "./observables.ts";
import { type PauliTerm, parity, yPhase } from "./pauli.ts";

/** Largest number of qubits for which every eigenvalue is computed. */
export const DENSE_SPECTRUM_QUBITS = 8;

/** The extremes of an observable's spectrum and, where computed, the whole of it. */
export interface Spectrum {
  /** O_min. */
  readonly min: number;
  /** O_max. */
  readonly max: number;
  /** All 2^n eigenvalues in ascending order; absent beyond 8 qubits unless known in closed form. */
  readonly eigenvalues?: Float64Array;
  readonly method: "exact" | "dense" | "lanczos";
}

/**
 * The spectrum of an observable: exact for projectors, dense up to 8 qubits, Lanczos extremes beyond.
 *
 * @throws QntkError if the Lanczos recurrence does not converge
 */
export function spectrum(observable: Observable): Spectrum {
  requireObservable(observable);
  const dimension = 2 ** observable.qubits;
  if (observable.kind === "projector") {
    const eigenvalues = new Float64Array(dimension);
    eigenvalues[dimension - 1] = 1;
    return { min: 0, max: 1, eigenvalues, method: "exact" };
  }
  if (observable.qubits <= DENSE_SPECTRUM_QUBITS) {
    const eigenvalues = hermitianEigenvalues(denseMatrix(observable));
    return { min: eigenvalues[0], max: eigenvalues[dimension - 1], eigenvalues, method: "dense" };
  }
  const start = new CounterStream(0, "lanczos");
  const { min, max } = lanczosExtremes(
    (input, output) =>
      observable.kind === "dense"
        ? applyMatrix(observable.matrix, input, output)
        : applyPauliSum(observable.terms, input, output),
    dimension,
    () => start.normal(),
  );
  return { min, max, method: "lanczos" };
}

/**
 * All eigenvalues and eigenvectors of an observable of up to 8 qubits.
 *
 * @throws ArgumentError beyond 8 qubits
 */
export function eigensystem(observable: Observable): HermitianEigen {
  if (observable.qubits > DENSE_SPECTRUM_QUBITS)
    throw new ArgumentError("qubits", observable.qubits, `at most ${DENSE_SPECTRUM_QUBITS} where every eigenstate is needed`);
  return hermitianEigen(denseMatrix(observable));
}

/** The 2^n x 2^n matrix of an observable. */
export function denseMatrix(observable: Observable): ComplexMatrix {
  if (observable.kind === "dense") return observable.matrix;
  const d = 2 ** observable.qubits;
  const matrix = zeroMatrix(d);
  if (observable.kind === "projector") {
    const { re, im } = observable.state;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        matrix.re[i * d + j] = re[i] * re[j] + im[i] * im[j];
        matrix.im[i * d + j] = im[i] * re[j] - re[i] * im[j];
      }
    }
    return matrix;
  }
  for (const term of observable.terms) {
    const [phaseRe, phaseIm] = yPhase(term);
    for (let j = 0; j < d; j++) {
      const value = parity(j & term.z) === 1 ? -term.coefficient : term.coefficient;
      const at = (j ^ term.x) * d + j;
      matrix.re[at] += value * phaseRe;
      matrix.im[at] += value * phaseIm;
    }
  }
  return matrix;
}

/** out = M in. */
function applyMatrix({ rows, re, im }: ComplexMatrix, input: ComplexVector, output: ComplexVector): void {
  for (let i = 0; i < rows; i++) {
    let sumRe = 0;
    let sumIm = 0;
    for (let j = 0, at = i * rows; j < rows; j++, at++) {
      sumRe += re[at] * input.re[j] - im[at] * input.im[j];
      sumIm += re[at] * input.im[j] + im[at] * input.re[j];
    }
    output.re[i] = sumRe;
    output.im[i] = sumIm;
  }
}

/** out = Σ_k c_k P_k in. */
function applyPauliSum(terms: readonly PauliTerm[], input: ComplexVector, output: ComplexVector): void {
  output.re.fill(0);
  output.im.fill(0);
  for (const term of terms) {
    const [phaseRe, phaseIm] = yPhase(term);
    for (let j = 0; j < input.re.length; j++) {
      const value = parity(j & term.z) === 1 ? -term.coefficient : term.coefficient;
      const re = value * phaseRe;
      const im = value * phaseIm;
      const i = j ^ term.x;
      output.re[i] += re * input.re[j] - im * input.im[j];
      output.im[i] += re * input.im[j] + im * input.re[j];
    }
  }
}

/** Width of a spectrum, relative to its size, below which it is rounding. */
const NO_WIDTH = 1e-13;

/**
 * Refuses an observable that is a multiple of the identity: <O> is the same for every state, so that there is nothing to train.
 *
 * @throws ArgumentError
 */
export function requireWidth(observable: Observable, { min, max }: Pick<Spectrum, "min" | "max">): void {
  if (max - min > NO_WIDTH * Math.max(1, Math.abs(min), Math.abs(max))) return;
  throw new ArgumentError(
    "observable",
    new Described(`${Number(((min + max) / 2).toPrecision(6))} times the identity on ${counted(observable.qubits, "qubit")}`),
    "one with at least two different eigenvalues: every state has the same <O>, so that there is nothing to train",
  );
}
