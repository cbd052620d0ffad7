// Pauli rotations exp(-i φ P / 2), their tangents, and the overlaps Im <λ|P|ψ> that gradients are made of, for one group of columns.
//
// P|j> = i^{|x & z|} (-1)^{|j & z|} |j xor x>. Everything is done vector by vector: `at` points at the real part of a vector's row 0,
// the imaginary part lies `half` bytes further, the next row `stride` bytes.
import { add, fma, fnma, mul, RESULT_SHIFT, ROW_SHIFT, signOf, splat, storeResult, VECTOR_SHIFT, zero } from "./simd";

/** i^{|x & z|} = re + i im. */
@inline
export function phaseRe(x: i32, z: i32): f64 {
  const k = popcnt(x & z) & 3;
  return k == 0 ? 1 : k == 2 ? -1 : 0;
}

@inline
export function phaseIm(x: i32, z: i32): f64 {
  const k = popcnt(x & z) & 3;
  return k == 1 ? 1 : k == 3 ? -1 : 0;
}

/** Place p of the rows whose bit `bit` is 0. */
@inline
export function withZero(p: i32, bit: i32): i32 {
  const low = bit - 1;
  return ((p & ~low) << 1) | (p & low);
}

/** The highest bit of a mask that is not 0. */
@inline
function topBit(mask: i32): i32 {
  return 1 << (31 - clz(mask));
}

/** out = exp(-i φ P / 2) in, out of place; `direction` -1 undoes the rotation. */
export function rotate(input: usize, output: usize, dimension: i32, vectors: i32, x: i32, z: i32, trig: usize, direction: f64): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const a = phaseRe(x, z);
  const b = phaseIm(x, z);
  for (let v = 0; v < vectors; v++) {
    const cosine = v128.load(trig + (<usize>v << VECTOR_SHIFT));
    const sine = mul(splat(direction), v128.load(trig + half + (<usize>v << VECTOR_SHIFT)));
    const from = input + (<usize>v << VECTOR_SHIFT);
    let to = output + (<usize>v << VECTOR_SHIFT);
    for (let j = 0; j < dimension; j++, to += stride) {
      const k = j ^ x;
      const sign = signOf(k & z);
      const own = from + <usize>j * stride;
      const other = from + <usize>k * stride;
      const r = v128.load(other);
      const i = v128.load(other + half);
      if (a == 0) {
        // -i P|k> = b sign |j>
        const s = mul(splat(sign * b), sine);
        v128.store(to, fma(s, r, mul(cosine, v128.load(own))));
        v128.store(to + half, fma(s, i, mul(cosine, v128.load(own + half))));
      } else {
        // -i P|k> = -i a sign |j>
        const s = mul(splat(sign * a), sine);
        v128.store(to, fma(s, i, mul(cosine, v128.load(own))));
        v128.store(to + half, fnma(s, r, mul(cosine, v128.load(own + half))));
      }
    }
  }
}

/** The same in place. */
export function rotateInPlace(at: usize, dimension: i32, vectors: i32, x: i32, z: i32, trig: usize, direction: f64): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  if (x == 0) return rotateDiagonal(at, dimension, vectors, z, trig, direction);
  const a = phaseRe(x, z);
  const b = phaseIm(x, z);
  const top = topBit(x);
  const pairs = dimension >> 1;
  for (let v = 0; v < vectors; v++) {
    const cosine = v128.load(trig + (<usize>v << VECTOR_SHIFT));
    const sine = mul(splat(direction), v128.load(trig + half + (<usize>v << VECTOR_SHIFT)));
    const base = at + (<usize>v << VECTOR_SHIFT);
    for (let p = 0; p < pairs; p++) {
      const j = withZero(p, top);
      const k = j ^ x;
      const J = base + <usize>j * stride;
      const K = base + <usize>k * stride;
      const r = v128.load(J);
      const i = v128.load(J + half);
      const u = v128.load(K);
      const w = v128.load(K + half);
      if (a == 0) {
        const sj = mul(splat(signOf(j & z) * b), sine);
        const sk = mul(splat(signOf(k & z) * b), sine);
        v128.store(J, fma(sk, u, mul(cosine, r)));
        v128.store(J + half, fma(sk, w, mul(cosine, i)));
        v128.store(K, fma(sj, r, mul(cosine, u)));
        v128.store(K + half, fma(sj, i, mul(cosine, w)));
      } else {
        const sj = mul(splat(signOf(j & z) * a), sine);
        const sk = mul(splat(signOf(k & z) * a), sine);
        v128.store(J, fma(sk, w, mul(cosine, r)));
        v128.store(J + half, fnma(sk, u, mul(cosine, i)));
        v128.store(K, fma(sj, i, mul(cosine, u)));
        v128.store(K + half, fnma(sj, r, mul(cosine, w)));
      }
    }
  }
}

