/**
 * The figure of `qntk hessian`, from made-up spectra and landscapes.
 */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import { hessianFigure } from "../../src/figures/hessian.ts";
import { darkTheme } from "../../src/figures/palette.ts";
import { roundedSvg } from "../support/svg.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

const evenly = (low: number, high: number, points: number) => range(points).map((k) => low + ((high - low) * k) / (points - 1));
const line = evenly(-Math.PI, Math.PI, 61);
const side = evenly(-Math.PI, Math.PI, 21);
const grid = (value: (x: number, y: number) => number) => Float64Array.from(side.flatMap((y) => side.map((x) => value(x, y))));

/** Sixteen eigenvalues: one of the kernel, or a multiple of R in each of six directions. */
const eigenvalues = (first: number, second: number) =>
  range(16).map((k) => (k === 15 ? first : k >= 10 ? second * (k - 8) : 1e-12 * (k - 4)));
const target = (at: number, phase: "frozen-kernel" | "critical" | "frozen-error", values: number[], predictedGap: number) => ({
  ...{ target: at, phase, residual: Math.max(0, -14 - at), samples: [], values, gap: predictedGap, predictedGap },
});

const report = {
  step: 100,
  targets: [
    target(-10, "frozen-kernel", eigenvalues(33, 0), 33),
    target(-14, "critical", eigenvalues(2, 0.01), 0.02),
    target(-18, "frozen-error", eigenvalues(80, 3), 6),
  ],
  target: 2,
  sample: 0,
  vectors: 3,
  trained: range(3),
  distances: line,
  slices: [
    { name: "largest", eigenvalue: 80, loss: line.map((x) => 8 + 40 * (1 - Math.cos(x))) },
    { name: "gap", eigenvalue: 6, loss: line.map((x) => 8 + 6 * (1 - Math.cos(x))) },
    { name: "nearest to zero", eigenvalue: 0, loss: line.map(() => 8) },
  ],
  plane: {
    names: ["largest", "gap"] as const,
    distances: side,
    loss: grid((x, y) => 8 + 40 * (1 - Math.cos(x)) + 6 * (1 - Math.cos(y))),
  },
  path: {
    shares: [0.82, 0.11],
    steps: range(20),
    paths: [6, 9, 10].map((far) => range(20).map((k) => [far * (k / 19 - 0.5), 1.5 * Math.sin((far * k) / 60)] as const)),
    x: [-6, 6] as const,
    y: [-1, 2] as const,
    relief: grid((x, y) => x - y ** 2),
  },
};

describe("the figure of qntk hessian", () => {
  const draw = (given: Parameters<typeof hessianFigure>[0] = report) => hessianFigure(given, "quadratic", { document }).svg;

  it("is the committed picture, numbers rounded", async () => {
    await expect(roundedSvg(draw())).toMatchFileSnapshot("../golden/hessian.svg");
  });

  it("also draws the linear loss, on a dark page, and a Hessian with one direction", () => {
    const dark = hessianFigure(report, "linear", { document, theme: darkTheme }).svg;
    const one = {
      ...report,
      slices: report.slices.slice(0, 1),
      plane: { ...report.plane, names: ["largest", "largest"] as const },
    };
    for (const svg of [dark, draw(one)]) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(dark).toContain(darkTheme.background);
  });
});
