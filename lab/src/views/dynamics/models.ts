/**
 * The four linked charts of the Dynamics view as values, from the rows of the run and the readout.
 */
import { lotkaVolterra, theoryLossOf } from "qntk";
import type { DeepPrediction, Readout, RunInfo } from "../../engine/protocol.ts";
import { formatNumber } from "../../format/numbers.ts";
import type { AxisModel, Band, ChartModel, Ink, Line, Rule } from "../../plots/model.ts";
import { logDomain, niceCeiling } from "../../plots/ticks.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { RunSeries } from "../../state/series.ts";
import { type CurveGroup, drawnRows, extent, kernelCurves, ratioCurves, residualCurves, shotCurves } from "./time-curves.ts";

/** What the charts are made from. */
export interface DynamicsData {
  readonly series: RunSeries;
  readonly info: RunInfo;
  readonly readout?: Readout;
  readonly snapshot: Snapshot;
  readonly deep?: DeepPrediction;
  /** Colour of the mean: that of the phase. */
  readonly ink: Ink;
}

export interface DynamicsModels {
  readonly residual: ChartModel;
  readonly kernel: ChartModel;
  readonly plane: ChartModel;
  readonly lambda: ChartModel;
  readonly zeta: ChartModel;
}

/** Share of the time axis that a run fills when the axis grows. */
const FILLED = 0.94;
/** First rows, in which λ is far from constant, that the phase plane leaves out. */
const PLANE_FROM = 40;
/** Decades of a logarithmic axis at the most. */
const MAX_DECADES = 16;
/** Decades of |ζ| below 1 and above that are shown at the most. */
const MAX_ZETA_DECADES = 9;
/** Written where a chart needs μ and there are shots. */
const NO_MU = "μ is not measured from shots";
/** Arrows of the flow along each axis. */
const FLOW_CELLS = 5;

export function dynamicsModels(data: DynamicsData): DynamicsModels {
  const { series, info, snapshot, readout, deep, ink } = data;
  const log = snapshot.time === "log";
  const { spectrum } = info;
  const epsilonFloor = 64 * Number.EPSILON * Math.max(Math.abs(spectrum.min), Math.abs(spectrum.max));
  const kernelFloor = info.parameters * epsilonFloor ** 2;
  const rows = drawnRows(series.rows, log);
  const x = timeAxis(series.rows, log);
  const linear = theoryLossOf(snapshot.loss) === "linear";
  const overlay = (name: Snapshot["overlays"][number]) => snapshot.overlays.includes(name);
  const fit = overlay("fit") ? readout?.theory : undefined;
  const prediction = overlay("deep") ? deep : undefined;
  const moves = moveRules(series, x);

  const shots = shotCurves(series, rows);
  const residuals = residualCurves(series, rows, info, linear, epsilonFloor);
  const residual: ChartModel = {
    x,
    y: { domain: clipDecades(extent([residuals.mean, ...residuals.samples])), log: true, label: "|ε − R|" },
    rules: moves,
    bands: shots === undefined ? [] : [bandAround(residuals.t, residuals.mean, shots.epsilonError, ink)],
    lines: [
      ...groupLines(residuals, ink),
      ...(prediction ? [theoryLine(prediction.t, prediction.residualError, "deep limit")] : []),
      ...(fit ? [theoryLine(fit.t, fit.residualError, "theory")] : []),
    ],
  };

  const kernels = kernelCurves(series, rows, kernelFloor);
  const haarRule: Rule[] =
    info.haar && overlay("haar")
      ? [{ axis: "y", at: info.haar.kernel, ink: "muted", dashed: true, label: "Haar, t = 0", side: "end" }]
      : [];
  const lateRule: Rule[] =
    overlay("late") && readout?.late !== undefined && readout.late.kernel > 0
      ? [{ axis: "y", at: readout.late.kernel, ink: "muted", dashed: true, label: "restricted Haar, t → ∞", side: "end" }]
      : [];
  const kernel: ChartModel = {
    x,
    y: {
      domain: clipDecades(
        extent([kernels.mean, ...kernels.samples, [...haarRule, ...lateRule].map(({ at }) => at), shots?.visible ?? []]),
      ),
      log: true,
      label: "K",
    },
    rules: [...moves, ...haarRule, ...lateRule],
    bands: shots === undefined ? [] : [bandAround(kernels.t, shots.kernel, shots.kernelError, ink)],
    lines: [
      ...(shots === undefined ? groupLines(kernels, ink) : unbiasedLines(kernels, shots.kernel, ink)),
      ...(prediction ? [theoryLine(prediction.t, prediction.kernel, "deep limit")] : []),
      ...(fit ? [theoryLine(fit.t, fit.kernel, "theory")] : []),
    ],
  };

  const ratios = ratioCurves(series, log, kernelFloor);
  const late = overlay("late") ? readout?.late : undefined;
  const lambda: ChartModel = {
    x,
    y: { domain: ratioDomain(ratios.lambda), label: "λ" },
    rules: [
      ...moves,
      { axis: "y", at: 0, ink: "faint" },
      ...(info.haar && overlay("haar")
        ? [{ axis: "y", at: info.haar.lambda, ink: "muted", dashed: true, label: "Haar" } as const]
        : []),
      ...(late
        ? [{ axis: "y", at: late.lambda, ink: "muted", dashed: true, label: "restricted Haar", side: "start" } as const]
        : []),
    ],
    lines: [...groupLines(ratios.lambda, ink), ...(prediction ? [theoryLine(prediction.t, prediction.lambda)] : [])],
    empty: shots && NO_MU,
  };
  const absolute = (group: CurveGroup): CurveGroup => ({
    t: group.t,
    mean: group.mean.map(Math.abs),
    samples: group.samples.map((values) => values.map(Math.abs)),
  });
  const zeta: ChartModel = {
    x,
    y: { domain: zetaDomain(absolute(ratios.zeta)), log: true, label: "|ζ|" },
    rules: [...moves, { axis: "y", at: 0.5, ink: "muted", dashed: true, label: "½: critical", side: "end" }],
    lines: groupLines(absolute(ratios.zeta), ink),
    empty: shots && NO_MU,
  };

  return { residual, kernel, lambda, zeta, plane: planeModel(data, kernelFloor) };
}

