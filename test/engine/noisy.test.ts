/**
 * Exact simulation of noise against dense matrices, its two gradients, and trajectories.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withGlobalNoise } from "../../src/engine/noisy/global-noise.ts";
import { loadNoisy, loadNoisyCircuit, measureVectors } from "../../src/engine/noisy/noisy-simulator.ts";
import { trajectoryExpectation } from "../../src/engine/noisy/trajectories.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { hessian } from "../../src/gradients/hessian.ts";
import { noisyParameterShift } from "../../src/gradients/parameter-shift.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { amplitudeDamping, overRotation, phaseDamping } from "../../src/quantum/noise/channels.ts";
import { deviceNoise } from "../../src/quantum/noise/device.ts";
import { kolkata } from "../../src/quantum/noise/models/kolkata.ts";
import {
  gateDepolarizing,
  globalDepolarizing,
  type NoiseModel,
  noiselessModel,
  withNoise,
} from "../../src/quantum/noise/noise-model.ts";
import { denseObservable, type PauliSumObservable, pauliSum, tfim, xxz } from "../../src/quantum/observables.ts";
import { anglesFor, circuits, hermitianMatrix } from "../support/arbitraries.ts";
import { finalDensity, measuredExpectation, outcomes } from "../support/dense-noise.ts";
import { expectDirectional, expectGradient } from "../support/derivative-checker.ts";

/** A model with every kind of noise on gates of one and two qubits, asymmetric readout and global noise. */
const everything: NoiseModel = {
  ...gateDepolarizing(0.02, 0.05),
  name: "everything",
  gates: [
    { gate: "H", channels: [{ channel: overRotation("Y", 0.07), on: [0] }] },
    { gate: 1, channels: [{ channel: amplitudeDamping(0.05), on: [0] }] },
    ...gateDepolarizing(0, 0.05).gates.map(({ gate, channels }) => ({
      gate,
      channels: [...channels, { channel: phaseDamping(0.1), on: [1] }, { channel: overRotation("ZX", 0.1), on: [0, 1] }],
    })),
  ],
  readout: [
    { p10: 0.02, p01: 0.05 },
    { p10: 0.03, p01: 0.01 },
    { p10: 0, p01: 0.1 },
  ],
  depolarizing: 0.1,
};

const sums: Record<number, PauliSumObservable> = {
  1: pauliSum("0.5*I - X + 0.3*Y + 2*Z"),
  2: pauliSum("-1.5*II + XY - 0.7*ZX + 0.2*YI + IZ"),
  3: pauliSum("0.1*III + XYZ - 0.7*ZXI + 0.2*YIY + IZZ - ZII"),
};

const device = (circuit: ReturnType<typeof hardwareEfficientAnsatz>) => deviceNoise(kolkata(circuit.qubits), circuit).model;
const hea = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const chain = xxz({ qubits: 2, coupling: 4 });

