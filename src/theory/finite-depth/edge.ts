/**
 * λ∞ of a random circuit of finite depth in closed form: the lower edge of the generalised Marchenko-Pastur law, its finite-size
 * correction, and the deep limit. Derived in docs/finite-depth.md.
 */
import { requireInteger } from "../../base/assert.ts";
import { bisect } from "../../linalg/bisect.ts";
import type { Excitations } from "./excitations.ts";
import { tangentVariance } from "./late-modes.ts";

/** λ∞ of random circuits with L parameters. */
export interface EdgePrediction {
  /** Aspect ratio c = N / L = 2 (d - 1) / L; the threshold is c = 1. */
  readonly aspect: number;
  /** λ∞ for d -> ∞ at this aspect ratio; 0 at and below the threshold. */
  readonly lambda: number;
  /** Mean of λ∞ over circuits at this d: the edge moved by the mean of the Tracy-Widom law. */
  readonly mean: number;
  /** Standard deviation of λ∞ between circuits, that of the Tracy-Widom law. */
  readonly deviation: number;
}

/** Mean and standard deviation of the Tracy-Widom law for real matrices (β = 1). Source: Bornemann, Markov Process. Relat. Fields 16 (2010). */
const TRACY_WIDOM_MEAN = -1.206533574582;
const TRACY_WIDOM_DEVIATION = Math.sqrt(1.607781034581);

/**
 * λ∞ = (L d / (4 (d² - 1))) a, with a the largest value of z(m) = -1/m + c mean_k Δ_k/(1 + Δ_k m) over m < -1/Δ_min, the lower edge of
 * the spectrum of (1/L) Σ_l w_l w_lᵀ for Gaussian w_l of covariance Δ; 0 for L <= N.
 *
 * At finite d the smallest eigenvalue lies above the edge by σ L^{-2/3} times minus a Tracy-Widom variable, σ³ = -z''(m)/2 at the
 * maximum (El Karoui, Ann. Probab. 35, 663 (2007), for the upper edge; the lower one is its mirror image).
 *
 * @param parameters L
 * @throws ArgumentError unless L is a positive integer
 */
export function lateTimeEdge(excitations: Excitations, parameters: number): EdgePrediction {
  requireInteger("parameters", parameters, 1);
  const { energies, amplitudes, dimension, gap, end } = excitations;
  const aspect = amplitudes / parameters;
  if (aspect >= 1) return { aspect, lambda: 0, mean: 0, deviation: 0 };
  // With u = -1/(m Δ_min) in (0, 1): z = Δ_min u (1 - c mean(r/(r - u))), r = Δ_k/Δ_min >= 1; concave in u.
  const ratios = energies.map((energy) => energy / gap);
  const average = (term: (r: number) => number) => ratios.reduce((sum, r) => sum + term(r), 0) / ratios.length;
  const slope = (u: number) => 1 - aspect * average((r) => (r / (r - u)) ** 2);
  const u = bisect(slope, 0, 1);
  const edge = gap * u * (1 - aspect * average((r) => r / (r - u)));
  // σ³ = -z''(m)/2 with m = -1/(Δ_min u).
  const sigma = gap * u * Math.cbrt(aspect * average((r) => (r / (r - u)) ** 3) - 1);
  const scale = 2 * parameters * tangentVariance(dimension) * (end === "min" ? 1 : -1);
  const width = sigma * parameters ** (-2 / 3);
  return {
    aspect,
    lambda: scale * edge,
    mean: scale * (edge - TRACY_WIDOM_MEAN * width),
    deviation: Math.abs(scale) * TRACY_WIDOM_DEVIATION * width,
  };
}

/** λ∞ -> L d Δ/(4 (d² - 1)), the limit of `lateTimeEdge` for L >> N. Δ is the gap of O at this end of its spectrum. */
export function deepLambda({ dimension, gap, end }: Excitations, parameters: number): number {
  return 2 * parameters * tangentVariance(dimension) * gap * (end === "min" ? 1 : -1);
}

/**
 * The largest eigenvalue of (1/L) Σ_l w_l w_lᵀ in units of λ∞: the upper edge, the smallest z(m) over -1/Δ_max < m < 0. Half of it
 * times |R| η must stay below 1 for gradient descent with a finite step to be stable beyond the spectrum.
 */
export function upperEdge({ energies, amplitudes, dimension, end }: Excitations, parameters: number): number {
  requireInteger("parameters", parameters, 1);
  const aspect = amplitudes / parameters;
  const top = Math.max(...energies);
  const ratios = energies.map((energy) => energy / top);
  const average = (term: (r: number) => number) => ratios.reduce((sum, r) => sum + term(r), 0) / ratios.length;
  // With m = -1/(Δ_max u), u > 1: z = Δ_max u (1 + c mean(r/(u - r))).
  const slope = (u: number) => 1 - aspect * average((r) => (r / (u - r)) ** 2);
  let high = 2;
  while (slope(high) < 0) high *= 2;
  const u = bisect(slope, 1, high);
  const edge = top * u * (1 + aspect * average((r) => r / (u - r)));
  return 2 * parameters * tangentVariance(dimension) * edge * (end === "min" ? 1 : -1);
}
