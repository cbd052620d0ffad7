/**
 * How well each phase explains a sample's whole history: the Lotka-Volterra solution of each branch, weighed by its errors.
 *
 * With C given, K(t) = C/(1 - (1 - C/K1) e^{-ηCτ}) and ε(t) = ε1 (K(t) - C)/(K1 - C) from a point (K1, ε1) on, τ = t - t1; the sign of C is the phase
 * (Eqs. 11, 12 and 33). The likelihood of C is that of the best K1 and ε1. The evidence of a frozen kernel is its mean over 0 < C < S, S being the largest K
 * of the history, that of a frozen error its mean over -S' < C < 0, with S' no less than S and half as large again as the fastest fall of ln K over η; that
 * of the critical point its value at C = 0 (Eq. 34).
 *
 * λ is not constant, least of all early: to the error of a bin is added a share of its value, the larger the earlier it lies, and what is
 * left to explain after the best fit raises all errors alike (the Birge ratio).
 */
import { factorsOf } from "../lotka-volterra/branches.ts";
import type { HistoryBin } from "./history.ts";

/** The three phases. */
export type DeterminedPhase = "frozen-kernel" | "critical" | "frozen-error";

export const determinedPhases = ["frozen-kernel", "critical", "frozen-error"] as const satisfies DeterminedPhase[];

/** What a history says of the phases. */
export interface PhaseEvidence {
  /** ln of the evidence of each. */
  readonly logEvidence: Readonly<Record<DeterminedPhase, number>>;
  /** The best solution of each, for what it leads to. */
  readonly best: Readonly<Record<DeterminedPhase, BestSolution>>;
  /** |ε| and K in the last bin as shares of their largest values. */
  readonly left: { readonly epsilon: number; readonly kernel: number };
}

/** The solution of a branch that fits best. */
export interface BestSolution {
  readonly c: number;
  readonly kernel: number;
  readonly epsilon: number;
  /** Step of that point. */
  readonly step: number;
  readonly chi2: number;
}

/** Share by which K and ε of the last two octaves may differ from a solution with constant λ. */
const SHARE = 0.3;
/** What every octave before adds to it. */
const SHARE_PER_OCTAVE = 0.15;
/** Change of ηKt that tells nothing of the phase: it is 1 at the critical point. */
const REACH = 0.05;
/** Share of the largest K that tells nothing. */
const KERNEL_SHARE = 0.01;
/** Share of ε at the start that tells nothing. */
const ERROR_SHARE = 1e-3;
/** Values of |C| tried, on a logarithmic scale from the largest to one that no run of this length resolves. */
const GRID = 60;
/** Values of K1 tried. */
const KERNELS = 33;
/** Fraction of 1/(ηT) at which |C| is as good as zero. */
const SMALLEST = 0.02;

/** The evidence of the bins of one sample. Undefined for fewer than four bins, or a history that never moved. */
export function phaseEvidence(bins: readonly HistoryBin[], eta: number): PhaseEvidence | undefined {
  if (bins.length < 4) return undefined;
  const scale = Math.max(...bins.map(({ kernel }) => (Number.isNaN(kernel) ? 0 : kernel)), ...slopes(bins, eta));
  if (!(scale > 0)) return undefined;
  const points = pointsOf(bins, eta, scale);
  const last = bins[bins.length - 1].to;
  const smallest = Math.min(SMALLEST / (eta * last), scale / 10);
  const grid = gridTo(scale, smallest);
  const errorScale = Math.max(scale, fastestFall(points, eta));
  const errorGrid = gridTo(errorScale, smallest);
  const starts = startsOf(points, scale, smallest);
  const at = (c: number) => bestAt(points, starts, c, eta);
  const critical = at(0);
  const kernel = grid.map(at);
  const error = errorGrid.map((c) => at(-c));
  const least = Math.min(critical.chi2, ...kernel.map(({ chi2 }) => chi2), ...error.map(({ chi2 }) => chi2));
  const numbers = points.reduce((sum, point) => sum + (Number.isNaN(point.kernel) ? 1 : 2), 0);
  const birge = Math.max(1, least / Math.max(1, numbers - 3));
  const logMean = (row: readonly BestSolution[], grid: readonly number[]) => {
    // ∫ L dC / S by trapezoids, and below the smallest C what it is there.
    const values = row.map(({ chi2 }) => Math.exp((least - chi2) / (2 * birge)));
    let sum = values[GRID - 1] * grid[GRID - 1];
    for (let k = 1; k < GRID; k++) sum += ((values[k - 1] + values[k]) / 2) * (grid[k - 1] - grid[k]);
    return Math.log(sum / grid[0]);
  };
  const bestOf = (row: readonly BestSolution[]) => row.reduce((best, each) => (each.chi2 < best.chi2 ? each : best));
  return {
    logEvidence: {
      "frozen-kernel": logMean(kernel, grid),
      critical: (least - critical.chi2) / (2 * birge),
      "frozen-error": logMean(error, errorGrid),
    },
    best: { "frozen-kernel": bestOf(kernel), critical, "frozen-error": bestOf(error) },
    left: { epsilon: leftOf(bins.map(({ epsilon }) => Math.abs(epsilon))), kernel: leftOf(bins.map((bin) => bin.kernel)) },
  };
}

