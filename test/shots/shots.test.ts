/**
 * Finite shots: grouping, draws, estimates with their errors, gradients, mitigation.
 */
import { describe, expect, it } from "vitest";
import { mean, standardDeviation } from "../../src/base/arrays.ts";
import { binomial, multinomial } from "../../src/base/random/binomial.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { loadNoisy } from "../../src/engine/noisy/noisy-simulator.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { measurementPlan } from "../../src/quantum/measurement-groups.ts";
import { deviceNoise } from "../../src/quantum/noise/device.ts";
import { kolkata } from "../../src/quantum/noise/models/kolkata.ts";
import { gateDepolarizing, globalDepolarizing, type NoiseModel, noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { denseObservable, pauliSum, xxz } from "../../src/quantum/observables.ts";
import { expectedError, planValues } from "../../src/shots/estimates.ts";
import { extrapolate, folded } from "../../src/shots/extrapolation.ts";
import { isIdeal, loadMeasured } from "../../src/shots/load.ts";
import { estimateExpectation, zeroNoiseExtrapolation } from "../../src/shots/mitigation.ts";
import { loadOutcomes, type OutcomeProblem } from "../../src/shots/outcomes.ts";
import { advance } from "../../src/training/step.ts";
import { anglesFor, hermitianMatrix } from "../support/arbitraries.ts";
import { finalState } from "../support/dense-simulator.ts";

const hea = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const chain = xxz({ qubits: 2, coupling: 4 });
const device = deviceNoise(kolkata(2), hea).model;
const theta = anglesFor(hea, 1, 1);
const ideal = { circuit: hea, observable: chain, model: noiselessModel, engine: "wasm" } as const satisfies OutcomeProblem;
const noisy: OutcomeProblem = { ...ideal, model: device };

describe("binomial and multinomial draws", () => {
  it.each([
    [1, 0.5],
    [1000, 0.013],
    [1000, 0.5],
    [1000, 0.97],
    [2500, 0.3],
  ])("binomial(%d, %d): mean and variance within 4 sigma over 4000 draws", (trials, p) => {
    const stream = new CounterStream(5, "test");
    const draws = Float64Array.from({ length: 4000 }, () => binomial(stream, trials, p));
    const variance = trials * p * (1 - p);
    expect(Math.abs(mean(draws) - trials * p)).toBeLessThan(4 * Math.sqrt(variance / 4000));
    const squares = draws.map((x) => (x - trials * p) ** 2);
    // Fourth central moment of a binomial.
    const fourth = variance * (1 + 3 * variance * (1 - 2 / trials));
    expect(Math.abs(mean(squares) - variance)).toBeLessThan(4 * Math.sqrt((fourth - variance ** 2) / 4000) + 1e-12);
  });

  it("the whole distribution of binomial(4, 0.3) within 4 sigma", () => {
    const stream = new CounterStream(6, "test");
    const counts = new Float64Array(5);
    for (let k = 0; k < 20_000; k++) counts[binomial(stream, 4, 0.3)]++;
    [0.2401, 0.4116, 0.2646, 0.0756, 0.0081].forEach((p, k) => {
      expect(Math.abs(counts[k] / 20_000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 20_000));
    });
  });

  it("certain outcomes draw nothing, rounding beyond [0, 1] included", () => {
    const stream = new CounterStream(7, "test");
    expect([binomial(stream, 9, 0), binomial(stream, 9, -1e-17), binomial(stream, 9, 1 + 1e-16)]).toEqual([0, 0, 9]);
    expect(stream.uniform()).toBe(new CounterStream(7, "test").uniform());
  });

  it("multinomial counts add up, with the right means within 4 sigma", () => {
    const stream = new CounterStream(8, "test");
    const p = [0.1, 0, 0.6, 0.3];
    const total = new Float64Array(4);
    for (let k = 0; k < 500; k++) {
      const counts = multinomial(stream, 100, p);
      expect(counts.reduce((a, b) => a + b)).toBe(100);
      counts.forEach((count, b) => {
        total[b] += count;
      });
    }
    p.forEach((q, b) => {
      expect(Math.abs(total[b] / 50_000 - q)).toBeLessThan(4 * Math.sqrt((q * (1 - q)) / 50_000) + 1e-12);
    });
  });
});

describe("measurement groups", () => {
  it("three settings for XXZ on any number of qubits, two for the Ising chain with a field along Y and Z", () => {
    for (const qubits of [2, 3, 6]) {
      const { groups } = measurementPlan(xxz({ qubits }));
      expect(groups.map(({ letters }) => letters).sort()).toEqual(["X", "Y", "Z"].map((letter) => letter.repeat(qubits)));
    }
    const { groups, constant } = measurementPlan(pauliSum("0.5*III + ZZI + IZZ + 2*YII - IYI + 0.25*III"));
    expect(groups.map(({ letters }) => letters)).toEqual(["ZZZ", "YYI"]);
    expect(constant).toBe(0.75);
  });

  it("every term is in exactly one group, whose letters it agrees with", () => {
    const sum = pauliSum("XYZ + XIZ - ZZZ + IYI + YXY + IIX + ZII");
    const { groups } = measurementPlan(sum);
    expect(groups.flatMap(({ terms }) => terms)).toHaveLength(7);
    expect(groups.length).toBeLessThan(6);
  });
});

describe("outcomes", () => {
  it("exact means over outcomes are the engine's expectation, ideal and noisy: 1e-12", () => {
    expect(
      Math.abs(estimateExpectation(ideal, theta).value - referenceEngine.load(hea, chain).expectation(theta)[0]),
    ).toBeLessThan(1e-12);
    expect(Math.abs(estimateExpectation(noisy, theta).value - loadNoisy(hea, chain, device).expectation(theta)[0])).toBeLessThan(
      1e-12,
    );
    const mixed = { ...ideal, model: globalDepolarizing(0.2) };
    expect(Math.abs(estimateExpectation(mixed, theta).value - 0.8 * estimateExpectation(ideal, theta).value)).toBeLessThan(1e-12);
  });

  it("qubit 0 is the most significant bit of an outcome", () => {
    const circuit = new CircuitBuilder(3).rx(0).build();
    const [table] = loadOutcomes({ ...ideal, circuit, observable: pauliSum("ZZZ") }).outcomes(Float64Array.of(Math.PI));
    const state = finalState(circuit, [Math.PI]);
    table.forEach((p, b) => {
      expect(Math.abs(p - (state.re[b] ** 2 + state.im[b] ** 2))).toBeLessThan(1e-15);
    });
    expect(table[4]).toBeCloseTo(1, 14);
  });

  it("refuses observables that are no Pauli sum", () => {
    expect(() => loadOutcomes({ ...ideal, observable: denseObservable(hermitianMatrix(4, 1)) })).toThrow(
      'observable is "dense"; allowed: xxz, tfim or pauli, with shots',
    );
  });
});

describe("estimates", () => {
  it("are unbiased, scatter as their error says, and repeat with the seed", () => {
    const exact = estimateExpectation(noisy, theta).value;
    const all = Array.from({ length: 300 }, (_, seed) => estimateExpectation(noisy, theta, { shots: 500, seed }));
    const scatter = standardDeviation(all.map(({ value }) => value));
    expect(Math.abs(mean(all.map(({ value }) => value)) - exact)).toBeLessThan((4 * scatter) / Math.sqrt(300));
    // The standard deviation of 300 draws is known to 1/sqrt(2·300) = 4 %.
    expect(Math.abs(scatter / mean(all.map(({ error }) => error)) - 1)).toBeLessThan(0.16);
    const source = loadOutcomes(noisy);
    const predicted = expectedError(planValues(source.plan), source.outcomes(theta), 500);
    expect(Math.abs(scatter / predicted - 1)).toBeLessThan(0.16);
    expect(estimateExpectation(noisy, theta, { shots: 500, seed: 7 })).toEqual(all[7]);
  });

  it("inverted readout is unbiased: exact values are those of perfect readout to 1e-12, shots within 4 errors, which grow", () => {
    const readout = [
      { p10: 0.05, p01: 0.1 },
      { p10: 0.02, p01: 0.15 },
    ];
    const misread: OutcomeProblem = { ...noisy, model: { ...device, readout } };
    const perfect = estimateExpectation({ ...noisy, model: { ...device, readout: [] } }, theta).value;
    expect(Math.abs(estimateExpectation(misread, theta, { invertReadout: true }).value - perfect)).toBeLessThan(1e-12);
    expect(Math.abs(estimateExpectation(misread, theta).value - perfect)).toBeGreaterThan(0.05);
    const plain = estimateExpectation(misread, theta, { shots: 4000 });
    const inverted = estimateExpectation(misread, theta, { shots: 4000, invertReadout: true });
    expect(Math.abs(inverted.value - perfect)).toBeLessThan(4 * inverted.error);
    expect(inverted.error).toBeGreaterThan(plain.error);
  });
});

describe("zero-noise extrapolation", () => {
  it("a folded circuit is the same unitary, 2k + 1 times as long", () => {
    const circuit = new CircuitBuilder(2).ry(0).gate("S", 1).cnot(0, 1).gate("SX", 0).rotation("XY").build();
    const twice = folded(circuit, 2);
    expect(twice.operations).toHaveLength(25);
    const angles = anglesFor(circuit, 1, 2);
    const observable = pauliSum("XZ + 0.3*YI - ZZ");
    const [a, b] = [circuit, twice].map((each) => referenceEngine.load(each, observable).expectation(angles)[0]);
    expect(Math.abs(a - b)).toBeLessThan(1e-12);
  });

  it("removes most of weak noise, by every method; exactly for a decay that is exponential", () => {
    const model = gateDepolarizing(1e-3, 5e-3);
    const exact = estimateExpectation(ideal, theta).value;
    const raw = Math.abs(estimateExpectation({ ...ideal, model }, theta).value - exact);
    const left = (method: "richardson" | "linear" | "exponential") =>
      Math.abs(zeroNoiseExtrapolation({ ...ideal, model }, theta, { method }).value - exact);
    expect(raw).toBeGreaterThan(0.02);
    expect(left("richardson")).toBeLessThan(raw / 30);
    expect(left("linear")).toBeLessThan(raw / 2);
    expect(left("exponential")).toBeLessThan(raw / 5);
    const decay = [1, 3, 5].map((scale) => ({ scale, value: 2 - 3 * Math.exp(-0.4 * scale), error: 0 }));
    expect(extrapolate(decay, "exponential", 2).value).toBeCloseTo(-1, 12);
  });

  it.each(["richardson", "linear", "exponential"] as const)(
    "%s from shots: unbiased within 4 errors, which say how far it scatters",
    (method) => {
      const model = gateDepolarizing(2e-3, 1e-2);
      const problem: OutcomeProblem = { ...ideal, model };
      const exact = zeroNoiseExtrapolation(problem, theta, { method }).value;
      const all = Array.from({ length: 60 }, (_, k) =>
        zeroNoiseExtrapolation(problem, theta, { method, shots: 4000, seed: 10 * k }),
      );
      const scatter = standardDeviation(all.map(({ value }) => value));
      expect(Math.abs(mean(all.map(({ value }) => value)) - exact)).toBeLessThan((4 * scatter) / Math.sqrt(60) + 0.01);
      // The standard deviation of 60 draws is known to 9 %.
      expect(Math.abs(scatter / mean(all.map(({ error }) => error)) - 1)).toBeLessThan(0.37);
    },
  );

  it("refuses what cannot be extrapolated", () => {
    const at = (scale: number, value: number) => ({ scale, value, error: 0.1 });
    expect(() => extrapolate([at(1, 2)], "linear")).toThrow("at least two, all different");
    expect(() => extrapolate([at(1, 2), at(1, 3)], "richardson")).toThrow("at least two, all different");
    expect(() => extrapolate([at(1, 2), at(3, -1)], "exponential")).toThrow("on both sides of tr O / d");
  });
});

describe("simulators with shots", () => {
  const run = { gradient: "parameter-shift", seed: 3, columns: 4, firstColumn: 0 } as const;
  const angles = anglesFor(hea, 4, 11);

  it("<O> and gradient within 5 standard errors of the exact noisy ones, the gradient's being sqrt(1/2) of <O>'s", () => {
    const exact = loadNoisy(hea, chain, device).gradient(angles);
    const { expectation, gradient } = loadMeasured("wasm", hea, chain, { ...run, noise: device, shots: 2000 }).gradient(
      angles,
      0,
    );
    // |f| <= 1, 1 and 12 on the three groups.
    const worst = Math.sqrt((1 + 1 + 144) / 2000);
    exact.expectation.forEach((value, c) => {
      expect(Math.abs(expectation[c] - value)).toBeLessThan(5 * worst);
    });
    const residuals = exact.gradient.map((value, l) => gradient[l] - value);
    for (const r of residuals) expect(Math.abs(r)).toBeLessThan(5 * worst);
    expect(standardDeviation(residuals)).toBeGreaterThan(0.02);
  });

  it("random numbers belong to a column: splitting a batch over threads changes none", () => {
    const all = loadMeasured("wasm", hea, chain, { ...run, noise: device, shots: 100 }).gradient(angles, 5);
    const last = loadMeasured("wasm", hea, chain, { ...run, firstColumn: 3, noise: device, shots: 100 }).gradient(
      angles.slice(48),
      5,
    );
    expect(last.expectation[0]).toBe(all.expectation[3]);
    expect(last.gradient).toEqual(all.gradient.slice(48));
    const other = loadMeasured("wasm", hea, chain, { ...run, noise: device, shots: 100 }).gradient(angles, 6);
    expect(other.expectation).not.toEqual(all.expectation);
  });

  it("training resumed at a row draws the same numbers", () => {
    const simulator = loadMeasured("wasm", hea, chain, { ...run, noise: device, shots: 50 });
    const plan = {
      loss: "quadratic",
      eta: 1e-3,
      steps: 5,
      targets: new Float64Array(4).fill(-12),
      measure: {},
      shots: 50,
    } as const;
    const whole = advance(simulator, plan, { row: 0, theta: angles }, 6);
    const half = advance(simulator, plan, { row: 0, theta: angles }, 3);
    const rest = advance(simulator, plan, half.state, 3);
    expect(rest.state).toEqual(whole.state);
    expect([...half.block.rows, ...rest.block.rows]).toEqual(whole.block.rows);
  });

  it("without noise: exact parameter-shift gradients are the engine's to 1e-12, p = 0 with adjoint gradients exactly", () => {
    const exact = wasmEngine.load(hea, chain).gradient(angles);
    const shifted = loadMeasured("wasm", hea, chain, run).gradient(angles, 0);
    shifted.gradient.forEach((value, l) => {
      expect(Math.abs(value - exact.gradient[l])).toBeLessThan(1e-12);
    });
    const zero: NoiseModel = globalDepolarizing(0);
    expect(loadMeasured("wasm", hea, chain, { ...run, gradient: "adjoint", noise: zero }).gradient(angles, 0)).toEqual(exact);
    expect(isIdeal({ gradient: "adjoint", seed: 0 })).toBe(true);
    expect(isIdeal({ gradient: "adjoint", seed: 0, noise: zero })).toBe(false);
  });

  it("has no second derivatives", () => {
    const simulator = loadMeasured("wasm", hea, chain, { ...run, shots: 10 });
    expect(() => simulator.hessianVectorProduct(theta, theta)).toThrow("second derivatives are not measured");
  });
});
