/**
 * The figure of `qntk theory lotka-volterra`: bifurcation diagram, phase portrait with its flow, and both solutions in time.
 */

import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { SolvedTarget } from "../reports/lotka-volterra.ts";
import { bifurcationDiagram, flowField, levelCurves } from "../theory/lotka-volterra/portrait.ts";
import { type CurvePanel, type CurvePoint, type CurveStyle, curveFigure, decades, fromZero } from "./curve-figure.ts";
import type { Figure } from "./figure.ts";
import { lightTheme, phaseLabels, type Theme } from "./palette.ts";

/** Arrows along each axis of the portrait. */
const CELLS = 8;

/** Draws the figure. */
export function lotkaVolterraFigure(solved: readonly SolvedTarget[], eta: number, style: CurveStyle): Figure {
  const theme = style.theme ?? lightTheme;
  return curveFigure(
    [
      bifurcationPanel(solved, theme),
      portraitPanel(solved, eta, theme),
      timePanel(solved, "|\\varepsilon(t)-R|", (target) => [target.epsilon, target.variable.epsilon], true, theme),
      timePanel(solved, "K(t)", (target) => [target.kernel, target.variable.kernel], false, theme),
    ],
    [
      ...solved.map(({ target, phase }) => ({
        label: `O_0 = ${formatNumber(target, 6)}: ${phaseLabels[phase]}`,
        color: theme.phase[phase],
      })),
      { label: "constant lambda", color: theme.ink, dashed: true },
      { label: "lambda(t) of the deep limit", color: theme.ink },
    ],
    "Lotka-Volterra dynamics: bifurcation, phase portrait, solutions",
    style,
  );
}

function bifurcationPanel(solved: readonly SolvedTarget[], theme: Theme): CurvePanel {
  const size = 1.25 * Math.max(1e-6, ...solved.map(({ c }) => Math.abs(c)));
  const branches = bifurcationDiagram(-size, size);
  return {
    x: { domain: [-size, size], label: "C=K-2\\lambda\\varepsilon" },
    y: { domain: [-size / 2, size], label: "K^*" },
    curves: branches.map(({ points, stability }) => ({
      points: points.map(({ c, kernel }): CurvePoint => [c, kernel]),
      color: theme.ink,
      dashed: stability !== "stable",
      width: stability === "stable" ? 2 : 1.2,
    })),
    dots: solved.map(({ c, fixedPoint, phase }) => ({ points: [[c, fixedPoint]], color: theme.phase[phase], radius: 4 })),
    notes: [
      { at: [0.42 * size, 0.42 * size], text: "stable", color: theme.muted },
      { at: [0.5 * size, 0], text: "unstable", color: theme.muted },
    ],
  };
}

function portraitPanel(solved: readonly SolvedTarget[], eta: number, theme: Theme): CurvePanel {
  const size = 2 * Math.max(1e-6, ...solved.map(({ c }) => Math.abs(c)));
  const field = flowField(size, CELLS, eta);
  const longest = Math.max(...field.map(({ dx }) => Math.abs(dx)));
  const levels = range(7)
    .map((k) => ((k - 3) * size) / 4)
    .map((c) => levelCurves([c], Math.log(size) - 12, Math.log(size))[0]);
  return {
    x: { domain: [0, size], label: "2\\lambda\\varepsilon" },
    y: { domain: [0, size], label: "K" },
    arrows: field.map(({ x, kernel, dx, dKernel }) => {
      const scale = (0.8 * size) / CELLS / longest / Math.sqrt(Math.max(1e-3, Math.abs(dx) / longest));
      return { from: [x, kernel], to: [x + scale * dx, kernel + scale * dKernel] };
    }),
    curves: [
      ...levels.map(({ points }) => ({
        points: points.map(({ x, kernel }): CurvePoint => [x, kernel]),
        color: theme.faint,
        width: 1,
      })),
      ...solved.map(({ lambda, epsilon, kernel, phase }) => ({
        points: epsilon.map((value, k): CurvePoint => [2 * lambda * value, kernel[k]]),
        color: theme.phase[phase],
        width: 2.4,
      })),
    ],
    dots: solved.map(({ c, fixedPoint, phase }) => ({
      points: [[Math.max(0, -c), fixedPoint]],
      color: theme.phase[phase],
      radius: 4,
    })),
  };
}

function timePanel(
  solved: readonly SolvedTarget[],
  label: string,
  pick: (target: SolvedTarget) => readonly [readonly number[], readonly number[]],
  withoutResidual: boolean,
  theme: Theme,
): CurvePanel {
  const curves = solved.flatMap((target) => {
    const { steps, residual, phase } = target;
    const [constant, variable] = pick(target);
    // Beyond the spectrum the integrated error settles at a residual of its own, off R by the error of λ(t) between its steps.
    const ownResidual = phase === "frozen-error" ? (variable.at(-1) as number) : residual;
    const points = (values: readonly number[], offset: number) =>
      steps.map((t, k): CurvePoint => [t, Math.abs(values[k] - (withoutResidual ? offset : 0))]);
    return [
      { points: points(variable, ownResidual), color: theme.phase[phase], width: 1.4 },
      { points: points(constant, residual), color: theme.phase[phase], dashed: true },
    ];
  });
  const last = solved[0].steps.at(-1) as number;
  return {
    x: { domain: fromZero([last]).map((value) => Math.min(value, last)) as [number, number], label: "\\text{step } t" },
    y: { type: "log", domain: decades(curves.flatMap(({ points }) => points.map(([, y]) => y))), label },
    curves,
  };
}
