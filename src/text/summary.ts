/**
 * Summaries of a run as a table and as JSON.
 */

import { optimizerSentence } from "../analysis/optimizer-theory.ts";
import type { TargetSummary } from "../analysis/summary.ts";
import { trappedSentence } from "../analysis/trapped.ts";
import { standardDeviation } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import { counted } from "../base/words.ts";
import { CRITICAL_TARGET } from "../experiment/config.ts";
import { trainingPlanOf } from "../experiment/training-config.ts";
import { formatProbability } from "../figures/inferred-words.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { RunDocument } from "../runs/run-document.ts";
import { eventSentences } from "../training/event-words.ts";
import { constantsTable, linearNotes, openNotes } from "./inference.ts";
import { formatTable } from "./table.ts";

const HEADER = ["target", "phase", "ε", "K", "λ", "⟨μ/K⟩", "ζ", "C", "R", "fitted rate", "predicted", "finite η", "difference"];

/**
 * The table of all targets, and below it a line for each target with samples trapped away from its residual.
 *
 * @param noisy whether noise acts: what the whole histories say of R and the end that is reached is then shown without shots too
 */
export function summaryTable(summaries: readonly TargetSummary[], noisy = false): string {
  const exact = () => [exactTable(summaries), ...(noisy ? inferredTable(summaries) : [])].join("\n");
  const table = summaries.some(({ estimates }) => estimates !== undefined) ? shotsTable(summaries) : exact();
  const notes = summaries.flatMap((summary) => {
    const sentence = trappedSentence(summary, formatNumber);
    return sentence === undefined ? [] : [`target ${formatNumber(summary.target, 6)}: ${sentence}`];
  });
  return [table, ...predictions(summaries), ...notes, ...openNotes(summaries), ...linearNotes(summaries)].join("\n");
}

function exactTable(summaries: readonly TargetSummary[]): string {
  const rows = summaries.map((summary) => {
    const {
      target,
      epsilon,
      kernel,
      lambda,
      lambdaMeanOfRatios,
      zeta,
      c,
      residual,
      fittedRate,
      predictedRate,
      predictedRateDiscrete,
    } = summary;
    return [
      formatNumber(target, 6),
      phaseCell(summary),
      ...[epsilon, kernel, lambda, lambdaMeanOfRatios, zeta, c, residual, fittedRate, predictedRate, predictedRateDiscrete].map(
        (value) => formatNumber(value),
      ),
      difference(fittedRate, predictedRateDiscrete),
    ];
  });
  return formatTable(HEADER, rows, 2);
}

/** ε and K with their errors, and below them the constants of the whole histories: a column of ratios would hold the floor of K. */
function shotsTable(summaries: readonly TargetSummary[]): string {
  const means = summaries.map((summary) => {
    const { target, estimates, inference } = summary;
    const likely = inference === undefined ? Number.NaN : Math.max(...Object.values<number>(inference.probabilities));
    return [
      formatNumber(target, 6),
      phaseCell(summary),
      Number.isNaN(likely) ? "–" : formatProbability(likely),
      withError(estimates?.epsilon),
      withError(estimates?.kernel),
      formatNumber(estimates?.rawKernel ?? Number.NaN),
      formatNumber(summary.residual),
    ];
  });
  return [
    formatTable(["target", "phase", "probability", "late ε", "late K, unbiased", "raw K", "R of O_min, O_max"], means, 2),
    ...inferredTable(summaries),
  ].join("\n");
}

/** The constants of the whole histories, below an empty line. */
function inferredTable(summaries: readonly TargetSummary[]): string[] {
  const constants = constantsTable(summaries);
  return constants === undefined ? [] : ["", constants];
}

function withError(estimate: { readonly value: number; readonly error: number } | undefined): string {
  return estimate === undefined ? "–" : `${formatNumber(estimate.value)} ± ${formatNumber(estimate.error, 2)}`;
}

/** The phase with its samples; under the linear loss, which has none, how many have reached late time. */
function phaseCell({ phase, agreeing, samples, steady }: TargetSummary): string {
  if (steady !== undefined) return `late time ${steady}/${samples}`;
  return phase === "undetermined" ? phaseLabels[phase] : `${phaseLabels[phase]} ${agreeing}/${samples}`;
}