describe("exact noisy simulation", () => {
  it("agrees with dense matrices on random circuits: <O> to 1e-12", () => {
    fc.assert(
      fc.property(circuits(3), fc.nat(1000), (circuit, seed) => {
        const theta = anglesFor(circuit, 2, seed);
        const simulator = loadNoisy(circuit, sums[circuit.qubits], everything);
        const values = simulator.expectation(theta);
        for (const c of [0, 1]) {
          const own = theta.subarray(c * circuit.parameters, (c + 1) * circuit.parameters);
          const exact = measuredExpectation(
            sums[circuit.qubits],
            finalDensity(withNoise(circuit, { ...everything }), own),
            everything,
          );
          expect(Math.abs(values[c] - exact)).toBeLessThan(1e-12);
        }
      }),
      { seed: 31, numRuns: 40 },
    );
  });

  it("agrees with dense matrices in a device's basis, outcomes of every group included: 1e-12", () => {
    const circuit = new CircuitBuilder(2)
      .ry(0)
      .rx(1)
      .gate("SWAP", 0, 1)
      .rotation("XY")
      .cz(1, 0)
      .h(0)
      .gate("SXdg", 1)
      .gate("Y", 0)
      .build();
    const model = device(circuit);
    const theta = anglesFor(circuit, 1, 4);
    const simulator = loadNoisy(circuit, sums[2], model);
    const rho = finalDensity(simulator.noisy, theta);
    expect(Math.abs(simulator.expectation(theta)[0] - measuredExpectation(sums[2], rho, model))).toBeLessThan(1e-12);
    for (const letters of ["ZZ", "XY", "YI", "IX"]) {
      const { probabilities } = measureVectors(simulator.finalVectors(theta), letters, model);
      outcomes({ letters }, rho, model).forEach((p, b) => {
        expect(Math.abs(probabilities[b] - p)).toBeLessThan(1e-13);
      });
    }
  });

  it("without noise, and in a device's basis without noise, agrees with the engines: 1e-12", () => {
    fc.assert(
      fc.property(circuits(3), fc.nat(1000), (circuit, seed) => {
        const theta = anglesFor(circuit, 2, seed);
        const ideal = referenceEngine.load(circuit, sums[circuit.qubits]).gradient(theta);
        const dense = circuit.operations.some(({ kind }) => kind === "dense");
        for (const basis of dense ? (["any"] as const) : (["any", "device"] as const)) {
          const noisy = loadNoisy(circuit, sums[circuit.qubits], { ...noiselessModel, basis }).gradient(theta);
          ideal.expectation.forEach((value, c) => {
            expect(Math.abs(noisy.expectation[c] - value)).toBeLessThan(1e-12);
          });
          ideal.gradient.forEach((value, l) => {
            expect(Math.abs(noisy.gradient[l] - value)).toBeLessThan(1e-12);
          });
        }
      }),
      { seed: 32, numRuns: 40 },
    );
  });

  it("adjoint and parameter-shift gradients agree with noise: 1e-12; both are derivatives", () => {
    fc.assert(
      fc.property(circuits(3), fc.nat(1000), (circuit, seed) => {
        const theta = anglesFor(circuit, 2, seed);
        const simulator = loadNoisy(circuit, sums[circuit.qubits], everything);
        const { gradient } = simulator.gradient(theta);
        noisyParameterShift(simulator, theta).forEach((value, l) => {
          expect(Math.abs(gradient[l] - value)).toBeLessThan(1e-12);
        });
      }),
      { seed: 33, numRuns: 30 },
    );
    const simulator = loadNoisy(hea, chain, device(hea));
    const theta = anglesFor(hea, 1, 5);
    expectGradient((x) => simulator.expectation(x)[0], theta, simulator.gradient(theta).gradient, 1e-8);
  });

  it("Hessian-vector products are derivatives of the gradient, and the Hessian is symmetric", () => {
    const simulator = loadNoisy(hea, chain, device(hea));
    const theta = anglesFor(hea, 1, 6);
    const v = anglesFor(hea, 1, 7);
    const { product } = simulator.hessianVectorProduct(theta, v);
    expectDirectional((x) => simulator.gradient(x).gradient, theta, v, product, 1e-7);
    const h = hessian(simulator, theta);
    for (let l = 0; l < 16; l++) {
      for (let m = 0; m < l; m++) expect(Math.abs(h[l * 16 + m] - h[m * 16 + l])).toBeLessThan(1e-12);
    }
  });

  it("a column does not depend on its neighbours", () => {
    const simulator = loadNoisy(hea, chain, device(hea));
    const theta = anglesFor(hea, 5, 8);
    const all = simulator.gradient(theta);
    for (let c = 0; c < 5; c++) {
      const one = simulator.gradient(theta.slice(16 * c, 16 * (c + 1)));
      expect(one.expectation[0]).toBe(all.expectation[c]);
      expect(one.gradient).toEqual(all.gradient.slice(16 * c, 16 * (c + 1)));
    }
  });

  it("noise changes results: |<O>| shrinks towards 0 with every part of the device's noise", () => {
    const model = device(hea);
    // Angles 0 leave |00>, where <O> = O_min = -12.
    const theta = new Float64Array(16);
    const at = (changes: Partial<NoiseModel>) => loadNoisy(hea, chain, { ...model, ...changes }).expectation(theta)[0];
    expect(at({ gates: [], readout: [] })).toBeCloseTo(-12, 12);
    expect(at({ gates: [] })).toBeGreaterThan(-11.9);
    expect(at({ readout: [] })).toBeGreaterThan(-11.9);
    expect(at({})).toBeGreaterThan(Math.max(at({ gates: [] }), at({ readout: [] })));
    expect(at({})).toBeLessThan(-10.5);
  });

  it("refuses what it cannot measure or hold", () => {
    expect(() => loadNoisy(hea, denseObservable(hermitianMatrix(4, 1)), device(hea))).toThrow("xxz, tfim or pauli, with noise");
    const large = hardwareEfficientAnsatz({ qubits: 8, layers: 1 });
    expect(() => loadNoisy(large, tfim({ qubits: 8 }), gateDepolarizing(0.1, 0.1))).toThrow("at most 7 qubits with noise");
  });
});

