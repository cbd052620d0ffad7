/**
 * What studies of training dynamics share: the targets' curves in their phase's colour, and the agreement of rates with theory.
 */
import { type CurveSet, curvesOfTarget, type TargetCurves } from "../../../../analysis/curves.ts";
import { summarizeTargets, type TargetSummary } from "../../../../analysis/summary.ts";
import { range } from "../../../../base/arrays.ts";
import { plainNumber } from "../../../../base/words.ts";
import type { CurveColor, PanelCurve } from "../../../../reproduce/panels.ts";
import { expectedPhase, type Phase } from "../../../../theory/lotka-volterra/phases.ts";
import { theoryLossOf } from "../../../../training/losses.ts";
import type { Agreement, StudyRun } from "../../study.ts";

/** One target of a run, read as the theory reads it. */
export interface TargetDynamics {
  readonly target: number;
  /** The phase it leads to, which decides its colour; how far the run shows it is in the summary. */
  readonly phase: Phase;
  readonly summary: TargetSummary;
  readonly curves: TargetCurves;
}

/** Points of a curve on a logarithmic time axis. */
const LOG_POINTS = 140;

/** Every target of a run, its curves thinned for the time axis they are drawn on. */
export function dynamicsOf({ record, targets, extremes, config }: StudyRun, time: "linear" | "log"): TargetDynamics[] {
  return summarizeTargets(record, targets, extremes).map((summary, k) => ({
    target: targets[k],
    phase: expectedPhase(targets[k], extremes, theoryLossOf(config.loss)),
    summary,
    curves: curvesOfTarget(record, k, summary, extremes, time === "log" ? logPlaces : undefined),
  }));
}

/** Some of the places 0, 1, ... count - 1, evenly spread on a logarithmic axis, with both ends. */
export function logPlaces(count: number): number[] {
  const last = count - 1;
  if (last < 1) return [0];
  return [...new Set([0, ...range(LOG_POINTS).map((k) => Math.round(last ** (k / (LOG_POINTS - 1))))])];
}

/**
 * Samples, mean and theory of a quantity.
 *
 * @param style `label`: written beside the mean; `samples`: their colour, grey where left out
 */
export function curvesOf(
  set: CurveSet,
  name: string,
  color: CurveColor,
  { label, samples = "muted" }: { readonly label?: string; readonly samples?: CurveColor } = {},
): PanelCurve[] {
  return [
    ...set.samples.map((points, k): PanelCurve => ({ name: `${name}, sample ${k}`, role: "samples", color: samples, points })),
    { name: `${name}, mean`, role: "simulation", color, points: set.mean, label },
    ...(set.theory === undefined ? [] : [{ name: `${name}, theory`, role: "theory", color: "ink", points: set.theory } as const]),
  ];
}

/** Rate of ε or K of each target beside the theory's, and ζ at the critical point beside 1/2. */
export function rateAgreement({ summary }: TargetDynamics): Agreement[] {
  const { phase, target, fittedRate, fittedRateError, predictedRateDiscrete, zeta } = summary;
  const of = `O0 = ${plainNumber(target)}`;
  switch (phase) {
    case "frozen-kernel":
      return [rate(`rate of ε per step, ${of}`, "ln(1 − ηC), Eq. 14 at finite η")];
    case "frozen-error":
      return [rate(`rate of K per step, ${of}`, "2 ln(1 − ηλR), Eq. 16 at finite η")];
    case "critical":
      return [
        rate(`exponent of K, ${of}`, "−1, Eq. 15"),
        { what: `ζ at late time, ${of}`, found: zeta, expected: 0.5, source: "1/2 at the critical point" },
      ];
    case "undetermined":
      return [];
  }

  function rate(what: string, source: string): Agreement {
    return { what, found: fittedRate, error: fittedRateError, expected: predictedRateDiscrete, source };
  }
}
