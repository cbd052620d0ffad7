/**
 * Figures of the ensembles' theory: averages against L and O0, frame potentials against k and t. Exact curves solid, asymptotic ones
 * dashed, Monte Carlo as dots with error bars. Pure functions of numbers.
 */
import {
  type HaarEnsemble,
  asymptoticAverages as haarAsymptotic,
  exactAverages as haarExact,
  sdKOfIndependentLayers,
} from "../theory/haar/index.ts";
import {
  outputForTarget,
  type RestrictedHaarEnsemble,
  asymptoticAverages as restrictedAsymptotic,
  exactAverages as restrictedExact,
} from "../theory/restricted-haar/index.ts";
import { type Curve, type CurvePanel, type CurveStyle, curveFigure } from "./curve-figure.ts";
import type { Figure, LegendEntry } from "./figure.ts";
import { lightTheme } from "./palette.ts";
import type { PanelScale } from "./panel.ts";

/** A measured number with its standard error. */
interface Measured {
  readonly value: number;
  readonly error: number;
}

/** Monte Carlo averages, as far as the figures show them. */
interface MeasuredAverages {
  readonly meanK: Measured;
  readonly sdK: Measured;
  readonly lambda: Measured;
  readonly zeta: Measured;
}

type Points = readonly (readonly [number, number])[];

interface Dot {
  readonly x: number;
  readonly value: number;
  readonly error: number;
}

interface PanelData {
  readonly x: Omit<PanelScale, "domain">;
  readonly y: Omit<PanelScale, "domain">;
  readonly curves: readonly Curve[];
  readonly dots?: readonly Dot[];
}

const CURVE_POINTS = 120;
/** ζ below which it is rounding: the output state has <O> = O0. */
const ROUNDING = 1e-9;

/** K̄, SD[K]/K̄, λ̄0 and ζ̄0 of the Haar ensemble against L, from 2 to 16 times the circuit's. */
export function haarFigure(ensemble: HaarEnsemble, measured: MeasuredAverages | undefined, style: CurveStyle): Figure {
  const { theme = lightTheme } = style;
  const lengths = integersBetween(2, Math.max(64, 16 * ensemble.parameters));
  const at = (parameters: number) => ({ ...ensemble, parameters });
  const pair = (value: (averages: ReturnType<typeof haarExact>) => number): Curve[] => [
    { points: lengths.map((l) => [l, value(haarExact(at(l)))]), color: theme.phase["frozen-kernel"] },
    { points: lengths.map((l) => [l, value(haarAsymptotic(at(l)))]), color: theme.ink, dashed: true },
  ];
  const older: Curve = {
    points: lengths.map((l) => [l, sdKOfIndependentLayers(at(l)) / haarExact(at(l)).meanK]),
    color: theme.phase.critical,
    dashed: true,
  };
  const l = { type: "log", label: "L" } as const;
  const dot = ({ value, error }: Measured, scale = 1) => [{ x: ensemble.parameters, value: value / scale, error: error / scale }];
  const panels: PanelData[] = [
    {
      x: l,
      y: { type: "log", label: "\\overline{K_0}" },
      curves: pair(({ meanK }) => meanK),
      dots: measured && dot(measured.meanK),
    },
    {
      x: l,
      y: { type: "log", label: "\\mathrm{SD}[K_0]/\\overline{K_0}" },
      curves: [...pair(({ meanK, sdK }) => sdK / meanK), older],
      dots: measured && dot(measured.sdK, measured.meanK.value),
    },
    {
      x: l,
      y: { label: "\\overline{\\lambda_0}" },
      curves: pair(({ lambda }) => lambda),
      dots: measured && dot(measured.lambda),
    },
    { x: l, y: { label: "\\overline{\\zeta_0}" }, curves: pair(({ zeta }) => zeta), dots: measured && dot(measured.zeta) },
  ];
  return compose(panels, style, "Haar ensemble at random initialisation", [
    { label: "exact", color: theme.phase["frozen-kernel"] },
    { label: "asymptotic", color: theme.ink, dashed: true },
    { label: "independent layers", color: theme.phase.critical, dashed: true },
    ...(measured ? [{ label: "Monte Carlo (dots)", color: theme.phase["frozen-error"] }] : []),
  ]);
}