/** The time axis: it grows by halves, so that the run never reaches its end. */
export function timeAxis(rows: number, log: boolean): AxisModel {
  const last = Math.max(100, rows / FILLED);
  return { domain: log ? [1, 10 ** (Math.ceil(Math.log10(last) * 4) / 4)] : [0, niceCeiling(last)], log, label: "step t" };
}

/** The domain of a logarithmic axis with so many decades at the most, counted from above. */
export function clipDecades([low, high]: [number, number]): readonly [number, number] {
  if (!(low > 0)) return [0.1, 10];
  const [from, to] = logDomain(low, high * 1.3);
  return [Math.max(from, to / 10 ** MAX_DECADES), to];
}

function groupLines({ t, mean, samples }: CurveGroup, ink: Ink): Line[] {
  return [...samples.map((y): Line => ({ x: t, y, ink: "sample", width: 1 })), { x: t, y: mean, ink, width: 2.25 }];
}

/** One standard error below and above a mean. */
function bandAround(x: Float64Array, mean: Float64Array, error: Float64Array, ink: Ink): Band {
  return {
    x,
    low: mean.map((value, k) => value - error[k]),
    high: mean.map((value, k) => value + error[k]),
    ink,
    label: "± 1 standard error",
  };
}

/** K from shots: as published, with the floor of squared estimates, in grey; its mean without that in colour. */
function unbiasedLines({ t, mean, samples }: CurveGroup, unbiased: Float64Array, ink: Ink): Line[] {
  const shown = unbiased.map((value) => (value > 0 ? value : Number.NaN));
  return [
    ...samples.map((y): Line => ({ x: t, y, ink: "sample", width: 1 })),
    { x: t, y: mean, ink: "muted", width: 2.25, label: "raw, with the floor of shots" },
    { x: t, y: shown, ink, width: 2.25, label: "unbiased" },
  ];
}

function theoryLine(x: Float64Array, y: Float64Array, label?: string): Line {
  return { x, y, ink: "ink", width: 1.5, dashed: true, label };
}

/** Where the target was moved; of a movement only the end is marked. */
export function moveRules({ moves }: RunSeries, { domain }: AxisModel): Rule[] {
  const apart = (domain[1] - domain[0]) / 80;
  const ends = moves.slice(1).filter(({ row }, k, all) => all[k + 1] === undefined || all[k + 1].row - row > apart);
  return ends.slice(-12).map(({ row }): Rule => ({ axis: "x", at: row, ink: "faint" }));
}

/** A linear domain around the late values of all curves: what happens in the first rows does not set the scale. */
function ratioDomain({ t, mean, samples }: CurveGroup): readonly [number, number] {
  const from = t.length > 8 ? Math.floor(t.length / 8) : 0;
  const [low, high] = extent([mean.subarray(from), ...samples.map((values) => values.subarray(from))]);
  if (!Number.isFinite(low)) return [-1, 5];
  const top = niceCeiling(Math.max(high, 0.5) * 1.15);
  return [low < 0 ? -niceCeiling(Math.min(-low * 1.1, top)) : 0, top];
}

