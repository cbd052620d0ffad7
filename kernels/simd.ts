// The vectors of the kernels: two columns in double precision, or four in single precision where SINGLE is set. With relaxed SIMD a product
// and a sum are one instruction, rounded once.
//
// Batches, matrices, rotation angles and tangent weights are in this precision ("reals"). Results, which are overlaps and expectation
// values, are double in both: two 16-byte halves for each vector of four columns.

/** Bytes of a vector, also as a power of two, and of a vector's real and imaginary parts in a batch. */
@inline
export const VECTOR_SHIFT: usize = 4;
@inline
export const VECTOR_BYTES: usize = 16;
@inline
export const ROW_SHIFT: usize = 5;
/** Bytes of a real, as a power of two. */
@inline
export const REAL_SHIFT: usize = SINGLE ? 2 : 3;
/** Bytes of the results of one vector, as a power of two. */
@inline
export const RESULT_SHIFT: usize = SINGLE ? 5 : 4;

@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (SINGLE) return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(a, b, c) : f64x2.add(f64x2.mul(a, b), c);
}

/** c - a b. */
@inline
export function fnma(a: v128, b: v128, c: v128): v128 {
  if (SINGLE) return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_nmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b));
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_nmadd(a, b, c) : f64x2.sub(c, f64x2.mul(a, b));
}

@inline
export function mul(a: v128, b: v128): v128 {
  return SINGLE ? f32x4.mul(a, b) : f64x2.mul(a, b);
}

@inline
export function add(a: v128, b: v128): v128 {
  return SINGLE ? f32x4.add(a, b) : f64x2.add(a, b);
}

@inline
export function subtract(a: v128, b: v128): v128 {
  return SINGLE ? f32x4.sub(a, b) : f64x2.sub(a, b);
}

@inline
export function divide(a: v128, b: v128): v128 {
  return SINGLE ? f32x4.div(a, b) : f64x2.div(a, b);
}

/** The sign bit of every lane. */
@inline
export function signBits(a: v128): v128 {
  return v128.and(a, splat(-0.0));
}

/** Lanes with their sign changed where `bits` has a sign bit. */
@inline
export function flip(a: v128, bits: v128): v128 {
  return v128.xor(a, bits);
}

@inline
export function zero(): v128 {
  return f64x2.splat(0);
}

/** A number in every lane. */
@inline
export function splat(value: f64): v128 {
  return SINGLE ? f32x4.splat(<f32>value) : f64x2.splat(value);
}

/** The vector of a line, which has one real for every column. */
@inline
export function lineLoad(at: usize): v128 {
  return v128.load(at);
}

/** The real at an address, in every lane. */
@inline
export function splatAt(at: usize): v128 {
  return SINGLE ? v128.load32_splat(at) : v128.load64_splat(at);
}

/** Stores two doubles as two reals. */
@inline
export function storePair(at: usize, pair: v128): void {
  if (SINGLE) v128.store64_lane(at, f32x4.demote_f64x2_zero(pair), 0);
  else v128.store(at, pair);
}

/** Stores a vector of results, or adds it to those that are there. */
@inline
export function storeResult(at: usize, value: v128, added: bool): void {
  if (SINGLE) {
    storeDoubles(at, f64x2.promote_low_f32x4(value), added);
    storeDoubles(at + 16, f64x2.promote_low_f32x4(v128.shuffle<u64>(value, value, 1, 1)), added);
  } else {
    storeDoubles(at, value, added);
  }
}

@inline
function storeDoubles(at: usize, value: v128, added: bool): void {
  v128.store(at, added ? f64x2.add(v128.load(at), value) : value);
}

/** -1 where the parity of the mask's set bits is odd, otherwise 1. */
@inline
export function signOf(mask: i32): f64 {
  return <f64>(1 - ((popcnt(mask) & 1) << 1));
}
