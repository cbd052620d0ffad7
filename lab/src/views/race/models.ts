/**
 * The charts of the Race view: residual errors of both losses over time, and the step at which each reaches the line.
 */
import type { SweepPoint } from "../../engine/sweep.ts";
import { formatCount, formatPosition } from "../../format/numbers.ts";
import type { ChartModel, Dot, Line } from "../../plots/model.ts";
import { niceCeiling } from "../../plots/ticks.ts";

/** Residual error that a run has to reach. */
export const LINE = 1e-3;
/** Smallest residual error that is drawn. */
const BELOW = 1e-5;

/** |ε - R| of every run over time. */
export function raceModel(points: readonly SweepPoint[]): ChartModel {
  const last = niceCeiling(Math.max(200, ...points.map(({ steps }) => steps)));
  const lines = points.map(
    ({ loss, residual, t, residualError }): Line => ({
      x: t,
      y: residualError,
      ink: loss === "linear" ? "ink" : "frozen-error",
      width: loss === "linear" ? 2.25 : 1.75,
      label: loss === "linear" ? "linear" : `R = ${formatPosition(residual)}`,
    }),
  );
  return {
    x: { domain: [0, last], label: "step t" },
    y: { domain: [BELOW, 100], log: true, label: "|ε − R|" },
    rules: [{ axis: "y", at: LINE, ink: "muted", dashed: true, label: "finish: 10⁻³", side: "start" }],
    lines,
    empty: points.length === 0 ? "the first run is on its way" : undefined,
  };
}

/** Step at which the line is reached, against R; dashed the theory: that of the linear loss divided by R. */
export function finishModel(points: readonly SweepPoint[]): ChartModel {
  const quadratic = points.filter(({ loss, crossing }) => loss === "quadratic" && crossing !== undefined);
  const linear = points.find(({ loss }) => loss === "linear")?.crossing;
  const largest = Math.max(1, ...points.filter(({ loss }) => loss === "quadratic").map(({ residual }) => Math.abs(residual)));
  const low = Math.min(1, ...quadratic.map(({ residual }) => Math.abs(residual)));
  const crossings = [...quadratic.map(({ crossing }) => crossing ?? 1), ...(linear === undefined ? [] : [linear])];
  const grid = Array.from({ length: 41 }, (_, k) => (low / 1.5) * ((largest * 2.25) / low) ** (k / 40));
  return {
    x: { domain: [low / 1.5, largest * 1.5], log: true, label: "R" },
    y: {
      domain: [
        10 ** Math.floor(Math.log10(Math.min(100, ...crossings))),
        10 ** Math.ceil(Math.log10(Math.max(1000, ...crossings) * 1.01)),
      ],
      log: true,
      label: "steps",
    },
    rules: linear === undefined ? [] : [{ axis: "y", at: linear, ink: "ink", label: "linear loss", side: "start" }],
    lines:
      linear === undefined
        ? []
        : [{ x: grid, y: grid.map((r) => linear / r), ink: "ink", width: 1.5, dashed: true, label: "linear / R" }],
    dots: quadratic.map(
      ({ residual, crossing }): Dot => ({ x: Math.abs(residual), y: crossing ?? Number.NaN, ink: "frozen-error", radius: 5 }),
    ),
    empty: crossings.length === 0 ? "nobody has finished yet" : undefined,
  };
}

/** Who has won so far, in one sentence. */
export function standing(points: readonly SweepPoint[]): string {
  const finished = points.filter(({ crossing }) => crossing !== undefined).sort((a, b) => (a.crossing ?? 0) - (b.crossing ?? 0));
  const [first] = finished;
  const linear = points.find(({ loss }) => loss === "linear")?.crossing;
  if (first?.crossing === undefined) return "Nobody has finished yet.";
  const name = first.loss === "linear" ? "The linear loss" : `The quadratic loss with R = ${formatPosition(first.residual)}`;
  const lead =
    linear === undefined || first.loss === "linear"
      ? ""
      : `, ${(linear / first.crossing).toPrecision(2)} times sooner than the linear loss`;
  return `${name} is first, at step ${formatCount(first.crossing)}${lead}.`;
}
