/**
 * One sample's history as inference reads it: means of ε and K over bins that widen with time, with errors.
 */
import { machineEpsilon, type Precision } from "../../base/precision.ts";

/** ε and K of one sample at steps 0, 1, 2, ..., with standard errors where they are estimates. */
export interface SampleHistory {
  readonly epsilon: ArrayLike<number>;
  /** K without the bias of squared estimates; it may be negative. Undefined where only ε is known. */
  readonly kernel?: ArrayLike<number>;
  /** Standard errors; none for exact numbers. */
  readonly epsilonError?: ArrayLike<number>;
  readonly kernelError?: ArrayLike<number>;
  readonly eta: number;
  /** Precision of exact numbers. Default double. */
  readonly precision?: Precision;
}

/** Means over the steps from `from` to `to`. */
export interface HistoryBin {
  readonly from: number;
  readonly to: number;
  readonly epsilon: number;
  readonly epsilonError: number;
  /** NaN where K is not known. */
  readonly kernel: number;
  readonly kernelError: number;
}

/** Ratio of the ends of a bin: two bins an octave. */
const RATIO = Math.SQRT2;
/** First step of the first bin; the steps before are one bin of their own. */
const FIRST = 4;
/** Size of <O> that counts as rounding, relative to |ε| at the start, in units of the machine's. */
export const ROUNDING = 64;

/**
 * The edges of the bins of a run of `steps` steps: 0, 4, then a factor of √2 apart backwards from the last step.
 */
export function binEdges(steps: number): number[] {
  const edges: number[] = [];
  for (let edge = steps + 1; edge >= FIRST; edge = Math.min(edge - 1, Math.round(edge / RATIO))) edges.push(edge);
  return [0, ...edges.reverse()];
}

/**
 * The bins of a history up to a step.
 *
 * Errors of rows are averaged before they are added up: a row that happens to state a small one gets no more weight than its neighbours.
 */
export function binsOf(history: SampleHistory, steps = history.epsilon.length - 1): HistoryBin[] {
  const { epsilon, kernel, epsilonError, kernelError, precision = "double" } = history;
  const rounding = ROUNDING * machineEpsilon[precision] * Math.abs(epsilon[0]);
  const edges = binEdges(steps);
  return edges.slice(1).map((end, k) => {
    const from = edges[k];
    const count = end - from;
    const mean = (values: ArrayLike<number>, map: (value: number) => number = (value) => value) => {
      let sum = 0;
      for (let t = from; t < end; t++) sum += map(values[t]);
      return sum / count;
    };
    const error = (values: ArrayLike<number> | undefined, floor: number) =>
      values === undefined ? floor : Math.sqrt(mean(values, (value) => value ** 2) / count);
    return {
      from,
      to: end - 1,
      epsilon: mean(epsilon),
      epsilonError: error(epsilonError, rounding),
      kernel: kernel === undefined ? Number.NaN : mean(kernel),
      kernelError: error(kernelError, rounding ** 2),
    };
  });
}
