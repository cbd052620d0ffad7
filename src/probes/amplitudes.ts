/**
 * What the theory is told about a state: its populations and amplitudes in the eigenbasis of the observable, and the tangent vectors
 * of a circuit in the same basis, as plain numbers.
 */
import { range } from "../base/arrays.ts";
import type { StateBatch } from "../engine/engine.ts";
import type { Tangents } from "../gradients/tangents.ts";
import type { ComplexVector } from "../linalg/complex-matrix.ts";
import type { HermitianEigen } from "../linalg/eigen.ts";
import type { Excitations } from "../theory/finite-depth/excitations.ts";

/** Populations |<k|ψ_c>|² of every column's state, one array of shape (d) for each column. */
export function populationsOf(states: StateBatch, { vectors }: HermitianEigen): Float64Array[] {
  const { dimension, columns } = states;
  return range(columns).map((c) => {
    const state = {
      re: Float64Array.from({ length: dimension }, (_, i) => states.re[i * columns + c]),
      im: Float64Array.from({ length: dimension }, (_, i) => states.im[i * columns + c]),
    };
    return Float64Array.from({ length: dimension }, (_, k) => {
      const [re, im] = overlap(vectors, k, state, 0);
      return re * re + im * im;
    });
  });
}

/** A circuit at one point as the finite-depth theory reads it. */
export interface ExcitedComponents {
  /** Components of ∂ψ/∂θ_l on the excited states, shape (L, N): real and imaginary part on each. */
  readonly tangents: Float64Array;
  /** The same of ψ, shape (N). */
  readonly amplitudes: Float64Array;
}

/**
 * Components of ψ and of its tangent vectors on the excited states, the tangents without their part along ψ, which only moves its phase.
 */
export function excitedComponents(
  { state, re, im, parameters, dimension }: Tangents,
  { vectors }: HermitianEigen,
  { levels, amplitudes: size }: Excitations,
): ExcitedComponents {
  const amplitudes = new Float64Array(size);
  levels.forEach((level, j) => {
    [amplitudes[2 * j], amplitudes[2 * j + 1]] = overlap(vectors, level, state, 0);
  });
  const tangents = new Float64Array(parameters * size);
  const planes = { re, im };
  for (let l = 0; l < parameters; l++) {
    let along = 0;
    for (let i = 0; i < dimension; i++) along += state.re[i] * im[l * dimension + i] - state.im[i] * re[l * dimension + i];
    levels.forEach((level, j) => {
      const [x, y] = overlap(vectors, level, planes, l * dimension);
      tangents[l * size + 2 * j] = x + along * amplitudes[2 * j + 1];
      tangents[l * size + 2 * j + 1] = y - along * amplitudes[2 * j];
    });
  }
  return { tangents, amplitudes };
}

/** <k|v> with v the d entries of `planes` from `offset` on. */
function overlap(vectors: HermitianEigen["vectors"], k: number, planes: ComplexVector, offset: number): [number, number] {
  const d = vectors.rows;
  let re = 0;
  let im = 0;
  for (let i = 0; i < d; i++) {
    const a = vectors.re[i * d + k];
    const b = vectors.im[i * d + k];
    const x = planes.re[offset + i];
    const y = planes.im[offset + i];
    re += a * x + b * y;
    im += a * y - b * x;
  }
  return [re, im];
}
