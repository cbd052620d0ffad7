/**
 * Where circuits of one depth end, sample by sample and on average, beside the finite-depth theory.
 */
import { mean, standardDeviation } from "../base/arrays.ts";
import { deepLambda, lateTimeEdge } from "../theory/finite-depth/edge.ts";
import type { EnsembleAverage } from "../theory/finite-depth/ensemble.ts";
import type { Excitations } from "../theory/finite-depth/excitations.ts";

/** The end of one sample. */
export interface DepthSample {
  /** <O> at the end of training, O_min(L) of this sample. */
  readonly expectation: number;
  /** How far it still has to go; NaN where that is not known. */
  readonly remaining: number;
  /** Whether the end of the spectrum is reached. */
  readonly reached: boolean;
  readonly fisherRank: number;
  readonly hessianRank: number;
  /** λ∞ from the tangent vectors there; undefined short of the end of the spectrum. */
  readonly lambda?: number;
  /** μ/K at the last step clear of rounding. */
  readonly measuredLambda: number;
}

/** Circuits of one depth. */
export interface DepthRow {
  readonly layers: number;
  /** L. */
  readonly parameters: number;
  readonly samples: readonly DepthSample[];
  /** How many of them oscillate: the learning rate is above the limit of stability. */
  readonly oscillating?: number;
  /** λ∞ over random circuits as training meets them; undefined where not drawn, and 0 below the threshold. */
  readonly ensemble?: EnsembleAverage;
}

/** A mean over samples and their standard deviation. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** A depth in numbers. */
export interface DepthSummary {
  readonly expectation: Spread;
  readonly reached: number;
  /** Smallest and largest over samples. */
  readonly fisherRank: readonly [number, number];
  readonly hessianRank: readonly [number, number];
  /** Over the samples that reached the end of the spectrum. */
  readonly lambda: Spread;
  readonly measuredLambda: Spread;
  /** Edge of the Marchenko-Pastur law at this d, its spread between circuits, and the deep limit. */
  readonly edge: Spread;
  readonly deep: number;
}

/** Summarises the samples of one depth. */
export function summarizeDepth({ parameters, samples }: DepthRow, excitations: Excitations): DepthSummary {
  const there = samples.filter(({ reached }) => reached);
  const edge = lateTimeEdge(excitations, parameters);
  return {
    expectation: spreadOf(samples.map(({ expectation }) => expectation)),
    reached: there.length,
    fisherRank: extent(samples.map(({ fisherRank }) => fisherRank)),
    hessianRank: extent(samples.map(({ hessianRank }) => hessianRank)),
    lambda: spreadOf(there.flatMap(({ lambda }) => lambda ?? [])),
    measuredLambda: spreadOf(there.map(({ measuredLambda }) => measuredLambda)),
    edge: { mean: edge.mean, deviation: edge.deviation },
    deep: deepLambda(excitations, parameters),
  };
}

function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values), deviation: standardDeviation(values) };
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
