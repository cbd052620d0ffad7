/**
 * The unbiased K from shots and its standard errors, against exact values: bias and variance over many seeded draws, raw and mitigated.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { unbiasedKernelMatrix, unbiasedQntk } from "../../src/gradients/kernel-estimates.ts";
import { qntk } from "../../src/gradients/qntk.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { noiseFor, parseNoise } from "../../src/quantum/noise/models/index.ts";
import { noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { loadMeasured, type RunMeasurement } from "../../src/shots/load.ts";
import { loadShots } from "../../src/shots/shot-simulator.ts";
import { train } from "../../src/training/train.ts";
import { moments } from "../support/moments.ts";

const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 1 });
const observable = xxz({ qubits: 2, coupling: 4 });
const theta = initialAngles({ samples: 1, parameters: circuit.parameters, seed: 5 });
const kolkata = noiseFor(parseNoise("kolkata"), circuit, {})?.model ?? noiselessModel;

/** Draws of ε, K raw and unbiased with their own errors, each from shots of its own. */
function draws(count: number, measurement: RunMeasurement & { shots: number }, angles = theta) {
  const { noise: model = noiselessModel, shots, mitigation } = measurement;
  let draw = 0;
  const stream = () => new CounterStream(11, "kernel-estimates", draw++);
  const simulator = loadShots({ circuit, observable, model, engine: "wasm", shots, stream, mitigation });
  const found = Array.from({ length: count }, () => {
    const { expectation, gradient, variances } = simulator.gradient(angles, 0);
    if (variances === undefined) throw new Error("shots give variances");
    const { kernel, error } = unbiasedQntk(gradient, variances.gradient, 1);
    return {
      value: expectation[0],
      valueVariance: variances.expectation[0],
      raw: qntk(gradient, 1)[0],
      kernel: kernel[0],
      error: error[0],
      gradient: gradient[0],
      gradientVariance: variances.gradient[0],
    };
  });
  simulator.dispose();
  return found;
}

function exactly(measurement: RunMeasurement, angles = theta) {
  const simulator = loadMeasured("wasm", circuit, observable, {
    ...measurement,
    shots: undefined,
    gradient: "parameter-shift",
    columns: 1,
    firstColumn: 0,
  });
  const { expectation, gradient } = simulator.gradient(angles, 0);
  simulator.dispose();
  return { value: expectation[0], kernel: qntk(gradient, 1)[0] };
}

describe("10,000 draws of 100 shots", () => {
  const measurement: RunMeasurement & { shots: number } = { gradient: "parameter-shift", seed: 0, shots: 100 };
  const all = draws(10_000, measurement);
  const exact = exactly(measurement);

  it("K is unbiased within 3 sigmas, and Σ ĝ² is not by far more than that", () => {
    const unbiased = moments(all.map(({ kernel }) => kernel));
    const raw = moments(all.map((row) => row.raw));
    expect(Math.abs(unbiased.mean - exact.kernel)).toBeLessThan(3 * unbiased.error);
    expect(raw.mean - exact.kernel).toBeGreaterThan(10 * raw.error);
  });

  it("the variances of <O>, of the gradient and of K are those of the draws, within 4 sigmas", () => {
    for (const [values, stated] of [
      [all.map(({ value }) => value), all.map(({ valueVariance }) => valueVariance)],
      [all.map(({ gradient }) => gradient), all.map(({ gradientVariance }) => gradientVariance)],
      [all.map(({ kernel }) => kernel), all.map(({ error }) => error ** 2)],
    ]) {
      const seen = moments(values);
      const said = moments(stated);
      expect(Math.abs(said.mean - seen.variance)).toBeLessThan(
        4 * Math.hypot(seen.varianceError, said.error) + 0.01 * seen.variance,
      );
    }
  });
});