function rotateDiagonal(at: usize, dimension: i32, vectors: i32, z: i32, trig: usize, direction: f64): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  for (let v = 0; v < vectors; v++) {
    const cosine = v128.load(trig + (<usize>v << VECTOR_SHIFT));
    const sine = mul(splat(direction), v128.load(trig + half + (<usize>v << VECTOR_SHIFT)));
    let row = at + (<usize>v << VECTOR_SHIFT);
    for (let j = 0; j < dimension; j++, row += stride) {
      const s = mul(splat(signOf(j & z)), sine);
      const r = v128.load(row);
      const i = v128.load(row + half);
      v128.store(row, fma(s, i, mul(cosine, r)));
      v128.store(row + half, fnma(s, r, mul(cosine, i)));
    }
  }
}

/** tangent += w (-i/2) P ψ; `direction` -1 takes it away. */
export function addGenerator(
  psi: usize,
  tangent: usize,
  dimension: i32,
  vectors: i32,
  x: i32,
  z: i32,
  weight: usize,
  direction: f64,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const a = phaseRe(x, z);
  const b = phaseIm(x, z);
  for (let v = 0; v < vectors; v++) {
    const w = mul(splat(0.5 * direction), v128.load(weight + (<usize>v << VECTOR_SHIFT)));
    let from = psi + (<usize>v << VECTOR_SHIFT);
    const into = tangent + (<usize>v << VECTOR_SHIFT);
    for (let j = 0; j < dimension; j++, from += stride) {
      const to = into + <usize>(j ^ x) * stride;
      const sign = signOf(j & z);
      const r = v128.load(from);
      const i = v128.load(from + half);
      if (a == 0) {
        const s = mul(splat(sign * b), w);
        v128.store(to, fma(s, r, v128.load(to)));
        v128.store(to + half, fma(s, i, v128.load(to + half)));
      } else {
        const s = mul(splat(sign * a), w);
        v128.store(to, fma(s, i, v128.load(to)));
        v128.store(to + half, fnma(s, r, v128.load(to + half)));
      }
    }
  }
}

/** out[v] (+)= Im <λ|P|ψ> over rows from .. to - 1 of ψ. */
export function overlap(
  lambda: usize,
  psi: usize,
  vectors: i32,
  x: i32,
  z: i32,
  from: i32,
  to: i32,
  out: usize,
  added: bool,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const a = phaseRe(x, z);
  const b = phaseIm(x, z);
  for (let v = 0; v < vectors; v++) {
    const bra = lambda + (<usize>v << VECTOR_SHIFT);
    let ket = psi + (<usize>v << VECTOR_SHIFT) + <usize>from * stride;
    let plus = zero();
    let minus = zero();
    for (let j = from; j < to; j++, ket += stride) {
      const row = bra + <usize>(j ^ x) * stride;
      const sign = splat(signOf(j & z));
      const r = mul(sign, v128.load(ket));
      const i = mul(sign, v128.load(ket + half));
      if (a == 0) {
        plus = fma(v128.load(row), r, plus);
        minus = fma(v128.load(row + half), i, minus);
      } else {
        plus = fma(v128.load(row), i, plus);
        minus = fnma(v128.load(row + half), r, minus);
      }
    }
    storeResult(out + (<usize>v << RESULT_SHIFT), mul(splat(a == 0 ? b : a), add(plus, minus)), added);
  }
}