/** The last of some values as a share of the largest; zero where none is known. */
function leftOf(values: readonly number[]): number {
  return Number.isNaN(values[0]) ? 0 : values[values.length - 1] / Math.max(...values);
}

/** A bin with the errors that a solution is weighed by. */
interface Point {
  readonly time: number;
  readonly kernel: number;
  readonly kernelError: number;
  readonly epsilon: number;
  readonly epsilonError: number;
}

function pointsOf(bins: readonly HistoryBin[], eta: number, scale: number): Point[] {
  const last = bins[bins.length - 1].to;
  const start = Math.abs(bins[0].epsilon);
  return bins.map(({ from, to, kernel, kernelError, epsilon, epsilonError }) => {
    const time = Math.sqrt((from + 1) * (to + 1)) - 1;
    const octaves = Math.max(0, Math.log2((last + 1) / (time + 1)) - 2);
    const share = SHARE + SHARE_PER_OCTAVE * octaves;
    return {
      time,
      kernel,
      kernelError: Math.hypot(kernelError, share * Math.abs(kernel), Math.min(REACH / (eta * last), KERNEL_SHARE * scale)),
      epsilon,
      epsilonError: Math.hypot(epsilonError, share * Math.abs(epsilon), ERROR_SHARE * start),
    };
  });
}

/** K by the fall of ε between bins, K = -d ln|ε|/(η dt), where only ε is known. */
function slopes(bins: readonly HistoryBin[], eta: number): number[] {
  if (!Number.isNaN(bins[0].kernel)) return [];
  return bins.slice(1).map((bin, k) => {
    const before = bins[k];
    const time = (bin.from + bin.to - before.from - before.to) / 2;
    return Math.log(Math.abs(before.epsilon / bin.epsilon)) / (eta * time);
  });
}

/** Values of |C|, descending. */
function gridTo(largest: number, smallest: number): number[] {
  return Array.from({ length: GRID }, (_, k) => largest * (smallest / largest) ** (k / (GRID - 1)));
}

/** What the largest |C| exceeds the fastest fall by. */
const BEYOND = 1.5;

/** The fastest fall of ln K between bins clear of their errors, over η, and half as much again. */
function fastestFall(points: readonly Point[], eta: number): number {
  const falls = points.slice(1).map(({ kernel, kernelError, time }, k) => {
    const before = points[k];
    const clear = kernel > kernelError && before.kernel > before.kernelError;
    return clear ? Math.log(before.kernel / kernel) / (eta * (time - before.time)) : 0;
  });
  return BEYOND * Math.max(0, ...falls);
}

/** Values of K at the first point that are tried. */
function startsOf(points: readonly Point[], scale: number, smallest: number): number[] {
  const low = Math.max(smallest, 1e-3 * scale);
  return Array.from({ length: KERNELS }, (_, k) => low * ((4 * scale) / low) ** (k / (KERNELS - 1))).concat(
    points[0].kernel > 0 ? [points[0].kernel] : [],
  );
}

/** The best point to start from for a given C. */
function bestAt(points: readonly Point[], starts: readonly number[], c: number, eta: number): BestSolution {
  const t0 = points[0].time;
  const factors = points.map(({ time }) => factorsOf(c, eta, time - t0));
  let best: BestSolution | undefined;
  for (const k1 of starts) {
    let chi2 = 0;
    let product = 0;
    let square = 0;
    let rest = 0;
    for (let k = 0; k < points.length; k++) {
      const { kernel, kernelError, epsilon, epsilonError } = points[k];
      const { grown, growth, decayed } = factors[k];
      const d = grown + (k1 - c) * growth;
      if (!Number.isNaN(kernel)) chi2 += ((kernel - (k1 * grown) / d) / kernelError) ** 2;
      const shape = decayed / d;
      const weight = 1 / epsilonError ** 2;
      product += weight * shape * epsilon;
      square += weight * shape * shape;
      rest += weight * epsilon * epsilon;
    }
    chi2 += rest - (product * product) / square;
    if (best === undefined || chi2 < best.chi2) best = { c, kernel: k1, epsilon: product / square, step: t0, chi2 };
  }
  return best as BestSolution;
}
