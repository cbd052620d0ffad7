/**
 * Axes, colours and labels: what holds for any data.
 */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { curveColors } from "../../src/figures/curves.ts";
import { linearDomain, logDomain, niceCeiling } from "../../src/figures/domains.ts";
import { placeLabels } from "../../src/figures/labels.ts";
import { darkTheme, lightTheme, shadesOf, type Theme } from "../../src/figures/palette.ts";
import { drawPanel } from "../../src/figures/panel.ts";
import { textWidth } from "../../src/figures/text-width.ts";
import { axisExponent, linearTicks, logTicks, verticalTicks } from "../../src/figures/ticks.ts";
import { phases } from "../../src/theory/lotka-volterra/phases.ts";

describe("ticks", () => {
  const room = { length: 151, margin: 22, textSize: 10.5 };

  it.each([1, 2, 3, 7, 19, 40, 99, 100, 999, 1500, 2000, 2500, 8000, 10_000, 40_000, 99_999, 123_456, 1_000_000, 12_345_678])(
    "%i steps: two to six whole numbers in order, with labels that keep apart and are not cut off",
    (steps) => {
      const ticks = linearTicks([0, steps], room, true);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      const boxes = ticks.map(({ value, label }) => {
        expect(Number.isInteger(value)).toBe(true);
        expect(label).toBe(value.toLocaleString("en-US"));
        const [middle, half] = [(value / steps) * room.length, textWidth(label, room.textSize) / 2];
        return { left: middle - half, right: middle + half };
      });
      boxes.slice(1).forEach((box, k) => {
        expect(box.left - boxes[k].right).toBeGreaterThan(5);
      });
      expect(boxes[boxes.length - 1].right).toBeLessThanOrEqual(room.length + room.margin);
    },
  );

  it("every tick of a logarithmic axis keeps its label in the drawing", () => {
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const domain = [2, 512] as const;
    const panel = { letter: "a", width: 340, height: 230, marks: [], theme: lightTheme, document };
    const svg = drawPanel({ ...panel, x: { domain, type: "log", label: "L" }, y: { domain: [0, 1], label: "y" } });
    const axis = svg.slice(svg.indexOf('aria-label="x-axis tick label"'), svg.indexOf('aria-label="y-axis tick"'));
    const labels = [...axis.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, label]) => label);
    expect(labels).toEqual(["2", "5", "10", "20", "50", "100", "200", "500"]);
  });

  it("vertical: coarser where a label beside the title is too wide for its room, if three remain", () => {
    const labels = (domain: readonly [number, number], title: number) =>
      verticalTicks(domain, { length: 112, width: 28, title, textSize: 10.5 }).map(({ label }) => label);
    expect(labels([-1.2, 0.3], 20)).toEqual(["−1", "−0.5", "0"]);
    expect(labels([-1.2, 0.3], 0)).toEqual(["−1", "−0.75", "−0.5", "−0.25", "0", "0.25"]);
    expect(labels([0, 1.2], 100)).toEqual(["0", "0.25", "0.5", "0.75", "1"]);
    expect(labels([0, 2000], 60)).toEqual(["0", "500", "1,000", "1,500", "2,000"]);
  });

  it("round numbers that the axis is long enough for; a true minus; units of a power of ten where numbers are long", () => {
    const labels = (domain: readonly [number, number]) => linearTicks(domain).map(({ label }) => label);
    expect(labels([0, 100])).toEqual(["0", "20", "40", "60", "80", "100"]);
    expect(labels([-10, 8])).toEqual(["−10", "−5", "0", "5"]);
    expect(labels([0, 3e-4])).toEqual(["0", "1", "2", "3"]);
    expect(axisExponent([0, 3e-4])).toBe(-4);
    expect(axisExponent([-50_000, 20])).toBe(4);
    expect([axisExponent([0, 50_000], true), axisExponent([0, 500]), axisExponent([0, 0.02])]).toEqual([0, 0, 0]);
  });

  it("decades", () => {
    const labels = (domain: readonly [number, number]) => logTicks(domain).map(({ label }) => label);
    expect(labels([1e-1, 1e2])).toEqual(["10^−1", "10^0", "10^1", "10^2"]);
    expect(labels([1e-12, 1e1])).toEqual(["10^−12", "10^−9", "10^−6", "10^−3", "10^0"]);
  });
});

describe("ranges", () => {
  const set = (...values: number[]) => {
    const points = values.map((y, x) => [x, y] as const);
    return [{ samples: [points], mean: points }];
  };

  it("are never empty: zero, one value, nothing", () => {
    expect(logDomain(set(0, 0, 0))).toBeUndefined();
    expect(logDomain(set())).toBeUndefined();
    expect(logDomain(set(Number.NaN, Number.POSITIVE_INFINITY))).toBeUndefined();
    expect(logDomain(set(1))).toEqual([1, 10]);
    expect(logDomain(set(1e-32, 3e-32), 1e-30)).toBeUndefined();
    expect(linearDomain(set(0, 0))).toEqual([0, 1]);
    expect(linearDomain(set(Number.NaN))).toBeUndefined();
    expect(linearDomain(set(-3, -2))).toEqual([-3, 0]);
    expect([0, -1, Number.NaN, Number.POSITIVE_INFINITY].map(niceCeiling)).toEqual([1, 1, 1, 1]);
    expect([0.7, 3, 11, 84, 1001].map(niceCeiling)).toEqual([0.8, 3, 15, 100, 1500]);
  });

  it("rounding far below the largest value is left out", () => {
    expect(logDomain(set(9, 1, 2e-14))).toEqual([1e-13, 10]);
    expect(logDomain(set(9, 1, 2e-10))).toEqual([1e-10, 10]);
  });
});

