/**
 * The transition figure: errors, kernel, phase portrait, λ and ζ of a run, with the Lotka-Volterra theory dashed on top.
 */
import * as Plot from "@observablehq/plot";
import type { TargetSummary } from "../analysis/summary.ts";
import {
  columnsOfTarget,
  type EnsembleSeries,
  type Extremes,
  ensembleSeries,
  meanOverSamples,
  trajectoryOf,
} from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import { fitLotkaVolterra } from "../theory/lotka-volterra/fit.ts";
import { lastErrorStep, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import { measuredOf, seriesOf, type TrainingRecord } from "../training/record.ts";
import { composeFigure, FIGURE_WIDTH, type Figure } from "./figure.ts";
import { lightTheme, phaseLabels, type Theme } from "./palette.ts";
import { drawPanel, type PanelScale } from "./panel.ts";

/** What the figure is drawn from. */
export interface TransitionData {
  readonly record: TrainingRecord;
  readonly summaries: readonly TargetSummary[];
  readonly extremes: Extremes;
}

/** How it is drawn. */
export interface TransitionStyle {
  readonly document: Document;
  readonly theme?: Theme;
  readonly fontFace?: string;
}

/** A curve. */
type Points = readonly (readonly [number, number])[];

/** Everything one target contributes. */
interface TargetCurves {
  readonly color: string;
  readonly epsilon: CurveSet;
  readonly residualError: CurveSet;
  readonly kernel: CurveSet;
  readonly portrait: CurveSet;
  readonly lambda: CurveSet;
  readonly zeta: CurveSet;
  /** Late-time C of the ensemble. */
  readonly c: number;
}

/** A quantity's samples, mean and theory. */
interface CurveSet {
  readonly samples: readonly Points[];
  readonly mean: Points;
  readonly theory?: Points;
}

/** Points drawn of a curve. */
const CURVE_POINTS = 160;
const PANEL_HEIGHT = 196;
const PER_ROW = 3;
/** First step of the phase portrait: before it λ is far from constant. */
const PORTRAIT_FROM = 20;
/** Smallest value shown on logarithmic axes, relative to the largest. */
const LOG_SPAN = 1e-14;

/** Draws the figure of a run. */
export function transitionFigure(
  { record, summaries, extremes }: TransitionData,
  { document, theme = lightTheme, fontFace }: TransitionStyle,
): Figure {
  const curves = summaries.map((summary, k) => curvesOf(record, k, summary, extremes, theme));
  const t: PanelScale = { domain: [0, record.rows - 1], label: "\\text{step } t" };
  const panel = (letter: string, x: PanelScale, y: PanelScale, marks: Plot.Markish[]) =>
    drawPanel({ letter, width: FIGURE_WIDTH / PER_ROW, height: PANEL_HEIGHT, x, y, marks, theme, document });
  const sets = (pick: (curve: TargetCurves) => CurveSet) => curves.map((curve) => ({ color: curve.color, ...pick(curve) }));
  const logPanel = (letter: string, label: string, pick: (curve: TargetCurves) => CurveSet, labelled = false) => {
    const y: PanelScale = { type: "log", domain: logDomain(sets(pick)), label };
    const names = labelled ? sets(pick).flatMap((set, k) => nameMark(set, phaseLabels[summaries[k].phase], theme, y.domain)) : [];
    return panel(letter, t, y, [...curveMarks(sets(pick), theme, y.domain), ...names]);
  };
  const lambdaDomain = linearDomain(sets((curve) => curve.lambda));
  const zetaDomain: readonly [number, number] = [1e-3, 1e3];
  const portraitEnd = portraitSize(curves);
  const panels = [
    logPanel("a", "|\\varepsilon(t)|", (curve) => curve.epsilon),
    logPanel("b", "|\\varepsilon(t)-R|", (curve) => curve.residualError),
    logPanel("c", "K(t)", (curve) => curve.kernel, true),
    panel(
      "d",
      { domain: [0, portraitEnd], label: "2\\lambda\\varepsilon" },
      { domain: [0, portraitEnd], label: "K" },
      portraitMarks(curves, portraitEnd, theme),
    ),
    panel(
      "e",
      t,
      { domain: lambdaDomain, label: "\\lambda(t)" },
      curveMarks(
        sets((curve) => curve.lambda),
        theme,
        lambdaDomain,
      ),
    ),
    panel("f", t, { type: "log", domain: zetaDomain, label: "\\zeta(t)" }, [
      Plot.ruleY([0.5], { stroke: theme.ink, strokeWidth: 1, strokeDasharray: "4 3" }),
      ...curveMarks(
        sets((curve) => curve.zeta),
        theme,
        zetaDomain,
      ),
    ]),
  ];
  return composeFigure(panels, {
    perRow: PER_ROW,
    panelHeight: PANEL_HEIGHT,
    theme,
    fontFace,
    title: "Training dynamics: total error, residual error, kernel, phase portrait, lambda and zeta",
    legend: [
      ...summaries.map(({ target, phase }) => ({
        label: `O_0 = ${formatTarget(target)}: ${phaseLabels[phase]}`,
        color: theme.phase[phase],
      })),
      { label: "samples", color: theme.sample },
      { label: "theory", color: theme.ink, dashed: true },
    ],
  });
}

function curvesOf(
  record: TrainingRecord,
  target: number,
  summary: TargetSummary,
  extremes: Extremes,
  theme: Theme,
): TargetCurves {
  const columns = columnsOfTarget(record, target);
  const steps = thinned(record.rows);
  const theory = theoryCurves(record, columns, summary, extremes, steps);
  const { residual } = summary;
  const pick = (values: ArrayLike<number>, map: (value: number) => number = (value) => value): Points =>
    steps.map((t) => [t, map(values[t])]);
  const curveSet = (quantity: "epsilon" | "kernel", map: (value: number) => number, dashed?: Points): CurveSet => ({
    samples: columns.map((column) => pick(seriesOf(record, quantity, column), map)),
    mean: pick(meanOverSamples(record, columns, quantity), map),
    theory: dashed,
  });
  const ensemble = ensembleSeries(record, columns);
  const ratios = columns.map((column) => measuredRatios(record, column));
  return {
    color: theme.phase[summary.phase],
    epsilon: curveSet(
      "epsilon",
      Math.abs,
      theory?.epsilon.map(([t, value]) => [t, Math.abs(value)]),
    ),
    residualError: curveSet("epsilon", (value) => Math.abs(value - residual), theory?.residualError),
    kernel: curveSet("kernel", (value) => value, theory?.kernel),
    portrait: {
      samples: ratios.map(({ portrait }) => portrait),
      mean: ensemblePortrait(record, columns, ensemble, summary.step),
    },
    lambda: { samples: ratios.map(({ lambda }) => lambda), mean: ensemblePoints(ensemble, "lambda", summary.step) },
    zeta: { samples: ratios.map(({ zeta }) => zeta), mean: ensemblePoints(ensemble, "zeta", summary.step) },
    c: summary.c,
  };
}

/** Mean over the samples of the fitted Lotka-Volterra solutions, from a little before the fitted window on. */
function theoryCurves(
  record: TrainingRecord,
  columns: readonly number[],
  summary: TargetSummary,
  extremes: Extremes,
  steps: readonly number[],
) {
  if (summary.phase === "undetermined" || record.plan.loss === "linear") return undefined;
  const fits = columns.map((column) => fitLotkaVolterra(trajectoryOf(record, column, extremes)));
  const first = Math.max(...fits.map((fit) => fit.from)) / 5;
  const shown = steps.filter((t) => t >= first);
  const average = (value: (fit: (typeof fits)[number], t: number) => number): Points =>
    shown.map((t) => [t, fits.reduce((sum, fit) => sum + value(fit, t) / fits.length, 0)] as const);
  const epsilon = average((fit, t) => fit.solution.lambdaEpsilon(t) / fit.lambda.value);
  return {
    epsilon,
    residualError: average((fit, t) => Math.abs(residualOfSolution(fit, t, summary.residual))),
    kernel: average((fit, t) => fit.solution.kernel(t)),
  };
}

/** ε - R of a fitted solution; below the spectrum through K = 2 λ (ε - R), where the difference itself would be rounded away. */
function residualOfSolution(fit: ReturnType<typeof fitLotkaVolterra>, t: number, residual: number): number {
  return residual === 0 ? fit.solution.lambdaEpsilon(t) / fit.lambda.value : fit.solution.kernel(t) / (2 * fit.lambda.value);
}

/** λ, ζ and the phase portrait of one column at the steps where μ was measured, as far as they stand clear of rounding. */
function measuredRatios(record: TrainingRecord, column: number): { lambda: Points; zeta: Points; portrait: Points } {
  const mu = measuredOf(record, "mu", column);
  if (mu === undefined) return { lambda: [], zeta: [], portrait: [] };
  const epsilon = seriesOf(record, "epsilon", column);
  const kernel = seriesOf(record, "kernel", column);
  const trajectory = trajectoryOf(record, column);
  const last = lastKernelStep(trajectory);
  const lastError = lastErrorStep(trajectory);
  const places = range(mu.steps.length).filter((k) => mu.steps[k] <= last);
  const at = (k: number) => ({ t: mu.steps[k], lambda: mu.values[k] / kernel[mu.steps[k]] });
  return {
    lambda: thinnedPoints(places.map((k) => [at(k).t, at(k).lambda])),
    zeta: thinnedPoints(
      places
        .filter((k) => mu.steps[k] <= lastError)
        .map((k) => [at(k).t, Math.abs((epsilon[at(k).t] * at(k).lambda) / kernel[at(k).t])]),
    ),
    portrait: places.filter((k) => at(k).t >= PORTRAIT_FROM).map((k) => [2 * at(k).lambda * epsilon[at(k).t], kernel[at(k).t]]),
  };
}

function ensemblePoints(series: EnsembleSeries | undefined, name: "lambda" | "zeta", last: number): Points {
  if (series === undefined) return [];
  const points = range(series.steps.length)
    .filter((k) => series.steps[k] <= last)
    .map((k): [number, number] => [series.steps[k], name === "zeta" ? Math.abs(series.zeta[k]) : series.lambda[k]]);
  return thinnedPoints(points);
}

/** (2 λ mean(ε), mean(K)) of the ensemble. */
function ensemblePortrait(
  record: TrainingRecord,
  columns: readonly number[],
  series: EnsembleSeries | undefined,
  last: number,
): Points {
  if (series === undefined) return [];
  const epsilon = meanOverSamples(record, columns, "epsilon");
  const kernel = meanOverSamples(record, columns, "kernel");
  return range(series.steps.length)
    .filter((k) => series.steps[k] >= PORTRAIT_FROM && series.steps[k] <= last)
    .map((k) => [2 * series.lambda[k] * epsilon[series.steps[k]], kernel[series.steps[k]]]);
}

function curveMarks(
  sets: readonly (CurveSet & { color: string })[],
  theme: Theme,
  domain: readonly [number, number],
): Plot.Markish[] {
  const inside = (points: Points) => clip(points, domain);
  return [
    ...sets.flatMap((set) => set.samples.map((points) => Plot.line(inside(points), { stroke: theme.sample, strokeWidth: 0.6 }))),
    ...sets.map((set) => Plot.line(inside(set.mean), { stroke: set.color, strokeWidth: 1.9 })),
    ...sets.flatMap((set) =>
      set.theory === undefined
        ? []
        : [Plot.line(inside(set.theory), { stroke: theme.ink, strokeWidth: 1.1, strokeDasharray: "4 3" })],
    ),
  ];
}

/** The name of a curve's phase written beside its mean, where that is in sight. */
function nameMark(
  set: CurveSet & { color: string },
  label: string,
  theme: Theme,
  domain: readonly [number, number],
): Plot.Markish[] {
  const visible = clip(set.mean, domain).filter(([, y]) => Number.isFinite(y));
  if (visible.length < 4) return [];
  const point = visible[Math.floor(0.55 * visible.length)];
  return [
    Plot.text([point], {
      text: [label],
      fill: set.color,
      stroke: theme.background,
      strokeWidth: 3,
      textAnchor: "start",
      dx: 2,
      dy: -9,
    }),
  ];
}

/** Trajectories in the plane (2λε, K), the lines K = C + 2λε they settle on, and where they end. */
function portraitMarks(curves: readonly TargetCurves[], end: number, theme: Theme): Plot.Markish[] {
  const spacing = end / 4;
  const lines = range(9)
    .map((k) => (k - 4) * spacing)
    .map(
      (c): Points => [
        [Math.max(0, -c), Math.max(0, c)],
        [Math.min(end, end - c), Math.min(end, end + c)],
      ],
    );
  const inBox = (points: Points): Points =>
    points.map(([x, y]) => (x >= 0 && x <= end && y >= 0 && y <= end ? [x, y] : [Number.NaN, Number.NaN]));
  const ends = curves.flatMap(({ portrait, color }) =>
    portrait.samples.flatMap((points) => points.slice(-1).map((point) => ({ point, color }))),
  );
  return [
    ...lines.map((line) => Plot.line(line, { stroke: theme.faint, strokeWidth: 1, strokeDasharray: "4 3" })),
    ...curves.flatMap(({ portrait, color }) =>
      portrait.samples.map((points) => Plot.line(inBox(points), { stroke: color, strokeWidth: 0.7, strokeOpacity: 0.45 })),
    ),
    ...curves.map(({ portrait, color }) => Plot.line(inBox(portrait.mean), { stroke: color, strokeWidth: 1.9 })),
    ...ends.map(({ point, color }) => Plot.dot([[Math.max(0, point[0]), point[1]]], { fill: color, r: 2 })),
  ];
}

/** The late-time trajectories fit into a square of this size. */
function portraitSize(curves: readonly TargetCurves[]): number {
  const ends = curves.flatMap(({ portrait, c }) => [
    Math.abs(c),
    ...portrait.samples.flatMap((points) => points.slice(-1).flat()),
  ]);
  return niceCeiling(1.25 * Math.max(1e-6, ...ends.filter(Number.isFinite)));
}

function logDomain(sets: readonly CurveSet[]): [number, number] {
  const values = sets.flatMap((set) => set.mean.map(([, y]) => y)).filter((y) => y > 0 && Number.isFinite(y));
  const high = Math.max(...values);
  const low = Math.max(Math.min(...values), LOG_SPAN * high);
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high))];
}

