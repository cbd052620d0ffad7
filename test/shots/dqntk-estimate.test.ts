/**
 * μ from shots against exact values: bias and error over seeded draws, rotations that share a parameter, noise and readout inverted.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { unbiasedDqntk } from "../../src/gradients/kernel-estimates.ts";
import { dqntk } from "../../src/gradients/qntk.ts";
import { CircuitBuilder, rotationsOf } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { noiseFor, parseNoise } from "../../src/quantum/noise/models/index.ts";
import { noiselessModel } from "../../src/quantum/noise/noise-model.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { estimateDqntk } from "../../src/shots/dqntk-estimate.ts";
import { loadMeasured } from "../../src/shots/load.ts";
import { moments } from "../support/moments.ts";

const observable = xxz({ qubits: 2, coupling: 4 });
const plain = hardwareEfficientAnsatz({ qubits: 2, layers: 1 });
const theta = initialAngles({ samples: 1, parameters: plain.parameters, seed: 5 });
const kolkata = noiseFor(parseNoise("kolkata"), plain, {})?.model ?? noiselessModel;
// The first two rotations share a parameter, the third turns the other way, half as fast.
const shared = new CircuitBuilder(2)
  .rotation("XI")
  .rotation("IY", { parameter: 0 })
  .rotation("ZZ", { coefficient: -0.5 })
  .rotation("YI", { parameter: 1 })
  .build();

describe.each([
  ["no noise, 50 shots", { circuit: plain, model: noiselessModel, shots: 50, invertReadout: false }],
  ["noise of a device, readout inverted", { circuit: plain, model: kolkata, shots: 50, invertReadout: true }],
  ["rotations that share a parameter", { circuit: shared, model: noiselessModel, shots: 50, invertReadout: false }],
] as const)("%s: 1,500 draws", (_, { circuit, model, shots, invertReadout }) => {
  const own = theta.slice(0, circuit.parameters);
  const exactly = loadMeasured("wasm", circuit, observable, {
    ...{ noise: invertReadout ? { ...model, readout: [] } : model, gradient: "adjoint", seed: 0, columns: 1, firstColumn: 0 },
  });
  const { gradient } = exactly.gradient(own, 0);
  const exact = dqntk(exactly, own, gradient)[0];
  exactly.dispose();
  const all = Array.from({ length: 1500 }, (_, seed) =>
    estimateDqntk({ circuit, observable, model, engine: "wasm" }, own, { shots, seed, invertReadout }),
  );

  it("μ is exact on average within 3 sigmas, where g·Hg of the estimates is not; its error is that of its scatter within 4", () => {
    const values = moments(all.map(({ value }) => value));
    expect(Math.abs(values.mean - exact)).toBeLessThan(3 * values.error);
    const said = moments(all.map(({ error }) => error ** 2));
    expect(Math.abs(said.mean / values.variance - 1)).toBeLessThan(
      4 * Math.hypot(values.varianceError / values.variance, said.error / said.mean) + 0.05,
    );
  });

  it("takes 2 R (R + 1) circuits", () => {
    const rotations = rotationsOf(circuit).length;
    expect(all[0].circuits).toBe(2 * rotations * (rotations + 1));
  });
});

it("g·Hg of estimates is biased by Σ v_p H_pp, which is taken off", () => {
  const draws = 4000;
  const random = new CounterStream(3, "dqntk-bias");
  const [g, v] = [
    [1, -2],
    [0.5, 0.8],
  ];
  const [h, w] = [
    [2, 1, 1, 3],
    [0.1, 0.2, 0.2, 0.3],
  ];
  const found = Array.from({ length: draws }, () => {
    const gradient = Float64Array.from(g, (value, p) => value + Math.sqrt(v[p]) * random.normal());
    const [a, b, c] = [0, 1, 3].map((k) => h[k] + Math.sqrt(w[k]) * random.normal());
    const hessian = Float64Array.of(a, b, b, c);
    const raw = gradient[0] ** 2 * a + 2 * gradient[0] * gradient[1] * b + gradient[1] ** 2 * c;
    const input = { gradient, hessian, variances: Float64Array.from(v), hessianVariances: Float64Array.from(w) };
    return { ...unbiasedDqntk(input), raw };
  });
  const values = moments(found.map(({ value }) => value));
  // g·Hg = 2 - 4 + 12.
  expect(Math.abs(values.mean - 10)).toBeLessThan(3 * values.error);
  const raw = moments(found.map((own) => own.raw));
  expect(Math.abs(raw.mean - (10 + 0.5 * 2 + 0.8 * 3))).toBeLessThan(3 * raw.error);
  const said = moments(found.map(({ error }) => error ** 2));
  expect(Math.abs(said.mean - values.variance)).toBeLessThan(4 * Math.hypot(said.error, values.varianceError));
  expect(() =>
    unbiasedDqntk({
      gradient: new Float64Array(2),
      variances: new Float64Array(2),
      hessian: new Float64Array(3),
      hessianVariances: new Float64Array(4),
    }),
  ).toThrow("hessian");
});
