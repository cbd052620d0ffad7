// RZ of many qubits at once, for one group of columns: every row is multiplied by one phase, the product of those of its bits, and the overlaps
// Im <λ|Z|ψ> of all qubits are sums of the same products with other signs.
//
// Phases, and what tangents add, come from a table for every four bits of a row's number.
import { dimension, vectorsOf } from "./layout";
import { addOverlap, productsAt, SUMMED, ENTRIES, TABLE_BITS, upperAt } from "./runs-yz";
import { add, fma, fnma, lineLoad, mul, splat, subtract, VECTOR_BYTES, VECTOR_SHIFT, zero } from "./simd";

/** An entry of the tables: cos and sin lines of a phase, or a line of a tangent's weights. */
@inline
function entry(tables: usize, table: i32, index: i32, bytes: usize): usize {
  return tables + <usize>(table * ENTRIES + index) * bytes;
}

/** Writes the phase of the bits of a row above the lowest four to `line`: what all tables but the first say. */
function upperPhase(tables: usize, row: i32, half: usize, offset: usize, line: usize): void {
  let c = splat(1);
  let s = zero();
  let table = 1;
  for (let rest = dimension >> TABLE_BITS; rest > 1; rest >>= TABLE_BITS, table++) {
    const at = entry(tables, table, (row >> (TABLE_BITS * table)) & (ENTRIES - 1), half << 1) + offset;
    const u = lineLoad(at);
    const w = lineLoad(at + half);
    const product = fnma(s, w, mul(c, u));
    s = fma(s, u, mul(c, w));
    c = product;
  }
  v128.store(line, c);
  v128.store(line + VECTOR_BYTES, s);
}

/** The same for the weights of a tangent, which are added up. */
function upperWeight(tables: usize, row: i32, half: usize, offset: usize, line: usize): void {
  let h = zero();
  let table = 1;
  for (let rest = dimension >> TABLE_BITS; rest > 1; rest >>= TABLE_BITS, table++) {
    h = add(h, lineLoad(entry(tables, table, (row >> (TABLE_BITS * table)) & (ENTRIES - 1), half) + offset));
  }
  v128.store(line, h);
}

/** Multiplies the rows from .. to - 1 by the sign that the shears of all RY are without: the first entry of the first table, where no RZ is in it. */
export function applySigns(at: usize, vectors: i32, phases: usize, from: i32, to: i32): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const first = at + <usize>from * (half << 1);
  const end = at + <usize>to * (half << 1);
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const sign = lineLoad(phases + offset);
    for (let part = first + offset; part < end; part += half) v128.store(part, mul(sign, v128.load(part)));
  }
}

/** Multiplies the rows from .. to - 1 by their phases. */
export function applyPhases(
  at: usize,
  vectors: i32,
  phases: usize,
  from: i32,
  to: i32,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const room = upperAt();
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    for (let first = from; first < to; first += ENTRIES) {
      const rows = min<i32>(ENTRIES, to - first);
      upperPhase(phases, first, half, offset, room);
      const upperC = lineLoad(room);
      const upperS = lineLoad(room + VECTOR_BYTES);
      let row = at + offset + <usize>first * (half << 1);
      let own = phases + offset;
      for (let k = 0; k < rows; k++, row += half << 1, own += half << 1) {
        const u = lineLoad(own);
        const w = lineLoad(own + half);
        const c = fnma(upperS, w, mul(upperC, u));
        const s = fma(upperS, u, mul(upperC, w));
        const r = v128.load(row);
        const i = v128.load(row + half);
        v128.store(row, fnma(s, i, mul(c, r)));
        v128.store(row + half, fma(s, r, mul(c, i)));
      }
    }
  }
}

/**
 * A tangent of ψ, which has gone through the phases already: ψ' <- phase ψ' + (-i/2) Σ_q w_q Z_q ψ, the weights of a table being w/2 with the
 * sign of their bit.
 */
export function applyTangentPhases(
  psi: usize,
  tangent: usize,
  vectors: i32,
  phases: usize,
  weights: usize,
  from: i32,
  to: i32,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const room = upperAt();
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    for (let first = from; first < to; first += ENTRIES) {
      const rows = min<i32>(ENTRIES, to - first);
      upperWeight(weights, first, half, offset, room);
      const upper = lineLoad(room);
      upperPhase(phases, first, half, offset, room);
      const upperC = lineLoad(room);
      const upperS = lineLoad(room + VECTOR_BYTES);
      let row = offset + <usize>first * (half << 1);
      let own = phases + offset;
      let weight = weights + offset;
      for (let k = 0; k < rows; k++, row += half << 1, own += half << 1, weight += half) {
        const u = lineLoad(own);
        const w = lineLoad(own + half);
        const c = fnma(upperS, w, mul(upperC, u));
        const s = fma(upperS, u, mul(upperC, w));
        const h = add(upper, lineLoad(weight));
        const r = v128.load(tangent + row);
        const i = v128.load(tangent + row + half);
        v128.store(tangent + row, fma(h, v128.load(psi + row + half), fnma(s, i, mul(c, r))));
        v128.store(tangent + row + half, fnma(h, v128.load(psi + row), fma(s, r, mul(c, i))));
      }
    }
  }
}

/**
 * Undoes the phases of the rows from .. to - 1, at most SUMMED and, if there are as many, a multiple of ENTRIES, on ψ and λ, and adds Im <λ|Z|ψ> of every qubit to its line.
 */