/** A line for each target whose λ was predicted. */
function predictions(summaries: readonly TargetSummary[]): string[] {
  return summaries.flatMap(({ target, lambdaMeanOfRatios, fittedRate, predictedLambda: known }) =>
    known === undefined
      ? []
      : [
          `target ${formatNumber(target, 6)}: predicted λ ${formatNumber(known.lambda)} (⟨μ/K⟩ ${formatNumber(lambdaMeanOfRatios)}), ` +
            `rate ${formatNumber(known.rate)}, ${difference(fittedRate, known.rate)} from the fitted one; no constant fitted`,
        ],
  );
}

/** Lines about what a table does not say: critical targets, samples that oscillate or ended early, a whole run that was ended. */
export function runNotes(run: RunDocument): string[] {
  const { config, events = [], divergence, parent } = run;
  const critical = criticalNote(run);
  const unknown = optimizerSentence({ loss: config.loss, ...trainingPlanOf(config, run.parameters) }, run.gaps);
  return [
    ...(critical === undefined ? [] : [critical]),
    ...(parent === undefined ? [] : [`Began at the angles of ${parent.path} after ${counted(parent.rows, "row")}.`]),
    ...(unknown === undefined ? [] : [unknown]),
    ...eventSentences(events, config, formatNumber),
    ...(divergence === undefined
      ? []
      : [
          `ended at step ${divergence.step}, target ${divergence.target}, sample ${divergence.sample}: the loss ${divergence.reason}`,
        ]),
  ];
}

/** A line about critical targets, which differ between samples: what they are, and where they come from; undefined where a run has none. */
function criticalNote({ config, criticalTargets: ends, targets }: RunDocument): string | undefined {
  if (ends === undefined) return undefined;
  const target = targets[config.target.indexOf(CRITICAL_TARGET)];
  const [least, most] = [Math.min(...ends), Math.max(...ends)].map((value) => formatNumber(value, 6));
  return `target ${formatNumber(target, 6)} (critical): each sample’s own end, from ${least} to ${most}, standard deviation ${formatNumber(standardDeviation(ends))}, reached in ${counted(config.criticalSteps ?? 0, "step")} towards ${formatTargetText(config.criticalFrom)}`;
}

function formatTargetText(target: number | string | undefined): string {
  return typeof target === "number" ? formatNumber(target, 6) : String(target).replace("-", "−");
}

/** How far the fitted rate is from that of gradient descent, in per cent. */
function difference(fitted: number, predicted: number): string {
  return Number.isFinite(fitted / predicted) ? `${Math.abs((fitted / predicted - 1) * 100).toFixed(1)} %` : "–";
}

/** The summaries as printed by --json. */
export function summaryJson(run: string, summaries: readonly TargetSummary[]): object {
  return {
    run,
    targets: summaries.map((summary) => ({
      target: summary.target,
      phase: summary.steady === undefined ? summary.phase : null,
      ...(summary.steady !== undefined && { lateTime: summary.steady === summary.samples, steady: summary.steady }),
      agreeing: summary.agreeing,
      samples: summary.samples,
      step: summary.step,
      epsilon: summary.epsilon,
      K: summary.kernel,
      lambda: summary.lambda,
      lambdaMeanOfRatios: summary.lambdaMeanOfRatios,
      zeta: summary.zeta,
      zetaMeanOfRatios: summary.zetaMeanOfRatios,
      C: summary.c,
      R: summary.residual,
      residualError: summary.residualError,
      trapped: summary.trapped.length,
      fittedRate: summary.fittedRate,
      fittedRateError: summary.fittedRateError,
      predictedRate: summary.predictedRate,
      predictedRateDiscrete: summary.predictedRateDiscrete,
      predictedLambda: summary.predictedLambda,
      fit: summary.fit,
      ...(summary.estimates !== undefined && { estimates: summary.estimates }),
      ...(summary.inference !== undefined && { inference: summary.inference }),
    })),
  };
}
