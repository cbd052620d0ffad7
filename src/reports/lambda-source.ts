/**
 * λ beyond the spectrum, predicted: from the circuit's own tangent vectors, from the ensemble's edge, or from the deep-circuit limit.
 */

import { mean } from "../base/arrays.ts";
import { requireOneOf } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Staged } from "../base/stages.ts";
import type { HermitianEigen } from "../linalg/eigen.ts";
import { deepLambda, lateTimeEdge } from "../theory/finite-depth/edge.ts";
import { excitationsOf, type SpectrumEnd } from "../theory/finite-depth/excitations.ts";
import { circuitModes } from "./late-time.ts";
import { eigensystemOf, placesOf, requireAllTrained, type Subject } from "./subject.ts";

/** Where a predicted λ comes from. */
export const lambdaSources = ["circuit", "edge", "deep"] as const;

export type LambdaSource = (typeof lambdaSources)[number];

/** λ at one end of the spectrum. */
export interface PredictedLambda {
  /** One for each sample; undefined for those whose path does not reach the end. */
  readonly samples: readonly (number | undefined)[];
  /** Mean over the samples that have one. */
  readonly value: number;
  /** In words. */
  readonly from: string;
}

/**
 * λ at one end of the spectrum.
 *
 * @throws ArgumentError for `circuit` if no sample's path reaches the end, for `edge` if L is not above the threshold
 */
export function* lambdaAtEnd(
  subject: Subject,
  eigen: HermitianEigen,
  end: SpectrumEnd,
  source: LambdaSource,
): Staged<PredictedLambda> {
  const { circuit, config } = subject.experiment;
  requireAllTrained(config);
  const excitations = excitationsOf(eigen.values, end);
  const same = (value: number, from: string) => ({ samples: new Array<number>(config.samples).fill(value), value, from });
  if (source === "deep") return same(deepLambda(excitations, circuit.parameters), "from the deep-circuit limit");
  if (source === "edge") {
    const { mean: value } = lateTimeEdge(excitations, circuit.parameters);
    if (value !== 0) return same(value, "from the edge of the Marchenko-Pastur law at this d");
    const allowed = `deep: L = ${circuit.parameters} is not above the threshold ${excitations.amplitudes}`;
    throw new ArgumentError("lambda", source, allowed);
  }
  const samples = (yield* circuitModes(subject, eigen, excitations)).map((modes) => modes?.lambda);
  const found = samples.filter((value) => value !== undefined);
  if (found.length === 0)
    throw new ArgumentError("lambda", source, "edge or deep: no sample's path reaches the end of the spectrum");
  return { samples, value: mean(found), from: `from the tangent vectors of ${found.length} samples` };
}

/**
 * The source that --lambda names for the theory lines of a run; undefined for fitted lines.
 *
 * @throws ArgumentError unless it is fitted or a source
 */
export function requireLambdaSource(text: string | undefined): LambdaSource | undefined {
  if (text === undefined || text === "fitted") return undefined;
  requireOneOf("lambda", text, ["fitted", ...lambdaSources]);
  return text as LambdaSource;
}

/** λ of every target and sample in the frozen-error phase or under the linear loss; undefined for other targets, which need none. */
export function* lambdasOfTargets(
  subject: Subject,
  source: LambdaSource,
): Staged<(readonly (number | undefined)[] | undefined)[]> {
  const eigen = eigensystemOf(subject);
  const ends = new Map<SpectrumEnd, PredictedLambda>();
  const places = placesOf(subject);
  for (const { phase, end } of places) {
    if (phase === "frozen-error" && end !== undefined && !ends.has(end))
      ends.set(end, yield* lambdaAtEnd(subject, eigen, end, source));
  }
  return places.map(({ phase, end }) => (phase === "frozen-error" && end !== undefined ? ends.get(end)?.samples : undefined));
}
