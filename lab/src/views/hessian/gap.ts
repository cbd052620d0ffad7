/**
 * What is read off a spectrum of the loss Hessian: its gap, its curved directions, and the theory of both. Knows no page.
 */
import { finiteDepth, imaginaryTime, type Phase } from "qntk";
import type { RunInfo } from "../../engine/protocol.ts";
import { formatCount, formatNumber } from "../../format/numbers.ts";
import type { ChartModel, Ink, Rule } from "../../plots/model.ts";
import { logDomain, niceCeiling } from "../../plots/ticks.ts";
import type { RunSeries } from "../../state/series.ts";

/** The spectra of some samples at one row of the run. */
export interface Measured {
  readonly row: number;
  readonly samples: readonly number[];
  /** Ascending eigenvalues of M, one list for each sample. */
  readonly spectra: readonly Float64Array[];
  /** G_M as the theory has it at that row; NaN where it says nothing. */
  readonly predicted: number;
}

/** The gap of a measurement; NaN where no eigenvalue is positive beyond rounding. */
export function gapOf({ spectra }: Measured): number {
  return imaginaryTime.hamiltonianGap(spectra);
}

/** Mean over samples of the sorted eigenvalues. */
export function meanSpectrum({ spectra }: Measured): Float64Array {
  return spectra[0].map((_, k) => spectra.reduce((sum, spectrum) => sum + spectrum[k], 0) / spectra.length);
}

/** How many eigenvalues curve up, are flat to the rounding of published gaps, and curve down. */
export function countDirections(spectrum: Float64Array): { readonly up: number; readonly flat: number; readonly down: number } {
  const half = imaginaryTime.GAP_ROUNDING / 2;
  const up = spectrum.filter((value) => value > half).length;
  const down = spectrum.filter((value) => value < -half).length;
  return { up, down, flat: spectrum.length - up - down };
}

/**
 * The gap that late-time theory expects at a row, mean over the given samples: K in the frozen-kernel phase, |R| λ in the frozen-error
 * phase (λ for the linear loss), 0 at the critical point.
 *
 * @param floor K below which μ/K is rounding
 */
export function predictedGap(
  series: RunSeries,
  row: number,
  samples: readonly number[],
  {
    phase,
    residual,
    linear,
    floor,
  }: { readonly phase: Phase; readonly residual: number; readonly linear: boolean; readonly floor: number },
): number {
  const mean = (value: (sample: number) => number) => samples.reduce((sum, c) => sum + value(c), 0) / samples.length;
  if (phase === "critical") return 0;
  if (phase === "frozen-kernel") return mean((c) => series.kernel.at(Math.min(row, series.rows - 1), c));
  const scale = linear ? 1 : Math.abs(residual);
  return mean((c) => {
    const k = series.muRows.findLastIndex((at) => at <= row && series.kernel.at(at, c) > floor);
    return k < 0 ? Number.NaN : scale * Math.abs(series.lambda(k, c));
  });
}

/** What is expected of the gap where training ends at an end of the spectrum. */
export interface EdgeExpectation {
  /** N = 2(d - 1) for one ground state: directions in which the state can move away from it. */
  readonly directions: number;
  /** |R| λ∞ of random circuits of this depth, mean and standard deviation. */
  readonly gap: number;
  readonly deviation: number;
}

/** The expectation for a target beyond the spectrum or a linear loss; undefined inside. */
export function edgeExpectation(
  { spectrum, parameters }: Pick<RunInfo, "spectrum" | "parameters">,
  target: number,
  linear: boolean,
): EdgeExpectation | undefined {
  const { min, max, eigenvalues } = spectrum;
  const end = linear || target < min ? "min" : target > max ? "max" : undefined;
  if (end === undefined || eigenvalues === undefined) return undefined;
  const excitations = finiteDepth.excitationsOf(eigenvalues, end);
  const edge = finiteDepth.lateTimeEdge(excitations, parameters);
  const scale = linear ? 1 : end === "min" ? min - target : target - max;
  return { directions: excitations.amplitudes, gap: scale * Math.abs(edge.mean), deviation: scale * edge.deviation };
}

/**
 * The eigenvalue that becomes the gap, before the ones below it have died: the largest in the frozen-kernel phase, the N-th largest
 * where N directions stay curved. NaN where neither is expected.
 */
export function lastingEigenvalue(spectrum: Float64Array, phase: Phase, directions: number | undefined): number {
  const rank = phase === "frozen-kernel" ? 1 : phase === "frozen-error" ? directions : undefined;
  return rank === undefined || rank > spectrum.length ? Number.NaN : spectrum[spectrum.length - rank];
}

