/**
 * The comparison with noise as tables and as JSON.
 */

import { mean, standardDeviation, standardError } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { describeCircuit, describeMeasurement } from "../experiment/describe.ts";
import { formatProbability, openSentence } from "../figures/inferred-words.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { FinalEstimates, NoiseReport, NoiseReports } from "../reports/noise.ts";
import type { TargetInference } from "../theory/inference/index.ts";
import { constantsTable, openNotes } from "./inference.ts";
import { formatTable } from "./table.ts";

/** A report without what only the figure shows. */
export function noiseJson({
  target,
  ideal,
  idealKernel,
  noisy,
  noisyKernel,
  p,
  globalP,
  final,
  shotError,
  plateau,
  device,
  estimates,
  phase,
  idealPhase,
  summary,
}: NoiseReport): unknown {
  const arrays = (list: readonly Float64Array[]) => list.map((values) => [...values]);
  return {
    target,
    ...(summary === undefined
      ? {}
      : { expectedPhase: phase, idealPhase, phase: summary.phase, late: summary.estimates, inference: summary.inference }),
    p,
    ...(globalP !== undefined && { globalP }),
    final,
    ...(shotError !== undefined && { shotError }),
    ...(plateau !== undefined && { plateau }),
    ...(device !== undefined && { device: withoutCurves(device) }),
    ...(estimates !== undefined && { estimates }),
    ideal: [...ideal],
    idealKernel: [...idealKernel],
    noisy: arrays(noisy),
    noisyKernel: arrays(noisyKernel),
  };
}

function withoutCurves({ curves: _, ...fits }: NonNullable<NoiseReport["device"]>): unknown {
  return fits;
}

/** The tables of all targets. */
export function noiseText(
  config: ExperimentConfig,
  from: number,
  reports: readonly NoiseReport[],
  ends: Pick<NoiseReports, "extremes" | "reachable">,
): string {
  const { observable, samples, steps, eta } = config;
  const lines = [
    `${describeCircuit(config)}, ${observable}, eta=${eta}, ${steps} steps, ${samples} repetitions${describeMeasurement(config)}`,
    "",
  ];
  const withDevice = reports.some(({ device }) => device !== undefined);
  const header = ["target", "ideal ε", "noisy ε", "(1−p)ε+p(m−O₀)", "fitted p", "global p", "shot error", "ε plateau", "K floor"];
  const rows = reports.map(({ target, ideal, final, p, globalP, shotError, plateau, device }) => [
    formatNumber(target, 6),
    formatNumber(ideal[ideal.length - 1]),
    spread(final.mean, final.sd),
    formatNumber(final.theory),
    spread(p.mean, p.sd),
    formatNumber(globalP ?? Number.NaN),
    formatNumber(shotError ?? Number.NaN),
    formatNumber(plateau?.measuredError ?? Number.NaN),
    formatNumber(plateau?.measuredKernel ?? Number.NaN),
    ...(withDevice
      ? [
          device === undefined ? "–" : spread(device.finalMean, device.finalSd),
          device === undefined ? "–" : spread(device.mean, device.sd),
          formatNumber(device?.globalP ?? Number.NaN),
          device === undefined ? "–" : formatNumber((p.mean - device.mean) / Math.hypot(p.error, device.error), 2),
        ]
      : []),
  ]);
  lines.push(formatTable(withDevice ? [...header, "device ε", "device p", "global p", "sigmas apart"] : header, rows, 0));
  lines.push(
    `\nfitted p: least squares over steps ${from} to ${steps} for each repetition, ± the standard deviation over repetitions;\nglobal p: the depolarising noise that is fitted to the same p when the circuit is trained with it.`,
  );
  return [...lines, ...inferredLines(config, reports, ends), ...estimateLines(reports)].join("\n");
}