/** Covers the late three quarters of the means: λ starts at the random initialisation's value, which may be far away. */
function linearDomain(sets: readonly CurveSet[]): [number, number] {
  const late = sets
    .flatMap((set) => set.samples.flatMap((points) => points.slice(Math.floor(points.length / 10)).map(([, y]) => y)))
    .filter(Number.isFinite);
  if (late.length === 0) return [0, 1];
  const low = Math.min(0, ...late);
  const high = Math.max(0, ...late);
  const size = niceCeiling(Math.max(high, -low));
  return [low < 0 ? -niceCeiling(-low) : 0, high > 0 ? Math.max(niceCeiling(high), 0) : size];
}

function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value * (1 - 1e-12)) ?? 10);
}

/** Points outside the domain become gaps. */
function clip(points: Points, [low, high]: readonly [number, number]): Points {
  return points.map(([x, y]) => (y >= low && y <= high ? [x, y] : [x, Number.NaN]));
}

function thinned(rows: number): number[] {
  const count = Math.min(CURVE_POINTS, rows);
  return range(count).map((k) => Math.round((k * (rows - 1)) / Math.max(1, count - 1)));
}

function thinnedPoints(points: Points): Points {
  return thinned(points.length).map((k) => points[k]);
}

function formatTarget(target: number): string {
  return String(Number(target.toPrecision(6))).replace("-", "−");
}
