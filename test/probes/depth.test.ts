/**
 * Circuits of limited depth: ranks below and above the over-parametrisation threshold, the gap of the loss Hessian and its slope.
 */

import { describe, expect, it } from "vitest";
import { mean } from "../../src/base/arrays.ts";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { probeDepth } from "../../src/probes/depth.ts";
import { lossHessian } from "../../src/probes/loss-hessian.ts";
import { pathEnds } from "../../src/probes/spectrum-end.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { eigensystem } from "../../src/quantum/spectrum.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { excitationsOf } from "../../src/theory/finite-depth/excitations.ts";
import { frozenErrorGap } from "../../src/theory/finite-depth/late-modes.ts";
import { hamiltonianGap } from "../../src/theory/imaginary-time/effective-hamiltonian.ts";
import { linearLoss, quadraticLoss } from "../../src/training/losses.ts";

const observable = xxz({ qubits: 3, coupling: 2 });
const eigen = eigensystem(observable);
const excitations = excitationsOf(eigen.values, "min");
const [bottom] = eigen.values;
const threshold = 2 * (8 - 1);

/** Ends of the paths of gradient flow of some samples of a circuit of L layers. */
function ends(layers: number, samples = 4) {
  const circuit = randomPauliAnsatz({ qubits: 3, layers, seed: 2 });
  const simulator = wasmEngine.load(circuit, observable);
  const paths = pathEnds(simulator, initialAngles({ samples, parameters: layers, seed: 2 }), eigen, excitations);
  return {
    simulator,
    paths: paths.map(({ theta, distance, reached }) => ({ theta, remaining: reached ? 0 : Number.NaN, distance })),
  };
}

describe("depth", () => {
  it("above the threshold both ranks are 2(d − 1) and O_min is reached", () => {
    for (const layers of [2 * threshold, 3 * threshold]) {
      const { simulator, paths } = ends(layers);
      for (const path of paths) {
        const probe = probeDepth(simulator, path, eigen, excitations);
        expect([probe.reached, probe.fisherRank, probe.hessianRank]).toEqual([true, threshold, threshold]);
        expect(probe.lambda).toBeGreaterThan(0);
      }
    }
  });

  it("below it every parameter counts, O_min is not reached and there is no λ∞", () => {
    const { simulator, paths } = ends(threshold / 2);
    for (const path of paths) {
      const probe = probeDepth(simulator, path, eigen, excitations);
      expect([probe.reached, probe.fisherRank, probe.hessianRank]).toEqual([false, threshold / 2, threshold / 2]);
      expect(probe.expectation).toBeGreaterThan(bottom + 0.1);
      expect(probe.lambda).toBeUndefined();
    }
  });
});

describe("lossHessian", () => {
  const { simulator, paths } = ends(2 * threshold);

  it("below the spectrum the gap is |R| λ∞, linear in R (1e-5), and the rank 2(d − 1)", () => {
    for (const residual of [0.5, 1, 2, 4]) {
      const found = paths.map(({ theta }) => lossHessian(simulator, theta, { target: bottom - residual, loss: quadraticLoss }));
      for (const [k, { gap, rank, epsilon }] of found.entries()) {
        const { lambda = 0 } = probeDepth(simulator, paths[k], eigen, excitations);
        expect(gap / frozenErrorGap(residual, lambda)).toBeCloseTo(1, 5);
        expect(rank).toBe(threshold);
        expect(epsilon).toBeCloseTo(residual, 8);
      }
      // Averaging over samples in sorted order, as the published gaps do, averages the gaps here: every spectrum has as many zeros.
      expect(hamiltonianGap(found.map(({ values }) => values))).toBeCloseTo(mean(found.map(({ gap }) => gap)), 8);
    }
  });

  it("at ε = 0 it has rank one and the gap is K; the linear loss has no such part", () => {
    const [theta] = [initialAngles({ samples: 1, parameters: 2 * threshold, seed: 2 })];
    const target = simulator.expectation(theta)[0];
    const { gap, rank, kernel, mu } = lossHessian(simulator, theta, { target, loss: quadraticLoss });
    expect(rank).toBe(1);
    expect(gap / kernel).toBeCloseTo(1, 10);
    const linear = lossHessian(simulator, theta, { target, loss: linearLoss });
    expect(linear.rank).toBe(2 * threshold);
    expect(linear.mu).toBeCloseTo(mu, 10);
  });

  it("eigenvectors belong to the eigenvalues: max |M v − λ v| < 1e-9, by Hessian-vector products", () => {
    const size = 2 * threshold;
    const theta = initialAngles({ samples: 1, parameters: size, seed: 7 });
    const { values, vectors, epsilon } = lossHessian(simulator, theta, { target: bottom - 1, loss: quadraticLoss });
    const { gradient } = simulator.gradient(theta);
    for (const k of [0, 5, size - 1]) {
      const v = Float64Array.from({ length: size }, (_, l) => vectors[l * size + k]);
      const along = v.reduce((sum, value, l) => sum + value * gradient[l], 0);
      const { product } = simulator.hessianVectorProduct(theta, v);
      for (let l = 0; l < size; l++)
        expect(Math.abs(along * gradient[l] + epsilon * product[l] - values[k] * v[l])).toBeLessThan(1e-9);
    }
  });
});
