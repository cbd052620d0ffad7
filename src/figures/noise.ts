/**
 * The figure of `qntk noise`: for every target the total error and the kernel, ideal, with noise, in theory and, where given, on the device.
 */

import { mean, range, standardDeviation, standardError } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { NoiseReport } from "../reports/noise.ts";
import { depolarizedError } from "../theory/noise/depolarizing.ts";
import { type CurvePanel, type CurvePoint, type CurveStyle, curveFigure, decades } from "./curve-figure.ts";
import type { Figure, LegendEntry } from "./figure.ts";
import { lightTheme, phaseLabels, type Theme } from "./palette.ts";

/** Room under the lowest line for words, as a share of the panel's height. */
const LABEL_ROOM = 0.08;

/** Draws the figure, a row for each target; `centre` is tr O / d. */
export function noiseFigure(reports: readonly NoiseReport[], centre: number, style: CurveStyle): Figure {
  const theme = style.theme ?? lightTheme;
  const legend: LegendEntry[] = [
    ...reports.map(({ target, phase, idealPhase = phase }) => ({
      label: `O_0 = ${formatNumber(target, 6)}, ideal: ${phaseLabels[idealPhase]}`,
      color: theme.phase[idealPhase],
    })),
    { label: "with noise: repetitions", color: theme.sample },
    { label: "their mean", color: theme.ink },
    { label: "theory, with the fitted p", color: theme.ink, dashed: true },
    ...(reports.some(({ device }) => device !== undefined)
      ? [{ label: "mean of device runs", color: theme.ink, dots: true }]
      : []),
  ];
  return curveFigure(
    reports.flatMap((report) => [errorPanel(report, centre, theme), kernelPanel(report, theme)]),
    legend,
    "Training with noise: total error and kernel",
    style,
  );
}

function errorPanel(report: NoiseReport, centre: number, theme: Theme): CurvePanel {
  const { target, phase, idealPhase = phase, ideal, noisy, p, plateau, device } = report;
  const last = ideal.length - 1;
  const averages = averagesOf(noisy);
  const theory = depolarizedError(ideal, p.mean, { target, mean: centre });
  const dots = device === undefined ? [] : averagesOf(device.curves);
  // Where the kernel freezes, shot noise keeps the error from falling below its plateau.
  const level = phase === "frozen-kernel" ? plateau?.measuredError : undefined;
  const values = [ideal, ...noisy].flatMap((curve) => [...curve]);
  const [low, high] = padded(values);
  const height = high - low;
  // Room for the words under the plateau's lower line.
  const bottom = level === undefined ? low : Math.min(low, -level - LABEL_ROOM * height);
  const domain = [bottom, high] as const;
  return {
    x: { domain: [0, last], label: "\\text{step } t", integer: true },
    y: { domain, label: "\\varepsilon(t)" },
    band: averages.map((row) => [row.t, row.mean - row.spread, row.mean + row.spread]),
    curves: [
      ...noisy.map((curve) => ({ points: pointsOf(curve), color: theme.sample, width: 0.7 })),
      ...(level === undefined
        ? []
        : [level, -level].map((y) => ({ points: flat(y, last), color: theme.muted, dashed: true, width: 1 }))),
      { points: pointsOf(ideal), color: theme.phase[idealPhase], width: 2.2 },
      { points: averages.map((row): CurvePoint => [row.t, row.mean]), color: theme.ink, width: 1.6 },
      { points: pointsOf(theory), color: theme.ink, dashed: true, width: 1.4 },
    ],
    dots: [
      {
        points: dots.map((row): CurvePoint => [row.t, row.mean]),
        errors: dots.map((row) => row.error),
        color: theme.ink,
        radius: 1.8,
      },
    ],
    notes: [
      { at: [0.36 * last, low + 0.88 * height], text: `fitted p = ${withError(p)}`, color: theme.ink },
      ...(device === undefined
        ? []
        : [
            {
              at: [0.36 * last, low + 0.79 * height] as CurvePoint,
              text: `device p = ${withError(device)}`,
              color: theme.ink,
            },
          ]),
      ...(level === undefined
        ? []
        : [{ at: [0.02 * last, bottom] as CurvePoint, text: "plateau of shot noise", color: theme.muted }]),
    ],
  };
}

function kernelPanel({ phase, idealPhase = phase, idealKernel, noisyKernel, p, plateau }: NoiseReport, theme: Theme): CurvePanel {
  const last = idealKernel.length - 1;
  const averages = averagesOf(noisyKernel);
  // What the shots of the gradient add to K on average, L σ²/2.
  const floor = plateau === undefined ? 0 : plateau.measuredKernel - idealKernel[last];
  const domain = decades([...idealKernel, ...noisyKernel.flatMap((curve) => [...curve]), ...(floor > 0 ? [floor] : [])]);
  return {
    x: { domain: [0, last], label: "\\text{step } t", integer: true },
    y: { domain, type: "log", label: "K(t)" },
    curves: [
      ...noisyKernel.map((curve) => ({ points: pointsOf(curve), color: theme.sample, width: 0.7 })),
      ...(floor > 0 ? [{ points: flat(floor, last), color: theme.muted, dashed: true, width: 1 }] : []),
      { points: pointsOf(idealKernel), color: theme.phase[idealPhase], width: 2.2 },
      { points: averages.map((row): CurvePoint => [row.t, row.mean]), color: theme.ink, width: 1.6 },
      {
        points: pointsOf(idealKernel.map((value) => (1 - p.mean) ** 2 * value + floor)),
        color: theme.ink,
        dashed: true,
        width: 1.4,
      },
    ],
    notes: floor > 0 ? [{ at: [0.04 * last, floor], text: "floor of shot noise", color: theme.muted }] : [],
  };
}

/** Mean, standard deviation and standard error of curves, step by step; without spread where there is one. */
function averagesOf(curves: readonly Float64Array[]) {
  return range(curves[0].length).map((t) => {
    const values = curves.map((curve) => curve[t]);
    const single = values.length === 1;
    return {
      t,
      mean: mean(values),
      spread: single ? 0 : standardDeviation(values),
      error: single ? 0 : standardError(values),
    };
  });
}

function pointsOf(curve: Float64Array): CurvePoint[] {
  return Array.from(curve, (y, t): CurvePoint => [t, y]);
}

function flat(y: number, last: number): CurvePoint[] {
  return [
    [0, y],
    [last, y],
  ];
}

/** A range with a little room around all values. */
function padded(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.04 * (high - low || 1);
  return [low - room, high + room];
}

function withError({ mean: p, error }: { readonly mean: number; readonly error: number }): string {
  return Number.isFinite(error) ? `${p.toFixed(4)} ± ${error.toFixed(4)}` : p.toFixed(4);
}
