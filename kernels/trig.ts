// Cosine and sine of the half angles of all rotations and columns, two at a time in double precision, to about one unit in the last place.
//
// The argument is reduced by multiples of π/2 held in three parts, whose products with up to 2^20 are exact, and the fdlibm polynomials
// do the rest. No product here is fused with a sum: every build of the kernels gives the same numbers.
import { groups, lineAt, lineBytes, rotations, trig, vectorsOf } from "./layout";
import { REAL_SHIFT, storePair, VECTOR_SHIFT } from "./simd";

/** Bytes of the reals of two columns. */
const PAIR_BYTES: usize = <usize>2 << REAL_SHIFT;

/** Adding it rounds to an integer, which is then in the low bits. */
const MAGIC: f64 = 6755399441055744.0;
const TWO_OVER_PI: f64 = 6.36619772367581382433e-1;
const PI_HALVES_1: f64 = 1.57079632673412561417;
const PI_HALVES_2: f64 = 6.07710050630396597660e-11;
const PI_HALVES_3: f64 = 2.02226624879595063154e-21;

@inline
function times(a: v128, b: f64): v128 {
  return f64x2.mul(a, f64x2.splat(b));
}

@inline
function plus(a: v128, b: f64): v128 {
  return f64x2.add(a, f64x2.splat(b));
}

/** Writes the cosines of two angles at `cosine`, and their sines at `sine`. */
function cosSin(x: v128, cosine: usize, sine: usize): void {
  const rounded = plus(times(x, TWO_OVER_PI), MAGIC);
  const n = plus(rounded, -MAGIC);
  const y = f64x2.sub(f64x2.sub(f64x2.sub(x, times(n, PI_HALVES_1)), times(n, PI_HALVES_2)), times(n, PI_HALVES_3));
  const z = f64x2.mul(y, y);
  let s = plus(times(z, 1.58969099521155010221e-10), -2.50507602534068634195e-8);
  s = plus(f64x2.mul(z, s), 2.75573137070700676789e-6);
  s = plus(f64x2.mul(z, s), -1.98412698298579493134e-4);
  s = plus(f64x2.mul(z, s), 8.33333333332248946124e-3);
  s = plus(f64x2.mul(z, s), -1.66666666666666324348e-1);
  s = f64x2.add(y, f64x2.mul(f64x2.mul(y, z), s));
  let c = plus(times(z, -1.13596475577881948265e-11), 2.08757232129817482790e-9);
  c = plus(f64x2.mul(z, c), -2.75573143513906633035e-7);
  c = plus(f64x2.mul(z, c), 2.48015872894767294178e-5);
  c = plus(f64x2.mul(z, c), -1.38888888888741095749e-3);
  c = plus(f64x2.mul(z, c), 4.16666666666666019037e-2);
  const half = times(z, 0.5);
  const one = f64x2.splat(1);
  const w = f64x2.sub(one, half);
  c = f64x2.add(w, f64x2.add(f64x2.sub(f64x2.sub(one, w), half), f64x2.mul(f64x2.mul(z, z), c)));
  // Quadrant k: (cos, sin) = (c, s), (-s, c), (-c, -s), (s, -c).
  const odd = i64x2.neg(v128.and(rounded, i64x2.splat(1)));
  const sineSign = i64x2.shl(v128.and(rounded, i64x2.splat(2)), 62);
  const cosineSign = i64x2.shl(v128.and(i64x2.add(rounded, i64x2.splat(1)), i64x2.splat(2)), 62);
  storePair(cosine, v128.xor(v128.bitselect(s, c, odd), cosineSign));
  storePair(sine, v128.xor(v128.bitselect(c, s, odd), sineSign));
}

/**
 * Fills the table of cosines and sines.
 *
 * @param theta angles, [column][parameter], for as many columns as fill whole vectors
 * @param factors coefficient / 2 of every rotation
 * @param which parameter of every rotation
 */
export function fillTrig(theta: usize, parameters: i32, factors: usize, which: usize): void {
  const next = <usize>parameters << 3;
  for (let r = 0; r < rotations; r++) {
    const factor = load<f64>(factors + (<usize>r << 3));
    let angle = theta + (<usize>load<i32>(which + (<usize>r << 2)) << 3);
    for (let g = 0; g < groups; g++) {
      const half = <usize>vectorsOf(g) << VECTOR_SHIFT;
      const first = trig + ((<usize>r * lineBytes + lineAt(g)) << 1);
      for (let at = first; at < first + half; at += PAIR_BYTES, angle += next << 1) {
        const x = f64x2(load<f64>(angle), load<f64>(angle + next));
        cosSin(times(x, factor), at, at + half);
      }
    }
  }
}
