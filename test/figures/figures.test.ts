/**
 * Figures as values: one committed picture, and what a reader must find in any of them.
 */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { summarizeTargets } from "../../src/analysis/summary.ts";
import { fontFaceRules, trueTypeFonts } from "../../src/figures/font.ts";
import { darkTheme, lightTheme } from "../../src/figures/palette.ts";
import { rasterize } from "../../src/figures/raster.ts";
import { typeset } from "../../src/figures/tex.ts";
import { transitionFigure } from "../../src/figures/transition.ts";
import { solutionThrough } from "../../src/theory/lotka-volterra/closed-forms.ts";
import { emptyRecord, type TrainingRecord } from "../../src/training/record.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const extremes = { min: -14, max: 9 };
const targets = [-10, -14, -18];

/** A record that obeys the theory exactly: two samples for each target. */
function syntheticRecord(steps: number): TrainingRecord {
  const starts = [
    { epsilon: 12, kernel: 64, lambda: 2 },
    { epsilon: 10, kernel: 60, lambda: 1.5 },
    { epsilon: 12, kernel: 48, lambda: 2 },
    { epsilon: 10, kernel: 30, lambda: 1.5 },
    { epsilon: 20, kernel: 64, lambda: 2 },
    { epsilon: 20, kernel: 48, lambda: 1.5 },
  ];
  const plan = {
    loss: "quadratic" as const,
    eta: 1e-3,
    steps,
    targets: Float64Array.of(-10, -10, -14, -14, -18, -18),
    measure: { mu: 50 },
  };
  const record = emptyRecord(plan, 2, 4);
  record.rows = steps + 1;
  starts.forEach(({ epsilon, kernel, lambda }, column) => {
    const solution = solutionThrough({ t: 0, kernel, lambdaEpsilon: lambda * epsilon }, plan.eta);
    for (let t = 0; t <= steps; t++) {
      record.epsilon[column * (steps + 1) + t] = solution.lambdaEpsilon(t) / lambda;
      record.kernel[column * (steps + 1) + t] = solution.kernel(t);
    }
    const mu = record.measured.mu;
    mu?.steps.forEach((t, k) => {
      mu.values[column * mu.steps.length + k] = lambda * solution.kernel(t);
    });
  });
  return record;
}

const record = syntheticRecord(3000);
const data = { record, summaries: summarizeTargets(record, targets, extremes), extremes };

describe("transition figure", () => {
  const figure = transitionFigure(data, { document });

  it("is the committed picture, numbers rounded", async () => {
    await expect(rounded(figure.svg)).toMatchFileSnapshot("../golden/transition.svg");
  });

  it("has six lettered panels, TeX labels, the phases' colours and names, dashed theory", () => {
    for (const letter of "abcdef") expect(figure.svg).toContain(`>${letter}</text>`);
    for (const phase of ["frozen kernel", "critical point", "frozen error"]) expect(figure.svg).toContain(phase);
    for (const color of ["#0072B2", "#D55E00", "#009E73"]) expect(figure.svg).toContain(color);
    expect([lightTheme.phase["frozen-kernel"], lightTheme.phase.critical, lightTheme.phase["frozen-error"]]).toEqual([
      "#0072B2",
      "#D55E00",
      "#009E73",
    ]);
    // Twelve axis labels, each a formula set by MathJax.
    expect(figure.svg.match(/data-mml-node="math"/g)).toHaveLength(12);
    expect(figure.svg.match(/stroke-dasharray="4 3"/g)?.length).toBeGreaterThan(9);
    expect(figure.svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("is well-formed XML and 180 mm wide", () => {
    const { documentElement } = new (parseHTML("").DOMParser)().parseFromString(figure.svg, "image/svg+xml");
    expect(documentElement.getAttribute("viewBox")).toBe(`0 0 680 ${figure.height}`);
    expect(documentElement.querySelectorAll("svg svg svg")).toHaveLength(6);
  });

  it("has a dark form of the same shape", () => {
    const dark = transitionFigure(data, { document, theme: darkTheme });
    expect([dark.width, dark.height]).toEqual([figure.width, figure.height]);
    expect(dark.svg).toContain(darkTheme.background);
  });

  it("draws what there is of a run that has hardly begun, or without μ", () => {
    const beginning = { ...record, rows: 3 };
    expect(
      transitionFigure({ ...data, record: beginning, summaries: summarizeTargets(beginning, targets, extremes) }, { document })
        .svg,
    ).not.toContain("NaN");
    const bare = { ...record, measured: {} };
    expect(
      transitionFigure({ ...data, record: bare, summaries: summarizeTargets(bare, targets, extremes) }, { document }).svg,
    ).not.toContain("NaN");
  });
});

describe("raster", () => {
  it("is twice the size, the same bytes every time, and has its text", () => {
    const figure = transitionFigure(data, { document });
    const png = rasterize(figure);
    const view = new DataView(png.buffer, png.byteOffset);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([2 * figure.width, 2 * figure.height]);
    expect(Buffer.from(rasterize(figure)).equals(Buffer.from(png))).toBe(true);
    // Without its font a text vanishes silently.
    const without = rasterize({ ...figure, svg: figure.svg.replaceAll("<text", "<text display='none'") });
    expect(Buffer.from(without).equals(Buffer.from(png))).toBe(false);
  });
});

describe("type", () => {
  it("formulae scale with their size", () => {
    const small = typeset("\\varepsilon(t)", 10);
    const large = typeset("\\varepsilon(t)", 20);
    expect(large.width).toBeCloseTo(2 * small.width, 9);
    expect(small.width).toBeGreaterThan(10);
    expect(small.svg).toContain("<path");
  });

  it("the font comes as WOFF2 to embed and as TrueType to draw with", () => {
    expect(fontFaceRules().match(/data:font\/woff2;base64,[A-Za-z0-9+/=]{20000}/g)).toHaveLength(2);
    for (const font of trueTypeFonts()) {
      expect([...font.subarray(0, 4)]).toEqual([0, 1, 0, 0]);
      expect(font.length).toBeGreaterThan(40_000);
    }
  });
});

/** Coordinates to one decimal, so that the last digits of a logarithm do not matter. */
function rounded(svg: string): string {
  return svg.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1)) + 0));
}