/** Decades of |ζ| that are shown: as many as the mean takes, around the critical ½. */
function zetaDomain({ mean }: CurveGroup): readonly [number, number] {
  const [low, high] = extent([mean]);
  const [from, to] = low > 0 && Number.isFinite(high) ? logDomain(Math.min(low, 0.05), Math.max(high, 5)) : ([0.01, 10] as const);
  return [Math.max(from, 10 ** -MAX_ZETA_DECADES), Math.min(to, 10 ** MAX_ZETA_DECADES)];
}

/** The plane (2λε, K): lines of constant C, the flow, and the path of every sample. */
function planeModel({ series, ink, snapshot, info }: DynamicsData, floor: number): ChartModel {
  const from = series.moves.at(-1)?.row ?? 0;
  const first = Math.max(
    0,
    series.muRows.findIndex((row) => row >= from),
  );
  const early = series.muRows.findIndex((row) => row >= from + PLANE_FROM);
  const start = early >= 0 && early < series.muRows.length - 1 ? early : first;
  const places: number[] = [];
  const count = series.muRows.length - start;
  const stride = Math.max(1, Math.floor(count / 300));
  for (let k = start; k < series.muRows.length; k += stride) places.push(k);
  if (places.at(-1) !== series.muRows.length - 1 && count > 0) places.push(series.muRows.length - 1);
  const clear = places.filter((k) => series.kernel.mean(series.muRows[k]) > floor);
  const samples = Array.from({ length: series.columns }, (_, c) => ({
    x: Float64Array.from(clear, (k) => 2 * series.lambda(k, c) * series.epsilon.at(series.muRows[k], c)),
    y: Float64Array.from(clear, (k) => series.kernel.at(series.muRows[k], c)),
  }));
  const mean = {
    x: Float64Array.from(clear, (k) => 2 * series.meanLambda(k) * series.epsilon.mean(series.muRows[k])),
    y: Float64Array.from(clear, (k) => series.kernel.mean(series.muRows[k])),
  };
  const size = niceCeiling(
    1.1 *
      Math.max(
        clear.length === 0 ? 1 : 1e-3,
        ...mean.x.map(Math.abs),
        ...mean.y,
        ...samples.map(({ y }) => y.at(-1) ?? 0),
        ...samples.map(({ x }) => x.at(-1) ?? 0),
      ),
  );
  const axes = { x: { domain: [-0.12 * size, size], label: "2λε" }, y: { domain: [0, size], label: "K" } } as const;
  const spacing = niceCeiling(size / 5);
  const constants = Array.from({ length: 13 }, (_, k) => (k - 6) * spacing).filter((c) => c !== 0 && Math.abs(c) < 1.1 * size);
  const level = (c: number): Line => ({
    x: [-0.12 * size, size],
    y: [c - 0.12 * size, c + size],
    ink: c === 0 ? "critical" : "faint",
    width: c === 0 ? 1.5 : 1,
    dashed: true,
    ...(c === 0 && { label: "C = 0" }),
  });
  const arrows =
    theoryLossOf(snapshot.loss) === "linear"
      ? []
      : lotkaVolterra.flowField(size, FLOW_CELLS, snapshot.eta).map(({ x, kernel, dx, dKernel }) => ({
          x: x - size / (2 * FLOW_CELLS),
          y: kernel - size / (2 * FLOW_CELLS),
          dx,
          dy: dKernel,
        }));
  const last = clear.length - 1;
  return {
    ...axes,
    arrows,
    rules: [{ axis: "x", at: 0, ink: "faint" }],
    lines: [
      ...constants.map(level),
      level(0),
      ...samples.map((path): Line => ({ ...path, ink: "sample", width: 1 })),
      { ...mean, ink, width: 2.25 },
    ],
    dots:
      last < 0
        ? []
        : [
            ...samples.map(({ x, y }) => ({ x: x[last], y: y[last], ink, radius: 2.5, hollow: true }) as const),
            { x: mean.x[last], y: mean.y[last], ink, radius: 5, label: `C = ${formatNumber(mean.y[last] - mean.x[last])}` },
          ],
    empty: last >= 0 || info.parameters === 0 ? undefined : series.estimates.rows > 0 ? NO_MU : "waiting for the first μ",
  };
}
