/**
 * Theorem 3: the restricted Haar ensemble of state preparation, O = |Φ><Φ|, in the paper's own form.
 */
import { requireFinite, requireInteger } from "../../base/assert.ts";
import type { EnsembleAverages } from "../ensemble-averages.ts";
import type { OutputState } from "./averages.ts";

/** State preparation towards a fidelity O0. */
export interface StatePreparation {
  readonly dimension: number;
  /** L, at least 1. */
  readonly parameters: number;
  /** O0; any number, the fidelity reached is the nearest one in [0, 1]. */
  readonly target: number;
}

/** The output state of state preparation: fidelity F, variance F (1 - F), excitation 1 - 2 F. */
export function projectorOutput(target: number): OutputState {
  const fidelity = fidelityReached(target);
  return { mean: fidelity, variance: fidelity * (1 - fidelity), excitation: 1 - 2 * fidelity };
}

/**
 * Theorem 3, exact. With R the residual and F = O0 + R the fidelity reached:
 *
 * - K̄ = L d F (1 - F)/(2 (d² - 1))
 * - λ̄ = (L - 1) d (1 - 2F)/(4 (d² - 1)) - (d + 2)((d + 2) F - 2)/(2 d (d + 3))
 * - ζ̄ = R/(F (F - 1)) · {(L - 1)(2F - 1)/(2L) + (d + 2)(d² - 1)((d + 2) F - 2)/(L d² (d + 3))}
 *
 * At O0 = 1 both R and F - 1 vanish, with R = F - 1: ζ̄ -> 1/2 + d/L for L, d ≫ 1. Beyond, K̄ = 0 and ζ̄ is infinite. SD[K] is
 * that of `exactAverages`. Source: Supplementary Eqs. 256, 279, 313.
 *
 * @throws ArgumentError for a dimension below 2, fewer than one parameter or a target that is not finite
 */
export function projectorAverages(preparation: StatePreparation): EnsembleAverages {
  const { dimension: d, parameters: l, target } = requirePreparation(preparation);
  const f = fidelityReached(target);
  const meanK = (l * d * f * (1 - f)) / (2 * (d * d - 1));
  const lambda = ((l - 1) * d * (1 - 2 * f)) / (4 * (d * d - 1)) - ((d + 2) * ((d + 2) * f - 2)) / (2 * d * (d + 3));
  const braces = ((l - 1) * (2 * f - 1)) / (2 * l) + ((d + 2) * (d * d - 1) * ((d + 2) * f - 2)) / (l * d * d * (d + 3));
  const layerVariance = (3 * (d + 2)) / (4 * (d * d - 1) * (d + 3)) - d ** 2 / (4 * (d * d - 1) ** 2);
  return completed(target, f, { meanK, sdK: f * (1 - f) * Math.sqrt(l * layerVariance), lambda, braces });
}

/**
 * Theorem 3 to leading order: K̄ = L F (1 - F)/(2d), λ̄ = L (1 - 2F)/(4d) - F/2, ζ̄ = R/(F (F - 1)) · {(2F - 1)/2 + d F/L},
 * SD[K]/K̄ = √(2/L). Source: Eqs. 35-37.
 *
 * @throws ArgumentError as `projectorAverages`
 */
export function projectorAsymptotic(preparation: StatePreparation): EnsembleAverages {
  const { dimension: d, parameters: l, target } = requirePreparation(preparation);
  const f = fidelityReached(target);
  const meanK = (l * f * (1 - f)) / (2 * d);
  const lambda = (l * (1 - 2 * f)) / (4 * d) - f / 2;
  return completed(target, f, { meanK, sdK: meanK * Math.sqrt(2 / l), lambda, braces: (2 * f - 1) / 2 + (d * f) / l });
}

function completed(
  target: number,
  f: number,
  { meanK, sdK, lambda, braces }: { meanK: number; sdK: number; lambda: number; braces: number },
): EnsembleAverages {
  const residual = f - target;
  // R/(F (F - 1)), which is 1/F for R = F - 1 -> 0 and 1/(F - 1) for R = F -> 0.
  const factor = residual === 0 ? (f === 1 ? 1 : f === 0 ? -1 : 0) : -residual / (f * (1 - f));
  return {
    meanK,
    sdK,
    meanMu: lambda * meanK,
    meanEpsilonMu: residual * lambda * meanK,
    lambda,
    zeta: factor === 0 ? 0 : factor * braces,
  };
}

function fidelityReached(target: number): number {
  return Math.min(1, Math.max(0, target));
}

function requirePreparation(preparation: StatePreparation): StatePreparation {
  requireInteger("dimension", preparation.dimension, 2);
  requireInteger("parameters", preparation.parameters, 1);
  requireFinite("target", preparation.target);
  return preparation;
}
