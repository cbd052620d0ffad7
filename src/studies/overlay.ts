/**
 * The authors' data beside simulated runs: their curves as dots, and how far apart the two are.
 */
import type { Points } from "../analysis/curves.ts";
import { mean, range } from "../base/arrays.ts";
import { counted } from "../base/words.ts";
import { updatesOf } from "../published/catalogue.ts";
import { compareNumbers } from "../published/compare.ts";
import type { PublishedLibrary } from "../published/library.ts";
import { rowsOf, stepsOf } from "../published/shapes.ts";
import { isMeasured } from "../training/plan.ts";
import { measuredOf, seriesOf } from "../training/record.ts";
import type { PanelCurve } from "./panels.ts";
import type { CurveComparison, NamedRun, StudyRun } from "./study.ts";

/** Quantities of a run that the authors published step by step. */
const HISTORIES = ["epsilon", "kernel", "mu-history"] as const;

export type HistoryName = (typeof HISTORIES)[number];

const SYMBOLS: Record<HistoryName, string> = { epsilon: "ε", kernel: "K", "mu-history": "μ" };

/** A published history: its steps, and its numbers by step and sample. */
export interface PublishedHistory {
  readonly path: string;
  readonly steps: readonly number[];
  readonly samples: number;
  /** Shape (steps, samples). */
  readonly values: Float64Array;
}

/** The published history of a run's quantity; undefined where there is none. The run has one target. */
export function publishedHistory(
  library: PublishedLibrary | undefined,
  { published, config }: NamedRun,
  quantity: HistoryName,
): PublishedHistory | undefined {
  if (library === undefined || published === undefined) return undefined;
  const { samples } = config;
  const stored = published.loss === "linear" && quantity === "epsilon" ? "expectation" : quantity;
  const loaded = library.file(published, stored, samples);
  if (loaded === undefined) return undefined;
  const history = quantity === "mu-history" ? library.file(published, "epsilon", samples) : undefined;
  const updates = updatesOf(published, history && rowsOf(history)) ?? config.steps;
  return { path: loaded.path, steps: stepsOf(loaded, updates), samples, values: loaded.array.data };
}

/** The mean over samples of a published history as dots, a few of its steps. */
export function publishedDots(
  history: PublishedHistory | undefined,
  name: string,
  { keep, map = (value) => value }: { keep: (steps: readonly number[]) => readonly number[]; map?: (value: number) => number },
): PanelCurve[] {
  if (history === undefined) return [];
  const { steps, samples, values } = history;
  const points: Points = keep(steps).map((at) => [steps[at], map(mean(values.subarray(at * samples, (at + 1) * samples)))]);
  return [{ name, role: "published", color: "ink", points }];
}

/** How every history of some runs differs from the published one, as far as there is one. */
export function compareRuns(
  library: PublishedLibrary | undefined,
  runs: readonly NamedRun[],
  run: (name: string) => StudyRun,
): CurveComparison[] {
  return runs.flatMap((named) =>
    HISTORIES.flatMap((quantity) => {
      const history = publishedHistory(library, named, quantity);
      return history === undefined ? [] : compareHistory(named, run(named.name), quantity, history);
    }),
  );
}

function compareHistory(
  { name }: NamedRun,
  { record }: StudyRun,
  quantity: HistoryName,
  { steps, samples, values }: PublishedHistory,
): CurveComparison[] {
  const rows = range(steps.length).filter(
    (row) =>
      steps[row] < record.rows &&
      (quantity !== "mu-history" || isMeasured(steps[row], record.measured.mu?.stride, record.plan.steps)),
  );
  if (rows.length === 0) return [];
  const simulated = rows.flatMap((row) => range(samples).map((column) => valueAt(record, quantity, column, steps[row])));
  const published = rows.flatMap((row) => Array.from(values.subarray(row * samples, (row + 1) * samples)));
  const { maxDifference, maxRelative } = compareNumbers(simulated, published, Number.POSITIVE_INFINITY);
  const compared = `${counted(rows.length, "row")} x ${counted(samples, "sample")}`;
  return [{ curve: `${SYMBOLS[quantity]} of ${name}`, compared, maxDifference, maxRelative }];
}

function valueAt(record: StudyRun["record"], quantity: HistoryName, column: number, step: number): number {
  if (quantity !== "mu-history") return seriesOf(record, quantity, column)[step];
  const mu = measuredOf(record, "mu", column);
  const at = mu === undefined ? -1 : mu.steps.indexOf(step);
  return mu === undefined || at < 0 ? Number.NaN : mu.values[at];
}
