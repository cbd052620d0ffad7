/**
 * Spectra of observables: all eigenvalues where the matrix is small, the extremes by Lanczos beyond.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { counted } from "../base/words.ts";
import { type ComplexMatrix, zeroMatrix } from "../linalg/complex-matrix.ts";
import { type HermitianEigen, hermitianEigen, hermitianEigenvalues } from "../linalg/eigen.ts";
import { type LinearOperator, lanczosSteps } from "../linalg/lanczos.ts";
import { type Observable, requireObservable } from "./observables.ts";
import { bitCount, type PauliTerm, parity, yPhase } from "./pauli.ts";

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

/** Spectra found by Lanczos, which takes long: observables are not changed. */
const found = new WeakMap<Observable, Spectrum>();

/**
 * The spectrum of an observable: exact for projectors, dense up to 8 qubits, Lanczos extremes beyond, once for each observable.
 *
 * @throws QntkError if the Lanczos recurrence does not converge
 */
export function spectrum(observable: Observable): Spectrum {
  const steps = spectrumSteps(observable);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, yielding after every iteration of the Lanczos recurrence. */
export function* spectrumSteps(observable: Observable): Generator<number, Spectrum, void> {
  requireObservable(observable);
  const known = found.get(observable);
  if (known !== undefined) return known;
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
  const { apply, real } =
    observable.kind === "dense"
      ? { apply: matrixOperator(observable.matrix), real: false }
      : pauliSumOperator(observable.terms, dimension);
  const { min, max } = yield* lanczosSteps(apply, dimension, () => start.normal(), { real });
  const extremes = { min, max, method: "lanczos" } as const;
  found.set(observable, extremes);
  return extremes;
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
function matrixOperator({ rows, re, im }: ComplexMatrix): LinearOperator {
  return (input, output) => {
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
  };
}

/** Terms that flip the same qubits: their sum takes |j> to a multiple of |j xor x> that depends on j's bits of `support` alone. */
interface Family {
  readonly x: number;
  readonly support: number;
  readonly terms: readonly PauliTerm[];
}

/** Most qubits whose bits a family of terms is tabulated by; strings on more are applied row by row. */
const TABULATED = 6;

/** Rows that all families are applied to before the next ones: they stay in the cache. A power of two. */
const BLOCK = 4096;

/** out = Σ_k c_k P_k in: the diagonal terms as one array, the others a family at a time, all rows of the same coefficient together. */
function pauliSumOperator(terms: readonly PauliTerm[], dimension: number): { apply: LinearOperator; real: boolean } {
  const diagonal = new Float64Array(dimension);
  for (const { z, coefficient } of terms.filter(({ x }) => x === 0)) {
    for (let j = 0; j < dimension; j++) diagonal[j] += parity(j & z) === 1 ? -coefficient : coefficient;
  }
  const others = terms.filter(({ x }) => x !== 0);
  const isNarrow = ({ x, z }: PauliTerm) => bitCount(x | z) <= TABULATED;
  const pieces = familiesOf(others.filter(isNarrow)).flatMap((family) => [...piecesOf(family)]);
  const wide = others.filter((term) => !isNarrow(term));
  const real = terms.every((term) => yPhase(term)[1] === 0);
  return {
    real,
    apply(input, output) {
      for (const part of ["re", "im"] as const) {
        const [from, to] = [input[part], output[part]];
        for (let j = 0; j < to.length; j++) to[j] = diagonal[j] * from[j];
      }
      for (let start = 0; start < dimension; start += BLOCK) {
        for (const piece of pieces) {
          if (((start ^ piece.pattern) & piece.support & -BLOCK) !== 0) continue;
          const { re, im } = piece;
          if (re !== 0) {
            addRows(output.re, input.re, re, piece, start);
            if (!real) addRows(output.im, input.im, re, piece, start);
          }
          if (im !== 0) {
            addRows(output.re, input.im, -im, piece, start);
            addRows(output.im, input.re, im, piece, start);
          }
        }
      }
      for (const term of wide) {
        const [re, im] = yPhase(term).map((phase) => phase * term.coefficient);
        if (re !== 0) {
          addString(output.re, input.re, re, term);
          if (!real) addString(output.im, input.im, re, term);
        }
        if (im !== 0) {
          addString(output.re, input.im, -im, term);
          addString(output.im, input.re, im, term);
        }
      }
    },
  };
}

/** Families on at most TABULATED qubits each. */
function familiesOf(terms: readonly PauliTerm[]): Family[] {
  const families: Family[] = [];
  for (const term of terms) {
    const support = term.x | term.z;
    const at = families.findIndex(({ x, support: own }) => x === term.x && bitCount(own | support) <= TABULATED);
    const known = families[at];
    if (known === undefined) families.push({ x: term.x, support, terms: [term] });
    else families[at] = { ...known, support: known.support | support, terms: [...known.terms, term] };
  }
  return families;
}

/** Rows whose bits of `support` are `pattern`, and what a family adds to them: re + i im times the row with the bits of x flipped. */
interface Piece {
  readonly x: number;
  readonly support: number;
  readonly pattern: number;
  readonly re: number;
  readonly im: number;
}

/** The pieces of a family, those of 0 left out. */
function* piecesOf({ x, support, terms }: Family): Generator<Piece> {
  for (let from = 0; ; from = (from - support) & support) {
    let re = 0;
    let im = 0;
    for (const term of terms) {
      const [phaseRe, phaseIm] = yPhase(term);
      const value = parity(from & term.z) === 1 ? -term.coefficient : term.coefficient;
      re += value * phaseRe;
      im += value * phaseIm;
    }
    if (re !== 0 || im !== 0) yield { x, support, pattern: from ^ x, re, im };
    if (from === support) return;
  }
}

/** to[i] += c from[i xor x] for the rows i of a piece in the block from `start` on, neighbouring ones in one go. */
function addRows(to: Float64Array, from: Float64Array, c: number, { x, support, pattern }: Piece, start: number): void {
  const rows = Math.min(BLOCK, to.length);
  const low = support & (BLOCK - 1);
  const run = low === 0 ? rows : low & -low;
  // The bits below the lowest of the support are those of the run.
  const fixed = low | (run - 1);
  const base = start | (pattern & (BLOCK - 1));
  for (let rest = 0; rest < rows; rest = ((rest | fixed) + 1) & ~fixed) {
    const first = base | rest;
    const shift = (first ^ x) - first;
    for (let i = first; i < first + run; i++) to[i] += c * from[i + shift];
  }
}

/** to[j xor x] += (-1)^{j & z} c from[j] for all rows j. */
function addString(to: Float64Array, from: Float64Array, c: number, { x, z }: PauliTerm): void {
  for (let j = 0; j < from.length; j++) to[j ^ x] += parity(j & z) === 1 ? -c * from[j] : c * from[j];
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
