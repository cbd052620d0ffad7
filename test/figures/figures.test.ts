/**
 * Figures as values: one committed picture, and what a reader must find in any of them.
 */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { summarizeTargets } from "../../src/analysis/summary.ts";
import { curvesOfRun } from "../../src/figures/curves.ts";
import { withFont } from "../../src/figures/figure.ts";
import { fontFaceRules, trueTypeFonts } from "../../src/figures/font.ts";
import { darkTheme, lightTheme, shadesOf } from "../../src/figures/palette.ts";
import { rasterize, rasterizeByWebAssembly, rasterizeNatively } from "../../src/figures/raster.ts";
import { withError } from "../../src/figures/report.ts";
import { typeset } from "../../src/figures/tex.ts";
import { transitionFigure } from "../../src/figures/transition.ts";
import { solutionThrough } from "../../src/theory/lotka-volterra/closed-forms.ts";
import { emptyRecord, type MeasuredSeries, type TrainingRecord } from "../../src/training/record.ts";
import { roundedSvg } from "../support/svg.ts";

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
    await expect(roundedSvg(figure.svg)).toMatchFileSnapshot("../golden/transition.svg");
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
    expectDrawable(figure.svg);
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

  it.each([1, 2, 3, 30])("draws what there is of a run of %i rows", (rows) => {
    expectDrawable(drawn({ ...record, rows }));
  });

  it("says where \u03bc was not measured", () => {
    const svg = drawn({ ...record, measured: {} });
    expectDrawable(svg);
    // The micro sign: the font has no Greek.
    expect(svg.match(/>\u00b5 was not measured</g)).toHaveLength(3);
  });

  it("draws a run whose kernel is zero, exactly or up to rounding", () => {
    for (const kernel of [0, 3e-34]) {
      const flat = { ...record, epsilon: record.epsilon.map(() => 0), kernel: record.kernel.map(() => kernel) };
      const svg = drawn(flat);
      expectDrawable(svg);
      // ε and K; ε - R is not zero below the spectrum.
      expect(svg.match(/>zero, up to rounding</g)).toHaveLength(2);
      expect(svg.match(/>not defined: K = 0</g)).toHaveLength(3);
    }
  });

  it("tells targets of one phase apart: shades, and the target beside the curve", () => {
    const same = { ...record, plan: { ...record.plan, targets: Float64Array.of(-10, -10, -14, -14, -18, -18) } };
    const summaries = summarizeTargets(same, targets, extremes).map((summary) => ({
      ...summary,
      phase: "frozen-error" as const,
    }));
    const { svg } = transitionFigure({ record: same, summaries, extremes }, { document });
    const colors = shadesOf("frozen-error", 3, lightTheme);
    for (const color of colors) expect(svg.split(`stroke="${color}"`).length).toBeGreaterThan(6);
    for (const name of ["−10", "−14", "−18"]) expect(svg.includes(`>${name}</text>`)).toBe(true);
    expect(svg.includes(">frozen error</text>")).toBe(false);
  });

  it("portrait: end points lie where they are, and the axis goes below zero for those that do", () => {
    const dotsOf = (svg: string) => [...svg.matchAll(/<circle[^>]* cx="([-\d.]+)"/g)].map((match) => Number(match[1]));
    // Every end of the exact record lies at 2λε >= 0, within the axes.
    expect(Math.min(...dotsOf(figure.svg))).toBeGreaterThanOrEqual(54);
    const mu = record.measured.mu as MeasuredSeries;
    const turned = { ...record, measured: { mu: { ...mu, values: mu.values.map((value) => -value) } } };
    const svg = drawn(turned);
    expectDrawable(svg);
    // Frozen error with λ < 0: the ends mirror those of the record, left of 2λε = 0.
    expect(svg.includes(">−20</text>")).toBe(true);
    expect(Math.min(...dotsOf(svg))).toBeGreaterThan(54);
    expect(new Set(dotsOf(svg).map((x) => Math.round(x))).size).toBeGreaterThanOrEqual(3);
  });

  it("theory follows samples trapped above their residual", () => {
    // The same curves towards a target whose residual is 3: ε stops 1 above it.
    const shifted = { min: -15, max: 9 };
    const summaries = summarizeTargets(record, targets, shifted);
    expect(summaries[2].trapped).toHaveLength(2);
    const curves = curvesOfRun(record, summaries, shifted, lightTheme);
    const { mean, theory } = curves[2].residualError;
    expect(mean.at(-1)?.[1]).toBeCloseTo(1, 6);
    expect(theory?.at(-1)?.[1]).toBeCloseTo(1, 6);
    expect(curves[2].epsilon.theory?.at(-1)?.[1]).toBeCloseTo(4, 6);
  });
});

describe("raster", () => {
  it("is twice the size, the same bytes every time, and has its text", async () => {
    const figure = transitionFigure(data, { document });
    const png = await rasterize(figure);
    const view = new DataView(png.buffer, png.byteOffset);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([2 * figure.width, 2 * figure.height]);
    expect(Buffer.from(await rasterize(figure)).equals(Buffer.from(png))).toBe(true);
    // Whichever build of the rasteriser is installed.
    for (const build of [rasterizeNatively, rasterizeByWebAssembly])
      expect(Buffer.from((await build(figure)) ?? png).equals(Buffer.from(png))).toBe(true);
    // Without its font a text vanishes silently.
    const without = await rasterize({ ...figure, svg: figure.svg.replaceAll("<text", "<text display='none'") });
    expect(Buffer.from(without).equals(Buffer.from(png))).toBe(false);
  });
});

describe("numbers with errors", () => {
  it("end at the second digit of the error", () => {
    const shown = (value: number, error: number) => withError(value, error, (number) => number.toExponential(1));
    expect(shown(-0.012461, 0.000662)).toBe("\u22120.01246 ± 0.00066");
    expect(shown(32.776, 5.219)).toBe("32.8 ± 5.2");
    expect(shown(-0.9992, 0.0266)).toBe("\u22120.999 ± 0.027");
    expect(shown(1234, 250)).toBe("1.2e+3 ± 2.5e+2");
    expect(shown(1.5, 3e-9)).toBe("1.5e+0 ± 3.0e-9");
    expect([shown(1.5, Number.NaN), shown(1.5, 0)]).toEqual(["1.5e+0", "1.5e+0"]);
  });
});

describe("type", () => {
  it("a figure given its font is the one drawn with it", () => {
    const fontFace = '@font-face{font-family:"$&"}';
    const figure = transitionFigure(data, { document });
    expect(withFont(figure, fontFace)).toEqual(transitionFigure(data, { document, fontFace }));
    expect(figure.svg).not.toContain("@font-face");
  });

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

function drawn(of: TrainingRecord): string {
  return transitionFigure({ record: of, summaries: summarizeTargets(of, targets, extremes), extremes }, { document }).svg;
}

/** No coordinate that is not a number, and no character the figures' font cannot draw. */
function expectDrawable(svg: string): void {
  expect(svg.match(/NaN|undefined|Infinity/g)).toBeNull();
  const texts = [...svg.matchAll(/>([^<]+)</g)].map((match) => match[1]).join("");
  expect([...texts].filter((character) => character > "\u00ff" && !"\u2212\u200b".includes(character))).toEqual([]);
}
