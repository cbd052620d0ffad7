/**
 * The Haar ensemble at random initialisation: K̄, SD[K], μ̄, mean(ε μ), λ̄0 and ζ̄0 for any observable, exact and asymptotic.
 */
import { requireFinite, requireInteger } from "../../base/assert.ts";
import { type EnsembleAverages, withRatios } from "../ensemble-averages.ts";
import { centralTraces, layerAverages, type ObservableTraces } from "./layer-averages.ts";

/** A circuit of L parameters whose states are Haar random on both sides of every rotation, an observable and a target. */
export interface HaarEnsemble extends ObservableTraces {
  /** L, at least 1. */
  readonly parameters: number;
  /** O0. */
  readonly target: number;
}

/**
 * The averages over the Haar ensemble, exact for any L, d >= 2 and O:
 *
 * K̄ = L E[(∂_l ε)²], Var K = L q + L (L - 1) p - K̄², μ̄ = L (L - 1) E[∂_l∂_m ε ∂_l ε ∂_m ε],
 * mean(ε μ) = L a + L (L - 1) E[(<O> - O0) ∂_l∂_m ε ∂_l ε ∂_m ε].
 *
 * The random Pauli ansatz differs by O(1/L): nothing random precedes its first rotation. See `randomPauliMeanK`.
 *
 * Source: Supplementary Note 11, exact forms of Eqs. 38-46; mean(ε μ) corrected (docs/errata.md).
 *
 * @throws ArgumentError for a dimension below 2, fewer than one parameter or numbers that are not finite
 */
export function exactAverages(ensemble: HaarEnsemble): EnsembleAverages {
  const { parameters, target } = requireEnsemble(ensemble);
  const { square, fourth, pairSquare, pairMu, pairEnergyMu, diagonalEpsilonMu } = layerAverages(ensemble);
  const pairs = parameters * (parameters - 1);
  const meanK = parameters * square;
  return withRatios({
    meanK,
    sdK: Math.sqrt(Math.max(0, parameters * (fourth - square ** 2) + pairs * (pairSquare - square ** 2))),
    meanMu: pairs * pairMu,
    meanEpsilonMu: parameters * diagonalEpsilonMu + pairs * (pairEnergyMu - target * pairMu),
  });
}

/**
 * The same to leading order in L and d. With t_k = tr (O - tr(O)/d)^k and r = d t4/t2², the kurtosis of the spectrum:
 *
 * K̄ = L t2/(2d²), SD[K]/K̄ = √((2/L)(1 + r/d) + (r - 1)/d), λ̄0 = L t3/(4 d t2),
 * ζ̄0 = (tr(O)/d - O0) d t3/(2 t2²) + (r - 3)/(2d) - (1 + r/d)/L.
 *
 * Terms of relative order r/d are kept: r grows like d for a projector. Source: Eqs. 38-40, freed of tr O = 0; SD[K] is not that of
 * Eqs. 44-46, which are off by √(3/2) where d >> L (`sdKAsPrinted`, docs/errata.md).
 *
 * @throws ArgumentError as `exactAverages`
 */
export function asymptoticAverages(ensemble: HaarEnsemble): EnsembleAverages {
  const { parameters: l, target, dimension: d, traces } = requireEnsemble(ensemble);
  const [, t2, t3, t4] = centralTraces(ensemble);
  const kurtosis = (d * t4) / t2 ** 2;
  const meanK = (l * t2) / (2 * d ** 2);
  const lambda = (l * t3) / (4 * d * t2);
  const zeta = ((traces[0] / d - target) * d * t3) / (2 * t2 ** 2) + (kurtosis - 3) / (2 * d) - (1 + kurtosis / d) / l;
  return {
    meanK,
    sdK: meanK * Math.sqrt((2 / l) * (1 + kurtosis / d) + (kurtosis - 1) / d),
    meanMu: lambda * meanK,
    meanEpsilonMu: zeta * meanK ** 2,
    lambda,
    zeta,
  };
}

/**
 * SD[K] with the leading order that Eqs. 44-46 print: √((3/L)(1 + r/d) + (r - 1)/d) K̄, which for d >> L is √(3/2) too large.
 *
 * The variance of a sum of L independent squares of normal numbers is 2 L s², not E[g⁴] L = 3 L s²: the mean's share L s² is to be
 * subtracted. Only the factor 3 is taken from the paper, everything else from `asymptoticAverages`. See docs/errata.md.
 *
 * @throws ArgumentError as `exactAverages`
 */
export function sdKAsPrinted(ensemble: HaarEnsemble): number {
  const { parameters: l, dimension: d } = requireEnsemble(ensemble);
  const [, t2, , t4] = centralTraces(ensemble);
  const kurtosis = (d * t4) / t2 ** 2;
  return ((l * t2) / (2 * d ** 2)) * Math.sqrt((3 / l) * (1 + kurtosis / d) + (kurtosis - 1) / d);
}

/**
 * SD[K] by the older estimate that takes the layers for independent: p = (K̄/L)², so that SD[K]/K̄ falls like √(2/L) without end.
 *
 * Source: Liu et al., Phys. Rev. Lett. 130, 150601 (2023), ref. 29 of the paper.
 *
 * @throws ArgumentError as `exactAverages`
 */
export function sdKOfIndependentLayers(ensemble: HaarEnsemble): number {
  const { parameters } = requireEnsemble(ensemble);
  const { square, fourth } = layerAverages(ensemble);
  return Math.sqrt(parameters * (fourth - square ** 2));
}

/**
 * K̄ of the random Pauli ansatz as it is defined, exact: its first rotation acts on |0...0>, so the first layer contributes
 * (1 + 1/d)(1 - 3⁻ⁿ) times as much as the others, 3⁻ⁿ being the probability that X_1 is Z on every qubit and moves nothing.
 *
 * @throws ArgumentError as `exactAverages`
 */
export function randomPauliMeanK(ensemble: HaarEnsemble): number {
  const { parameters, dimension } = requireEnsemble(ensemble);
  const { square } = layerAverages(ensemble);
  return square * (parameters - 1 + (1 + 1 / dimension) * (1 - 3 ** -Math.log2(dimension)));
}

function requireEnsemble(ensemble: HaarEnsemble): HaarEnsemble {
  requireInteger("parameters", ensemble.parameters, 1);
  requireFinite("target", ensemble.target);
  return ensemble;
}