/** What the histories say of the phase of every target, by the ends that noise leaves, and what would decide those that are open. */
function inferredLines(
  { noise, device }: ExperimentConfig,
  reports: readonly NoiseReport[],
  { extremes, reachable }: Pick<NoiseReports, "extremes" | "reachable">,
): string[] {
  const summaries = reports.flatMap(({ summary }) => summary ?? []);
  if (summaries.length === 0) return [];
  const interval = ({ min, max }: { readonly min: number; readonly max: number }) =>
    `[${formatNumber(min)}, ${formatNumber(max)}]`;
  const unknown = noise === undefined && device === undefined ? "" : ", with noise not known";
  const places = reports.map(({ target, phase, idealPhase = phase, summary, device: published }) => [
    formatNumber(target, 6),
    phaseLabels[idealPhase],
    reachable === undefined && unknown !== "" ? "–" : phaseLabels[phase],
    foundPhase(summary?.inference),
    ...(reports.some((report) => report.device) ? [foundPhase(published?.inference)] : []),
  ]);
  const header = ["target", "by the ends of O", "by those with noise", "the repetitions say", "the device runs say"];
  const constants = constantsTable(summaries);
  const open = openNotes(summaries);
  const openDevice = reports.flatMap(({ target, device: published }) =>
    published?.inference?.phase === "undetermined"
      ? [`target ${formatNumber(target, 6)}, device runs: ${openSentence(published.inference)}`]
      : [],
  );
  return [
    "",
    `phases: ⟨O⟩ in ${interval(extremes)}${reachable === undefined ? unknown : `, with noise in ${interval(reachable)}`}`,
    formatTable(header.slice(0, places[0].length), places, places[0].length),
    ...(constants === undefined ? [] : ["", constants]),
    ...(open.length + openDevice.length === 0 ? [] : ["", ...open, ...openDevice]),
  ];
}

/** A phase with its probability. */
function foundPhase(inference: TargetInference | undefined): string {
  if (inference === undefined) return "–";
  if (inference.phase === "undetermined") return phaseLabels.undetermined;
  return `${phaseLabels[inference.phase]}, ${formatProbability(inference.probabilities[inference.phase])}`;
}

/** The table of ⟨O⟩ at the final angles, measured once more; nothing where it was not. With data every datum by its place. */
export function estimateLines(reports: readonly NoiseReport[], data = false): string[] {
  const measured = reports.flatMap(({ target, estimates }, a) =>
    estimates === undefined ? [] : estimateRows([...(data ? [String(a)] : []), formatNumber(target, 6)], estimates),
  );
  if (measured.length === 0) return [];
  const header = [...(data ? ["datum"] : []), "target", "estimate of ⟨O⟩", "mean", "own error", "minus exact", "scatter"];
  return [
    "",
    formatTable(header, measured, data ? 3 : 2),
    `\n⟨O⟩ at the final angles of every repetition, measured once more: own error, the standard error that an estimate gives itself;\nminus exact: mean difference from ⟨O⟩ without noise at the same angles, ± its standard error; scatter of these differences.`,
  ];
}

/** A row for every estimate of <O> at the final angles, behind what names them. */
function estimateRows(name: readonly string[], { exact, methods }: FinalEstimates): string[][] {
  const first = [...name, "exact, without noise", formatNumber(mean(exact)), "", "", ""];
  return [
    first,
    ...methods.map(({ invertReadout, extrapolation, values, errors }) => {
      const off = values.map((value, k) => value - exact[k]);
      const parts = [
        ...(invertReadout ? ["readout inverted"] : []),
        ...(extrapolation === undefined ? [] : [`zero noise, ${extrapolation}`]),
      ];
      const own = Math.sqrt(mean(errors.map((error) => error ** 2)));
      return [
        ...name,
        parts.join(", ") || "raw",
        formatNumber(mean(values)),
        formatNumber(own, 2),
        spread(mean(off), standardError(off)),
        formatNumber(standardDeviation(off), 2),
      ];
    }),
  ];
}

/** A number with a spread, where there is one. */
function spread(centre: number, sd: number): string {
  return Number.isFinite(sd) ? `${formatNumber(centre)} ± ${formatNumber(sd, 2)}` : formatNumber(centre);
}