/** The sorted eigenvalues; single samples in grey, their mean in colour, the gap marked. */
export function spectrumModel(measured: Measured | undefined, ink: Ink): ChartModel {
  const x = { domain: [0, (measured?.spectra[0].length ?? 64) + 1], label: "eigenvalue, in order" } as const;
  if (measured === undefined) return { x, y: { domain: [-1, 1], label: "" }, empty: "measuring the first Hessian" };
  const mean = meanSpectrum(measured);
  const index = Float64Array.from(mean, (_, k) => k + 1);
  const gap = gapOf(measured);
  const at = mean.indexOf(gap);
  const top = niceCeiling(Math.max(1e-3, ...measured.spectra.map((spectrum) => spectrum[spectrum.length - 1])));
  const bottom = Math.max(0, ...measured.spectra.map((spectrum) => -spectrum[0]));
  const rule: Rule[] =
    Number.isFinite(gap) && gap > 0
      ? [{ axis: "y", at: gap, ink: "faint", label: `gap ${formatNumber(gap)}`, side: "start" }]
      : [];
  return {
    x,
    y: { domain: [bottom > 0.02 * top ? -niceCeiling(bottom) : -0.05 * top, top], label: "" },
    rules: [{ axis: "y", at: 0, ink: "faint" }, ...rule],
    lines: [
      ...measured.spectra.map((y) => ({ x: index, y, ink: "sample", width: 1 }) as const),
      { x: index, y: mean, ink, width: 1.5 },
    ],
    dots: [
      ...Array.from(mean, (y, k) => ({ x: k + 1, y, ink, radius: mean.length > 150 ? 1.5 : 2.5 })),
      ...(at < 0 ? [] : [{ x: at + 1, y: gap, ink, radius: 6, hollow: true } as const]),
    ],
  };
}

/** The gap over time, with what theory expects. */
export function gapModel(history: readonly Measured[], rows: number, phase: Phase, edge?: EdgeExpectation): ChartModel {
  const ink: Ink = phase;
  const ensemble = edge?.gap;
  const t = Float64Array.from(history, ({ row }) => row);
  const gaps = Float64Array.from(history, gapOf);
  const predicted = Float64Array.from(history, ({ predicted: value }) => (value > 0 ? value : Number.NaN));
  const lasting = Float64Array.from(history, (measured) => lastingEigenvalue(meanSpectrum(measured), phase, edge?.directions));
  const values = [...gaps, ...predicted, ...lasting, ensemble ?? Number.NaN].filter((value) => value > 0);
  const domain = values.length === 0 ? ([1e-3, 10] as const) : logDomain(Math.min(...values), Math.max(...values) * 1.2);
  return {
    x: { domain: [0, niceCeiling(Math.max(100, rows / 0.94))], label: "step t" },
    y: { domain, log: true, label: "G_M" },
    rules:
      ensemble === undefined || !(ensemble > 0)
        ? []
        : [{ axis: "y", at: ensemble, ink: "muted", dashed: true, label: "random circuits" }],
    lines: [
      { x: t, y: predicted, ink: "ink", width: 1.5, dashed: true, label: history.length > 1 ? "theory" : undefined },
      {
        x: t,
        y: lasting.map((value) => (value > 0 ? value : Number.NaN)),
        ink,
        width: 1,
        label: history.length > 4 ? "last to stay" : undefined,
      },
      { x: t, y: gaps, ink, width: 2.25 },
    ],
    dots: Array.from(t, (x, k) => ({ x, y: gaps[k], ink, radius: 2.5 })),
    empty: history.length === 0 ? "measuring the first gap" : undefined,
  };
}

/** What the spectrum says, in words. */
export function sentenceOf(measured: Measured, phase: Phase, directions: number | undefined): string {
  const spectrum = meanSpectrum(measured);
  const { up, flat, down } = countDirections(spectrum);
  const gap = formatNumber(gapOf(measured));
  const lasting = formatNumber(lastingEigenvalue(spectrum, phase, directions));
  const counts = `Of ${formatCount(spectrum.length)} directions ${formatCount(up)} ${up === 1 ? "curves" : "curve"} up, ${formatCount(flat)} ${flat === 1 ? "is" : "are"} flat, ${formatCount(down)} ${down === 1 ? "curves" : "curve"} down.`;
  if (phase === "critical") return `${counts} At the edge of the spectrum the gap closes: it is ${gap} now and keeps falling.`;
  if (phase === "frozen-kernel")
    return up === 1 && down === 0
      ? `${counts} Only the gradient’s own direction is left: M has rank one, and its eigenvalue ${gap} is K.`
      : `${counts} All but the largest eigenvalue, ${lasting}, are on their way to zero, as ε is.`;
  if (directions === undefined || directions > spectrum.length)
    return `${counts} The state has more directions to move in than the circuit has parameters: a gap is not expected.`;
  return up === directions && down === 0
    ? `${counts} These are the ${formatCount(directions)} directions in which the state can leave the edge of the spectrum; the gap ${gap} is |R| λ.`
    : `${counts} All but the ${formatCount(directions)} largest eigenvalues, down to ${lasting}, are on their way to zero.`;
}