describe("global depolarising noise", () => {
  const theta = anglesFor(hea, 3, 9);

  it("p = 0 gives the noiseless engine's numbers exactly", () => {
    const ideal = wasmEngine.load(hea, chain);
    const noisy = withGlobalNoise(wasmEngine.load(hea, chain), 0);
    expect(noisy.gradient(theta)).toEqual(ideal.gradient(theta));
    expect(noisy.hessianVectorProduct(theta, theta)).toEqual(ideal.hessianVectorProduct(theta, theta));
  });

  it("is the channel (1 - p) ρ + p 1/d, as the exact noisy simulation has it: 1e-12", () => {
    const observable = sums[2];
    const simple = withGlobalNoise(referenceEngine.load(hea, observable), 0.3).hessianVectorProduct(theta, theta);
    const exact = loadNoisy(hea, observable, globalDepolarizing(0.3)).hessianVectorProduct(theta, theta);
    for (const name of ["expectation", "gradient", "product"] as const) {
      simple[name].forEach((value, k) => {
        expect(Math.abs(exact[name][k] - value)).toBeLessThan(1e-11);
      });
    }
  });

  it("p = 1 leaves tr O / d", () => {
    expect(withGlobalNoise(referenceEngine.load(hea, sums[2]), 1).expectation(theta)[0]).toBe(-1.5);
  });
});

describe("trajectories", () => {
  const theta = anglesFor(hea, 1, 10);

  it("converge to the density matrix: within 4 standard errors, which fall as 1/sqrt(N)", () => {
    const noisy = withNoise(hea, { ...everything, readout: [] });
    const exact = loadNoisyCircuit({ ...noisy, model: { ...noiselessModel, depolarizing: 0.1 } }, chain).expectation(theta)[0];
    const few = trajectoryExpectation(noisy, chain, theta, { trajectories: 400, seed: 1 });
    const many = trajectoryExpectation(noisy, chain, theta, { trajectories: 6400, seed: 2 });
    for (const { value, error } of [few, many]) expect(Math.abs(value - exact)).toBeLessThan(4 * error);
    expect(few.error / many.error).toBeGreaterThan(3);
    expect(few.error / many.error).toBeLessThan(5);
    const ideal = referenceEngine.load(hea, chain).expectation(theta)[0];
    expect(Math.abs(ideal - exact), "noise can be told from none").toBeGreaterThan(8 * many.error);
  });

  it("without noise every trajectory is the state itself", () => {
    const { value, error } = trajectoryExpectation(withNoise(hea, noiselessModel), chain, theta, { trajectories: 3 });
    expect(Math.abs(value - referenceEngine.load(hea, chain).expectation(theta)[0])).toBeLessThan(1e-12);
    expect(error).toBeLessThan(1e-14);
  });

  it("go beyond the exact simulation: relaxation to |0...0> on eight qubits", () => {
    const circuit = new CircuitBuilder(8);
    for (let q = 0; q < 8; q++) circuit.rx(q);
    const model: NoiseModel = {
      ...noiselessModel,
      gates: [{ gate: 1, channels: [{ channel: amplitudeDamping(0.3), on: [0] }] }],
    };
    const all = pauliSum(Array.from({ length: 8 }, (_, q) => `${"I".repeat(q)}Z${"I".repeat(7 - q)}`).join(" + "));
    const { value, error } = trajectoryExpectation(withNoise(circuit.build(), model), all, new Float64Array(8).fill(Math.PI), {
      trajectories: 400,
    });
    expect(Math.abs(value - 8 * (-0.7 + 0.3))).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.2);
  });
});
