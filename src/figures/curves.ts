/**
 * The curves of a run with their colours and names.
 */
import { curvesOfTarget, type TargetCurves } from "../analysis/curves.ts";
import type { TargetSummary } from "../analysis/summary.ts";
import type { Extremes } from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import { plainNumber } from "../base/words.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";
import type { TrainingRecord } from "../training/record.ts";
import { blend, phaseLabels, shadesOf, type Theme } from "./palette.ts";

/** The curves of one target, and what tells them apart from those of others. */
export interface NamedCurves extends TargetCurves {
  readonly color: string;
  /** The phase's name, or the target where the run has several of that phase. */
  readonly name: string;
  /** Colour of the name: nearer to ink where it is not the phase's own, which is dark enough to read. */
  readonly nameColor: string;
}

/** The curves of every target. */
export function curvesOfRun(
  record: TrainingRecord,
  summaries: readonly TargetSummary[],
  extremes: Extremes,
  theme: Theme,
): NamedCurves[] {
  const colors = curveColors(summaries, theme);
  const repeated = (phase: Phase) => summaries.filter((summary) => summary.phase === phase).length > 1;
  return summaries.map((summary, k) => ({
    color: colors[k],
    nameColor: repeated(summary.phase) ? blend(colors[k], theme.ink, 0.35) : colors[k],
    name: repeated(summary.phase) ? plainNumber(summary.target) : phaseLabels[summary.phase],
    ...curvesOfTarget(record, k, summary, extremes),
  }));
}

/** One colour for each target: its phase's, in shades from light to dark by ascending target where there are several of a phase. */
export function curveColors(summaries: readonly Pick<TargetSummary, "target" | "phase">[], theme: Theme): string[] {
  return summaries.map(({ phase }, k) => {
    const alike = range(summaries.length)
      .filter((i) => summaries[i].phase === phase)
      .sort((a, b) => summaries[a].target - summaries[b].target);
    return shadesOf(phase, alike.length, theme)[alike.indexOf(k)];
  });
}
