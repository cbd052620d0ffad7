/**
 * What is foreseen before training: curvature of the loss, and the approach to its end.
 */
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { lossCurvature } from "../../src/gradients/curvature.ts";
import { hessian, lossHessianEigenvalues } from "../../src/gradients/hessian.ts";
import { populationsOf } from "../../src/probes/amplitudes.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { eigensystem } from "../../src/quantum/spectrum.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { approachEstimate } from "../../src/theory/finite-depth/approach.ts";
import { deepLimit } from "../../src/theory/imaginary-time/deep-limit.ts";

const observable = xxz({ qubits: 3 });
const eigen = eigensystem(observable);

describe("curvature of the loss", () => {
  it("is the smallest and largest eigenvalue of the dense Hessian of either loss, to 1e-8", () => {
    const circuit = randomPauliAnsatz({ qubits: 3, layers: 30, seed: 1 });
    const simulator = referenceEngine.load(circuit, observable);
    const theta = initialAngles({ samples: 1, parameters: 30, seed: 1 });
    const { expectation, gradient } = simulator.gradient(theta);
    const matrix = hessian(simulator, theta);
    for (const target of [-14, 3, undefined]) {
      const epsilon = target === undefined ? undefined : expectation.map((value) => value - target);
      const values = lossHessianEigenvalues(matrix, gradient, 30, epsilon);
      const { min, max } = lossCurvature(simulator, theta, target);
      expect(Math.abs(max - values[29])).toBeLessThan(1e-8 * values[29]);
      expect(Math.abs(min - values[0])).toBeLessThan(1e-8 * values[29]);
    }
  });
});

describe("the approach", () => {
  const circuit = randomPauliAnsatz({ qubits: 3, layers: 64, seed: 1 });
  const theta = initialAngles({ samples: 2, parameters: 64, seed: 1 });
  const states = populationsOf(referenceEngine.load(circuit, observable).finalStates(theta), eigen).map((populations) => ({
    energies: eigen.values,
    populations,
  }));
  const common = { eta: 1e-3, loss: "quadratic" as const, parameters: 64, error: 1e-3 };

  it("deep steps: the deep limit reaches the error just then, for the mean over samples", () => {
    for (const place of [
      { target: -6, residual: 0 },
      { target: -14, residual: 4, end: "min" as const },
    ]) {
      const [only] = states;
      const { deepSteps } = approachEstimate([only], { ...common, ...place });
      const errors = deepLimit(only, [0.99 * deepSteps, 1.01 * deepSteps], {
        eta: 1e-3,
        parameters: 64,
        target: place.target,
      }).map((row) => row.residualError);
      expect(errors[0]).toBeGreaterThan(1e-3);
      expect(errors[1]).toBeLessThan(1e-3);
    }
  });

  it("time constants are 1/(ηC) inside and 1/(2ηλR) below; steps grow by ln 10 of them, or tenfold at the critical point, for a tenth of the error", () => {
    const inside = approachEstimate(states, { ...common, target: -6, residual: 0 });
    expect(inside.timeConstant).toBeCloseTo(1000 / inside.c, 10);
    const below = { ...common, target: -14, residual: 4, end: "min" as const };
    const [coarse, fine] = [1e-3, 1e-4].map((error) => approachEstimate(states, { ...below, error }));
    expect(coarse.timeConstant).toBeCloseTo(1 / (2e-3 * coarse.lambda * 4), 10);
    expect((fine.steps - coarse.steps) / (Math.LN10 * coarse.timeConstant)).toBeCloseTo(1, 8);
    expect(coarse.deepSteps).toBeLessThan(coarse.steps);
    const critical = { ...below, target: -10, residual: 0 };
    const [early, late] = [1e-3, 1e-4].map((error) => approachEstimate(states, { ...critical, error }).steps);
    expect(late / early).toBeGreaterThan(9.9);
  });

  it("below the threshold it says nothing of late times", () => {
    const estimate = approachEstimate(states, { ...common, parameters: 14, target: -14, residual: 4, end: "min" });
    expect([estimate.lambda, estimate.timeConstant, estimate.steps]).toEqual(range(3).map(() => Number.NaN));
    expect(estimate.deepSteps).toBeGreaterThan(0);
  });
});
