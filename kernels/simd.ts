// Two double lanes. With relaxed SIMD a product and a sum are one instruction, rounded once.

@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(a, b, c) : f64x2.add(f64x2.mul(a, b), c);
}

/** c - a b. */
@inline
export function fnma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_nmadd(a, b, c) : f64x2.sub(c, f64x2.mul(a, b));
}

@inline
export function zero(): v128 {
  return f64x2.splat(0);
}

@inline
export function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

/** -1 where the parity of the mask's set bits is odd, otherwise 1. */
@inline
export function signOf(mask: i32): f64 {
  return <f64>(1 - ((popcnt(mask) & 1) << 1));
}
