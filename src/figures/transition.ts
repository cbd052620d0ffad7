/**
 * The transition figure: errors, kernel, phase portrait, λ and ζ of a run, with the Lotka-Volterra theory dashed on top.
 */

import * as Plot from "@observablehq/plot";
import type { Band, CurveSet, Points } from "../analysis/curves.ts";
import { roundingOf } from "../analysis/rounding.ts";
import type { TargetSummary } from "../analysis/summary.ts";
import type { Extremes } from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import { requireFields } from "../base/assert.ts";
import { plainNumber } from "../base/words.ts";
import type { TrainingRecord } from "../training/record.ts";
import { nameMarks } from "./curve-names.ts";
import { curvesOfRun, type NamedCurves } from "./curves.ts";
import { clip, type Domain, linearDomain, logDomain, niceCeiling } from "./domains.ts";
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

/** Curves with the colour and name of their target. */
type ColoredSet = CurveSet & Pick<NamedCurves, "color" | "name" | "nameColor">;

const PER_ROW = 3;
const PANEL_WIDTH = FIGURE_WIDTH / PER_ROW;
const PANEL_HEIGHT = 196;
const ZETA_DOMAIN: Domain = [1e-3, 1e3];
/** Range of axes that have nothing to show. */
const EMPTY: Domain = [0, 1];

/** Draws the figure of a run. */
export function transitionFigure({ record, summaries, extremes }: TransitionData, style: TransitionStyle): Figure {
  requireFields("the style of a figure", style, ["document", "theme", "fontFace"]);
  const { document, theme = lightTheme, fontFace } = style;
  const curves = curvesOfRun(record, summaries, extremes, theme);
  const t: PanelScale = { domain: [0, Math.max(1, record.rows - 1)], label: "\\text{step } t", integer: true };
  const panel = (letter: string, x: PanelScale, y: PanelScale, marks: Plot.Markish[], message?: string) =>
    drawPanel({ letter, width: PANEL_WIDTH, height: PANEL_HEIGHT, x, y, marks, message, theme, document });
  const sets = (pick: (curve: NamedCurves) => CurveSet): ColoredSet[] =>
    curves.map((curve) => ({ color: curve.color, name: curve.name, nameColor: curve.nameColor, ...pick(curve) }));

  const rounding = roundingOf(record, extremes);
  const logPanel = (letter: string, label: string, quantity: "epsilon" | "residualError" | "kernel") => {
    const pick = (curve: NamedCurves) => curve[quantity];
    const domain = logDomain(sets(pick), quantity === "kernel" ? rounding.kernel : rounding.epsilon);
    if (domain === undefined) return panel(letter, t, { domain: EMPTY, label }, [], "zero, up to rounding");
    const marks = [
      ...curveMarks(sets(pick), theme, domain),
      ...(quantity === "kernel" ? namesOf(sets(pick), { type: "log", domain, label }) : []),
    ];
    return panel(letter, t, { type: "log", domain, label }, marks);
  };

  const nothing = record.measured.mu === undefined ? "\u00b5 was not measured" : "not defined: K = 0";
  const ratioPanel = (
    letter: string,
    y: Omit<PanelScale, "domain">,
    domain: Domain | undefined,
    marks: (domain: Domain) => Plot.Markish[],
  ) =>
    domain === undefined
      ? panel(letter, t, { domain: EMPTY, label: y.label }, [], nothing)
      : panel(letter, t, { ...y, domain }, marks(domain));
  const zeta = sets((curve) => curve.zeta);

  // Second derivatives are not measured with shots: without μ there is nothing that the other panels could show.
  const isMeasured = record.plan.shots === undefined || record.measured.mu !== undefined;
  const panels = [
    logPanel("a", "|\\varepsilon(t)|", "epsilon"),
    logPanel("b", "|\\varepsilon(t)-R|", "residualError"),
    logPanel("c", "K(t)", "kernel"),
    ...(isMeasured ? ratioPanels() : []),
  ];
  return composeFigure(panels, {
    perRow: PER_ROW,
    panelHeight: PANEL_HEIGHT,
    theme,
    fontFace,
    title: `Training dynamics: total error, residual error, kernel${isMeasured ? ", phase portrait, lambda and zeta" : ""}`,
    legend: [
      ...summaries.map(({ target, phase }, k) => ({
        label: `O_0 = ${plainNumber(target)}: ${phaseLabels[phase]}`,
        color: curves[k].color,
      })),
      { label: "samples", color: theme.sample },
      ...(curves.some(({ kernel }) => kernel.raw) ? [{ label: "K with the floor of shots", color: theme.muted }] : []),
      ...(record.plan.shots === undefined
        ? [{ label: summaries.some((s) => s.predictedLambda) ? "theory, λ predicted" : "theory", color: theme.ink, dashed: true }]
        : []),
    ],
  });

  function ratioPanels(): string[] {
    return [
      portraitPanel(),
      ratioPanel("e", { label: "\\lambda(t)" }, linearDomain(sets((curve) => curve.lambda)), (domain) => [
        ...(domain[0] < 0 ? [Plot.ruleY([0], { stroke: theme.faint, strokeWidth: 1 })] : []),
        ...curveMarks(
          sets((curve) => curve.lambda),
          theme,
          domain,
        ),
      ]),
      ratioPanel("f", { type: "log", label: "|\\zeta(t)|" }, linearDomain(zeta) && ZETA_DOMAIN, (domain) => [
        Plot.ruleY([0.5], { stroke: theme.ink, strokeWidth: 1, strokeDasharray: "4 3" }),
        ...curveMarks(zeta, theme, domain),
      ]),
    ];
  }

  function namesOf(named: readonly ColoredSet[], y: PanelScale): Plot.Markish[] {
    const curves = named.map(({ name, nameColor, mean }) => ({ name, color: nameColor, points: mean }));
    return nameMarks(curves, { x: t, y, width: PANEL_WIDTH, height: PANEL_HEIGHT }, theme);
  }

  function portraitPanel(): string {
    const [x, y] = ["2\\lambda\\varepsilon", "K"];
    const domains = portraitDomains(curves);
    if (domains === undefined) return panel("d", { domain: EMPTY, label: x }, { domain: EMPTY, label: y }, [], nothing);
    const marks = portraitMarks(curves, domains, theme);
    return panel("d", { domain: domains.x, label: x }, { domain: domains.y, label: y }, marks);
  }
}

