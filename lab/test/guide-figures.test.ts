/**
 * The guide's own charts and runs: that they show what the text beside them says.
 */
import { buildExperiment, parseExperiment } from "qntk";
import { describe, expect, it } from "vitest";
import { readoutOf } from "../src/engine/readout.ts";
import { Run } from "../src/engine/run.ts";
import { experimentOf } from "../src/snapshot/experiment.ts";
import type { Snapshot } from "../src/snapshot/snapshot.ts";
import { arrival, bifurcationModels, phaseRuns, raceModel, racerSnapshot, racers } from "../src/views/guide/figures.ts";

function trained(snapshot: Snapshot) {
  const run = new Run(buildExperiment(parseExperiment(experimentOf(snapshot))));
  while (run.advance() !== undefined);
  return run;
}

describe("the runs of the guide", () => {
  it("end in the phases they are shown for, at the predicted rates", () => {
    for (const { phase, snapshot } of phaseRuns) {
      const run = trained(snapshot);
      const { phase: found, fittedRate, predictedRate } = readoutOf(run, run.record());
      expect(found).toBe(phase);
      expect(Math.abs(fittedRate / predictedRate - 1)).toBeLessThan(0.1);
    }
  });

  it("reach the ground state in the order the text tells: the star, the linear loss, the honest target", () => {
    const [linear, honest, star] = racers.map(({ name }) => {
      const run = trained(racerSnapshot(name, 4));
      const { epsilon, rows } = run.record();
      const residual = run.experiment.spectrum.min - run.terms.target;
      return arrival(
        Float64Array.from({ length: rows }, (_, t) => {
          let sum = 0;
          for (let c = 0; c < run.columns; c++) sum += epsilon[c * (rows + 1) + t] / run.columns;
          return sum - residual;
        }),
      );
    });
    expect(honest).toBe(-1);
    expect(star).toBeGreaterThan(0);
    expect(linear / star).toBeGreaterThan(3);
  });
});

describe("the figure of the bifurcation", () => {
  it("exchanges stability at C = 0", () => {
    const kinds = ([2, 0, -2] as const).map((c) => bifurcationModels(c).rate.dots?.map(({ x, hollow }) => [x, hollow]));
    expect(kinds).toEqual([
      [
        [0, true],
        [2, false],
      ],
      [[0, false]],
      [[0, false]],
    ]);
  });

  it.each([2, 0, -2])("lets K and 2λε lose the same amount at C = %d", (c) => {
    const [kernel, error] = bifurcationModels(c).course.lines ?? [];
    for (let k = 0; k < kernel.x.length; k++) expect(kernel.y[k] - error.y[k]).toBeCloseTo(c, 10);
  });
});

describe("the race", () => {
  it("marks where each curve gets below the goal, and nothing before", () => {
    const t = Float64Array.of(0, 1, 2);
    const model = raceModel(
      [
        { ink: "ink", label: "a", t, residual: Float64Array.of(1, 1e-2, 1e-4) },
        { ink: "critical", label: "b", t, residual: Float64Array.of(1, 0.5, 0.25) },
      ],
      10,
    );
    expect(model.dots?.map(({ x, ink }) => [x, ink])).toEqual([[2, "ink"]]);
  });
});
