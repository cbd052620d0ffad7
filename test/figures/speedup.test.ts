/**
 * The figure of `qntk speedup`, from a race whose times follow from the residuals.
 */
import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { speedupFigure } from "../../src/figures/speedup.ts";
import type { Racer } from "../../src/reports/speedup.ts";
import { roundedSvg } from "../support/svg.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** A target at a distance: R times as fast as the linear loss's 400 steps, stable up to R = 20, slower at equal cost. */
function racer(residual: number): Racer {
  const steps = 400 / residual;
  const rate = -0.01 * residual;
  const etaLimit = 0.04 / residual;
  const equalCost = 0.5 / (residual + 4);
  return {
    ...{ residual, target: -10 - residual, etaLimit, oscillating: etaLimit > 0.002 ? 0 : 10 },
    predicted: { steps, slowest: 1.2 * steps, rateRatio: residual, equalCost },
    ...(etaLimit > 0.002 && { measured: { steps: 1.02 * steps, error: 0.05 * steps, rate } }),
    equalCost: { steps: (1.03 * steps) / equalCost, error: 1, rate: rate * equalCost },
  };
}

const report = {
  ...{ error: 1e-3, eta: 0.002, optimum: 20 },
  linear: { steps: 400, error: 20, rate: -0.01, etaLimit: 0.04 },
  racers: [0.3, 1.2, 4.8, 14, 24].map(racer),
};

it("the figure of qntk speedup is the committed picture, numbers rounded", async () => {
  const { svg } = speedupFigure(report, { document });
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  await expect(roundedSvg(svg)).toMatchFileSnapshot("../golden/speedup.svg");
});

it("without a stable target it shows what is predicted", () => {
  const unstable = { ...report, optimum: 0, racers: report.racers.map(({ measured: _, ...rest }) => rest) };
  expect(speedupFigure(unstable, { document }).svg).not.toMatch(/NaN|Infinity|undefined/);
});
