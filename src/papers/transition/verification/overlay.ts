/**
 * The authors' data beside simulated runs: their curves as dots, and how far apart the two are.
 */
import type { Points } from "../../../analysis/curves.ts";
import { mean, range } from "../../../base/arrays.ts";
import { counted } from "../../../base/words.ts";
import { compareNumbers } from "../../../reproduce/compare.ts";
import type { PanelCurve } from "../../../reproduce/panels.ts";
import { isMeasured } from "../../../training/plan.ts";
import { measuredOf, seriesOf } from "../../../training/record.ts";
import { updatesOf } from "../data/catalogue.ts";
import type { CurveComparison, NamedRun, StudyRun } from "../study.ts";
import type { PublishedLibrary } from "./library.ts";
import { rowsOf, stepsOf } from "./shapes.ts";

/** Quantities of a run that the authors published step by step. */
const HISTORIES = ["epsilon", "kernel", "mu-history"] as const;

export type HistoryName = (typeof HISTORIES)[number];

/** Dots drawn of a published curve. */
const DOTS = 24;

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
  const error = published.loss === "linear" ? "expectation" : "epsilon";
  const loaded = library.file(published, quantity === "epsilon" ? error : quantity, samples);
  if (loaded === undefined) return undefined;
  // The last row of μ belongs to the angles after the last update, which the rows of ε count.
  const errors = quantity === "mu-history" ? library.file(published, error, samples) : undefined;
  const updates = updatesOf(published, errors && rowsOf(errors)) ?? config.steps;
  return { path: loaded.path, steps: stepsOf(loaded, updates), samples, values: loaded.array.data };
}

/** The mean over samples of a published history as dots, at a few of its steps. */
export function publishedDots(
  history: PublishedHistory | undefined,
  name: string,
  time: "linear" | "log",
  map: (value: number) => number = (value) => value,
): PanelCurve[] {
  if (history === undefined) return [];
  const { steps } = history;
  const points: Points = spread(steps, DOTS, time).map((row) => [steps[row], map(meanOf(history, row))]);
  return [{ name: `${name}, published`, role: "published", color: "ink", points }];
}

/** λ, ζ and the point (2λε, K) of the published ensemble, by the same ratios of averages as the simulated one's. */
export interface PublishedRatios {
  readonly lambda: Points;
  readonly zeta: Points;
  readonly portrait: Points;
}

/** Ratios of the published averages at the steps where μ was published; undefined without ε, K and μ. */
export function publishedRatios(library: PublishedLibrary | undefined, named: NamedRun): PublishedRatios | undefined {
  const [epsilon, kernel, mu] = HISTORIES.map((quantity) => publishedHistory(library, named, quantity));
  if (epsilon === undefined || kernel === undefined || mu === undefined) return undefined;
  const rows = range(mu.steps.length).filter((row) => mu.steps[row] < kernel.steps.length && mu.steps[row] > 0);
  const { samples } = mu;
  const at = (row: number) => {
    const t = mu.steps[row];
    const [meanK, meanEpsilon] = [meanOf(kernel, t), meanOf(epsilon, t)];
    const product = mean(range(samples).map((k) => epsilon.values[t * samples + k] * mu.values[row * samples + k]));
    const lambda = meanOf(mu, row) / meanK;
    return { t, lambda, zeta: product / meanK ** 2, x: 2 * lambda * meanEpsilon, kernel: meanK };
  };
  const all = spread(
    rows.map((row) => mu.steps[row]),
    DOTS,
    "log",
  ).map((k) => at(rows[k]));
  return {
    lambda: all.map(({ t, lambda }) => [t, lambda]),
    zeta: all.map(({ t, zeta }) => [t, Math.abs(zeta)]),
    portrait: all.map(({ x, kernel: k }) => [x, k]),
  };
}

/** Mean over samples of a row of a history. */
function meanOf({ values, samples }: PublishedHistory, row: number): number {
  return mean(values.subarray(row * samples, (row + 1) * samples));
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

/** At most `count` places of a list of steps, evenly spread on an axis of the given type. */
function spread(steps: readonly number[], count: number, time: "linear" | "log"): number[] {
  const last = steps.length - 1;
  if (time === "linear") return [...new Set(range(count).map((k) => Math.round((k * last) / (count - 1))))];
  const wanted = range(count).map((k) => steps[last] ** (k / (count - 1)));
  return [...new Set(wanted.map((step) => steps.findIndex((at) => at >= step)).filter((at) => at > 0))];
}
