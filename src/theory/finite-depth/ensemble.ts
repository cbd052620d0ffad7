/**
 * λ∞ over random circuits, by sampling their tangent vectors: any spectrum, size and depth, no circuit simulated.
 *
 * With Haar-random unitaries between the rotations the tangent vectors at a point that prepares the end state are independent and
 * v_l = (1/2) (1 - p_l²)^{1/2} u_l, u_l uniform on the unit sphere in R^{2(d-1)} and (1 + p_l)/2 a Beta(d/2, d/2) variable. For large d
 * that is the Gaussian of variance d/(8 (d² - 1)) per component, whose G = Σ_l v_l v_lᵀ is a real Wishart matrix.
 */
import { requireInteger, requireOneOf } from "../../base/assert.ts";
import type { CounterStream } from "../../base/random/counter-stream.ts";
import { choleskyFactor, choleskyLogDeterminant, choleskySolveInPlace } from "../../linalg/cholesky.ts";
import type { Excitations } from "./excitations.ts";
import { tangentVariance } from "./late-modes.ts";

/** Distributions of tangent vectors: exact for Haar-random layers, or its Gaussian limit. */
export const tangentLaws = ["haar", "wishart"] as const;

export type TangentLaw = (typeof tangentLaws)[number];

/** Circuits drawn from the ensemble. */
export interface EnsembleSamples {
  /** λ∞ of each. */
  readonly lambda: Float64Array;
  /** ½ ln det G of each: the logarithm of the volume of angles from which training comes to such a point, up to a constant. */
  readonly logVolume: Float64Array;
}

/** Relative change of an eigenvalue at which the inverse iteration stops. */
const TOLERANCE = 1e-10;
/** Most iterations; more are never needed unless two eigenvalues agree to many digits, where either will do. */
const MAX_ITERATIONS = 5000;

/**
 * Draws circuits of L parameters. Yields the number drawn after each one.
 *
 * @param samples how many to draw
 * @param stream source of random numbers
 * @returns λ∞ = 0 and volume 0 for every one where L < N
 * @throws ArgumentError unless both numbers are positive integers and the law is known
 */
export function* ensembleSteps(
  excitations: Excitations,
  parameters: number,
  samples: number,
  stream: CounterStream,
  law: TangentLaw = "haar",
): Generator<number, EnsembleSamples, void> {
  requireInteger("parameters", parameters, 1);
  requireInteger("samples", samples, 1);
  requireOneOf("law", law, tangentLaws);
  const { amplitudes: size, energies, end } = excitations;
  const lambda = new Float64Array(samples);
  const logVolume = new Float64Array(samples).fill(Number.NEGATIVE_INFINITY);
  if (parameters < size) return { lambda, logVolume };
  const roots = Float64Array.from({ length: size }, (_, i) => Math.sqrt(energies[i >> 1]));
  const logRoots = energies.reduce((sum, energy) => sum + Math.log(energy), 0);
  for (let k = 0; k < samples; k++) {
    const factor = choleskyFactor(drawMatrix(excitations, roots, parameters, stream, law), size);
    if (factor !== undefined) {
      lambda[k] = (end === "min" ? 2 : -2) * smallestEigenvalue(factor, size, stream);
      logVolume[k] = choleskyLogDeterminant(factor, size) / 2 - logRoots;
    }
    yield k + 1;
  }
  return { lambda, logVolume };
}

/** As `ensembleSteps`, in one call. */
export function tangentEnsemble(
  excitations: Excitations,
  parameters: number,
  samples: number,
  stream: CounterStream,
  law: TangentLaw = "haar",
): EnsembleSamples {
  const steps = ensembleSteps(excitations, parameters, samples, stream, law);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A mean over the ensemble, its standard error and the standard deviation between circuits. */
export interface EnsembleAverage {
  readonly value: number;
  readonly error: number;
  readonly deviation: number;
}

/**
 * The mean of λ∞, over circuits drawn evenly or as training from random angles meets them.
 *
 * Training ends where the path from its random start ends, so a stretch of end points is met in proportion to the volume of angles around
 * it, (det G)^{1/2} times its share at fixed state. For Gaussian tangents this weight adds one degree of freedom, L -> L + 1.
 *
 * @param trained whether to weight with that volume
 */
export function ensembleLambda({ lambda, logVolume }: EnsembleSamples, trained: boolean): EnsembleAverage {
  const top = Math.max(...logVolume);
  const weights = lambda.map((_, k) => (trained && Number.isFinite(top) ? Math.exp(logVolume[k] - top) : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const value = lambda.reduce((sum, x, k) => sum + weights[k] * x, 0) / total;
  let variance = 0;
  let error = 0;
  lambda.forEach((x, k) => {
    variance += (weights[k] / total) * (x - value) ** 2;
    error += ((weights[k] / total) * (x - value)) ** 2;
  });
  return { value, error: Math.sqrt(error), deviation: Math.sqrt(variance) };
}

/** A = Δ^{1/2} G Δ^{1/2} of one circuit, its lower triangle. */
function drawMatrix(
  { amplitudes: size, dimension, levels }: Excitations,
  roots: Float64Array,
  parameters: number,
  stream: CounterStream,
  law: TangentLaw,
): Float64Array {
  const matrix = new Float64Array(size * size);
  const row = new Float64Array(size);
  const gaussian = Math.sqrt(tangentVariance(dimension));
  // Directions within a degenerate end belong to the sphere as well.
  const hidden = 2 * (dimension - 1 - levels.length);
  for (let l = 0; l < parameters; l++) {
    let norm2 = 0;
    for (let i = 0; i < size; i++) {
      row[i] = stream.normal();
      norm2 += row[i] ** 2;
    }
    let scale = gaussian;
    if (law === "haar") {
      for (let i = 0; i < hidden; i++) norm2 += stream.normal() ** 2;
      scale = Math.sqrt((1 - generatorMean(dimension, stream) ** 2) / norm2) / 2;
    }
    for (let i = 0; i < size; i++) row[i] *= scale * roots[i];
    for (let i = 0; i < size; i++) {
      const value = row[i];
      for (let j = 0, at = i * size; j <= i; j++, at++) matrix[at] += value * row[j];
    }
  }
  return matrix;
}

/** p = <ψ|X|ψ> of a Haar-random state: (a - b)/(a + b), a and b sums of d squared normals. */
function generatorMean(dimension: number, stream: CounterStream): number {
  let a = 0;
  let b = 0;
  for (let i = 0; i < dimension; i++) {
    a += stream.normal() ** 2;
    b += stream.normal() ** 2;
  }
  return (a - b) / (a + b);
}

/** The smallest eigenvalue of C Cᵀ by inverse iteration. */
function smallestEigenvalue(factor: Float64Array, size: number, stream: CounterStream): number {
  let x = Float64Array.from({ length: size }, () => stream.normal());
  let previous = 0;
  for (let k = 0; k < MAX_ITERATIONS; k++) {
    const norm = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
    x = x.map((value) => value / norm);
    const z = x.slice();
    choleskySolveInPlace(factor, size, z);
    const inverse = x.reduce((sum, value, i) => sum + value * z[i], 0);
    x = z;
    if (Math.abs(inverse - previous) <= TOLERANCE * inverse) return 1 / inverse;
    previous = inverse;
  }
  return 1 / previous;
}
