/**
 * The charts of the Bifurcation view: the right-hand side of Eq. 12, its fixed points, and what late-time K and the gap do across targets.
 */
import { lotkaVolterra } from "qntk";
import type { Readout, RunInfo } from "../../engine/protocol.ts";
import type { SweepPoint } from "../../engine/sweep.ts";
import type { ChartModel, Dot, Ink, Line, Rule } from "../../plots/model.ts";
import { niceCeiling } from "../../plots/ticks.ts";

/** dK/dt = η (C - K) K against K, with the fixed points and where the run is. */
export function rateModel(readout: Readout | undefined, eta: number, ink: Ink): ChartModel {
  const c = readout === undefined || Number.isNaN(readout.c) ? undefined : readout.c;
  const kernel = readout?.kernel ?? 0;
  const size = niceCeiling(1.25 * Math.max(Math.abs(c ?? 1), Math.min(kernel, 4 * Math.abs(c ?? kernel)), 1e-3));
  const grid = Array.from({ length: 81 }, (_, k) => (k / 80) * size);
  const rate = (k: number) => lotkaVolterra.kernelRate(k, c ?? 0, eta);
  const values = grid.map(rate);
  const top = Math.max(...values, 0);
  const bottom = Math.min(...values, 0);
  const pad = 0.12 * (top - bottom);
  const points = c === undefined ? [] : lotkaVolterra.fixedPoints(c, eta).filter(({ kernel: at }) => at >= 0);
  const dots: Dot[] = points.map(({ kernel: at, stability }) => ({
    x: at,
    y: 0,
    ink: "ink",
    radius: 5,
    hollow: stability !== "stable",
    label: `K = ${at === 0 ? "0" : "C"}, ${stability}`,
    side: at === 0 ? "above" : "beside",
  }));
  if (c !== undefined && kernel <= size) dots.push({ x: kernel, y: rate(kernel), ink, radius: 5 });
  return {
    // A little of K < 0, so that the fixed point at 0 is seen whole.
    x: { domain: [-0.04 * size, size], label: "K" },
    y: { domain: [bottom - pad, top + pad], label: "dK/dt" },
    rules: [
      { axis: "y", at: 0, ink: "faint" },
      { axis: "x", at: 0, ink: "faint" },
    ],
    lines: c === undefined ? [] : [{ x: grid, y: values, ink, width: 2 }],
    dots,
    empty: c === undefined ? (readout?.fromShots ? "C is not known from these shots yet" : "waiting for the first μ") : undefined,
  };
}

/** The transcritical bifurcation: fixed points K against C, with the late-time values of the sweep on it. */
export function diagramModel(points: readonly SweepPoint[]): ChartModel {
  const known = points.filter(({ phase }) => phase !== "undetermined");
  const size = niceCeiling(1.1 * Math.max(1, ...known.map(({ c }) => Math.abs(c)), ...known.map(({ kernel }) => kernel)));
  const lines = lotkaVolterra.bifurcationDiagram(-size, size, 41).map(
    ({ branch, stability, points: curve }): Line => ({
      x: curve.map(({ c }) => c),
      y: curve.map(({ kernel }) => kernel),
      ink: "ink",
      width: stability === "stable" ? 2 : 1,
      dashed: stability !== "stable",
      ...(stability === "stable" && { label: `${branch}, stable` }),
    }),
  );
  return {
    x: { domain: [-size, size], label: "C" },
    y: { domain: [-0.06 * size, size], label: "K" },
    rules: [{ axis: "x", at: 0, ink: "faint" }],
    lines,
    dots: known.map(({ c, kernel, phase }) => ({ x: c, y: kernel, ink: phase, radius: 4 })),
  };
}

/** A quantity against the target O0, with the ends of the spectrum and the open runs' places. */
export function acrossTargets(
  points: readonly SweepPoint[],
  { spectrum: { min, max }, target }: RunInfo,
  label: string,
  value: (point: SweepPoint) => number,
): ChartModel {
  const width = max - min;
  const sorted = [...points].sort((a, b) => a.target - b.target);
  // One open dot says what it stands for.
  const open = sorted.findIndex((point) => point.phase === "undetermined");
  const top = niceCeiling(1.15 * Math.max(1e-3, ...sorted.map(value).filter(Number.isFinite)));
  const ends: Rule[] = [
    { axis: "x", at: min, ink: "critical", dashed: true, label: "O_{min}" },
    { axis: "x", at: max, ink: "critical", dashed: true, label: "O_{max}" },
    { axis: "x", at: target, ink: "muted" },
  ];
  return {
    x: { domain: [min - 0.34 * width, max + 0.34 * width], label: "target O₀" },
    y: { domain: [0, top], label },
    rules: ends,
    lines: [{ x: sorted.map((point) => point.target), y: sorted.map(value), ink: "sample", width: 1 }],
    dots: sorted.map((point, k) => ({
      x: point.target,
      y: value(point),
      ink: point.phase,
      radius: 4,
      hollow: point.phase === "undetermined",
      ...(k === open && { label: "open: no phase yet" }),
    })),
    empty: points.length === 0 ? "the first run is on its way" : undefined,
  };
}
