/**
 * What every ensemble of circuits is asked for: averages of K, μ and ε μ, and the ratios made of them. Numbers only.
 */

/** Averages over an ensemble of circuits; ratios are ratios of averages. */
export interface EnsembleAverages {
  /** Mean of K. */
  readonly meanK: number;
  /** Standard deviation of K. */
  readonly sdK: number;
  /** Mean of μ. */
  readonly meanMu: number;
  /** Mean of ε μ. */
  readonly meanEpsilonMu: number;
  /** mean(μ) / mean(K). */
  readonly lambda: number;
  /** mean(ε μ) / mean(K)². */
  readonly zeta: number;
}

/** The names of the averages, in the order they are shown. */
export const averageNames = ["meanK", "sdK", "meanMu", "meanEpsilonMu", "lambda", "zeta"] as const;

/** Completes averages by their ratios. */
export function withRatios(averages: Omit<EnsembleAverages, "lambda" | "zeta">): EnsembleAverages {
  const { meanK, meanMu, meanEpsilonMu } = averages;
  return { ...averages, lambda: meanMu / meanK, zeta: meanEpsilonMu / meanK ** 2 };
}
