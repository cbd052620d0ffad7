/**
 * Averages over draws of an ensemble with their errors, by the jackknife over circuits.
 */
import { requireFinite, requireLength } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import type { EnsembleDraws } from "./draws.ts";

/** An estimate and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Estimates of what the theory of ensembles predicts; ratios are ratios of averages. */
export interface EnsembleEstimates {
  /** Mean of K. */
  readonly meanK: Estimate;
  /** Standard deviation of K. */
  readonly sdK: Estimate;
  /** Mean of μ. */
  readonly meanMu: Estimate;
  /** Mean of ε μ. */
  readonly meanEpsilonMu: Estimate;
  /** mean(μ) / mean(K). */
  readonly lambda: Estimate;
  /** mean(ε μ) / mean(K)². */
  readonly zeta: Estimate;
}

/** Sums over draws: 1, K, K², μ, ε μ. */
type Sums = readonly [number, number, number, number, number];

const statistics: Readonly<Record<keyof EnsembleEstimates, (sums: Sums) => number>> = {
  meanK: ([n, k]) => k / n,
  sdK: ([n, k, k2]) => Math.sqrt(Math.max(0, k2 / n - (k / n) ** 2) * (n / (n - 1))),
  meanMu: ([n, , , mu]) => mu / n,
  meanEpsilonMu: ([n, , , , epsilonMu]) => epsilonMu / n,
  lambda: ([, k, , mu]) => mu / k,
  zeta: ([n, k, , , epsilonMu]) => (epsilonMu * n) / k ** 2,
};

/**
 * Estimates from draws, with errors by the jackknife that leaves out one circuit at a time: draws that share a circuit may be correlated.
 *
 * @param target O0, which enters ε = <O> - O0
 * @throws ArgumentError for fewer than three circuits, or arrays of different lengths
 */
export function estimateAverages(draws: EnsembleDraws, target: number): EnsembleEstimates {
  const { perCircuit, expectation, kernel, mu } = draws;
  requireFinite("target", target);
  requireLength("kernel", kernel, expectation.length);
  requireLength("mu", mu, expectation.length);
  const circuits = expectation.length / perCircuit;
  if (!(Number.isInteger(circuits) && circuits >= 3))
    throw new ArgumentError("draws", new Described(`of ${circuits} circuits`), "draws of at least 3 whole circuits");
  const clusters = Array.from({ length: circuits }, (_, c): Sums => {
    let [k, k2, m, em] = [0, 0, 0, 0];
    for (let i = c * perCircuit; i < (c + 1) * perCircuit; i++) {
      k += kernel[i];
      k2 += kernel[i] ** 2;
      m += mu[i];
      em += (expectation[i] - target) * mu[i];
    }
    return [perCircuit, k, k2, m, em];
  });
  const total = clusters.reduce<Sums>((sum, cluster) => combine(sum, cluster, 1), [0, 0, 0, 0, 0]);
  const entries = Object.entries(statistics).map(([name, statistic]) => {
    const value = statistic(total);
    let centre = 0;
    let spread = 0;
    clusters.forEach((cluster, k) => {
      const without = statistic(combine(total, cluster, -1)) - value;
      const step = without - centre;
      centre += step / (k + 1);
      spread += step * (without - centre);
    });
    return [name, { value, error: Math.sqrt(((circuits - 1) / circuits) * spread) }];
  });
  return Object.fromEntries(entries);
}

function combine(a: Sums, b: Sums, sign: number): Sums {
  return [a[0] + sign * b[0], a[1] + sign * b[1], a[2] + sign * b[2], a[3] + sign * b[3], a[4] + sign * b[4]];
}
