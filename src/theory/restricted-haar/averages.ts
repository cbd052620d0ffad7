/**
 * The restricted Haar ensemble at late time, for any observable: U = 1 ⊕ V in the frame of input and output, V Haar random.
 *
 * The output state is fixed, everything else is random: both sides of every layer are Haar again. What the averages depend on is the
 * output state's central moments of O and tr O.
 */
import { requireFinite, requireInteger } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import type { EnsembleAverages } from "../ensemble-averages.ts";

/**
 * What is known of an output state |ψ>, with O|ψ> = mean |ψ> + σ |χ>.
 *
 * For an eigenstate σ = 0 and |χ> is the direction from which it was reached: near a ground state that mixes with the first excited
 * level, `excitation` is the gap.
 */
export interface OutputState {
  /** m1 = <O>. */
  readonly mean: number;
  /** σ² = <(O - m1)²>. */
  readonly variance: number;
  /** x = κ3/σ² = <χ|O|χ> - m1, κ3 being the third central moment. */
  readonly excitation: number;
}

/** A circuit of L parameters at late time. */
export interface RestrictedHaarEnsemble {
  readonly dimension: number;
  /** L, at least 1. */
  readonly parameters: number;
  /** tr O. */
  readonly trace: number;
  /** O0. */
  readonly target: number;
  readonly output: OutputState;
}

/**
 * The averages over the restricted Haar ensemble, exact for any L, d >= 2 and O. With x = κ3/σ² and ε = m1 - O0:
 *
 * - K̄ = L d σ²/(2 (d² - 1)),   Var K = L σ⁴ [3 (d + 2)/(4 (d² - 1)(d + 3)) - d²/(4 (d² - 1)²)]
 * - λ̄ = (L - 1) d x/(4 (d² - 1)) + (d + 2)/(2 d (d + 3)) · [x - (d m1 - tr O)],   μ̄ = λ̄ K̄
 * - mean(ε μ) = ε μ̄,   ζ̄ = ε λ̄/K̄
 *
 * The first part of λ̄ comes from pairs of layers, the second, a fourth-order Weingarten average, from single layers. In an eigenstate
 * K̄ = 0 and λ̄ keeps its limit; ζ̄ is infinite unless ε = 0 as well, where ε/σ² has the limit 1/x. For a projector these are
 * Theorem 3's (`projectorAverages`). Derived in test/theory/restricted-haar.test.ts.
 *
 * @throws ArgumentError for a dimension below 2, fewer than one parameter, a negative variance or numbers that are not finite
 */
export function exactAverages(ensemble: RestrictedHaarEnsemble): EnsembleAverages {
  const { dimension: d, parameters: l, trace, output } = requireEnsemble(ensemble);
  const { mean, variance, excitation } = output;
  const perVariance = d / (2 * (d * d - 1));
  const layerVariance = (3 * (d + 2)) / (4 * (d * d - 1) * (d + 3)) - perVariance ** 2;
  const lambda =
    ((l - 1) * d * excitation) / (4 * (d * d - 1)) + ((d + 2) / (2 * d * (d + 3))) * (excitation - (d * mean - trace));
  return completed(ensemble, l * perVariance, variance * Math.sqrt(l * layerVariance), lambda);
}

/**
 * The same to leading order in L and d: K̄ = L σ²/(2d), SD[K]/K̄ = √(2/L), λ̄ = L x/(4d) - (m1 - tr(O)/d)/2, ζ̄ = ε λ̄/K̄.
 *
 * For a projector Eqs. 35-37.
 *
 * @throws ArgumentError as `exactAverages`
 */
export function asymptoticAverages(ensemble: RestrictedHaarEnsemble): EnsembleAverages {
  const { dimension: d, parameters: l, trace, output } = requireEnsemble(ensemble);
  const { mean, variance, excitation } = output;
  const perVariance = l / (2 * d);
  const lambda = (l * excitation) / (4 * d) - (mean - trace / d) / 2;
  return completed(ensemble, perVariance, variance * perVariance * Math.sqrt(2 / l), lambda);
}

/** @param perVariance K̄ / σ² */
function completed(
  { target, output: { mean, variance, excitation } }: RestrictedHaarEnsemble,
  perVariance: number,
  sdK: number,
  lambda: number,
): EnsembleAverages {
  const epsilon = mean - target;
  const meanK = perVariance * variance;
  const errorOverVariance = variance === 0 && epsilon === 0 ? 1 / excitation : epsilon / variance;
  return {
    meanK,
    sdK,
    meanMu: lambda * meanK,
    meanEpsilonMu: epsilon * lambda * meanK,
    lambda,
    zeta: epsilon === 0 && variance !== 0 ? 0 : (errorOverVariance * lambda) / perVariance,
  };
}

function requireEnsemble(ensemble: RestrictedHaarEnsemble): RestrictedHaarEnsemble {
  const { dimension, parameters, trace, target, output } = ensemble;
  requireInteger("dimension", dimension, 2);
  requireInteger("parameters", parameters, 1);
  requireFinite("trace", trace);
  requireFinite("target", target);
  requireFinite("output.mean", output.mean);
  requireFinite("output.excitation", output.excitation);
  if (!(Number.isFinite(output.variance) && output.variance >= 0))
    throw new ArgumentError("output.variance", output.variance, "a finite number of at least 0");
  return ensemble;
}