describe.each([
  ["noise of a device", { noise: kolkata }],
  ["readout inverted", { noise: kolkata, mitigation: { readout: true } }],
  ["readout inverted and noise extrapolated", { noise: kolkata, mitigation: { readout: true, extrapolation: "linear" } }],
  ["Richardson", { noise: kolkata, mitigation: { readout: false, extrapolation: "richardson" } }],
] as const)("%s, 1,500 draws of 100 shots", (_, choice) => {
  const measurement: RunMeasurement & { shots: number } = { gradient: "parameter-shift", seed: 0, shots: 100, ...choice };
  const all = draws(1500, measurement);

  it("K and <O> are those of exact values within 3 sigmas, their errors those of the draws within 4", () => {
    const values = moments(all.map(({ value }) => value));
    const kernels = moments(all.map(({ kernel }) => kernel));
    const exact = exactly(measurement);
    expect(Math.abs(values.mean - exact.value)).toBeLessThan(3 * values.error);
    // With extrapolation the derivative of exact values moves each copy of a rotation alone; shots move all together.
    if (!("mitigation" in choice) || !("extrapolation" in choice.mitigation))
      expect(Math.abs(kernels.mean - exact.kernel)).toBeLessThan(3 * kernels.error);
    const said = moments(all.map(({ error }) => error ** 2));
    expect(Math.abs(said.mean / kernels.variance - 1)).toBeLessThan(
      4 * Math.hypot(kernels.varianceError / kernels.variance, said.error / said.mean),
    );
  });
});

describe("where K vanishes", () => {
  it("the unbiased K scatters about zero, negative nearly as often as not, with the error that it states", () => {
    // At the ground state |11> of this chain every gradient is zero.
    const flat = new Float64Array(circuit.parameters);
    const engine = engineNamed("wasm").load(circuit, observable);
    const exact = qntk(engine.gradient(flat).gradient, 1)[0];
    engine.dispose();
    expect(exact).toBeLessThan(1e-20);
    const all = draws(2000, { gradient: "parameter-shift", seed: 0, shots: 100 }, flat);
    const { mean, error, variance } = moments(all.map(({ kernel }) => kernel));
    expect(Math.abs(mean)).toBeLessThan(3 * error);
    expect(all.filter(({ kernel }) => kernel < 0).length).toBeGreaterThan(600);
    const said = moments(all.map((row) => row.error ** 2)).mean;
    // Cut off at zero, the part of the signal is too large on average where there is none: twice the variance at most with four parameters.
    expect(said / variance).toBeGreaterThan(0.9);
    expect(said / variance).toBeLessThan(2);
  });
});

describe("a run's record", () => {
  it("has errors and the unbiased K with shots, none without, and the same numbers as before", () => {
    const options = { circuit, observable, targets: [-10], steps: 3, seed: 5 };
    expect(train(options).record.estimates).toBeUndefined();
    const stream = (row: number, column: number) => new CounterStream(0, "shots", row + column);
    const simulator = loadShots({ circuit, observable, model: noiselessModel, engine: "wasm", shots: 50, stream });
    const { record } = train({ ...options, simulator, shots: 50 });
    expect(record.estimates?.kernelError.every((error) => error > 0)).toBe(true);
    expect(record.estimates?.epsilonError.every((error) => error > 0)).toBe(true);
    record.estimates?.kernelUnbiased.forEach((kernel, t) => {
      expect(kernel).toBeLessThan(record.kernel[t]);
    });
  });
});

describe("K of two data from shots", () => {
  it("is K on average, and its standard errors are those of its scatter: 4000 draws, 4 sigmas", () => {
    const random = new CounterStream(3, "data-kernel-estimates");
    const [count, parameters, draws] = [2, 5, 4000];
    const truth = Float64Array.from({ length: count * parameters }, () => random.normal());
    const spread = Float64Array.from({ length: count * parameters }, () => 0.1 + 0.4 * random.uniform());
    const found = Array.from({ length: draws }, () => {
      const gradient = truth.map((value, k) => value + Math.sqrt(spread[k]) * random.normal());
      const matrix = unbiasedKernelMatrix(gradient, spread, 1, count);
      const single = unbiasedQntk(gradient, spread, count);
      expect([matrix.kernel[0], matrix.kernel[3]]).toEqual([...single.kernel]);
      expect([matrix.error[0], matrix.error[3]]).toEqual([...single.error]);
      expect(matrix.kernel[1]).toBe(matrix.kernel[2]);
      return { kernel: matrix.kernel[1], square: matrix.error[1] ** 2 };
    });
    const exact = Array.from({ length: parameters }, (_, l) => truth[l] * truth[parameters + l]).reduce((a, b) => a + b, 0);
    const scatter = moments(found.map(({ kernel }) => kernel));
    expect(Math.abs(scatter.mean - exact)).toBeLessThan(4 * scatter.error);
    const squares = moments(found.map(({ square }) => square));
    expect(Math.abs(squares.mean - scatter.variance)).toBeLessThan(4 * Math.hypot(squares.error, scatter.varianceError));
  });
});
