// A qubit's RY and RZ in one pass over pairs of rows, for one group of columns: forward, undone with their overlaps, and both with a tangent.
//
// The passes repeat each other's arithmetic on purpose: what one has in registers the next would have to load again.
import { withZero } from "./rotations";
import { fma, fnma, lineLoad, mul, RESULT_SHIFT, ROW_SHIFT, splat, storeResult, VECTOR_SHIFT, zero } from "./simd";

/** RY then RZ on the qubit of `bit`, pairs from .. to - 1. */
export function rotateYZ(at: usize, vectors: i32, bit: i32, y: usize, z: usize, from: i32, to: i32): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const step = <usize>bit * stride;
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const cy = lineLoad(y + offset);
    const sy = lineLoad(y + half + offset);
    const cz = lineLoad(z + offset);
    const sz = lineLoad(z + half + offset);
    for (let p = from; p < to; p++) {
      const J = at + offset + <usize>withZero(p, bit) * stride;
      const K = J + step;
      const r = v128.load(J);
      const i = v128.load(J + half);
      const u = v128.load(K);
      const w = v128.load(K + half);
      const a = fnma(sy, u, mul(cy, r));
      const b = fnma(sy, w, mul(cy, i));
      const e = fma(sy, r, mul(cy, u));
      const f = fma(sy, i, mul(cy, w));
      v128.store(J, fma(sz, b, mul(cz, a)));
      v128.store(J + half, fnma(sz, a, mul(cz, b)));
      v128.store(K, fnma(sz, f, mul(cz, e)));
      v128.store(K + half, fma(sz, e, mul(cz, f)));
    }
  }
}

/**
 * Undoes RZ and RY on ψ and λ, and takes Im <λ|Z|ψ> and Im <λ|Y|ψ> on the way, pairs from .. to - 1.
 *
 * Z commutes with RZ and Y with RY, so each overlap may be taken after its rotation is undone.
 */
export function undoYZ(
  psi: usize,
  lambda: usize,
  vectors: i32,
  bit: i32,
  y: usize,
  z: usize,
  from: i32,
  to: i32,
  outY: usize,
  outZ: usize,
  added: bool,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const step = <usize>bit * stride;
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const cy = lineLoad(y + offset);
    const sy = lineLoad(y + half + offset);
    const cz = lineLoad(z + offset);
    const sz = lineLoad(z + half + offset);
    let sumY = zero();
    let sumZ = zero();
    for (let p = from; p < to; p++) {
      const row = offset + <usize>withZero(p, bit) * stride;
      let J = psi + row;
      let K = J + step;
      let r = v128.load(J);
      let i = v128.load(J + half);
      let u = v128.load(K);
      let w = v128.load(K + half);
      let a = fnma(sz, i, mul(cz, r));
      let b = fma(sz, r, mul(cz, i));
      let e = fma(sz, w, mul(cz, u));
      let f = fnma(sz, u, mul(cz, w));
      const pa = fma(sy, e, mul(cy, a));
      const pb = fma(sy, f, mul(cy, b));
      const pe = fnma(sy, a, mul(cy, e));
      const pf = fnma(sy, b, mul(cy, f));
      v128.store(J, pa);
      v128.store(J + half, pb);
      v128.store(K, pe);
      v128.store(K + half, pf);
      const za = a;
      const zb = b;
      const ze = e;
      const zf = f;
      J = lambda + row;
      K = J + step;
      r = v128.load(J);
      i = v128.load(J + half);
      u = v128.load(K);
      w = v128.load(K + half);
      a = fnma(sz, i, mul(cz, r));
      b = fma(sz, r, mul(cz, i));
      e = fma(sz, w, mul(cz, u));
      f = fnma(sz, u, mul(cz, w));
      // Im <λ|Z|ψ> = Im(λ_J* ψ_J) - Im(λ_K* ψ_K)
      sumZ = fma(a, zb, sumZ);
      sumZ = fnma(b, za, sumZ);
      sumZ = fnma(e, zf, sumZ);
      sumZ = fma(f, ze, sumZ);
      const la = fma(sy, e, mul(cy, a));
      const lb = fma(sy, f, mul(cy, b));
      const le = fnma(sy, a, mul(cy, e));
      const lf = fnma(sy, b, mul(cy, f));
      // Im <λ|Y|ψ> = Re(λ_K* ψ_J) - Re(λ_J* ψ_K)
      sumY = fma(le, pa, sumY);
      sumY = fma(lf, pb, sumY);
      sumY = fnma(la, pe, sumY);
      sumY = fnma(lb, pf, sumY);
      v128.store(J, la);
      v128.store(J + half, lb);
      v128.store(K, le);
      v128.store(K + half, lf);
    }
    storeResult(outY + (<usize>v << RESULT_SHIFT), sumY, added);
    storeResult(outZ + (<usize>v << RESULT_SHIFT), sumZ, added);
  }
}

