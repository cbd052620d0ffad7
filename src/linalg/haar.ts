/**
 * Haar-random unitary matrices and states from a source of standard normal numbers.
 *
 * Knows no seeds: the caller passes the normals, so one function serves every stream.
 */
import { hypotenuse } from "../base/elementary.ts";
import type { ComplexMatrix, ComplexVector } from "./complex-matrix.ts";
import { normalizeInPlace, zeroMatrix, zeroVector } from "./complex-matrix.ts";
import { reflectorFor } from "./householder-qr.ts";

/** A source of independent standard normal numbers. */
export type NormalSource = () => number;

/**
 * Fills a d x d matrix with a Haar-random unitary by direct reflections.
 *
 * With U' Haar on k - 1 dimensions and x a complex normal vector in C^k, the matrix H(x) diag(-e^{i arg x_1}, U') is Haar on k
 * dimensions, H(x) being the Householder reflection that maps x to a multiple of e_1: its first column is x / |x|, uniform on
 * the sphere, and the others are U' carried onto the complement of x. Starting from k = 1 this takes half the arithmetic and
 * half the normal numbers of a QR decomposition (Stewart 1980; Mezzadri 2007).
 *
 * @param out d x d matrix, overwritten
 * @param normal source of standard normal numbers; d (d + 1) are drawn
 */
export function haarUnitaryInPlace(out: ComplexMatrix, normal: NormalSource): void {
  const d = out.rows;
  const { re, im } = out;
  const reflector = reflectorFor(out);
  const xRe = reflector.take(d);
  const xIm = reflector.take(d);
  for (let k = d - 1; k >= 0; k--) {
    let norm2 = 0;
    for (let i = k; i < d; i++) {
      xRe[i] = normal();
      xIm[i] = normal();
      norm2 += xRe[i] * xRe[i] + xIm[i] * xIm[i];
    }
    const norm = Math.sqrt(norm2);
    for (let i = k; i < d; i++) {
      re[i * d + k] = xRe[i] / norm;
      im[i * d + k] = xIm[i] / norm;
    }
    re.fill(0, k * d + k + 1, (k + 1) * d);
    im.fill(0, k * d + k + 1, (k + 1) * d);
    const head = hypotenuse(xRe[k], xIm[k]);
    xRe[k] += (xRe[k] / head) * norm;
    xIm[k] += (xIm[k] / head) * norm;
    reflector.reflect(k, k + 1, xRe, xIm, 0, 1 / (norm * (norm + head)));
  }
}

/** A Haar-random d x d unitary matrix; d (d + 1) normal numbers are drawn. */
export function haarUnitary(d: number, normal: NormalSource): ComplexMatrix {
  const matrix = zeroMatrix(d);
  haarUnitaryInPlace(matrix, normal);
  return matrix;
}

/** A Haar-random pure state: a normalised vector of `dimension` complex normal numbers. */
export function haarState(dimension: number, normal: NormalSource): ComplexVector {
  const state = zeroVector(dimension);
  for (let i = 0; i < dimension; i++) {
    state.re[i] = normal();
    state.im[i] = normal();
  }
  normalizeInPlace(state);
  return state;
}
