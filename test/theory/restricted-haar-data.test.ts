/**
 * The restricted Haar ensemble of data: one datum is the paper's, several are compared with circuits that are drawn with the same output states.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { finish } from "../../src/base/stages.ts";
import { haarStates } from "../../src/data/data-set.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { denseMatrix } from "../../src/quantum/spectrum.ts";
import { drawAt, restrictedHaarDataSteps } from "../../src/reports/restricted-haar-data.ts";
import { readComplexNpy, readRealNpy } from "../../src/runs/npy.ts";
import { restrictedDataAverages } from "../../src/theory/data/index.ts";
import { exactAverages, projectorAverages } from "../../src/theory/restricted-haar/index.ts";
import { findPublishedDataSets } from "../support/find-published-data.mjs";

const experimentOf = (more: object) =>
  buildExperiment(parseExperiment({ qubits: 2, layers: 5, samples: 1, seed: 4, target: [0.5, 0.6], ...more }));
const observablesOf = ({ data }: ReturnType<typeof buildExperiment>) => data?.problem.observables.map(denseMatrix) ?? [];

describe("one datum", () => {
  it("a projector: Theorem 3", () => {
    const experiment = experimentOf({ data: "basis:0", observable: "projector", state: "00", target: [0.3] });
    const output = { re: Float64Array.of(Math.sqrt(0.3), 0.6, 0, Math.sqrt(0.34)), im: new Float64Array(4) };
    const { kernel, lambda, mu } = restrictedDataAverages({ ...output, observables: observablesOf(experiment) }, 7);
    const known = projectorAverages({ dimension: 4, parameters: 7, target: 0.3 });
    expect(kernel[0]).toBeCloseTo(known.meanK, 12);
    expect(mu[0]).toBeCloseTo(known.meanMu, 12);
    expect(lambda[0]).toBeCloseTo(known.lambda, 12);
  });

  it("any observable and state, with a trace", () => {
    const experiment = experimentOf({
      data: "basis:0",
      observable: "pauli",
      pauli: "ZI + 0.4*XX - 0.3*ZY + 0.7*II",
      target: [0],
    });
    const { states } = haarStates(2, 1, { seed: 5 });
    const [{ re, im }] = observablesOf(experiment);
    const power = (k: number) => {
      let [x, y] = [states?.re as Float64Array, states?.im as Float64Array];
      for (let p = 0; p < k; p++) {
        const [u, v] = [x, y];
        x = u.map((_, i) => u.reduce((sum, _value, j) => sum + re[4 * i + j] * u[j] - im[4 * i + j] * v[j], 0));
        y = u.map((_, i) => u.reduce((sum, _value, j) => sum + re[4 * i + j] * v[j] + im[4 * i + j] * u[j], 0));
      }
      return x.reduce((sum, value, i) => sum + value * (states?.re[i] ?? 0) + y[i] * (states?.im[i] ?? 0), 0);
    };
    const [m1, m2, m3] = [power(1), power(2), power(3)];
    const variance = m2 - m1 ** 2;
    const output = { mean: m1, variance, excitation: (m3 - 3 * m1 * m2 + 2 * m1 ** 3) / variance };
    const known = exactAverages({ dimension: 4, parameters: 9, trace: 2.8, target: 0, output });
    const found = restrictedDataAverages(
      { ...(states as { re: Float64Array; im: Float64Array }), observables: observablesOf(experiment) },
      9,
    );
    expect(found.expectation[0]).toBeCloseTo(m1, 12);
    expect(found.kernel[0] / known.meanK).toBeCloseTo(1, 11);
    expect(found.lambda[0] / known.lambda).toBeCloseTo(1, 11);
  });
});

describe("two data with given output states: K and all μ_αβγ of 1500 circuits, 4.5 sigmas", () => {
  it.each([
    ["a projector each", { data: "haar:2", observable: "projector", state: "00,01" }, 0],
    ["one observable for both, not traceless", { data: "haar:2", observable: "pauli", pauli: "ZI + 0.4*XY + 0.5*II" }, 0],
    ["states that overlap", { data: "haar:2", observable: "pauli", pauli: "ZI + 0.4*XX" }, 0.5],
  ])("%s", (_, more, mixed) => {
    const experiment = experimentOf(more);
    const { states } = haarStates(2, 2, { seed: 9 });
    const [re, im] = [states?.re.slice() as Float64Array, states?.im.slice() as Float64Array];
    // The second row turned towards the first.
    const [c, s] = [Math.sqrt(1 - mixed ** 2), mixed];
    for (const part of [re, im]) for (let j = 0; j < 4; j++) part[4 + j] = c * part[4 + j] + s * part[j];
    const output = { re, im, observables: observablesOf(experiment) };
    const { kernel, mu } = restrictedDataAverages(output, 5);
    const drawn = finish(drawAt(experiment, [output], 1500));
    for (const [name, expected] of [
      ["kernel", kernel],
      ["mu", mu],
    ] as const)
      expected.forEach((value, k) => {
        const own = drawn.map((each) => each[name][k]);
        const mean = own.reduce((sum, each) => sum + each, 0) / own.length;
        const error = Math.sqrt(own.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (own.length - 1) / own.length);
        expect(Math.abs(mean - value), `${name}[${k}] is ${mean} ± ${error} for ${value}`).toBeLessThan(4.5 * error);
        expect(error).toBeLessThan(0.09);
      });
  });
});

it("late states of a random start follow the targets, and circuits drawn with them agree, 4.5 sigmas", () => {
  const experiment = experimentOf({ data: "haar:2", observable: "pauli", pauli: "ZI", target: [0.3, -0.5] });
  const [report] = finish(restrictedHaarDataSteps(experiment, 200));
  expect(report.expectation.mean[0]).toBeCloseTo(0.3, 5);
  expect(report.expectation.mean[1]).toBeCloseTo(-0.5, 5);
  expect(report.monteCarlo?.circuits).toBe(200);
  for (const sigmas of [report.monteCarlo?.sigmas.kernel, report.monteCarlo?.sigmas.mu])
    for (const each of sigmas ?? []) expect(Math.abs(each)).toBeLessThan(4.5);
  // K of one datum is that of its variance alone: L d σ²/(2 (d² - 1)).
  expect(report.kernel.mean[0]).toBeCloseTo((5 * 4 * (1 - 0.3 ** 2)) / 30, 4);
});

const folder = findPublishedDataSets();
describe.skipIf(folder === undefined)("published late times of two prepared states, n = 2, L = 320, 400 samples", () => {
  const read = (name: string) => readFileSync(join(folder as string, "rstHaar/n2/L320", name));
  const experiment = experimentOf({ data: "haar:2", observable: "projector", state: "00,01", layers: 320 });

  it("K and μ_ααβ averaged over circuits with the published output states, to 2 % of the largest", () => {
    const states = readComplexNpy(read("RPASpstates_n2L320_0.5_0.6.npy"), "states");
    const kernels = readRealNpy(read("RPASpKend_n2L320_0.5_0.6.npy"), "K").data;
    const mus = readRealNpy(read("RPASpMuend_n2L320_0.5_0.6.npy"), "Mu").data;
    const samples = states.shape[0];
    const sums = { kernel: [0, 0, 0, 0], mu: [0, 0, 0, 0, 0, 0, 0, 0] };
    const found = { kernel: [0, 0, 0, 0], mu: [0, 0, 0, 0, 0, 0, 0, 0] };
    for (let s = 0; s < samples; s++) {
      const part = (values: Float64Array) => values.slice(s * 8, (s + 1) * 8);
      const own = restrictedDataAverages(
        { re: part(states.re), im: part(states.im), observables: observablesOf(experiment) },
        320,
      );
      own.kernel.forEach((value, k) => {
        sums.kernel[k] += value / samples;
        found.kernel[k] += kernels[s * 4 + k] / samples;
      });
      own.mu.forEach((value, k) => {
        sums.mu[k] += value / samples;
        found.mu[k] += mus[s * 8 + k] / samples;
      });
    }
    const largest = { kernel: 10.7, mu: 45.3 };
    for (const name of ["kernel", "mu"] as const)
      sums[name].forEach((value, k) => {
        expect(Math.abs(found[name][k] - value), `${name}[${k}]`).toBeLessThan(0.02 * largest[name]);
      });
  });

  it("output states that deep circuits reach from random ones: K off the diagonal within 3 errors of the published 1.34 ± 0.10", () => {
    const [{ kernel }] = finish(restrictedHaarDataSteps(experiment));
    expect(kernel.mean[0]).toBeCloseTo(10.67, 2);
    expect(kernel.mean[3]).toBeCloseTo(10.24, 2);
    expect(kernel.error[1]).toBeLessThan(0.25);
    expect(Math.abs(kernel.mean[1] - 1.34)).toBeLessThan(3 * Math.hypot(kernel.error[1], 0.1));
  });
});
