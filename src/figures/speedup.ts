/**
 * The figure of `qntk speedup`: steps to the error against R, and late rates against R, beside the linear loss.
 */

import { range } from "../base/arrays.ts";
import type { SpeedupReport } from "../reports/speedup.ts";
import { equalCostSteps } from "../reports/speedup.ts";
import { type CurvePoint, type CurveStyle, curveFigure, decades } from "./curve-figure.ts";
import type { Figure } from "./figure.ts";
import { lightTheme } from "./palette.ts";

/** Points of a curve. */
const POINTS = 60;

/** Draws the figure. */
export function speedupFigure({ racers, linear, optimum, eta }: SpeedupReport, style: CurveStyle): Figure {
  const theme = style.theme ?? lightTheme;
  const [same, fair, limit] = [theme.phase["frozen-error"], theme.phase["frozen-kernel"], theme.phase.critical];
  const residuals = racers.map(({ residual }) => residual);
  const [low, high] = [Math.min(...residuals, optimum) / 1.5, Math.max(...residuals, optimum) * 1.5];
  const x = { type: "log" as const, domain: [low, high] as const, label: "R=O_{\\min}-O_0" };
  const measured = racers.flatMap(({ residual, measured: time }): CurvePoint[] =>
    time === undefined ? [] : [[residual, time.steps]],
  );
  const equal = racers.flatMap(({ residual, equalCost }): CurvePoint[] =>
    equalCost === undefined ? [] : [[residual, equalCost.steps]],
  );
  const atLimit = racers.map(({ residual, predicted, etaLimit }): CurvePoint => [residual, (predicted.steps * eta) / etaLimit]);
  const predicted = racers.map(({ residual, predicted: { steps } }): CurvePoint => [residual, steps]);
  const fairly = racers.map((racer): CurvePoint => [racer.residual, equalCostSteps(racer)]);
  const steps = decades([...measured, ...equal, ...predicted, ...fairly, ...atLimit].map(([, y]) => y).concat(linear.steps));
  const ratios = racers.flatMap(({ residual, measured: time }): CurvePoint[] =>
    time === undefined ? [] : [[residual, time.rate / linear.rate]],
  );
  const line = range(POINTS).map((k) => low * (high / low) ** (k / (POINTS - 1)));
  const rates = decades([low, high, ...ratios.map(([, y]) => y)]);
  const marker = ([bottom, top]: readonly [number, number]) => ({
    points: [
      [optimum, bottom],
      [optimum, top],
    ] as CurvePoint[],
    color: limit,
    dashed: true,
    width: 1.4,
  });
  const flat = (y: number) => ({
    points: [
      [low, y],
      [high, y],
    ] as CurvePoint[],
    color: theme.ink,
    width: 1.4,
  });
  return curveFigure(
    [
      {
        x,
        y: { type: "log", domain: steps, label: "\\text{steps to the error}" },
        curves: [
          flat(linear.steps),
          marker(steps),
          { points: predicted, color: same, dashed: true },
          { points: fairly, color: fair, dashed: true },
          { points: atLimit, color: theme.muted, dashed: true, width: 1.2 },
        ],
        dots: [
          { points: measured, color: same, radius: 4 },
          { points: equal, color: fair, radius: 4, hollow: true },
        ],
      },
      {
        x,
        y: { type: "log", domain: rates, label: "\\text{late rate / linear loss}" },
        curves: [flat(1), marker(rates), { points: line.map((R) => [R, R]), color: same, dashed: true }],
        dots: [{ points: ratios, color: same, radius: 4 }],
      },
    ],
    [
      { label: "linear loss", color: theme.ink },
      { label: "same learning rate (dashed: predicted)", color: same },
      { label: "equal cost", color: fair },
      { label: "at own limit", color: theme.muted, dashed: true },
      { label: "stability limit", color: limit, dashed: true },
    ],
    "Speed-up over the linear loss",
    style,
  );
}