export function undoPhases(
  psi: usize,
  lambda: usize,
  group: i32,
  phases: usize,
  from: i32,
  to: i32,
): void {
  const vectors = vectorsOf(group);
  const half = <usize>vectors << VECTOR_SHIFT;
  const room = upperAt();
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    let product = productsAt();
    for (let first = from; first < to; first += ENTRIES) {
      const rows = min<i32>(ENTRIES, to - first);
      upperPhase(phases, first, half, offset, room);
      const upperC = lineLoad(room);
      const upperS = lineLoad(room + VECTOR_BYTES);
      let row = offset + <usize>first * (half << 1);
      let own = phases + offset;
      for (let k = 0; k < rows; k++, row += half << 1, own += half << 1, product += VECTOR_BYTES) {
        const u = lineLoad(own);
        const w = lineLoad(own + half);
        const c = fnma(upperS, w, mul(upperC, u));
        const s = fma(upperS, u, mul(upperC, w));
        const r = v128.load(psi + row);
        const i = v128.load(psi + row + half);
        const a = v128.load(lambda + row);
        const b = v128.load(lambda + row + half);
        v128.store(product, fnma(b, r, mul(a, i)));
        v128.store(psi + row, fma(s, i, mul(c, r)));
        v128.store(psi + row + half, fnma(s, r, mul(c, i)));
        v128.store(lambda + row, fma(s, b, mul(c, a)));
        v128.store(lambda + row + half, fnma(s, a, mul(c, b)));
      }
    }
    addSigned(from, to, v, group, 0);
  }
}

/**
 * The same for one of their tangents each, ψ and λ being undone already: ψ' <- phase* (ψ' - (-i/2) Σ_q w_q Z_q phase ψ); adds
 * Im <λ'|Z|ψ> + Im <λ|Z|ψ'> to the lines of block b.
 */
export function undoTangentPhases(
  psi: usize,
  lambda: usize,
  psiTangent: usize,
  lambdaTangent: usize,
  group: i32,
  b: i32,
  phases: usize,
  weights: usize,
  from: i32,
  to: i32,
): void {
  const vectors = vectorsOf(group);
  const half = <usize>vectors << VECTOR_SHIFT;
  const room = upperAt();
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    let product = productsAt();
    for (let first = from; first < to; first += ENTRIES) {
      const rows = min<i32>(ENTRIES, to - first);
      upperWeight(weights, first, half, offset, room);
      const upper = lineLoad(room);
      upperPhase(phases, first, half, offset, room);
      const upperC = lineLoad(room);
      const upperS = lineLoad(room + VECTOR_BYTES);
      let row = offset + <usize>first * (half << 1);
      let own = phases + offset;
      let weight = weights + offset;
      for (let k = 0; k < rows; k++, row += half << 1, own += half << 1, weight += half, product += VECTOR_BYTES) {
        const u = lineLoad(own);
        const w = lineLoad(own + half);
        const c = fnma(upperS, w, mul(upperC, u));
        const s = fma(upperS, u, mul(upperC, w));
        const h = add(upper, lineLoad(weight));
        const r = v128.load(psi + row);
        const i = v128.load(psi + row + half);
        const a = v128.load(lambda + row);
        const e = v128.load(lambda + row + half);
        let x = v128.load(psiTangent + row);
        let y = v128.load(psiTangent + row + half);
        const re = fnma(h, i, fma(s, y, mul(c, x)));
        const im = fma(h, r, fnma(s, x, mul(c, y)));
        v128.store(psiTangent + row, re);
        v128.store(psiTangent + row + half, im);
        let sum = fnma(e, re, mul(a, im));
        x = v128.load(lambdaTangent + row);
        y = v128.load(lambdaTangent + row + half);
        const bra = fnma(h, e, fma(s, y, mul(c, x)));
        const braIm = fma(h, a, fnma(s, x, mul(c, y)));
        v128.store(lambdaTangent + row, bra);
        v128.store(lambdaTangent + row + half, braIm);
        sum = fma(bra, i, sum);
        v128.store(product, fnma(braIm, r, sum));
      }
    }
    addSigned(from, to, v, group, b);
  }
}

/**
 * Adds up the products of the rows from .. to - 1, a power of two and at least four, with the sign of each qubit's bit, and the sums to the
 * qubits' lines: fours give the sums of two bits and their own, of which there is a fourth as many.
 */
function addSigned(from: i32, to: i32, v: i32, group: i32, b: i32): void {
  const products = productsAt();
  let count = to - from;
  let bit = 1;
  for (; count >= 4; count >>= 2, bit <<= 2) {
    let low = zero();
    let high = zero();
    let at = products;
    let into = products;
    for (let k = 0; k < count; k += 4, at += 4 * VECTOR_BYTES, into += VECTOR_BYTES) {
      const first = v128.load(at);
      const second = v128.load(at + VECTOR_BYTES);
      const third = v128.load(at + 2 * VECTOR_BYTES);
      const fourth = v128.load(at + 3 * VECTOR_BYTES);
      low = add(low, add(subtract(first, second), subtract(third, fourth)));
      const front = add(first, second);
      const back = add(third, fourth);
      high = add(high, subtract(front, back));
      v128.store(into, add(front, back));
    }
    addOverlap(bit, v, group, b, low);
    addOverlap(bit << 1, v, group, b, high);
  }
  let all = v128.load(products);
  if (count == 2) {
    const second = v128.load(products + VECTOR_BYTES);
    addOverlap(bit, v, group, b, subtract(all, second));
    all = add(all, second);
    bit <<= 1;
  }
  for (; bit < dimension; bit <<= 1) addOverlap(bit, v, group, b, (from & bit) == 0 ? all : subtract(zero(), all));
}
