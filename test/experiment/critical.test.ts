/**
 * Critical targets: the configuration of the preliminary run, the ends read off it, and each sample trained at its own.
 */
import { describe, expect, it } from "vitest";
import { columnsOfTarget, trajectoryOf } from "../../src/analysis/trajectories.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import {
  criticalColumns,
  preliminaryConfig,
  reachedEnds,
  unsettledSamples,
  withCriticalTargets,
} from "../../src/experiment/critical.ts";
import { classifyPhase } from "../../src/theory/lotka-volterra/phases.ts";
import { train } from "../../src/training/train.ts";

const shallow = parseExperiment({
  ...{ qubits: 3, layers: 6, samples: 3, eta: 0.005, steps: 4000, seed: 5 },
  ...{ target: ["critical", "min-4"], criticalFrom: "min-8", criticalSteps: 2000 },
});

/** Trains the samples of a configuration, at their own targets where given. */
function trained(config: typeof shallow, ends?: Float64Array) {
  const built = buildExperiment(config);
  const { circuit, observable, plan } = ends === undefined ? built : withCriticalTargets(built, ends);
  const { samples, steps, eta, seed, measure } = config;
  const targets = config.target.map((_, k) => [...plan.targets.subarray(k * samples, (k + 1) * samples)]);
  return train({ circuit, observable, targets, samples, steps, eta, seed, measure }).record;
}

describe("target critical", () => {
  it("has a preliminary run of the same samples, which ends with μ", () => {
    const { target, steps, measure, criticalFrom, ...rest } = preliminaryConfig(shallow);
    expect([target, steps, measure, criticalFrom]).toEqual([["min-8"], 2000, { mu: 2000 }, undefined]);
    expect(rest).toEqual(
      Object.fromEntries(
        Object.entries(shallow).filter(
          ([field]) => !["target", "steps", "measure"].includes(field) && !field.startsWith("critical"),
        ),
      ),
    );
    expect(() => preliminaryConfig(parseExperiment({}))).toThrow("allowed: a configuration with target critical");
  });

  it("has defaults, and is refused with the linear loss and inside the spectrum", () => {
    expect(parseExperiment({ target: "critical" })).toMatchObject({ criticalFrom: "min-20%", criticalSteps: 8000 });
    expect(parseExperiment({ target: "critical", observable: "projector" }).criticalFrom).toBe("max+400%");
    expect(() => parseExperiment({ target: "critical", loss: "linear" })).toThrow("no critical target with the linear loss");
    expect(() => parseExperiment({ criticalFrom: -40 })).toThrow("criticalFrom is -40; allowed: no criticalFrom without target");
    expect(() => buildExperiment({ ...shallow, criticalFrom: "max-1" })).toThrow("a target below -10 or above");
  });

  it("stands as the end of the spectrum until the ends are put in, those of the samples and their mean", () => {
    const experiment = buildExperiment(shallow);
    expect(experiment.targets).toEqual([experiment.spectrum.min, experiment.spectrum.min - 4]);
    expect(criticalColumns(shallow)).toEqual([true, true, true, false, false, false]);
    const { targets, plan } = withCriticalTargets(experiment, [-7, -8, -9]);
    expect(targets).toEqual([-8, experiment.spectrum.min - 4]);
    expect([...plan.targets]).toEqual([-7, -8, -9, ...Array(3).fill(experiment.spectrum.min - 4)]);
    expect(() => withCriticalTargets(experiment, [-7])).toThrow("ends");
  });

  it("the ends lie inside the spectrum, are settled, and K/(2λ) is what is left to go (1 %)", () => {
    const config = preliminaryConfig(shallow);
    const record = trained(config);
    const { expectation } = reachedEnds(record);
    const { min } = buildExperiment(shallow).spectrum;
    for (const end of expectation) expect(end).toBeGreaterThan(min + 0.1);
    expect(unsettledSamples(record)).toEqual([]);
    const early = trained({ ...config, steps: 100, measure: { mu: 100 } });
    const { expectation: there, remaining } = reachedEnds(early);
    expect(unsettledSamples(early)).toEqual([0]);
    expect(remaining[0]).toBeNaN();
    for (const k of [1, 2]) expect(remaining[k] / (there[k] - expectation[k])).toBeCloseTo(1, 2);
  });

  it("a shallow circuit is critical at its own end, not at the spectrum's", () => {
    const { expectation } = reachedEnds(trained(preliminaryConfig(shallow)));
    const config = { ...shallow, target: ["critical"] };
    const { spectrum } = buildExperiment(config);
    const record = trained(config, expectation);
    const flagged = { ...record, plan: { ...record.plan, critical: criticalColumns(config) } };
    for (const column of columnsOfTarget(record, 0)) {
      expect(classifyPhase(trajectoryOf(flagged, column, spectrum)).phase).toBe("critical");
      expect(classifyPhase(trajectoryOf(record, column, spectrum)).reason).toContain("from the spectrum's end");
    }
  });
});
