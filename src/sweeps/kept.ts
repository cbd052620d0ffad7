/**
 * What a sweep keeps of every point: one entry a quantity, with its name, its words and how it is read off a run.
 */

import type { TargetSummary } from "../analysis/summary.ts";
import { columnsOfTarget } from "../analysis/trajectories.ts";
import { ArgumentError } from "../base/errors.ts";
import { timeTo } from "../theory/lotka-volterra/clock.ts";
import { seriesOf, type TrainingRecord } from "../training/record.ts";

/** What a quantity is read off: one target of a run. */
export interface PointRun {
  readonly record: TrainingRecord;
  /** Index of the target. */
  readonly target: number;
  readonly summary: TargetSummary;
  /** |ε - R| that counts as trained. */
  readonly error: number;
  /** Seconds that training took, the point's share of them. */
  readonly seconds: number;
}

/** Numbers of one point: one for each sample, one, or a word. Numbers that are not there are null, as JSON knows no NaN. */
export type KeptValue = readonly (number | null)[] | number | string | null;

/** A quantity that a sweep can keep. */
export interface KeptQuantity {
  readonly name: string;
  /** Names it also goes by. */
  readonly aliases?: readonly string[];
  /** One number for each sample, one for the point, or words. */
  readonly per: "sample" | "point" | "words";
  readonly words: string;
  /** What has to be recorded for it, at the last row at least. */
  readonly needs?: "hessian" | "histories";
  read(run: PointRun): Readonly<Record<string, KeptValue>>;
}

/** Eigenvalues at and below this size count as zero, as in the paper's figure 4. */
const ZERO = 1e-3;

const perSample = (
  name: string,
  words: string,
  read: (run: PointRun, sample: number) => number,
  aliases?: readonly string[],
): KeptQuantity => ({
  name,
  aliases,
  per: "sample",
  words,
  read: (run) => ({ [name]: run.summary.reports.map((_, sample) => finite(read(run, sample))) }),
});

const last =
  (quantity: "epsilon" | "kernel") =>
  ({ record, target }: PointRun, sample: number) =>
    seriesOf(record, quantity, columnsOfTarget(record, target)[sample]).at(-1) ?? Number.NaN;

/** The quantities, in the order in which they are listed. */
const QUANTITIES: readonly KeptQuantity[] = [
  perSample("epsilon", "total error ε = <O> - O0 at the last step", last("epsilon"), ["ε"]),
  perSample("kernel", "QNTK K at the last step", last("kernel"), ["K"]),
  perSample("kernelInfinity", "K at the last step clear of rounding", ({ summary }, k) => summary.reports[k].kernel, ["K∞"]),
  perSample("lambdaInfinity", "λ = μ/K there", ({ summary }, k) => summary.reports[k].lambda, ["λ∞"]),
  perSample("zetaInfinity", "ζ = ε μ/K² there", ({ summary }, k) => summary.reports[k].zeta, ["ζ∞"]),
  perSample("C", "C = K - 2 λ ε there", ({ summary }, k) => summary.reports[k].c),
  {
    name: "rate",
    aliases: ["rates"],
    per: "sample",
    words:
      "fitted rate per step (of ε where the kernel freezes, of K where the error does; the exponent of K at the critical point), and the predicted one",
    read: ({ summary }) => ({
      rate: summary.reports.map((report) => finite(report.fittedRate.value)),
      predictedRate: summary.reports.map((report) => finite(report.predictedRateDiscrete)),
    }),
  },
  {
    name: "gap",
    per: "point",
    words: "smallest positive eigenvalue of the loss Hessian at the last step, of the spectrum averaged over samples",
    needs: "hessian",
    read: ({ record, target }) => ({ gap: finite(gapAt(record, target)) }),
  },
  {
    name: "phase",
    per: "words",
    words: "phase of the target, the share of the samples that show it, and the probability of the likeliest phase",
    read: ({ summary: { phase, agreeing, samples, inference } }) => ({
      ...{ phase, phaseShare: agreeing / samples },
      phaseProbability: inference === undefined ? null : finite(Math.max(...Object.values<number>(inference.probabilities))),
    }),
  },
  {
    name: "stepsToError",
    aliases: ["steps"],
    per: "sample",
    words: "steps until |ε - R| has come to `error`",
    read: ({ record, target, summary, error }) => ({
      stepsToError: columnsOfTarget(record, target).map((column) =>
        finite(
          timeTo(
            seriesOf(record, "epsilon", column).map((value) => value - summary.residual),
            error,
          ),
        ),
      ),
    }),
  },
  {
    name: "seconds",
    aliases: ["wallTime"],
    per: "point",
    words: "the point's share of the seconds that its training took",
    read: ({ seconds }) => ({ seconds }),
  },
  { name: "histories", per: "words", words: "the whole run folder, in runs/", needs: "histories", read: () => ({}) },
];

/** The names of all quantities. */
export function keptNames(): string[] {
  return QUANTITIES.map(({ name }) => name);
}

/**
 * The quantity of a name or alias.
 *
 * @throws ArgumentError for another name
 */
export function keptQuantity(name: string): KeptQuantity {
  const found = QUANTITIES.find((quantity) => quantity.name === name || quantity.aliases?.includes(name));
  if (found === undefined) throw new ArgumentError("keep", name, keptNames().join(", "));
  return found;
}

/** Everything that is kept of a point. */
export function readKept(keep: readonly string[], run: PointRun): Record<string, KeptValue> {
  return Object.assign({}, ...keep.map((name) => keptQuantity(name).read(run)));
}

function gapAt(record: TrainingRecord, target: number): number {
  const series = record.measured.hessian;
  if (series === undefined) return Number.NaN;
  const { width, values, steps } = series;
  const columns = columnsOfTarget(record, target);
  for (let k = 0; k < width; k++) {
    let mean = 0;
    for (const column of columns) mean += values[(column * steps.length + steps.length - 1) * width + k] / columns.length;
    if (Number.isNaN(mean)) return Number.NaN;
    if (mean > ZERO) return mean;
  }
  return 0;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
