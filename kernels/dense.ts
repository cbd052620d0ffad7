// Products of a dense matrix, stored once as two planes of d x d numbers, with a batch: W X row by row, and W† X through panels of W
// transposed on the way. A row of a result is always summed in the same order, whatever rows and columns a thread has.
import { blockBytes, blocks, dimension, groupAt, groups, panel, vectorsOf } from "./layout";
import { row } from "./rows";

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
      const at = <usize>(i * d + k) << 3;
      addRows(re + at, im + at, <usize>d << 3, k, terms, x, y, i, min(i + ROWS, to));
    }
  }
}

/** Rows from .. to - 1 of Y = W† X. */
export function multiplyAdjoint(re: usize, im: usize, x: usize, y: usize, from: i32, to: i32): void {
  const d = dimension;
  const imaginary = panel + (<usize>(PANEL_ROWS * TERMS) << 3);
  for (let k = 0; k < d; k += TERMS) {
    const terms = min(TERMS, d - k);
    for (let j = from; j < to; j += PANEL_ROWS) {
      const last = min(j + PANEL_ROWS, to);
      transpose(re, panel, k, terms, j, last, false);
      transpose(im, imaginary, k, terms, j, last, true);
      addRows(panel, imaginary, <usize>TERMS << 3, k, terms, x, y, j, last);
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
  const d = dimension;
  const stride = <usize>d << 3;
  const sign = f64x2.splat(negative ? -1 : 1);
  if (((last - j) & 1) == 0 && (terms & 1) == 0) {
    for (let t = 0; t < terms; t += 2) {
      let from = plane + (<usize>((k + t) * d + j) << 3);
      let to = out + (<usize>t << 3);
      for (let c = j; c < last; c += 2, from += 16, to += <usize>TERMS << 4) {
        const upper = f64x2.mul(sign, v128.load(from));
        const lower = f64x2.mul(sign, v128.load(from + stride));
        v128.store(to, v128.shuffle<f64>(upper, lower, 0, 2));
        v128.store(to + (<usize>TERMS << 3), v128.shuffle<f64>(upper, lower, 1, 3));
      }
    }
    return;
  }
  for (let t = 0; t < terms; t++) {
    for (let c = j; c < last; c++) {
      const value = load<f64>(plane + (<usize>((k + t) * d + c) << 3));
      store<f64>(out + (<usize>((c - j) * TERMS + t) << 3), negative ? -value : value);
    }
  }
}
