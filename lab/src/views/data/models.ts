/**
 * The charts of the Data view as values, from the rows of the run and its readout.
 */
import type { dataTheory } from "qntk";
import type { DataReadout, RunInfo } from "../../engine/protocol.ts";
import type { ChartModel, Ink, Line } from "../../plots/model.ts";
import { niceCeiling } from "../../plots/ticks.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { RunSeries } from "../../state/series.ts";
import { clipDecades, moveRules, timeAxis } from "../dynamics/models.ts";
import { drawnRows, extent } from "../dynamics/time-curves.ts";
import { cosineCurves, type DataCurve, errorCurves, kernelCurves, lambdaCurves, pairs, singles } from "./curves.ts";

/** What the charts are made from. */
export interface DataViewData {
  readonly series: RunSeries;
  readonly info: RunInfo;
  readonly readout?: DataReadout;
  readonly expected?: dataTheory.DataPhases;
  readonly time: Snapshot["time"];
}

export interface DataModels {
  readonly error: ChartModel;
  readonly kernel: ChartModel;
  readonly lambda: ChartModel;
  readonly cosine: ChartModel;
}

/** K, in units of what is rounding, from which on ratios with it are clear of that. */
const CLEAR = 1e4;
/** Most data whose curves are named and drawn sample by sample. */
export const NAMED = 6;

export function dataModels(data: DataViewData): DataModels {
  const { series, info, time } = data;
  const log = time === "log";
  const stride = info.data?.kernelStride ?? 1;
  const reach = Math.max(
    ...(info.data?.spectra ?? [info.spectrum]).map(({ min, max }) => Math.max(Math.abs(min), Math.abs(max))),
  );
  const epsilonFloor = 64 * Number.EPSILON * reach;
  const kernelFloor = info.parameters * epsilonFloor ** 2;
  const rows = drawnRows(series.rows, log);
  const kernelRows = drawnRows(Math.ceil(series.rows / stride), log && stride === 1)
    .map((k) => k * stride)
    .filter((row) => !log || row > 0);
  const places = drawnRows(series.muRows.length, false).filter((k) => !log || series.muRows[k] > 0);
  const x = timeAxis(series.rows, log);
  const moves = moveRules(series, x);
  const few = series.data <= NAMED;
  const inkOf = (a: number) => inkOfDatum(data, a);
  const lines = (curves: readonly DataCurve[], name: string, style: (curve: DataCurve) => { ink: Ink; width: number }) => [
    ...(few ? curves.flatMap(({ t, samples }) => samples.map((y): Line => ({ x: t, y, ink: "sample", width: 1 }))) : []),
    ...curves.map(
      (curve): Line => ({ x: curve.t, y: curve.mean, ...style(curve), ...(few && { label: labelOf(name, curve.data) }) }),
    ),
  ];
  const own = (curve: DataCurve) => ({ ink: inkOf(curve.data[0]), width: few ? 2.25 : 1 });

  const errors = errorCurves(series, rows, epsilonFloor);
  const diagonal = kernelCurves(series, kernelRows, singles(series.data), kernelFloor);
  const mixed = few ? kernelCurves(series, kernelRows, pairs(series.data), kernelFloor) : [];
  const lambdas = lambdaCurves(series, places, CLEAR * kernelFloor);
  const cosines = few ? cosineCurves(series, kernelRows, CLEAR * kernelFloor) : [];
  return {
    error: {
      x,
      y: { domain: clipDecades(extentOf(errors)), log: true, label: "|ε_α|" },
      rules: moves,
      lines: lines(errors, "ε", own),
    },
    kernel: {
      x,
      y: { domain: clipDecades(extentOf(diagonal)), log: true, label: "K" },
      rules: moves,
      lines: [
        ...mixed.map(
          (curve): Line => ({ x: curve.t, y: curve.mean, ink: "muted", width: 1.25, label: `|${labelOf("K", curve.data)}|` }),
        ),
        ...lines(diagonal, "K", own),
      ],
    },
    lambda: {
      x,
      y: { domain: symmetric(lambdas), label: "λ" },
      rules: [...moves, { axis: "y", at: 0, ink: "faint" }],
      lines: lines(lambdas, "λ", own),
      empty: series.muRows.length === 0 && series.rows > 1 ? "μ was not recorded" : undefined,
    },
    cosine: {
      x,
      y: { domain: [-1.05, 1.05], label: "K_{αβ}/√(K_{αα}K_{ββ})" },
      rules: [...moves, { axis: "y", at: 0, ink: "faint" }],
      lines: lines(cosines, "", () => ({ ink: "ink", width: 1.75 })),
      empty: few ? undefined : `drawn up to ${NAMED} data`,
    },
  };
}

/** Colour of a datum: that of its phase, and while that is open of the one to expect. */
export function inkOfDatum({ readout, expected }: Pick<DataViewData, "readout" | "expected">, datum: number): Ink {
  const found = readout?.data[datum]?.phase ?? "undetermined";
  return found === "undetermined" ? (expected?.data[datum] ?? found) : found;
}

/** A quantity of some data: those with an index twice, as K₁₁, have both of them. */
function labelOf(name: string, data: readonly number[]): string {
  const indices = name === "K" && data.length === 1 ? [data[0], data[0]] : data;
  return `${name}_{${indices.map((a) => a + 1).join("")}}`;
}

function extentOf(curves: readonly DataCurve[]): [number, number] {
  return extent(curves.flatMap(({ mean, samples }) => [mean, ...samples]));
}

/** A domain around zero for the later values of curves: what happens in the first rows does not set the scale. */
function symmetric(curves: readonly DataCurve[]): readonly [number, number] {
  const late = curves.map(({ mean }) => mean.subarray(mean.length > 8 ? Math.floor(mean.length / 8) : 0));
  const [low, high] = extent(late);
  if (!Number.isFinite(low)) return [-5, 5];
  const top = niceCeiling(1.15 * Math.max(Math.abs(low), Math.abs(high), 0.5));
  return [-top, top];
}
