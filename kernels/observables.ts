// O ψ for every kind of observable, for the groups g0 .. g1 - 1 of all blocks of a batch.
import { address } from "./addresses";
import { multiply } from "./dense";
import {
  addressAt,
  blockBytes,
  blocks,
  choices,
  chosen,
  dimension,
  groupAt,
  lineAt,
  lineBytes,
  masks,
  observable,
  SINGLE_ROWS,
  thread,
  threads,
  vectorsOf,
} from "./layout";
import { add, fma, fnma, mul, REAL_SHIFT, RESULT_SHIFT, ROW_SHIFT, signOf, splat, splatAt, storeResult, VECTOR_BYTES, VECTOR_SHIFT, zero } from "./simd";

const PAULI_SUM: i32 = 0;
const PROJECTOR: i32 = 1;

/** Words of an observable's description. */
const DESCRIPTION_BYTES: usize = 16;

/** O ψ, where every column may have an observable of its own among several: Σ_k m_k O_k ψ with m_k 1 or 0. */
export function applyObservable(input: usize, output: usize, g0: i32, g1: i32): void {
  if (choices == 0) return applyOne(observable, input, output, g0, g1, 0, dimension);
  for (let k = 0; k < choices; k++) {
    applyOne(observable + <usize>k * DESCRIPTION_BYTES, input, chosen, g0, g1, 0, dimension);
    for (let block = 0; block < blocks; block++) {
      for (let g = g0; g < g1; g++) {
        const at = <usize>block * blockBytes + groupAt(g);
        addMasked(chosen + at, output + at, vectorsOf(g), masks + <usize>k * lineBytes + lineAt(g), k > 0);
      }
    }
  }
}

/** output = m input, or output += m input, for every row of a group. */
function addMasked(input: usize, output: usize, vectors: i32, mask: usize, added: bool): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  for (let v: usize = 0; v < half; v += VECTOR_BYTES) {
    const m = v128.load(mask + v);
    let from = input + v;
    let to = output + v;
    for (let j = 0; j < dimension; j++, from += stride, to += stride) {
      v128.store(to, fma(m, v128.load(from), added ? v128.load(to) : zero()));
      v128.store(to + half, fma(m, v128.load(from + half), added ? v128.load(to + half) : zero()));
    }
  }
}

/** This thread's rows of O ψ, where all columns have the same observable. Only sums of Pauli strings are shared out: the first thread does the others. */
export function applyShare(input: usize, output: usize, g0: i32, g1: i32): void {
  if (load<i32>(observable) == PAULI_SUM) {
    const rows = dimension / threads;
    applyOne(observable, input, output, g0, g1, thread * rows, thread == threads - 1 ? dimension : (thread + 1) * rows);
  } else if (thread == 0) {
    applyOne(observable, input, output, g0, g1, 0, dimension);
  }
}

/** Rows from .. to - 1 of O ψ: an observable is described by its kind and two numbers. A dense one is applied to all groups and rows at once. */
function applyOne(described: usize, input: usize, output: usize, g0: i32, g1: i32, first: i32, end: i32): void {
  const kind = load<i32>(described);
  const a = address(described, 1);
  const b = address(described, 2);
  if (kind != PAULI_SUM && kind != PROJECTOR) return multiply(a, b, input, output, 0, dimension);
  for (let block = 0; block < blocks; block++) {
    for (let g = g0; g < g1; g++) {
      const at = <usize>block * blockBytes + groupAt(g);
      if (kind == PAULI_SUM) pauliSum(input + at, output + at, vectorsOf(g), a, load<i32>(described, 8), first, end);
      else projector(input + at, output + at, vectorsOf(g), a, b);
    }
  }
}

/** Rows that all families are added to before the next ones: they stay in the cache. */
const BLOCK_ROWS: i32 = 256;

function pauliSum(input: usize, output: usize, vectors: i32, families: usize, count: i32, first: i32, end: i32): void {
  for (let start = first; start < end; start += BLOCK_ROWS) {
    pauliSumBlock(input, output, vectors, families, count, start, min<i32>(start + BLOCK_ROWS, end));
  }
}

/** Terms that flip the same qubits form a family: [x, number of terms, their place]; a term is [z, -, re, im]. */
function pauliSumBlock(input: usize, output: usize, vectors: i32, families: usize, count: i32, first: i32, end: i32): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  for (let f = 0; f < count; f++) {
    const x = load<i32>(families + <usize>f * 12);
    const terms = addressAt(families + <usize>f * 12 + 8);
    const last = terms + <usize>load<i32>(families + <usize>f * 12, 4) * 24;
    let to = output + <usize>first * stride;
    for (let row = first; row < end; row++) {
      const j = row ^ x;
      let re = 0.0;
      let im = 0.0;
      for (let t = terms; t < last; t += 24) {
        const sign = signOf(j & load<i32>(t));
        re += sign * load<f64>(t, 8);
        im += sign * load<f64>(t, 16);
      }
      const a = splat(re);
      const b = splat(im);
      const from = input + <usize>j * stride;
      for (let p = from; p < from + half; p += VECTOR_BYTES, to += VECTOR_BYTES) {
        const r = v128.load(p);
        const i = v128.load(p + half);
        v128.store(to, fnma(b, i, fma(a, r, f == 0 ? zero() : v128.load(to))));
        v128.store(to + half, fma(b, r, fma(a, i, f == 0 ? zero() : v128.load(to + half))));
      }
      to += half;
    }
  }
}

/** |Φ><Φ|ψ>, the planes of Φ at re and im. */
function projector(input: usize, output: usize, vectors: i32, re: usize, im: usize): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    let r = zero();
    let i = zero();
    for (let j = 0; j < dimension; j++) {
      const a = splatAt(re + (<usize>j << REAL_SHIFT));
      const b = splatAt(im + (<usize>j << REAL_SHIFT));
      const at = input + offset + <usize>j * stride;
      r = fma(b, v128.load(at + half), fma(a, v128.load(at), r));
      i = fnma(b, v128.load(at), fma(a, v128.load(at + half), i));
    }
    for (let j = 0; j < dimension; j++) {
      const a = splatAt(re + (<usize>j << REAL_SHIFT));
      const b = splatAt(im + (<usize>j << REAL_SHIFT));
      const at = output + offset + <usize>j * stride;
      v128.store(at, fnma(b, i, mul(a, r)));
      v128.store(at + half, fma(b, r, mul(a, i)));
    }
  }
}

/** out[v] = Re <ψ|φ> of one group. */
export function realOverlap(psi: usize, phi: usize, vectors: i32, out: usize): void {
  const rows = SINGLE ? min(dimension, SINGLE_ROWS) : dimension;
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  for (let v = 0; v < vectors; v++) {
    let a = psi + (<usize>v << VECTOR_SHIFT);
    let b = phi + (<usize>v << VECTOR_SHIFT);
    for (let from = 0; from < dimension; from += rows) {
      let sum = zero();
      let other = zero();
      for (let j = 0; j < rows; j++, a += stride, b += stride) {
        sum = fma(v128.load(a), v128.load(b), sum);
        other = fma(v128.load(a + half), v128.load(b + half), other);
      }
      storeResult(out + (<usize>v << RESULT_SHIFT), add(sum, other), from > 0);
    }
  }
}
