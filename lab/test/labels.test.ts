/**
 * Labels of charts: their lowered parts, and that none stands over another or over a curve where there is room beside them.
 */

import { lightTheme } from "qntk";
import { describe, expect, it } from "vitest";
import { labelsOf, piecesOf, widthOf } from "../src/plots/labels.ts";
import type { ChartModel, Line } from "../src/plots/model.ts";
import { svgOfCharts } from "../src/plots/svg.ts";
import { acrossTargets, rateModel } from "../src/views/bifurcation/models.ts";
import { raceModel } from "../src/views/race/models.ts";

const measure = (text: string) => 6 * text.length;
const options = { area: { left: 50, top: 10, width: 570, height: 580 }, ratio: 1, measure };

function boxes(model: ChartModel) {
  return labelsOf(model, options).map(({ text, x, y, align }) => {
    const width = widthOf(text, measure);
    const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
    return { text, left, right: left + width, top: y - 9, bottom: y + 3 };
  });
}

function overlaps(model: ChartModel): string[] {
  const all = boxes(model);
  return all.flatMap((a, k) =>
    all
      .slice(k + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} over ${b.text}`),
  );
}

/** Runs as those of the Race view end: all at the same height, those of large R within a few pixels of one another. */
const ends = [250, 475, 915, 1740, 3030, 3240];
const points = ends.map((last, k) => ({
  ...{ target: -20, loss: k === 4 ? "linear" : "quadratic", phase: "frozen-error", residual: [11, 5.7, 2.8, 1.4, 1, 0.71][k] },
  ...{ epsilon: 0, kernel: 0, lambda: 0, c: 0, gap: 0, steps: last, crossing: last * 0.7 },
  t: Float64Array.from({ length: 41 }, (_, i) => (last * i) / 40),
  residualError: Float64Array.from({ length: 41 }, (_, i) => 10 * 1e-5 ** (i / 40)),
})) as Parameters<typeof raceModel>[0];

describe("labels", () => {
  it("lower and raise the parts that say so", () => {
    expect(piecesOf("O_{min} = 2")).toEqual([
      { text: "O", shift: "none" },
      { text: "min", shift: "down" },
      { text: " = 2", shift: "none" },
    ]);
    expect(piecesOf("G_M^2").map(({ text, shift }) => `${text}:${shift}`)).toEqual(["G:none", "M:down", "2:up"]);
    expect(widthOf("O_{min}", measure)).toBe(6 + 18 * 0.75);
  });

  it("of a race do not stand over one another, nor nearer to another line's end than to their own", () => {
    const model = raceModel(points);
    expect(overlaps(model)).toEqual([]);
    const names = ["R = 11", "R = 5.7", "R = 2.8", "R = 1.4", "linear", "R = 0.71"];
    for (const [k, name] of names.entries()) {
      const { left, right } = boxes(model).find(({ text }) => text === name) ?? { left: 0, right: 0 };
      const at = (last: number) => 50 + (570 * last) / 4000;
      const distances = ends.map((last) => Math.abs((left + right) / 2 - at(last)));
      expect(distances.indexOf(Math.min(...distances)), name).toBe(k);
    }
  });

  it("leave the curves free", () => {
    const x = Float64Array.from({ length: 101 }, (_, k) => k);
    const rising: Line = { x, y: x, ink: "ink", label: "last to stay" };
    const falling: Line = { x, y: x.map((value) => 100 - value), ink: "ink", label: "theory" };
    const model: ChartModel = {
      x: { domain: [0, 110], label: "t" },
      y: { domain: [0, 110], label: "G" },
      lines: [rising, falling],
    };
    for (const { text, left, right, top, bottom } of boxes(model)) {
      const crossed = [rising, falling].filter(({ y }) =>
        x.some((value, k) => {
          const [a, b] = [50 + (570 * value) / 110, 590 - (580 * y[k]) / 110];
          return a > left && a < right && b > top && b < bottom;
        }),
      );
      expect(crossed, text).toEqual([]);
    }
    expect(overlaps(model)).toEqual([]);
  });
});

describe("the charts of the Bifurcation view", () => {
  const info = { spectrum: { min: -14, max: 8.7 }, target: -12 } as Parameters<typeof acrossTargets>[1];
  const chart = acrossTargets(points, info, "K", ({ kernel }) => kernel);

  it("name the ends of the spectrum with lowered letters, on screen and in files", () => {
    const svg = svgOfCharts([{ title: "K", model: chart }], lightTheme, "");
    expect(svg).toContain("O<tspan");
    expect(svg).not.toMatch(/O_min|O_max|O_\{/);
  });

  it("show every fixed point whole, with a name", () => {
    const model = rateModel({ c: 16, kernel: 16 } as Parameters<typeof rateModel>[0], 1e-3, "frozen-kernel");
    for (const { x, label, hollow } of model.dots ?? []) {
      expect(x).toBeGreaterThan(model.x.domain[0]);
      if (hollow) expect(label).toBe("K = 0, unstable");
    }
  });
});
