/**
 * Slices of the landscape: their curvature is the Hessian's eigenvalue, and a plane holds its lines.
 */

import { describe, expect, it } from "vitest";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { landscapeSteps } from "../../src/probes/landscape.ts";
import { lossHessian } from "../../src/probes/loss-hessian.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { linearLoss } from "../../src/training/losses.ts";

const simulator = wasmEngine.load(randomPauliAnsatz({ qubits: 2, layers: 9, seed: 3 }), xxz({ qubits: 2 }));
const theta = initialAngles({ samples: 1, parameters: 9, seed: 3 });

function evaluate(...args: Parameters<typeof landscapeSteps> extends [unknown, ...infer R] ? R : never): Float64Array {
  const steps = landscapeSteps(simulator, ...args);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe("landscapeSteps", () => {
  it("has the eigenvalue of the linear loss as curvature along an eigenvector (1e-5)", () => {
    const { values, vectors } = lossHessian(simulator, theta, { target: 0, loss: linearLoss });
    const h = 1e-3;
    for (const k of [0, 4, 8]) {
      const v = Float64Array.from({ length: 9 }, (_, l) => vectors[l * 9 + k]);
      const [below, at, above] = evaluate(theta, [v], [-h, 0, h]);
      expect((below - 2 * at + above) / h ** 2).toBeCloseTo(values[k], 5);
    }
  });

  it("the rows of a plane run along the first direction", () => {
    const [u, v] = [0, 1].map((k) => Float64Array.from({ length: 9 }, (_, l) => Number(l === k)));
    const xs = [-1, 0, 0.5];
    const plane = evaluate(theta, [u, v], xs, [0, 2]);
    expect([...plane.subarray(0, 3)]).toEqual([...evaluate(theta, [u], xs)]);
    const moved = theta.slice();
    moved[1] += 2;
    expect([...plane.subarray(3)]).toEqual([...evaluate(moved, [u], xs)]);
    expect(() => evaluate(theta, [new Float64Array(4)], xs)).toThrow("directions");
  });
});