function curveMarks(sets: readonly ColoredSet[], theme: Theme, domain: Domain): Plot.Markish[] {
  const inside = (points: Points) => clip(points, domain);
  return [
    ...sets.flatMap((set) => set.samples.map((points) => Plot.line(inside(points), { stroke: theme.sample, strokeWidth: 0.6 }))),
    ...sets.flatMap(({ band = [], color }) =>
      band.length === 0 ? [] : [Plot.areaY(inBand(band, domain), { x: "0", y1: "1", y2: "2", fill: color, fillOpacity: 0.25 })],
    ),
    ...sets.flatMap(({ raw }) => (raw === undefined ? [] : [Plot.line(inside(raw), { stroke: theme.muted, strokeWidth: 1.2 })])),
    ...sets.map((set) => Plot.line(inside(set.mean), { stroke: set.color, strokeWidth: 1.9 })),
    ...sets.flatMap((set) =>
      set.theory === undefined
        ? []
        : [Plot.line(inside(set.theory), { stroke: theme.ink, strokeWidth: 1.1, strokeDasharray: "4 3" })],
    ),
  ];
}

/** The part of a band that lies in the range of an axis. */
function inBand(band: Band, [low, high]: Domain): Band {
  return band.map(([t, below, above]) =>
    above < low || below > high ? [t, Number.NaN, Number.NaN] : [t, Math.max(low, below), Math.min(high, above)],
  );
}

/** Trajectories in the plane (2λε, K), the lines K = C + 2λε they settle on, and where they end. */
function portraitMarks(curves: readonly NamedCurves[], { x, y }: { x: Domain; y: Domain }, theme: Theme): Plot.Markish[] {
  const [left, right, top] = [x[0], x[1], y[1]];
  const spacing = top / 4;
  const lines = range(Math.ceil((top - left + right) / spacing) - 1)
    .map((k) => (k + 1 - Math.floor(right / spacing)) * spacing)
    .map(
      (c): Points => [
        [Math.max(left, -c), Math.max(0, c + left)],
        [Math.min(right, top - c), Math.min(top, c + right)],
      ],
    );
  const isInside = ([px, py]: Points[number]) => px >= left && px <= right && py >= 0 && py <= top;
  const inBox = (points: Points): Points => points.map((point) => (isInside(point) ? point : [Number.NaN, Number.NaN]));
  const dots = curves.flatMap(({ portrait, color }) =>
    endPoints(portrait).map((point) => Plot.dot([point], { fill: color, r: 2 })),
  );
  return [
    ...lines.map((line) => Plot.line(line, { stroke: theme.faint, strokeWidth: 1, strokeDasharray: "4 3" })),
    ...(left < 0 ? [Plot.ruleX([0], { stroke: theme.muted, strokeWidth: 0.8 })] : []),
    ...curves.flatMap(({ portrait, color }) =>
      portrait.samples.map((points) => Plot.line(inBox(points), { stroke: color, strokeWidth: 0.7, strokeOpacity: 0.45 })),
    ),
    ...curves.map(({ portrait, color }) => Plot.line(inBox(portrait.mean), { stroke: color, strokeWidth: 1.9 })),
    ...dots,
  ];
}

/** Where the samples' trajectories end. */
function endPoints({ samples }: CurveSet): Points {
  return samples.flatMap((points) => points.slice(-1)).filter((point) => point.every(Number.isFinite));
}

/** Share of the portrait's width by which an end point must lie left of 2λε = 0 to be more than rounding. */
const LEFT_OF_ZERO = 1e-2;

/** The end points fit into a square from 0 on, which goes on to the left where some end at 2λε < 0; undefined where there are none. */
function portraitDomains(curves: readonly NamedCurves[]): { x: Domain; y: Domain } | undefined {
  const ends = curves.flatMap(({ portrait }) => endPoints(portrait));
  if (ends.length === 0) return undefined;
  const size = niceCeiling(1.25 * Math.max(...ends.flat(), ...curves.map(({ c }) => Math.abs(c)).filter(Number.isFinite)));
  const lowest = Math.min(...ends.map(([x]) => x));
  return { x: [lowest < -LEFT_OF_ZERO * size ? -niceCeiling(-1.1 * lowest) : 0, size], y: [0, size] };
}