/** K̄ and λ̄ of the restricted Haar ensemble against O0, λ̄ and ζ̄ against L at the given target. */
export function restrictedHaarFigure(
  ensemble: RestrictedHaarEnsemble,
  eigenvalues: ArrayLike<number>,
  measured: MeasuredAverages | undefined,
  style: CurveStyle,
): Figure {
  const { theme = lightTheme } = style;
  const [min, max] = [eigenvalues[0], eigenvalues[eigenvalues.length - 1]];
  const margin = 0.15 * (max - min);
  const targets = Array.from(
    { length: CURVE_POINTS + 1 },
    (_, i) => min - margin + (i / CURVE_POINTS) * (max - min + 2 * margin),
  );
  const lengths = integersBetween(2, Math.max(64, 16 * ensemble.parameters));
  type Averages = ReturnType<typeof restrictedExact>;
  const pair = (points: (averages: (e: RestrictedHaarEnsemble) => Averages) => Points): Curve[] => [
    { points: points(restrictedExact), color: theme.phase["frozen-kernel"] },
    { points: points(restrictedAsymptotic), color: theme.ink, dashed: true },
  ];
  const byTarget = (value: (averages: Averages) => number) =>
    pair((averages) =>
      targets.map((target) => [target, value(averages({ ...ensemble, target, output: outputForTarget(eigenvalues, target) }))]),
    );
  const byLength = (value: (averages: Averages) => number) =>
    pair((averages) => lengths.map((parameters) => [parameters, value(averages({ ...ensemble, parameters }))]));
  const o0 = { label: "O_0" };
  const l = { type: "log", label: "L" } as const;
  const dot = (x: number, measurement: Measured | undefined) => measurement && [{ x, ...measurement }];
  const panels: PanelData[] = [
    {
      x: o0,
      y: { label: "\\overline{K_\\infty}" },
      curves: byTarget(({ meanK }) => meanK),
      dots: dot(ensemble.target, measured?.meanK),
    },
    {
      x: o0,
      y: { label: "\\overline{\\lambda_\\infty}" },
      curves: byTarget(({ lambda }) => lambda),
      dots: dot(ensemble.target, measured?.lambda),
    },
    {
      x: l,
      y: { label: "\\overline{\\lambda_\\infty}" },
      curves: byLength(({ lambda }) => lambda),
      dots: dot(ensemble.parameters, measured?.lambda),
    },
    {
      x: l,
      y: { label: "\\overline{\\zeta_\\infty}" },
      curves: byLength(({ zeta }) => withoutRounding(zeta)),
      dots: dot(
        ensemble.parameters,
        measured && { value: withoutRounding(measured.zeta.value), error: withoutRounding(measured.zeta.error) },
      ),
    },
  ];
  return compose(panels, style, "Restricted Haar ensemble at late time", [
    { label: "exact", color: theme.phase["frozen-kernel"] },
    { label: "asymptotic", color: theme.ink, dashed: true },
    ...(measured ? [{ label: "Monte Carlo (dots)", color: theme.phase["frozen-error"] }] : []),
  ]);
}

/** Numbers of the frame potential figure. */
export interface FramePotentialData {
  readonly orders: readonly number[];
  readonly haar: readonly number[];
  readonly restrictedHaar: readonly number[];
  readonly monteCarlo?: readonly Measured[];
  /** F of one order along training, with the two ensembles' values of that order. */
  readonly training?: {
    readonly steps: readonly number[];
    readonly estimates: readonly Measured[];
    readonly haar: number;
    readonly restrictedHaar: number;
  };
}

