/**
 * Averages of an ensemble as a table and as JSON: exact, asymptotic, Monte Carlo, the difference in standard errors.
 */
import { formatNumber } from "../base/format.ts";
import type { EnsembleEstimates } from "../reports/monte-carlo.ts";
import type { TheoryProblem } from "../reports/problem.ts";
import { averageNames, type EnsembleAverages } from "../theory/ensemble-averages.ts";
import { formatTable } from "./table.ts";

/** What a command has computed. */
export interface AveragesResult {
  readonly exact: EnsembleAverages;
  readonly asymptotic: EnsembleAverages;
  readonly monteCarlo?: EnsembleEstimates;
  /** What Monte Carlo is compared with, where that is not `exact`. */
  readonly expected?: EnsembleAverages;
}

const SYMBOLS: Readonly<Record<keyof EnsembleAverages, string>> = {
  meanK: "mean K",
  sdK: "SD K",
  meanMu: "mean μ",
  meanEpsilonMu: "mean ε μ",
  lambda: "λ",
  zeta: "ζ",
};

/** The table. */
export function averagesTable({ exact, asymptotic, monteCarlo, expected = exact }: AveragesResult): string {
  const number = (value: number) =>
    Math.abs(value) === Number.POSITIVE_INFINITY ? (value > 0 ? "∞" : "−∞") : formatNumber(value, 5);
  const rows = averageNames.map((name) => {
    const row = [SYMBOLS[name], number(exact[name]), number(asymptotic[name])];
    if (monteCarlo === undefined) return row;
    const { value, error } = monteCarlo[name];
    const sigmas = isRounding(monteCarlo, name) ? Number.NaN : (value - expected[name]) / error;
    return [...row, number(value), number(error), Number.isFinite(sigmas) ? sigmas.toFixed(1).replace("-", "−") : "–"];
  });
  const header = ["", "exact", "asymptotic"];
  return formatTable(monteCarlo === undefined ? header : [...header, "Monte Carlo", "±", "sigmas"], rows, 1);
}

/** Whether an average that ε enters is rounding only: the output state has <O> = O0. */
function isRounding({ meanMu, meanEpsilonMu }: EnsembleEstimates, name: keyof EnsembleAverages): boolean {
  const involvesError = name === "meanEpsilonMu" || name === "zeta";
  return involvesError && Math.abs(meanEpsilonMu.value) < 1e-9 * Math.abs(meanMu.value);
}

/** The JSON object. */
export function averagesJson({ exact, asymptotic, monteCarlo }: AveragesResult): unknown {
  const pick = (averages: EnsembleAverages) => Object.fromEntries(averageNames.map((name) => [name, averages[name]]));
  return { exact: pick(exact), asymptotic: pick(asymptotic), ...(monteCarlo && { monteCarlo }) };
}

/** One line that says what the theory is for. */
export function describeProblem(
  { config, dimension, parameters, target }: TheoryProblem,
  formatted: (x: number) => string,
): string {
  return `n = ${config.qubits}, d = ${dimension}, L = ${parameters}, ${config.observable}, O0 = ${formatted(target)}`;
}
