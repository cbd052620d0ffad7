/**
 * Operators on one qubit as eight numbers (re and im of 00, 01, 10, 11), what they do to a state vector, and to the qubit's own density matrix.
 *
 * That of the qubit alone is (ρ00, ρ11, Re ρ01, Im ρ01): all that the probabilities of a channel on the qubit depend on.
 */
import type { StoredMatrix } from "../../linalg/complex-matrix.ts";
import type { StateBatch } from "../engine.ts";

/** Re and im of the entries 00, 01, 10, 11. */
export type QubitOperator = Float64Array;

/** ρ00, ρ11, Re ρ01, Im ρ01. */
export type QubitDensity = Float64Array;

/** The identity. */
export function identityOperator(): QubitOperator {
  return Float64Array.of(1, 0, 0, 0, 0, 0, 1, 0);
}

/** A 2 x 2 matrix as an operator. */
export function operatorOf({ re, im }: StoredMatrix): QubitOperator {
  return Float64Array.of(re[0], im[0], re[1], im[1], re[2], im[2], re[3], im[3]);
}

/** exp(-i φ P / 2) for P = X, Y or Z, from cos(φ / 2) and sin(φ / 2). */
export function rotationOperator(letter: string, cos: number, sin: number): QubitOperator {
  if (letter === "Z") return Float64Array.of(cos, -sin, 0, 0, 0, 0, cos, sin);
  return letter === "X" ? Float64Array.of(cos, 0, 0, -sin, 0, -sin, cos, 0) : Float64Array.of(cos, 0, -sin, 0, sin, 0, cos, 0);
}

/** The product A B. */
export function multiplyOperators(a: QubitOperator, b: QubitOperator): QubitOperator {
  const product = new Float64Array(8);
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 2; j++) {
      for (let k = 0; k < 2; k++) {
        const [p, q] = [4 * i + 2 * k, 4 * k + 2 * j];
        product[4 * i + 2 * j] += a[p] * b[q] - a[p + 1] * b[q + 1];
        product[4 * i + 2 * j + 1] += a[p] * b[q + 1] + a[p + 1] * b[q];
      }
    }
  }
  return product;
}

/** An operator times a real factor. */
export function scaledOperator(a: QubitOperator, factor: number): QubitOperator {
  return a.map((value) => factor * value);
}

/** The smallest eigenvalue of K† K: the least share of its weight that any state keeps under K. */
export function smallestShare(k: QubitOperator): number {
  const zero = k[0] ** 2 + k[1] ** 2 + k[4] ** 2 + k[5] ** 2;
  const one = k[2] ** 2 + k[3] ** 2 + k[6] ** 2 + k[7] ** 2;
  const re = k[0] * k[2] + k[1] * k[3] + k[4] * k[6] + k[5] * k[7];
  const im = k[0] * k[3] - k[1] * k[2] + k[4] * k[7] - k[5] * k[6];
  return (zero + one) / 2 - Math.sqrt(((zero - one) / 2) ** 2 + re ** 2 + im ** 2);
}

/** The density matrix of one qubit of a single state, its trace the state's squared norm. `stride`: distance of amplitudes that differ in the qubit. */
export function qubitDensity({ dimension, re, im }: StateBatch, stride: number): QubitDensity {
  let [zero, one, x, y] = [0, 0, 0, 0];
  for (let base = 0; base < dimension; base += 2 * stride) {
    for (let j = base; j < base + stride; j++) {
      const [a, b, c, d] = [re[j], im[j], re[j + stride], im[j + stride]];
      zero += a * a + b * b;
      one += c * c + d * d;
      x += a * c + b * d;
      y += b * c - a * d;
    }
  }
  return Float64Array.of(zero, one, x, y);
}

/** tr ρ. */
export function traceOf(rho: QubitDensity): number {
  return rho[0] + rho[1];
}

/** K ρ K†. */
export function transformDensity(k: QubitOperator, [zero, one, x, y]: QubitDensity): QubitDensity {
  // The rows of K ρ, and from them those of K ρ K†.
  const row = (i: number) => {
    const [a, b, c, d] = [k[4 * i], k[4 * i + 1], k[4 * i + 2], k[4 * i + 3]];
    return [a * zero + c * x + d * y, b * zero + d * x - c * y, a * x - b * y + c * one, a * y + b * x + d * one];
  };
  const [p, q, r, s] = row(0);
  const [t, u, v, w] = row(1);
  return Float64Array.of(
    p * k[0] + q * k[1] + r * k[2] + s * k[3],
    t * k[4] + u * k[5] + v * k[6] + w * k[7],
    p * k[4] + q * k[5] + r * k[6] + s * k[7],
    q * k[4] - p * k[5] + s * k[6] - r * k[7],
  );
}

/** ψ <- K ψ on one qubit of a single state. */
export function applyOperatorInPlace({ dimension, re, im }: StateBatch, stride: number, k: QubitOperator): void {
  const k0 = k[0];
  const k1 = k[1];
  const k2 = k[2];
  const k3 = k[3];
  const k4 = k[4];
  const k5 = k[5];
  const k6 = k[6];
  const k7 = k[7];
  for (let base = 0; base < dimension; base += 2 * stride) {
    for (let j = base, l = base + stride; j < base + stride; j++, l++) {
      const a = re[j];
      const b = im[j];
      const c = re[l];
      const d = im[l];
      re[j] = k0 * a - k1 * b + k2 * c - k3 * d;
      im[j] = k0 * b + k1 * a + k2 * d + k3 * c;
      re[l] = k4 * a - k5 * b + k6 * c - k7 * d;
      im[l] = k4 * b + k5 * a + k6 * d + k7 * c;
    }
  }
}
