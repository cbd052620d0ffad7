// RY of one or two qubits at a time on states, co-states and their tangents, for one group of columns, with the overlaps Im <λ|Y|ψ>.
//
// A rotation by an angle α = θ/2 is three shears, r -= t u, u += s r, r -= t u with s = sin α and t = tan(α/2): three products where the
// matrix takes four. Real and imaginary parts do not mix. Two qubits are taken together because four rows then stay in registers for both.
// Blocks of rows are counted as in `withZero`, the bit of the lower qubit coming first. The passes repeat each other's
// arithmetic on purpose: what one has in registers the next would have to load again.
import { withZero } from "./rotations";
import { add, fma, fnma, lineLoad, mul, RESULT_SHIFT, ROW_SHIFT, splat, storeResult, subtract, VECTOR_SHIFT, zero } from "./simd";

/** Turns the rows at A and B, which differ in the qubit's bit. */
@inline
function turnPair(A: usize, B: usize, t: v128, s: v128): void {
  let a = v128.load(A);
  let b = v128.load(B);
  a = fnma(t, b, a);
  b = fma(s, a, b);
  v128.store(A, fnma(t, b, a));
  v128.store(B, b);
}

/** Turns four rows by both qubits: B differs from A in the lower one's bit, C in the higher one's, D in both. */
@inline
function turnFour(A: usize, B: usize, C: usize, D: usize, lowT: v128, lowS: v128, highT: v128, highS: v128): void {
  let a = v128.load(A);
  let b = v128.load(B);
  let c = v128.load(C);
  let d = v128.load(D);
  a = fnma(lowT, b, a);
  c = fnma(lowT, d, c);
  b = fma(lowS, a, b);
  d = fma(lowS, c, d);
  a = fnma(lowT, b, a);
  c = fnma(lowT, d, c);
  a = fnma(highT, c, a);
  b = fnma(highT, d, b);
  c = fma(highS, a, c);
  d = fma(highS, b, d);
  a = fnma(highT, c, a);
  b = fnma(highT, d, b);
  v128.store(A, a);
  v128.store(B, b);
  v128.store(C, c);
  v128.store(D, d);
}

/** RY of one qubit on pairs from .. to - 1; `direction` -1 undoes it. */
export function turnOne(at: usize, vectors: i32, bit: i32, shears: usize, direction: f64, from: i32, to: i32): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const step = <usize>bit * stride;
  const way = splat(direction);
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const t = mul(way, lineLoad(shears + offset));
    const s = mul(way, lineLoad(shears + half + offset));
    for (let p = from; p < to; p++) {
      const A = at + offset + <usize>withZero(p, bit) * stride;
      turnPair(A, A + step, t, s);
      turnPair(A + half, A + half + step, t, s);
    }
  }
}

/** RY of two qubits on fours from .. to - 1; `direction` -1 undoes it. */
export function turnTwo(
  at: usize,
  vectors: i32,
  low: i32,
  high: i32,
  lowShears: usize,
  highShears: usize,
  direction: f64,
  from: i32,
  to: i32,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const lowStep = <usize>low * stride;
  const highStep = <usize>high * stride;
  const way = splat(direction);
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const lowT = mul(way, lineLoad(lowShears + offset));
    const lowS = mul(way, lineLoad(lowShears + half + offset));
    const highT = mul(way, lineLoad(highShears + offset));
    const highS = mul(way, lineLoad(highShears + half + offset));
    for (let p = from; p < to; p++) {
      const A = at + offset + <usize>withZero(withZero(p, low), high) * stride;
      const C = A + highStep;
      turnFour(A, A + lowStep, C, C + lowStep, lowT, lowS, highT, highS);
      turnFour(A + half, A + half + lowStep, C + half, C + half + lowStep, lowT, lowS, highT, highS);
    }
  }
}

/** A tangent of ψ through the RY that ψ has gone through already: ψ' <- RY ψ' + w (-i/2) Y ψ, the swing being w/2. */
export function tangentOne(
  psi: usize,
  tangent: usize,
  vectors: i32,
  bit: i32,
  shears: usize,
  swing: usize,
  direction: f64,
  from: i32,
  to: i32,
): void {
  turnOne(tangent, vectors, bit, shears, direction, from, to);
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const step = <usize>bit * stride;
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const h = mul(splat(direction), lineLoad(swing + offset));
    for (let p = from; p < to; p++) {
      const first = offset + <usize>withZero(p, bit) * stride;
      for (let row = first; row <= first + half; row += half) {
        // (-i/2) Y (ψ_J, ψ_K) = (-ψ_K, ψ_J) / 2
        v128.store(tangent + row, fnma(h, v128.load(psi + step + row), v128.load(tangent + row)));
        v128.store(tangent + step + row, fma(h, v128.load(psi + row), v128.load(tangent + step + row)));
      }
    }
  }
}

