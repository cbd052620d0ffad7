/**
 * The figure of a depth study, from made-up ends of samples.
 */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { DepthRow } from "../../src/analysis/depth.ts";
import { range } from "../../src/base/arrays.ts";
import { depthFigure } from "../../src/figures/depth.ts";
import { excitationsOf } from "../../src/theory/finite-depth/excitations.ts";
import { roundedSvg } from "../support/svg.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** Two qubits, XXZ with J = 2: the threshold is 6. */
const excitations = excitationsOf(Float64Array.of(-6, 0, 2, 4), "min");

/** Three samples that come to the end from L = 6 on, later ones with a larger λ∞. */
function row(layers: number): DepthRow {
  const samples = range(3).map((k) => {
    const reached = layers > 6 || (layers === 6 && k === 0);
    return {
      ...{ expectation: reached ? -6 : -6 + (6 - layers + 0.5) * (0.6 + 0.2 * k), remaining: 0, reached },
      ...{ fisherRank: Math.min(layers, 6), hessianRank: Math.min(layers, 6) - (reached || k === 0 ? 0 : 1) },
      ...(reached && { lambda: 0.1 * (layers - 4) + 0.05 * k }),
      measuredLambda: 0.1 * (layers - 4) + 0.06 * k,
    };
  });
  const value = Math.max(0, 0.1 * (layers - 4));
  return { layers, parameters: layers, samples, ensemble: { value, error: 0.02, deviation: 0.1 } };
}

describe("the figure of a depth study", () => {
  it("is the committed picture, numbers rounded", async () => {
    const { svg } = depthFigure({ rows: [2, 4, 6, 9, 12, 18].map(row), excitations, bottom: -6 }, { document });
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    await expect(roundedSvg(svg)).toMatchFileSnapshot("../golden/depth.svg");
  });

  it("also of a single depth below the threshold, where there is no λ∞", () => {
    expect(depthFigure({ rows: [row(3)], excitations, bottom: -6 }, { document }).svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});