/**
 * One tangent through RY and RZ, ψ being the state before them:
 *   ψ' <- RZ (RY ψ' + w_y (-i/2) Y RY ψ) + w_z (-i/2) Z RZ RY ψ.
 * With `update` ψ itself goes through them as well.
 */
export function tangentYZ(
  psi: usize,
  tangent: usize,
  dimension: i32,
  vectors: i32,
  bit: i32,
  y: usize,
  z: usize,
  wy: usize,
  wz: usize,
  update: bool,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const step = <usize>bit * stride;
  const pairs = dimension >> 1;
  const h = splat(0.5);
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const cy = lineLoad(y + offset);
    const sy = lineLoad(y + half + offset);
    const cz = lineLoad(z + offset);
    const sz = lineLoad(z + half + offset);
    const hy = mul(h, lineLoad(wy + offset));
    const hz = mul(h, lineLoad(wz + offset));
    for (let p = 0; p < pairs; p++) {
      const row = offset + <usize>withZero(p, bit) * stride;
      const J = psi + row;
      const K = J + step;
      const r = v128.load(J);
      const i = v128.load(J + half);
      const u = v128.load(K);
      const w = v128.load(K + half);
      const a = fnma(sy, u, mul(cy, r));
      const b = fnma(sy, w, mul(cy, i));
      const e = fma(sy, r, mul(cy, u));
      const f = fma(sy, i, mul(cy, w));
      const tJ = tangent + row;
      const tK = tJ + step;
      const tr = v128.load(tJ);
      const ti = v128.load(tJ + half);
      const tu = v128.load(tK);
      const tw = v128.load(tK + half);
      // (-i/2) Y (ψ_J, ψ_K) = (-ψ_K, ψ_J) / 2
      const ta = fnma(hy, e, fnma(sy, tu, mul(cy, tr)));
      const tb = fnma(hy, f, fnma(sy, tw, mul(cy, ti)));
      const te = fma(hy, a, fma(sy, tr, mul(cy, tu)));
      const tf = fma(hy, b, fma(sy, ti, mul(cy, tw)));
      const pa = fma(sz, b, mul(cz, a));
      const pb = fnma(sz, a, mul(cz, b));
      const pe = fnma(sz, f, mul(cz, e));
      const pf = fma(sz, e, mul(cz, f));
      if (update) {
        v128.store(J, pa);
        v128.store(J + half, pb);
        v128.store(K, pe);
        v128.store(K + half, pf);
      }
      // (-i/2) Z (ψ_J, ψ_K) = (-i ψ_J, i ψ_K) / 2
      v128.store(tJ, fma(hz, pb, fma(sz, tb, mul(cz, ta))));
      v128.store(tJ + half, fnma(hz, pa, fnma(sz, ta, mul(cz, tb))));
      v128.store(tK, fnma(hz, pf, fnma(sz, tf, mul(cz, te))));
      v128.store(tK + half, fma(hz, pe, fma(sz, te, mul(cz, tf))));
    }
  }
}

/**
 * Undoes RZ and RY on a tangent ψ' and its co-state λ', ψ and λ being the states after the rotations, and takes the derivatives
 * Im <λ'|P|ψ> + Im <λ|P|ψ'> of both overlaps on the way, pairs from .. to - 1. With `update` it does for ψ and λ what undoYZ does, too.
 */
