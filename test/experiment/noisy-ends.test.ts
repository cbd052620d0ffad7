/**
 * What noise can reach, and targets, residuals and phases relative to it.
 */
import { describe, expect, it } from "vitest";
import { summarizeTargets } from "../../src/analysis/summary.ts";
import { loadNoisy } from "../../src/engine/noisy/noisy-simulator.ts";
import { buildExperiment, type Experiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { noiseFor } from "../../src/quantum/noise/models/index.ts";
import { xxz } from "../../src/quantum/observables.ts";

import { loadMeasured } from "../../src/shots/load.ts";
import { depolarizedEnds, noisyEnds } from "../../src/shots/noisy-ends.ts";
import { train } from "../../src/training/train.ts";

const published = { ansatz: "hea", qubits: 2, layers: 4, observable: "xxz", coupling: 4, eta: 0.002, steps: 600, samples: 10 };
const build = (fields: object): Experiment => buildExperiment(parseExperiment({ ...published, ...fields }));

/** The summaries of a configuration, trained as the command line trains it. */
function summariesOf(fields: object) {
  const experiment = build(fields);
  const { circuit, observable, targets, config, measurement, reachable, spectrum, plan } = experiment;
  const { samples, eta, steps, shots } = config;
  const columns = plan.targets.length;
  const simulator = measurement && loadMeasured("wasm", circuit, observable, { ...measurement, columns, firstColumn: 0 });
  const { record } = train({
    circuit,
    observable,
    targets: [...targets],
    samples,
    eta,
    steps,
    seed: config.seed,
    simulator,
    shots,
  });
  return summarizeTargets(record, targets, reachable ?? spectrum);
}

describe("the ends of a noisy circuit", () => {
  it("are (1 - p) O + p tr O/d under global depolarising noise", () => {
    const { reachable, spectrum } = build({ noise: "depolarizing:0.1", target: [-12] });
    // tr O = 0.
    expect(reachable?.min).toBeCloseTo(0.9 * spectrum.min, 12);
    expect(reachable?.max).toBeCloseTo(0.9 * spectrum.max, 12);
    expect(depolarizedEnds({ min: -3, max: 5 }, 0.25, 1)).toEqual({ min: -2, max: 4 });
  });

  it("of noisy gates are reached by angles, lie inside the spectrum, and nothing trained goes beyond them", () => {
    const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
    const observable = xxz({ qubits: 2, coupling: 4 });
    const noise = noiseFor({ kind: "kolkata" }, circuit)?.model;
    const ends = noisyEnds(circuit, observable, { noise }, { min: -12, max: 6 });
    if (ends === undefined || noise === undefined) throw new Error("no ends");
    expect(ends.min).toBeGreaterThan(-12);
    expect(ends.min).toBeLessThan(-11);
    expect(ends.max).toBeLessThan(6);
    expect(ends.max).toBeGreaterThan(5);
    const simulator = loadNoisy(circuit, observable, noise);
    for (const [target, beyond] of [
      [-30, (value: number) => ends.min - value],
      [30, (value: number) => value - ends.max],
    ] as const) {
      const { record } = train({
        circuit,
        observable,
        targets: [target],
        samples: 8,
        eta: 1e-3,
        steps: 1500,
        seed: 5,
        simulator,
      });
      for (const epsilon of record.epsilon) expect(beyond(epsilon + target)).toBeLessThan(1e-4);
    }
  });

  it("without noise are those of the spectrum, and mitigated readout moves them out", () => {
    expect(build({ target: ["min"] }).reachable).toBeUndefined();
    const raw = build({ noise: "kolkata", target: ["min"] }).reachable;
    const mitigated = build({ noise: "kolkata", mitigate: "readout", target: ["min"] }).reachable;
    expect(mitigated?.min).toBeLessThan((raw?.min ?? 0) - 0.2);
    expect(mitigated?.max).toBeGreaterThan((raw?.max ?? 0) + 0.1);
  });

  it("are the same with shots, whose estimates have no other means", () => {
    const exact = build({ noise: "kolkata", target: ["min"] }).reachable;
    expect(build({ noise: "kolkata", shots: 100, target: ["min"] }).reachable).toEqual(exact);
  });

  it("are what symbolic targets refer to", () => {
    const { reachable, targets } = build({ noise: "depolarizing:0.1", target: ["min", "max", "min-4", "min+20%", "critical"] });
    const { min, max } = reachable ?? { min: Number.NaN, max: Number.NaN };
    expect(targets).toEqual([min, max, min - 4, min + 0.2 * (max - min), min]);
  });

  it("are not known beyond seven qubits, where the spectrum stays", () => {
    const { reachable, spectrum, targets } = build({ qubits: 8, layers: 1, noise: "kolkata", shots: 10, target: ["min"] });
    expect(reachable).toBeUndefined();
    expect(targets).toEqual([spectrum.min]);
  });
});

/** The seeds of the table in docs/noise.md. */
describe.each([0, 2])("exact rows, 1000 shots and noise, seed %i", (seed) => {
  const target = [-20, -10, -12];

  it("exact: R is 8, 0 and 0", () => {
    const [error, kernel, critical] = summariesOf({ seed, target });
    expect([error.phase, kernel.phase, critical.phase]).toEqual(["frozen-error", "frozen-kernel", "critical"]);
    expect([error.agreeing, kernel.agreeing]).toEqual([10, 10]);
    expect([error.residual, kernel.residual, critical.residual]).toEqual([8, 0, 0]);
    expect(error.epsilon).toBeCloseTo(8, 9);
    expect(error.kernel).toBeLessThan(1e-9);
    expect(kernel.kernel).toBeGreaterThan(20);
  });

  it("1000 shots: the same phases, with what exact rows say inside the intervals", () => {
    const exact = summariesOf({ seed, target });
    const shots = summariesOf({ seed, target, shots: 1000 });
    expect(shots.map(({ phase }) => phase)).toEqual(["frozen-error", "frozen-kernel", "critical"]);
    const [error, kernel, critical] = shots;
    // Late means: of 301 rows and 10 samples.
    const late = kernel.estimates;
    expect(Math.abs((late?.kernel.value ?? 0) - exact[1].kernel)).toBeLessThan(0.02 * exact[1].kernel);
    expect(error.inference?.constants?.residual.value).toBeCloseTo(8, 2);
    expect(Math.abs(kernel.inference?.constants?.residual.value ?? 1)).toBeLessThan(0.01);
    expect(critical.inference?.constants?.c.value).toBe(0);
    // The raw K of -20 is the floor; the unbiased one is not.
    expect(error.estimates?.rawKernel).toBeGreaterThan(0.2);
    expect(error.estimates?.kernel.value).toBeLessThan(0.1);
  });

  it("noise kolkata: frozen error at -20 and -12, beyond the noisy O_min, and R read off the dynamics", () => {
    const [error, kernel, beyond] = summariesOf({ seed, target, noise: "kolkata" });
    expect([error.phase, kernel.phase, beyond.phase]).toEqual(["frozen-error", "frozen-kernel", "frozen-error"]);
    expect([error.agreeing, kernel.agreeing, beyond.agreeing]).toEqual([10, 10, 10]);
    // R of the circuit's end, and what the samples' own minima come to.
    expect(error.residual - 8).toBeCloseTo(beyond.residual, 12);
    expect(beyond.residual).toBeGreaterThan(0.4);
    const [r, own] = [error, beyond].map(({ inference }) => inference?.constants?.residual);
    expect(Math.abs((r?.value ?? 0) - 8 - (own?.value ?? 0))).toBeLessThan(0.15);
    expect(own?.value).toBeGreaterThan(beyond.residual - 1e-3);
    expect(own?.value).toBeLessThan(1.1);
    expect(Math.abs(kernel.epsilon)).toBeLessThan(1e-4);
  });
});