/** The same for two qubits. */
export function tangentTwo(
  psi: usize,
  tangent: usize,
  vectors: i32,
  low: i32,
  high: i32,
  lowShears: usize,
  highShears: usize,
  lowSwing: usize,
  highSwing: usize,
  direction: f64,
  from: i32,
  to: i32,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const lowStep = <usize>low * stride;
  const highStep = <usize>high * stride;
  const way = splat(direction);
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const lowT = mul(way, lineLoad(lowShears + offset));
    const lowS = mul(way, lineLoad(lowShears + half + offset));
    const highT = mul(way, lineLoad(highShears + offset));
    const highS = mul(way, lineLoad(highShears + half + offset));
    const lowH = mul(way, lineLoad(lowSwing + offset));
    const highH = mul(way, lineLoad(highSwing + offset));
    for (let p = from; p < to; p++) {
      const first = offset + <usize>withZero(withZero(p, low), high) * stride;
      for (let row = first; row <= first + half; row += half) {
        const A = tangent + row;
        const B = A + lowStep;
        const C = A + highStep;
        const D = C + lowStep;
        let a = v128.load(A);
        let b = v128.load(B);
        let c = v128.load(C);
        let d = v128.load(D);
        a = fnma(lowT, b, a);
        c = fnma(lowT, d, c);
        b = fma(lowS, a, b);
        d = fma(lowS, c, d);
        a = fnma(lowT, b, a);
        c = fnma(lowT, d, c);
        a = fnma(highT, c, a);
        b = fnma(highT, d, b);
        c = fma(highS, a, c);
        d = fma(highS, b, d);
        a = fnma(highT, c, a);
        b = fnma(highT, d, b);
        const w = v128.load(psi + row);
        const x = v128.load(psi + row + lowStep);
        const y = v128.load(psi + row + highStep);
        const z = v128.load(psi + row + highStep + lowStep);
        v128.store(A, fnma(highH, y, fnma(lowH, x, a)));
        v128.store(B, fnma(highH, z, fma(lowH, w, b)));
        v128.store(C, fma(highH, w, fnma(lowH, z, c)));
        v128.store(D, fma(highH, x, fma(lowH, y, d)));
      }
    }
  }
}

/**
 * Undoes RY of one qubit on ψ and λ, pairs from .. to - 1, and adds Im <λ|Y|ψ> to `out`. RY of any qubit leaves the overlap as it is, so it
 * may be taken before or after.
 */
export function undoOne(
  psi: usize,
  lambda: usize,
  vectors: i32,
  bit: i32,
  shears: usize,
  from: i32,
  to: i32,
  out: usize,
): void {
  overlapOne(psi, lambda, vectors, bit, from, to, out);
  turnOne(psi, vectors, bit, shears, -1, from, to);
  turnOne(lambda, vectors, bit, shears, -1, from, to);
}

/** Adds Im <λ|Y|ψ> = Re(λ_K* ψ_J) - Re(λ_J* ψ_K), summed over pairs (J, K) from .. to - 1, to `out`. */
export function overlapOne(psi: usize, lambda: usize, vectors: i32, bit: i32, from: i32, to: i32, out: usize): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const step = <usize>bit * stride;
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    let plus = zero();
    let minus = zero();
    for (let p = from; p < to; p++) {
      const first = offset + <usize>withZero(p, bit) * stride;
      for (let row = first; row <= first + half; row += half) {
        plus = fma(v128.load(lambda + step + row), v128.load(psi + row), plus);
        minus = fma(v128.load(lambda + row), v128.load(psi + step + row), minus);
      }
    }
    storeResult(out + (<usize>v << RESULT_SHIFT), subtract(plus, minus), true);
  }
}