export function undoTangentYZ(
  psi: usize,
  lambda: usize,
  psiTangent: usize,
  lambdaTangent: usize,
  vectors: i32,
  bit: i32,
  y: usize,
  z: usize,
  wy: usize,
  wz: usize,
  from: i32,
  to: i32,
  outY: usize,
  outZ: usize,
  update: bool,
  stateY: usize,
  stateZ: usize,
  added: bool,
): void {
  const half = <usize>vectors << VECTOR_SHIFT;
  const stride = <usize>vectors << ROW_SHIFT;
  const step = <usize>bit * stride;
  const h = splat(0.5);
  for (let v = 0; v < vectors; v++) {
    const offset = <usize>v << VECTOR_SHIFT;
    const cy = lineLoad(y + offset);
    const sy = lineLoad(y + half + offset);
    const cz = lineLoad(z + offset);
    const sz = lineLoad(z + half + offset);
    const hy = mul(h, lineLoad(wy + offset));
    const hz = mul(h, lineLoad(wz + offset));
    let sumY = zero();
    let sumZ = zero();
    let plainY = zero();
    let plainZ = zero();
    for (let p = from; p < to; p++) {
      const row = offset + <usize>withZero(p, bit) * stride;
      let J = psi + row;
      let K = J + step;
      let r = v128.load(J);
      let i = v128.load(J + half);
      let u = v128.load(K);
      let w = v128.load(K + half);
      const a = fnma(sz, i, mul(cz, r));
      const b = fma(sz, r, mul(cz, i));
      const e = fma(sz, w, mul(cz, u));
      const f = fnma(sz, u, mul(cz, w));
      const pa = fma(sy, e, mul(cy, a));
      const pb = fma(sy, f, mul(cy, b));
      const pe = fnma(sy, a, mul(cy, e));
      const pf = fnma(sy, b, mul(cy, f));
      if (update) {
        v128.store(J, pa);
        v128.store(J + half, pb);
        v128.store(K, pe);
        v128.store(K + half, pf);
      }
      J = psiTangent + row;
      K = J + step;
      r = v128.load(J);
      i = v128.load(J + half);
      u = v128.load(K);
      w = v128.load(K + half);
      const ta = fnma(hz, b, fnma(sz, i, mul(cz, r)));
      const tb = fma(hz, a, fma(sz, r, mul(cz, i)));
      const te = fma(hz, f, fma(sz, w, mul(cz, u)));
      const tf = fnma(hz, e, fnma(sz, u, mul(cz, w)));
      const qa = fma(hy, pe, fma(sy, te, mul(cy, ta)));
      const qb = fma(hy, pf, fma(sy, tf, mul(cy, tb)));
      const qe = fnma(hy, pa, fnma(sy, ta, mul(cy, te)));
      const qf = fnma(hy, pb, fnma(sy, tb, mul(cy, tf)));
      v128.store(J, qa);
      v128.store(J + half, qb);
      v128.store(K, qe);
      v128.store(K + half, qf);
      J = lambda + row;
      K = J + step;
      r = v128.load(J);
      i = v128.load(J + half);
      u = v128.load(K);
      w = v128.load(K + half);
      const la = fnma(sz, i, mul(cz, r));
      const lb = fma(sz, r, mul(cz, i));
      const le = fma(sz, w, mul(cz, u));
      const lf = fnma(sz, u, mul(cz, w));
      sumZ = fma(la, tb, sumZ);
      sumZ = fnma(lb, ta, sumZ);
      sumZ = fnma(le, tf, sumZ);
      sumZ = fma(lf, te, sumZ);
      const ma = fma(sy, le, mul(cy, la));
      const mb = fma(sy, lf, mul(cy, lb));
      const me = fnma(sy, la, mul(cy, le));
      const mf = fnma(sy, lb, mul(cy, lf));
      if (update) {
        v128.store(J, ma);
        v128.store(J + half, mb);
        v128.store(K, me);
        v128.store(K + half, mf);
        plainZ = fma(la, b, plainZ);
        plainZ = fnma(lb, a, plainZ);
        plainZ = fnma(le, f, plainZ);
        plainZ = fma(lf, e, plainZ);
        plainY = fma(me, pa, plainY);
        plainY = fma(mf, pb, plainY);
        plainY = fnma(ma, pe, plainY);
        plainY = fnma(mb, pf, plainY);
      }
      sumY = fma(me, qa, sumY);
      sumY = fma(mf, qb, sumY);
      sumY = fnma(ma, qe, sumY);
      sumY = fnma(mb, qf, sumY);
      J = lambdaTangent + row;
      K = J + step;
      r = v128.load(J);
      i = v128.load(J + half);
      u = v128.load(K);
      w = v128.load(K + half);
      const xa = fnma(hz, lb, fnma(sz, i, mul(cz, r)));
      const xb = fma(hz, la, fma(sz, r, mul(cz, i)));
      const xe = fma(hz, lf, fma(sz, w, mul(cz, u)));
      const xf = fnma(hz, le, fnma(sz, u, mul(cz, w)));
      sumZ = fma(xa, b, sumZ);
      sumZ = fnma(xb, a, sumZ);
      sumZ = fnma(xe, f, sumZ);
      sumZ = fma(xf, e, sumZ);
      const ya = fma(hy, me, fma(sy, xe, mul(cy, xa)));
      const yb = fma(hy, mf, fma(sy, xf, mul(cy, xb)));
      const ye = fnma(hy, ma, fnma(sy, xa, mul(cy, xe)));
      const yf = fnma(hy, mb, fnma(sy, xb, mul(cy, xf)));
      sumY = fma(ye, pa, sumY);
      sumY = fma(yf, pb, sumY);
      sumY = fnma(ya, pe, sumY);
      sumY = fnma(yb, pf, sumY);
      v128.store(J, ya);
      v128.store(J + half, yb);
      v128.store(K, ye);
      v128.store(K + half, yf);
    }
    storeResult(outY + (<usize>v << RESULT_SHIFT), sumY, added);
    storeResult(outZ + (<usize>v << RESULT_SHIFT), sumZ, added);
    if (update) {
      storeResult(stateY + (<usize>v << RESULT_SHIFT), plainY, added);
      storeResult(stateZ + (<usize>v << RESULT_SHIFT), plainZ, added);
    }
  }
}