/** F^(k) against k and, where there is training, F(t) between the two ensembles' values. */
export function framePotentialFigure(data: FramePotentialData, style: CurveStyle): Figure {
  const { theme = lightTheme } = style;
  const { orders, haar, restrictedHaar, monteCarlo, training } = data;
  const colors = { haar: theme.phase["frozen-kernel"], restricted: theme.phase.critical };
  const panels: PanelData[] = [
    {
      x: { label: "k", integer: true },
      y: { type: "log", label: "F^{(k)}" },
      curves: [
        { points: orders.map((k, i) => [k, haar[i]]), color: colors.haar },
        { points: orders.map((k, i) => [k, restrictedHaar[i]]), color: colors.restricted },
      ],
      dots: monteCarlo?.map(({ value, error }, i) => ({ x: orders[i], value, error })),
    },
  ];
  if (training !== undefined) {
    const { steps, estimates } = training;
    const level = (value: number, color: string): Curve => ({
      points: [steps[0], steps[steps.length - 1]].map((t) => [t, value]),
      color,
    });
    panels.push({
      x: { label: "\\text{step } t" },
      y: { label: "F^{(2)}(t)" },
      curves: [level(training.haar, colors.haar), level(training.restrictedHaar, colors.restricted)],
      dots: estimates.map(({ value, error }, i) => ({ x: steps[i], value, error })),
    });
  }
  return compose(panels, style, "Frame potentials", [
    { label: "Haar", color: colors.haar },
    { label: "restricted Haar", color: colors.restricted },
    ...(monteCarlo ? [{ label: "circuit (dots)", color: theme.phase["frozen-error"] }] : []),
  ]);
}

/** Panels whose domains cover everything they show. */
function compose(panels: readonly PanelData[], style: CurveStyle, title: string, legend: readonly LegendEntry[]): Figure {
  const { theme = lightTheme } = style;
  const fitted = panels.map(({ x, y, curves, dots = [] }): CurvePanel => {
    const visible = curves.map((curve) => ({ ...curve, points: curve.points.filter(([, value]) => shown(value, y.type)) }));
    const measured = dots.filter(({ value }) => shown(value, y.type));
    const extents = measured.flatMap(({ x: at, value, error }) => [
      [at, value - error],
      [at, value + error],
    ]);
    const all = [...visible.flatMap(({ points }) => points), ...extents.filter(([, value]) => shown(value, y.type))];
    const domain = (axis: 0 | 1, type: PanelScale["type"], margin: number) =>
      domainOf(
        all.map((point) => point[axis]),
        type,
        margin,
      );
    return {
      x: { ...x, domain: domain(0, x.type, 0) },
      y: { ...y, domain: domain(1, y.type, 0.06) },
      curves: visible,
      dots: [
        {
          points: measured.map(({ x: at, value }) => [at, value]),
          errors: measured.map(({ error }) => error),
          color: theme.phase["frozen-error"],
          radius: 3,
        },
      ],
    };
  });
  return curveFigure(fitted, legend, title, style);
}

/** ζ, or the zero that it is up to rounding. */
function withoutRounding(zeta: number): number {
  return Math.abs(zeta) < ROUNDING ? 0 : zeta;
}

function shown(value: number, type: PanelScale["type"]): boolean {
  return Number.isFinite(value) && (type !== "log" || value > 0);
}

/** The range of some values with a share of it as margin; never empty. */
function domainOf(values: readonly number[], type: PanelScale["type"], margin: number): [number, number] {
  if (values.length === 0) return type === "log" ? [1, 10] : [0, 1];
  const map = type === "log" ? Math.log10 : (value: number) => value;
  const [low, high] = [Math.min(...values), Math.max(...values)].map(map);
  const width = high - low || Math.abs(high) || 1;
  const ends = [low - (high > low ? margin : 0.5) * width, high + (high > low ? margin : 0.5) * width];
  return (type === "log" ? ends.map((value) => 10 ** value) : ends) as [number, number];
}

/** At most 120 different integers, evenly spaced in their logarithms. */
function integersBetween(first: number, last: number): number[] {
  const values = Array.from({ length: CURVE_POINTS }, (_, i) => Math.round(first * (last / first) ** (i / (CURVE_POINTS - 1))));
  return [...new Set(values)];
}
