// Products of a dense matrix, stored once as two planes of d x d numbers, with a batch: W X row by row, and W† X through panels of W
// transposed on the way. A row of a result is always summed in the same order, whatever rows and columns a thread has.
import { blockBytes, blocks, dimension, groupAt, groups, panel, vectorsOf } from "./layout";
import { row } from "./rows";
import { mul, REAL_SHIFT, splat } from "./simd";

/** Terms of a row summed in one go: matrices are read best a whole row at a time, up to eight qubits. */
const ROW_TERMS: i32 = 256;
/** Rows of the matrix that stay in the first two levels of the cache for all groups. */
const ROWS: i32 = 8;
/** Terms of a panel of the transposed matrix: that many rows of the operand stay in the first-level cache. */
const TERMS: i32 = 128;
/** Rows of the result that one panel of the transposed matrix serves; a cache line of the matrix holds that many of its columns. */
const PANEL_ROWS: i32 = 8;

/** Rows from .. to - 1 of Y = W X. */
export function multiply(re: usize, im: usize, x: usize, y: usize, from: i32, to: i32): void {
  const d = dimension;
  for (let k = 0; k < d; k += ROW_TERMS) {
    const terms = min(ROW_TERMS, d - k);
    for (let i = from; i < to; i += ROWS) {
      const at = <usize>(i * d + k) << REAL_SHIFT;
      addRows(re + at, im + at, <usize>d << REAL_SHIFT, k, terms, x, y, i, min(i + ROWS, to));
    }
  }
}

/** Rows from .. to - 1 of Y = W† X. */
export function multiplyAdjoint(re: usize, im: usize, x: usize, y: usize, from: i32, to: i32): void {
  const d = dimension;
  const imaginary = panel + (<usize>(PANEL_ROWS * TERMS) << REAL_SHIFT);
  for (let k = 0; k < d; k += TERMS) {
    const terms = min(TERMS, d - k);
    for (let j = from; j < to; j += PANEL_ROWS) {
      const last = min(j + PANEL_ROWS, to);
      transpose(re, panel, k, terms, j, last, false);
      transpose(im, imaginary, k, terms, j, last, true);
      addRows(panel, imaginary, <usize>TERMS << REAL_SHIFT, k, terms, x, y, j, last);
    }
  }
}

/**
 * Adds terms k .. k + terms - 1 to the rows from .. to - 1 of Y, for all blocks and groups; the first terms start the sums.
 *
 * @param re row `from` of the matrix, at term k; the next row lies `stride` bytes further
 */
function addRows(re: usize, im: usize, stride: usize, k: i32, terms: i32, x: usize, y: usize, from: i32, to: i32): void {
  for (let b = 0; b < blocks; b++) {
    for (let g = 0; g < groups; g++) {
      const vectors = vectorsOf(g);
      const bytes = <usize>vectors << 5;
      const base = <usize>b * blockBytes + groupAt(g);
      const operand = x + base + <usize>k * bytes;
      for (let r = from; r < to; r++) {
        const at = <usize>(r - from) * stride;
        row(vectors, re + at, im + at, terms, operand, y + base + <usize>r * bytes, k == 0);
      }
    }
  }
}

/** out[j'][k'] = ± plane[k + k'][j + j']. */
function transpose(plane: usize, out: usize, k: i32, terms: i32, j: i32, last: i32, negative: bool): void {
  const side = SINGLE ? 4 : 2;
  const d = dimension;
  const stride = <usize>d << REAL_SHIFT;
  const outStride = <usize>TERMS << REAL_SHIFT;
  if (((last - j) & (side - 1)) == 0 && (terms & (side - 1)) == 0) {
    const sign = splat(negative ? -1 : 1);
    for (let t = 0; t < terms; t += side) {
      let from = plane + (<usize>((k + t) * d + j) << REAL_SHIFT);
      let to = out + (<usize>t << REAL_SHIFT);
      for (let c = j; c < last; c += side, from += 16, to += <usize>side * outStride) {
        if (SINGLE) transposeFour(from, stride, to, outStride, sign);
        else transposeTwo(from, stride, to, outStride, sign);
      }
    }
    return;
  }
  for (let t = 0; t < terms; t++) {
    for (let c = j; c < last; c++) {
      const from = plane + (<usize>((k + t) * d + c) << REAL_SHIFT);
      const to = out + (<usize>((c - j) * TERMS + t) << REAL_SHIFT);
      if (SINGLE) store<f32>(to, negative ? -load<f32>(from) : load<f32>(from));
      else store<f64>(to, negative ? -load<f64>(from) : load<f64>(from));
    }
  }
}

@inline
function transposeTwo(from: usize, stride: usize, to: usize, outStride: usize, sign: v128): void {
  const upper = mul(sign, v128.load(from));
  const lower = mul(sign, v128.load(from + stride));
  v128.store(to, v128.shuffle<f64>(upper, lower, 0, 2));
  v128.store(to + outStride, v128.shuffle<f64>(upper, lower, 1, 3));
}

@inline
function transposeFour(from: usize, stride: usize, to: usize, outStride: usize, sign: v128): void {
  const a = mul(sign, v128.load(from));
  const b = mul(sign, v128.load(from + stride));
  const c = mul(sign, v128.load(from + 2 * stride));
  const e = mul(sign, v128.load(from + 3 * stride));
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ce = v128.shuffle<f32>(c, e, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const ceHigh = v128.shuffle<f32>(c, e, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab, ce, 0, 2));
  v128.store(to + outStride, v128.shuffle<f64>(ab, ce, 1, 3));
  v128.store(to + 2 * outStride, v128.shuffle<f64>(abHigh, ceHigh, 0, 2));
  v128.store(to + 3 * outStride, v128.shuffle<f64>(abHigh, ceHigh, 1, 3));
}
