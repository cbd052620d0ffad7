// Products of a dense matrix, stored once as two planes of d x d numbers, with a batch: W X row by row, and W† X through panels of W
// transposed on the way. A row of a result is always summed in the same order, whatever rows and columns a thread has.
import { blockBytes, blocks, dimension, groupAt, groups, operand, panel, vectorsOf } from "./layout";
import { rowByFour, rowsByThree } from "./rows";
import { add, mul, REAL_SHIFT, splat } from "./simd";

/** Rows of the matrix that stay in the first two levels of the cache for all groups. */
const ROWS: i32 = 8;
/** Rows of the transposed matrix in a panel. */
const PANEL_ROWS: i32 = 16;
/** Columns that are fetched at once before they are transposed: long enough pieces of a row, and few enough for the second-level cache. */
const FETCHED_COLUMNS: i32 = 64;
/** Bytes that one row of a panel is longer than its terms: rows a power of two apart would compete for the same few lines of the cache. */
const PANEL_PADDING: usize = 64;
/** Terms from which on three real products are faster than four, where products and sums are one instruction. */
const TERMS_FOR_THREE: i32 = 16;

/** Rows from .. to - 1 of Y = W X. */
export function multiply(re: usize, im: usize, x: usize, y: usize, from: i32, to: i32): void {
  const stride = <usize>dimension << REAL_SHIFT;
  if (byThree()) separate(x);
  for (let i = from; i < to; i += ROWS) {
    const last = min(i + ROWS, to);
    const at = <usize>i * stride;
    if (byThree()) {
      fetch(re + at, <usize>(last - i) * stride);
      fetch(im + at, <usize>(last - i) * stride);
    }
    multiplyRows(re + at, im + at, stride, x, y, i, last);
  }
}

/** Rows from .. to - 1 of Y = W† X. */
export function multiplyAdjoint(re: usize, im: usize, x: usize, y: usize, from: i32, to: i32): void {
  const stride = (<usize>dimension << REAL_SHIFT) + PANEL_PADDING;
  const imaginary = panel + <usize>PANEL_ROWS * stride;
  if (byThree()) separate(x);
  for (let j = from; j < to; j += PANEL_ROWS) {
    const last = min(j + PANEL_ROWS, to);
    if (((j - from) & (FETCHED_COLUMNS - 1)) == 0) {
      const columns = min(FETCHED_COLUMNS, to - j);
      fetchColumns(re, j, columns);
      fetchColumns(im, j, columns);
    }
    transpose(re, panel, stride, j, last, false);
    transpose(im, imaginary, stride, j, last, true);
    for (let i = j; i < last; i += ROWS) {
      const at = <usize>(i - j) * stride;
      multiplyRows(panel + at, imaginary + at, stride, x, y, i, min(i + ROWS, last));
    }
  }
}

/** Whether a complex product takes three real ones. */
@inline
function byThree(): bool {
  return ASC_FEATURE_RELAXED_SIMD && dimension >= TERMS_FOR_THREE;
}

/** Rows from .. to - 1 of Y, for all blocks and groups; re and im are the first of these rows of the matrix. */
function multiplyRows(re: usize, im: usize, stride: usize, x: usize, y: usize, from: i32, to: i32): void {
  let planes = operand;
  for (let b = 0; b < blocks; b++) {
    for (let g = 0; g < groups; g++) {
      const vectors = vectorsOf(g);
      const bytes = <usize>vectors << 5;
      const base = <usize>b * blockBytes + groupAt(g);
      let out = y + base + <usize>from * bytes;
      if (byThree()) {
        const plane = <usize>dimension * (bytes >> 1);
        rowsByThree(vectors, re, im, stride, to - from, dimension, planes, plane, out);
        planes += 3 * plane;
      } else {
        let at: usize = 0;
        for (let r = from; r < to; r++, at += stride, out += bytes) rowByFour(vectors, re + at, im + at, dimension, x + base, out);
      }
    }
  }
}

