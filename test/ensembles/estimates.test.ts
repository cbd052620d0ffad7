/**
 * Estimates with errors: known cases, clusters, and draws of a single circuit.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { drawCircuit } from "../../src/ensembles/draws.ts";
import { estimateAverages } from "../../src/ensembles/estimates.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { engine, finish } from "../support/ensembles.ts";

describe("estimateAverages", () => {
  const stream = new CounterStream(1, "estimates");
  const normal = (count: number) => Float64Array.from({ length: count }, () => stream.normal());

  it("means and their errors are those of independent draws", () => {
    const draws = { perCircuit: 1, expectation: normal(500), kernel: normal(500).map((x) => 3 + x), mu: normal(500) };
    const { meanK, sdK, meanMu, meanEpsilonMu } = estimateAverages(draws, 2);
    const average = draws.kernel.reduce((sum, x) => sum + x, 0) / 500;
    const variance = draws.kernel.reduce((sum, x) => sum + (x - average) ** 2, 0) / 499;
    expect(meanK.value).toBeCloseTo(average, 12);
    expect(meanK.error).toBeCloseTo(Math.sqrt(variance / 500), 12);
    expect(sdK.value).toBeCloseTo(Math.sqrt(variance), 12);
    expect(sdK.error).toBeGreaterThan(0.02);
    expect(sdK.error).toBeLessThan(0.05);
    expect(Math.abs(meanMu.value)).toBeLessThan(4 * meanMu.error);
    expect(meanEpsilonMu.value).toBeCloseTo(draws.mu.reduce((sum, mu, i) => sum + (draws.expectation[i] - 2) * mu, 0) / 500, 12);
  });

  it("draws repeated within a circuit do not shrink the errors", () => {
    const kernel = normal(200).map((x) => 3 + x);
    const once = { perCircuit: 1, expectation: kernel, kernel, mu: kernel };
    const repeat = (values: Float64Array) => Float64Array.from({ length: 800 }, (_, i) => values[Math.floor(i / 4)]);
    const four = { perCircuit: 4, expectation: repeat(kernel), kernel: repeat(kernel), mu: repeat(kernel) };
    for (const name of ["meanK", "meanMu", "lambda", "zeta"] as const) {
      expect(estimateAverages(four, 0)[name].value).toBeCloseTo(estimateAverages(once, 0)[name].value, 10);
      expect(estimateAverages(four, 0)[name].error).toBeCloseTo(estimateAverages(once, 0)[name].error, 10);
    }
  });

  it("bad input is named", () => {
    const draws = { perCircuit: 2, expectation: normal(4), kernel: normal(4), mu: normal(4) };
    expect(() => estimateAverages(draws, 0)).toThrow("draws is of 2 circuits; allowed: draws of at least 3 whole circuits.");
    expect(() => estimateAverages({ ...draws, mu: normal(3) }, 0)).toThrow("mu is of 3 entries; allowed: exactly 4 entries.");
    expect(() => estimateAverages(draws, Number.NaN)).toThrow("target is NaN");
  });
});

describe("drawCircuit", () => {
  const circuit = hardwareEfficientAnsatz({ qubits: 3, layers: 2 });
  const observable = xxz({ qubits: 3 });

  it("is a batch of random angles of one circuit, the last batch as long as needed", () => {
    const progress: number[] = [];
    const steps = drawCircuit(engine, circuit, { observable, circuits: 10, anglesPerCircuit: 4, seed: 5 });
    let step = steps.next();
    for (; !step.done; step = steps.next()) progress.push(step.value);
    expect(progress).toEqual([4, 8, 10]);
    expect(step.value.expectation).toHaveLength(10);
    expect(new Set(step.value.kernel).size).toBe(10);
    const again = finish(drawCircuit(engine, circuit, { observable, circuits: 10, anglesPerCircuit: 4, seed: 5 }));
    expect(again).toEqual(step.value);
  });

  it("K and μ are those of the gradient and the Hessian: μ = g · H g", () => {
    const draws = finish(drawCircuit(engine, circuit, { observable, circuits: 3, seed: 5 }));
    expect(draws.kernel.every((k) => k > 0)).toBe(true);
    expect(draws.mu.every(Number.isFinite)).toBe(true);
  });
});