/** Undoes RY of two qubits on ψ and λ, fours from .. to - 1, and adds both overlaps. */
export function undoTwo(
  psi: usize,
  lambda: usize,
  vectors: i32,
  low: i32,
  high: i32,
  lowShears: usize,
  highShears: usize,
  from: i32,
  to: i32,
  lowOut: usize,
  highOut: usize,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const lowStep = <usize>low * stride;
  const highStep = <usize>high * stride;
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const lowT = lineLoad(lowShears + offset);
    const lowS = lineLoad(lowShears + half + offset);
    const highT = lineLoad(highShears + offset);
    const highS = lineLoad(highShears + half + offset);
    let lowPlus = zero();
    let lowMinus = zero();
    let highPlus = zero();
    let highMinus = zero();
    for (let p = from; p < to; p++) {
      const first = offset + <usize>withZero(withZero(p, low), high) * stride;
      for (let row = first; row <= first + half; row += half) {
        let A = psi + row;
        let B = A + lowStep;
        let C = A + highStep;
        let D = C + lowStep;
        let a = v128.load(A);
        let b = v128.load(B);
        let c = v128.load(C);
        let d = v128.load(D);
        let w = v128.load(lambda + row);
        let x = v128.load(lambda + row + lowStep);
        let y = v128.load(lambda + row + highStep);
        let z = v128.load(lambda + row + highStep + lowStep);
        lowPlus = fma(x, a, lowPlus);
        lowMinus = fma(w, b, lowMinus);
        highPlus = fma(y, a, highPlus);
        highMinus = fma(w, c, highMinus);
        lowPlus = fma(z, c, lowPlus);
        lowMinus = fma(y, d, lowMinus);
        highPlus = fma(z, b, highPlus);
        highMinus = fma(x, d, highMinus);
        a = fma(lowT, b, a);
        c = fma(lowT, d, c);
        b = fnma(lowS, a, b);
        d = fnma(lowS, c, d);
        a = fma(lowT, b, a);
        c = fma(lowT, d, c);
        a = fma(highT, c, a);
        b = fma(highT, d, b);
        c = fnma(highS, a, c);
        d = fnma(highS, b, d);
        v128.store(A, fma(highT, c, a));
        v128.store(B, fma(highT, d, b));
        v128.store(C, c);
        v128.store(D, d);
        A = lambda + row;
        B = A + lowStep;
        C = A + highStep;
        D = C + lowStep;
        w = fma(lowT, x, w);
        y = fma(lowT, z, y);
        x = fnma(lowS, w, x);
        z = fnma(lowS, y, z);
        w = fma(lowT, x, w);
        y = fma(lowT, z, y);
        w = fma(highT, y, w);
        x = fma(highT, z, x);
        y = fnma(highS, w, y);
        z = fnma(highS, x, z);
        v128.store(A, fma(highT, y, w));
        v128.store(B, fma(highT, z, x));
        v128.store(C, y);
        v128.store(D, z);
      }
    }
    storeResult(lowOut + (<usize>v << RESULT_SHIFT), subtract(lowPlus, lowMinus), true);
    storeResult(highOut + (<usize>v << RESULT_SHIFT), subtract(highPlus, highMinus), true);
  }
}

/** Adds both overlaps of ψ and λ without undoing anything. Real and imaginary parts are summed apart: sums that wait for each other are slow. */
export function overlapTwo(
  psi: usize,
  lambda: usize,
  vectors: i32,
  low: i32,
  high: i32,
  from: i32,
  to: i32,
  lowOut: usize,
  highOut: usize,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const lowStep = <usize>low * stride;
  const highStep = <usize>high * stride;
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    let lowPlus = zero();
    let lowMinus = zero();
    let highPlus = zero();
    let highMinus = zero();
    let lowPlusIm = zero();
    let lowMinusIm = zero();
    let highPlusIm = zero();
    let highMinusIm = zero();
    for (let p = from; p < to; p++) {
      const first = offset + <usize>withZero(withZero(p, low), high) * stride;
      let A = psi + first;
      let B = A + lowStep;
      let C = A + highStep;
      let D = C + lowStep;
      const W = lambda + first;
      const X = W + lowStep;
      const Y = W + highStep;
      const Z = Y + lowStep;
      let w = v128.load(W);
      let x = v128.load(X);
      let y = v128.load(Y);
      let z = v128.load(Z);
      lowPlus = fma(x, v128.load(A), lowPlus);
      lowMinus = fma(w, v128.load(B), lowMinus);
      highPlus = fma(y, v128.load(A), highPlus);
      highMinus = fma(w, v128.load(C), highMinus);
      lowPlus = fma(z, v128.load(C), lowPlus);
      lowMinus = fma(y, v128.load(D), lowMinus);
      highPlus = fma(z, v128.load(B), highPlus);
      highMinus = fma(x, v128.load(D), highMinus);
      A += half;
      B += half;
      C += half;
      D += half;
      w = v128.load(W + half);
      x = v128.load(X + half);
      y = v128.load(Y + half);
      z = v128.load(Z + half);
      lowPlusIm = fma(x, v128.load(A), lowPlusIm);
      lowMinusIm = fma(w, v128.load(B), lowMinusIm);
      highPlusIm = fma(y, v128.load(A), highPlusIm);
      highMinusIm = fma(w, v128.load(C), highMinusIm);
      lowPlusIm = fma(z, v128.load(C), lowPlusIm);
      lowMinusIm = fma(y, v128.load(D), lowMinusIm);
      highPlusIm = fma(z, v128.load(B), highPlusIm);
      highMinusIm = fma(x, v128.load(D), highMinusIm);
    }
    const at = <usize>v << RESULT_SHIFT;
    storeResult(lowOut + at, subtract(add(lowPlus, lowPlusIm), add(lowMinus, lowMinusIm)), true);
    storeResult(highOut + at, subtract(add(highPlus, highPlusIm), add(highMinus, highMinusIm)), true);
  }
}
