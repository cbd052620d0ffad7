/**
 * Fixed unitaries on some or all qubits of a batch of states.
 */
import type { StoredMatrix } from "../../linalg/complex-matrix.ts";
import { qubitBit } from "../../quantum/pauli.ts";
import type { StateBatch } from "../engine.ts";

/** Where the amplitudes that a k-qubit matrix mixes lie: for every base, places base + offsets[s], s < 2^k. */
export interface Places {
  readonly bases: Int32Array;
  readonly offsets: Int32Array;
}

/** The places of a matrix on the given qubits of `qubits`, the first being the most significant of its index. */
export function placesOf(qubits: number, on: readonly number[]): Places {
  const bits = on.map((q) => qubitBit(qubits, q));
  const mask = bits.reduce((all, bit) => all | bit, 0);
  const offsets = Int32Array.from({ length: 2 ** on.length }, (_, s) =>
    bits.reduce((offset, bit, k) => offset | (s & (1 << (on.length - 1 - k)) ? bit : 0), 0),
  );
  const bases = Int32Array.from(Array.from({ length: 2 ** qubits }, (_, j) => j).filter((j) => (j & mask) === 0));
  return { bases, offsets };
}

/** Exchanges the amplitudes of the local basis states `pair` everywhere. */
export function transposeInPlace(
  { columns, re, im }: StateBatch,
  { bases, offsets }: Places,
  pair: readonly [number, number],
): void {
  for (const base of bases) {
    const first = (base + offsets[pair[0]]) * columns;
    const second = (base + offsets[pair[1]]) * columns;
    for (let c = 0; c < columns; c++) {
      const r = re[first + c];
      const i = im[first + c];
      re[first + c] = re[second + c];
      im[first + c] = im[second + c];
      re[second + c] = r;
      im[second + c] = i;
    }
  }
}

/**
 * ψ_c <- M ψ_c, or M† ψ_c, for every column c.
 *
 * @param scratch at least 2^k rows of `columns` numbers in each plane
 */
export function applyMatrixInPlace(
  batch: StateBatch,
  places: Places,
  matrix: StoredMatrix,
  dagger: boolean,
  scratch: StateBatch,
): void {
  for (const base of places.bases) {
    gatherRows(batch, places.offsets, base, scratch, dagger ? -1 : 1);
    multiply(matrix, dagger, scratch, batch, places.offsets, base);
  }
}

/** Copies the rows a matrix mixes to `scratch`, the imaginary parts multiplied by `sign`. */
function gatherRows(batch: StateBatch, offsets: Int32Array, base: number, scratch: StateBatch, sign: number): void {
  const { columns } = batch;
  for (let s = 0; s < offsets.length; s++) {
    const from = (base + offsets[s]) * columns;
    const to = s * columns;
    for (let c = 0; c < columns; c++) {
      scratch.re[to + c] = batch.re[from + c];
      scratch.im[to + c] = sign * batch.im[from + c];
    }
  }
}

/**
 * y_s = Σ_t M_st x_t; or, for x that comes complex conjugated, y_s = conj(Σ_t M_ts x_t), which is M† of the original.
 *
 * Two rows and two columns at a time: every number read serves two products, and the sums stay in registers. A last odd column is
 * paired with itself.
 */
function multiply(m: StoredMatrix, dagger: boolean, x: StateBatch, y: StateBatch, offsets: Int32Array, base: number): void {
  const size = m.rows;
  const rowStride = dagger ? 1 : size;
  const termStride = dagger ? size : 1;
  const sign = dagger ? -1 : 1;
  const { columns } = x;
  const mr = m.re;
  const mi = m.im;
  const xr = x.re;
  const xi = x.im;
  for (let s = 0; s < size; s += 2) {
    const out0 = (base + offsets[s]) * columns;
    const out1 = (base + offsets[s + 1]) * columns;
    for (let c = 0; c < columns; c += 2) {
      const d = Math.min(c + 1, columns - 1);
      let r00 = 0,
        i00 = 0,
        r01 = 0,
        i01 = 0,
        r10 = 0,
        i10 = 0,
        r11 = 0,
        i11 = 0;
      let at = s * rowStride;
      for (let t = 0, row = 0; t < size; t++, row += columns, at += termStride) {
        const a0 = mr[at];
        const b0 = mi[at];
        const a1 = mr[at + rowStride];
        const b1 = mi[at + rowStride];
        const u = xr[row + c];
        const v = xi[row + c];
        const p = xr[row + d];
        const q = xi[row + d];
        r00 += a0 * u - b0 * v;
        i00 += a0 * v + b0 * u;
        r01 += a0 * p - b0 * q;
        i01 += a0 * q + b0 * p;
        r10 += a1 * u - b1 * v;
        i10 += a1 * v + b1 * u;
        r11 += a1 * p - b1 * q;
        i11 += a1 * q + b1 * p;
      }
      y.re[out0 + c] = r00;
      y.im[out0 + c] = sign * i00;
      y.re[out0 + d] = r01;
      y.im[out0 + d] = sign * i01;
      y.re[out1 + c] = r10;
      y.im[out1 + c] = sign * i10;
      y.re[out1 + d] = r11;
      y.im[out1 + d] = sign * i11;
    }
  }
}