describe("labels", () => {
  const area = { left: 54, right: 204, top: 20, bottom: 160, overhang: 12 };
  const level = (y: number) => Array.from({ length: 50 }, (_, k) => [54 + 3 * k, y] as const);

  it("keep apart, off the curves, and inside", () => {
    const curves = [level(60), level(64), level(90), level(140)];
    const names = ["−4", "−8", "frozen error", "critical point"];
    const places = placeLabels(names, curves, area, 10.5);
    const boxes = places.map((place, k) => {
      const { x, y } = place ?? { x: Number.NaN, y: Number.NaN };
      return { left: x, right: x + textWidth(names[k], 10.5), y };
    });
    boxes.forEach((box, k) => {
      expect(box.right).toBeLessThan(area.right + area.overhang);
      expect([60, 64, 90, 140].every((y) => Math.abs(box.y - y) >= 7)).toBe(true);
      for (const other of boxes.slice(0, k)) {
        expect(box.left > other.right || other.left > box.right || Math.abs(box.y - other.y) >= 12).toBe(true);
      }
    });
  });

  it("keep off a line between its only two points", () => {
    const [start, end] = [[54, 150] as const, [204, 60] as const];
    const [place] = placeLabels(["L = 64"], [[start, end]], area, 10.5);
    const { x, y } = place ?? { x: Number.NaN, y: Number.NaN };
    const slope = (end[1] - start[1]) / (end[0] - start[0]);
    for (const at of [x, x + textWidth("L = 64", 10.5)]) {
      const line = start[1] + slope * (at - start[0]);
      expect(Math.abs(line - y)).toBeGreaterThan(6);
    }
  });

  it("are left out where there is no curve to see or no room", () => {
    expect(placeLabels(["a"], [[[54, Number.NaN]]], area, 10.5)).toEqual([undefined]);
    const crowd = Array.from({ length: 40 }, () => level(90));
    const placed = placeLabels(
      crowd.map(() => "a long name"),
      crowd,
      area,
      10.5,
    );
    expect(placed.filter((place) => place !== undefined).length).toBeLessThan(10);
  });
});

describe("colours", () => {
  /** Machado, Oliveira & Fernandes (2009), severity 1, on linear RGB. */
  const deficiencies = {
    none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
    tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  };

  /** CIE L*a*b* (D65) of a colour as seen with a deficiency. */
  function seen(color: string, matrix: readonly number[]): number[] {
    const linear = [1, 3, 5].map((at) => {
      const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    const apply = (m: readonly number[], v: readonly number[]) =>
      [0, 3, 6].map((row) => m[row] * v[0] + m[row + 1] * v[1] + m[row + 2] * v[2]);
    const rgb = apply(matrix, linear).map((value) => Math.min(1, Math.max(0, value)));
    const xyz = apply([0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.072175, 0.0193339, 0.119192, 0.9503041], rgb);
    const [fx, fy, fz] = xyz.map((value, k) => {
      const t = value / [0.95047, 1, 1.08883][k];
      return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
    });
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
  }

  const distance = (a: string, b: string, matrix: readonly number[] = deficiencies.none) =>
    Math.hypot(...seen(a, matrix).map((value, k) => value - seen(b, matrix)[k]));

  const themes: [string, Theme][] = [
    ["light", lightTheme],
    ["dark", darkTheme],
  ];

  it.each(themes)("%s: phases and samples differ by five just noticeable differences with every colour blindness", (_, theme) => {
    const colors = [...phases.map((phase) => theme.phase[phase]), theme.sample];
    for (const matrix of Object.values(deficiencies)) {
      colors.forEach((color, k) => {
        expect(distance(color, theme.background, matrix)).toBeGreaterThan(20);
        for (const other of colors.slice(0, k)) expect(distance(color, other, matrix)).toBeGreaterThan(5 * 2.3);
      });
    }
  });

  it.each(themes)(
    "%s: targets of one phase have shades from light to dark, apart from each other, samples and the page",
    (_, theme) => {
      for (const phase of phases) {
        expect(shadesOf(phase, 1, theme)).toEqual([theme.phase[phase]]);
        for (const count of [2, 3, 6]) {
          const family = shadesOf(phase, count, theme);
          family.forEach((color, k) => {
            expect(color).toMatch(/^#[0-9a-f]{6}$/);
            expect(distance(color, theme.sample)).toBeGreaterThan(20);
            expect(distance(color, theme.background)).toBeGreaterThan(25);
            if (k > 0) {
              expect(distance(color, family[k - 1])).toBeGreaterThan(3 * 2.3);
              expect(seen(color, deficiencies.none)[0]).toBeLessThan(seen(family[k - 1], deficiencies.none)[0]);
            }
          });
        }
      }
    },
  );

  it("a target's shade depends on the targets, not on their order", () => {
    const targets = [
      { target: -18, phase: "frozen-error" },
      { target: -14, phase: "critical" },
      { target: -16, phase: "frozen-error" },
    ] as const;
    const [a, b, c] = curveColors(targets, lightTheme);
    expect(b).toBe("#D55E00");
    expect([a, c]).toEqual(shadesOf("frozen-error", 2, lightTheme));
    expect(curveColors([...targets].reverse(), lightTheme)).toEqual([c, b, a]);
  });
});
