/**
 * Mitigation of estimates and in training: what is unbiased, what its errors are, and what is refused.
 */
import { describe, expect, it } from "vitest";
import { mean, standardDeviation } from "../../src/base/arrays.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { deviceNoise } from "../../src/quantum/noise/device.ts";
import { kolkata } from "../../src/quantum/noise/models/kolkata.ts";
import { noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { xxz } from "../../src/quantum/observables.ts";
import type { CountProblem } from "../../src/shots/counts.ts";
import { loadMeasured } from "../../src/shots/load.ts";
import { estimateExpectation, mitigatedEstimates, shotErrorAt, zeroNoiseExtrapolation } from "../../src/shots/mitigation.ts";
import { parseMitigation } from "../../src/shots/mitigation-choice.ts";
import { anglesFor } from "../support/arbitraries.ts";
import { expectGradient } from "../support/derivative-checker.ts";

const hea = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
const chain = xxz({ qubits: 2, coupling: 4 });
const readout = [
  { p10: 0.05, p01: 0.1 },
  { p10: 0.02, p01: 0.15 },
];
const noise = { ...deviceNoise(kolkata(2), hea).model, readout };
const problem: CountProblem = { circuit: hea, observable: chain, model: noise, engine: "wasm" };
const theta = anglesFor(hea, 1, 1);
const run = { noise, seed: 2, columns: 1, firstColumn: 0 } as const;

describe("what is mitigated", () => {
  it("by words, each said once", () => {
    expect(parseMitigation("readout")).toEqual({ readout: true });
    expect(parseMitigation("zne")).toEqual({ readout: false, extrapolation: "richardson" });
    expect(parseMitigation("zne:linear, readout")).toEqual({ readout: true, extrapolation: "linear" });
    for (const text of ["", "zne:exponential", "readout,readout", "zne,zne:linear"])
      expect(() => parseMitigation(text)).toThrow("allowed: readout, zne");
  });
});

describe("estimates at one set of angles", () => {
  it("exact: those of each mitigation by itself to 1e-12, seven of them beside the raw one", () => {
    const all = mitigatedEstimates(problem, theta);
    expect(all).toHaveLength(8);
    for (const { value, error, invertReadout, extrapolation } of all) {
      const alone =
        extrapolation === undefined
          ? estimateExpectation(problem, theta, { invertReadout })
          : zeroNoiseExtrapolation(problem, theta, { invertReadout, method: extrapolation });
      expect(Math.abs(value - alone.value)).toBeLessThan(1e-12);
      expect(error).toBe(0);
    }
    const ideal = estimateExpectation({ ...problem, model: noiselessModel }, theta).value;
    const off = (invertReadout: boolean, extrapolation?: string) =>
      Math.abs(
        (all.find((own) => own.invertReadout === invertReadout && own.extrapolation === extrapolation)?.value ?? Number.NaN) -
          ideal,
      );
    expect(off(true, "richardson")).toBeLessThan(off(true) / 10);
    expect(off(true)).toBeLessThan(off(false) / 2);
  });

  it.each([false, true])(
    "from shots, trajectories %s: within 4 errors of the exact ones, which scatter as the errors say",
    (trajectories) => {
      const exact = mitigatedEstimates(problem, theta);
      const times = trajectories ? 60 : 120;
      const all = Array.from({ length: times }, (_, k) =>
        mitigatedEstimates({ ...problem, trajectories }, theta, { shots: 1000, stream: new CounterStream(5, "test", k) }),
      );
      exact.forEach(({ value, extrapolation }, which) => {
        const own = all.map((list) => list[which]);
        const scatter = standardDeviation(own.map((each) => each.value));
        // An exponential of scattered values is biased in second order.
        const bias = extrapolation === "exponential" ? 0.02 : 0;
        expect(Math.abs(mean(own.map((each) => each.value)) - value)).toBeLessThan((4 * scatter) / Math.sqrt(times) + bias);
        // The standard deviation of this many draws is known to 1/sqrt(2 times).
        expect(Math.abs(scatter / mean(own.map(({ error }) => error)) - 1)).toBeLessThan(4 / Math.sqrt(2 * times));
      });
    },
  );

  it("readout that does not err is not inverted", () => {
    expect(mitigatedEstimates({ ...problem, model: { ...noise, readout: [] } }, theta)).toHaveLength(4);
  });

  it("trajectories need shots", () => {
    expect(() => mitigatedEstimates({ ...problem, trajectories: true }, theta)).toThrow("a number of shots, with trajectories");
  });
});

describe("mitigation in training", () => {
  it.each(["readout", "zne", "readout,zne:linear"])(
    "%s, exact: <O> of the estimate, its derivatives by both rules: 1e-10",
    (text) => {
      const mitigation = parseMitigation(text);
      const simulator = loadMeasured("wasm", hea, chain, { ...run, gradient: "adjoint", mitigation });
      const { expectation, gradient } = simulator.gradient(theta, 0);
      const { extrapolation: method, readout: invertReadout } = mitigation;
      const alone =
        method === undefined
          ? estimateExpectation(problem, theta, { invertReadout })
          : zeroNoiseExtrapolation(problem, theta, { invertReadout, method });
      expect(Math.abs(expectation[0] - alone.value)).toBeLessThan(1e-12);
      expectGradient((x) => simulator.gradient(x, 0).expectation[0], theta, gradient, 1e-8);
      const shifted = loadMeasured("wasm", hea, chain, { ...run, gradient: "parameter-shift", mitigation }).gradient(theta, 0);
      shifted.gradient.forEach((value, l) => {
        expect(Math.abs(value - gradient[l])).toBeLessThan(1e-10);
      });
      const { product } = simulator.hessianVectorProduct(theta, gradient);
      expectGradient((x) => simulator.gradient(x, 0).gradient.reduce((s, g, l) => s + g * gradient[l], 0), theta, product, 1e-7);
    },
  );

  it.each(["readout", "readout,zne"])("%s from shots: unbiased, with the scatter that is expected", (text) => {
    const mitigation = parseMitigation(text);
    const exact = loadMeasured("wasm", hea, chain, { ...run, gradient: "adjoint", mitigation }).gradient(theta, 0);
    const simulator = loadMeasured("wasm", hea, chain, { ...run, gradient: "parameter-shift", shots: 500, mitigation });
    const rows = Array.from({ length: 150 }, (_, row) => simulator.gradient(theta, row));
    const values = rows.map(({ expectation }) => expectation[0]);
    const scatter = standardDeviation(values);
    expect(Math.abs(mean(values) - exact.expectation[0])).toBeLessThan((4 * scatter) / Math.sqrt(150));
    const stream = new CounterStream(0, "test");
    const expected = shotErrorAt(problem, theta, { shots: 500, mitigation, stream });
    expect(Math.abs(scatter / expected - 1)).toBeLessThan(0.24);
    // Folds are no independent parts of the noise for trajectories either.
    const followed = shotErrorAt({ ...problem, trajectories: true }, theta, { shots: 500, mitigation, stream });
    expect(Math.abs(followed / expected - 1)).toBeLessThan(0.3);
    exact.gradient.forEach((value, l) => {
      const own = rows.map(({ gradient }) => gradient[l]);
      expect(Math.abs(mean(own) - value)).toBeLessThan((4.5 * standardDeviation(own)) / Math.sqrt(150));
    });
  });
});
