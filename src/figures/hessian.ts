/**
 * The figure of `qntk hessian`: spectra, the loss along eigenvectors and in a plane of two, and the paths of a sample to every target.
 */

import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { HessianReport } from "../reports/hessian.ts";
import { type Curve, type CurvePanel, type CurvePoint, type CurveStyle, curveFigure, decades, fromZero } from "./curve-figure.ts";
import type { Figure } from "./figure.ts";
import { lightTheme, phaseLabels, shadesOf, type Theme } from "./palette.ts";

/** Draws the figure. */
export function hessianFigure(
  report: Omit<HessianReport, "experiment">,
  loss: "quadratic" | "linear",
  style: CurveStyle,
): Figure {
  const theme = style.theme ?? lightTheme;
  const { targets } = report;
  const colors = targets.map(({ phase }, k) => {
    const alike = range(targets.length).filter((i) => targets[i].phase === phase);
    return shadesOf(phase, alike.length, theme)[alike.indexOf(k)];
  });
  return curveFigure(
    [
      spectrumPanel(),
      slicePanel(report, {
        label: loss === "linear" ? "\\langle O\\rangle" : "\\text{loss}",
        color: colors[report.target],
        theme,
      }),
      planePanel(report, { color: colors[report.target] }),
      pathPanel(),
    ],
    targets.map(({ target, phase }, k) => ({
      label: `O_0 = ${formatNumber(target, 6)}: ${phaseLabels[phase]}`,
      color: colors[k],
    })),
    "The Hessian of the loss",
    style,
  );

  function spectrumPanel(): CurvePanel {
    const dots = targets.map(({ values }, k) => ({
      points: [...values].reverse().map((value, i): CurvePoint => [i + 1, Math.abs(value)]),
      color: colors[k],
    }));
    const size = targets[0].values.length;
    const marked = targets.map(
      ({ predictedGap }, k): Curve => ({
        points: [
          [0, predictedGap],
          [size + 1, predictedGap],
        ],
        color: colors[k],
        dashed: true,
        width: 1.2,
      }),
    );
    const visible = dots.flatMap(({ points }) => points.map(([, value]) => value)).filter((value) => value > 1e-8);
    return {
      x: { domain: [0, size + 1], label: "\\text{number, largest first}", integer: true },
      y: { type: "log", domain: decades(visible), label: "|\\text{eigenvalue of } M|" },
      curves: marked,
      dots: dots.map((each, k) => ({ ...each, radius: 2.2, hollow: k % 2 === 1 })),
      notes: [{ at: [0.5 * size, decades(visible)[1] / 8], text: "dashed: expected gap", color: theme.muted }],
    };
  }

  function pathPanel(): CurvePanel {
    const { paths, x, y, relief, shares } = report.path;
    const side = Math.round(Math.sqrt(relief.length));
    const percent = (share: number) => `${(100 * share).toFixed(0)}\\%`;
    return {
      x: { domain: x, label: `\\text{first principal component, } ${percent(shares[0])}` },
      y: { domain: y, label: `\\text{second, } ${percent(shares[1] ?? 0)}` },
      relief: { values: relief, columns: side, rows: side },
      // The paths hardly differ: those to later targets are drawn first and wider, so that all are seen.
      curves: paths.map((points, k) => ({ points, color: colors[k], width: 2 + 1.8 * k })).reverse(),
      dots: [
        { points: [paths[0][0]], color: theme.ink, radius: 4, hollow: true },
        ...paths.map((points, k) => ({ points: [points[points.length - 1]], color: colors[k], radius: 4 })),
      ],
    };
  }
}

/** The loss along eigenvectors. */
export function slicePanel(
  { slices, distances }: Pick<HessianReport, "slices" | "distances">,
  { label, color, theme }: { readonly label: string; readonly color: string; readonly theme: Theme },
): CurvePanel {
  const names = [color, theme.ink, theme.muted];
  const values = slices.flatMap(({ loss: along }) => along);
  return {
    x: { domain: [-Math.PI, Math.PI], label: "\\text{distance along the eigenvector}" },
    y: { domain: fromZero(values), label },
    curves: slices.map(({ name, loss: along }, k) => ({
      points: along.map((value, i): CurvePoint => [distances[i], value]),
      color: names[k],
      dashed: k === 1,
      // Short, since the flattest direction has the least room beside it.
      name: name.replace("nearest to ", ""),
    })),
  };
}

/** The loss in the plane of two eigenvectors. */
export function planePanel({ plane }: Pick<HessianReport, "plane">, { color }: { readonly color: string }): CurvePanel {
  const side = plane.distances.length;
  const domain = [-Math.PI, Math.PI] as const;
  return {
    x: { domain, label: `\\text{along the ${plane.names[0]}}` },
    y: { domain, label: `\\text{along the ${plane.names[1]}}` },
    relief: { values: plane.loss, columns: side, rows: side },
    dots: [{ points: [[0, 0]], color, radius: 4 }],
  };
}