/** The real parts of every group of a batch, then its imaginary parts, then the sums of both. */
function separate(x: usize): void {
  let to = operand;
  for (let b = 0; b < blocks; b++) {
    for (let g = 0; g < groups; g++) {
      const half = <usize>vectorsOf(g) << 4;
      const plane = <usize>dimension * half;
      let from = x + <usize>b * blockBytes + groupAt(g);
      for (let j = 0; j < dimension; j++, from += half) {
        for (const end = from + half; from < end; from += 16, to += 16) {
          const re = v128.load(from);
          const im = v128.load(from + half);
          v128.store(to, re);
          v128.store(to + plane, im);
          v128.store(to + (plane << 1), add(re, im));
        }
      }
      to += plane << 1;
    }
  }
}

/** Keeps the reads of `fetch` from being optimised away. */
let fetched: i32 = 0;

/** Brings memory into the cache, many lines at a time, which the products would ask for one by one. */
function fetch(at: usize, bytes: usize): void {
  let sum = 0;
  for (const end = at + bytes; at < end; at += 64) sum += load<i32>(at);
  fetched = sum;
}

/** Brings columns j .. j + columns - 1 of a plane into the cache. */
function fetchColumns(plane: usize, j: i32, columns: i32): void {
  for (let k = 0; k < dimension; k++) fetch(plane + (<usize>(k * dimension + j) << REAL_SHIFT), <usize>columns << REAL_SHIFT);
}

/** out[j'][k'] = ± plane[k'][j + j'], rows of out being `stride` bytes apart. */
function transpose(plane: usize, out: usize, stride: usize, j: i32, last: i32, negative: bool): void {
  const side: usize = SINGLE ? 4 : 2;
  const below = <usize>dimension << REAL_SHIFT;
  const sign = splat(negative ? -1 : 1);
  let row = plane + (<usize>j << REAL_SHIFT);
  if (SINGLE && dimension < 4) return transposeSmall(row, below, out, stride, last - j, negative);
  for (const end = out + below; out < end; out += 16, row += side * below) {
    let from = row;
    let to = out;
    for (let c = j; c < last; c += <i32>side, from += 16, to += side * stride) {
      if (SINGLE) transposeFour(from, below, to, stride, sign);
      else transposeTwo(from, below, to, stride, sign);
    }
  }
}

@inline
function transposeTwo(from: usize, below: usize, to: usize, stride: usize, sign: v128): void {
  const upper = mul(sign, v128.load(from));
  const lower = mul(sign, v128.load(from + below));
  v128.store(to, v128.shuffle<f64>(upper, lower, 0, 2));
  v128.store(to + stride, v128.shuffle<f64>(upper, lower, 1, 3));
}

@inline
function transposeFour(from: usize, below: usize, to: usize, stride: usize, sign: v128): void {
  const a = mul(sign, v128.load(from));
  const b = mul(sign, v128.load(from + below));
  const c = mul(sign, v128.load(from + 2 * below));
  const e = mul(sign, v128.load(from + 3 * below));
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ce = v128.shuffle<f32>(c, e, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const ceHigh = v128.shuffle<f32>(c, e, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab, ce, 0, 2));
  v128.store(to + stride, v128.shuffle<f64>(ab, ce, 1, 3));
  v128.store(to + 2 * stride, v128.shuffle<f64>(abHigh, ceHigh, 0, 2));
  v128.store(to + 3 * stride, v128.shuffle<f64>(abHigh, ceHigh, 1, 3));
}

/** Matrices smaller than a vector. */
function transposeSmall(from: usize, below: usize, to: usize, stride: usize, columns: i32, negative: bool): void {
  for (let k = 0; k < dimension; k++) {
    for (let c = 0; c < columns; c++) {
      const value = load<f32>(from + <usize>k * below + (<usize>c << REAL_SHIFT));
      store<f32>(to + <usize>c * stride + (<usize>k << REAL_SHIFT), negative ? -value : value);
    }
  }
}
