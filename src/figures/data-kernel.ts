/**
 * The kernel over a data set as a heat map, and its spectrum.
 */

import * as Plot from "@observablehq/plot";
import { range } from "../base/arrays.ts";
import { requireFields } from "../base/assert.ts";
import type { KernelReport } from "../reports/data-kernel.ts";
import { type CurveStyle, STYLE_FIELDS } from "./curve-figure.ts";
import { composeFigure, FIGURE_WIDTH, type Figure } from "./figure.ts";
import { blend, lightTheme, type Theme } from "./palette.ts";
import { drawPanel } from "./panel.ts";

const HEIGHT = 300;
/** Labels of the scale. */
const LABELS = [-1, -0.5, 0, 0.5, 1];

/** Draws K_αβ, blue where positive and orange where negative, and its eigenvalues. */
export function kernelFigure(
  { count, mean, eigenvalues }: Pick<KernelReport, "count" | "mean" | "eigenvalues">,
  style: CurveStyle,
): Figure {
  requireFields("the style of a figure", style, STYLE_FIELDS);
  const { document, fontFace, theme = lightTheme } = style;
  const largest = mean.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const cells = range(count).flatMap((a) =>
    range(count).map((b) => ({
      x1: b - 0.5,
      x2: b + 0.5,
      y1: a - 0.5,
      y2: a + 0.5,
      fill: colorOf(mean[a * count + b] / largest, theme),
    })),
  );
  const axis = (label: string) => ({
    type: "linear" as const,
    domain: [-0.5, count - 0.5] as [number, number],
    label,
    integer: true,
  });
  const map = drawPanel({
    ...{ letter: "a", width: FIGURE_WIDTH / 2, height: HEIGHT, theme, document },
    x: axis("\\beta"),
    y: axis("\\alpha"),
    marks: [Plot.rect(cells, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "fill" })],
  });
  const descending = [...eigenvalues].reverse();
  const top = descending[0] > 0 ? descending[0] : 1;
  const positive = descending.filter((value) => value > 1e-12 * top);
  const low = 10 ** Math.floor(Math.log10(positive[positive.length - 1] ?? top));
  const spectrum = drawPanel({
    ...{ letter: "b", width: FIGURE_WIDTH / 2, height: HEIGHT, theme, document },
    x: { type: "linear", domain: [0.5, count + 0.5], label: "\\text{rank}", integer: true },
    y: { type: "log", domain: [low, 10 ** Math.ceil(Math.log10(top) + 1e-9)], label: "\\text{eigenvalue of } K" },
    marks: [Plot.dot(positive, { x: (_, k) => k + 1, y: (value) => value, fill: theme.phase["frozen-kernel"], r: 3 })],
  });
  const legend = LABELS.map((share) => ({
    label: String(Number((share * largest).toPrecision(3))).replace("-", "−"),
    color: colorOf(share, theme),
  }));
  return composeFigure([map, spectrum], {
    perRow: 2,
    panelHeight: HEIGHT,
    legend,
    theme,
    fontFace,
    title: "The kernel over a data set",
  });
}

function colorOf(share: number, theme: Theme): string {
  return blend(theme.background, share < 0 ? theme.phase.critical : theme.phase["frozen-kernel"], Math.min(1, Math.abs(share)));
}
