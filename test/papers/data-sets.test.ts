/**
 * The published runs on data sets (arXiv 2410.01955), from their seeds: angles of the first samples at the first stored rows, and the late-time kernels.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { haarStates } from "../../src/data/data-set.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { pauliSum } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { readRealNpy } from "../../src/runs/npy.ts";
import { columnDataOf, parametersBeside, sweptData } from "../../src/shots/data-load.ts";
import type { TrainingPlan } from "../../src/training/plan.ts";
import type { TrainingState } from "../../src/training/state.ts";
import { advance } from "../../src/training/step.ts";
import { findPublishedDataSets } from "../support/find-published-data.mjs";

const folder = findPublishedDataSets();
const SAMPLES = 500;
const USED = 3;

describe.skipIf(folder === undefined)("published classification of two states, n = 2, L = 64", () => {
  const circuit = randomPauliAnsatz({ qubits: 2, layers: 64, streams: "published" });
  const train = haarStates(2, 2, "published");
  const problem = { circuit, parameters: parametersBeside(circuit, train), train, observables: [pauliSum("ZI", 2)] };

  it.each([
    ["0.3_-0.5", [0.3, -0.5], 800, 1],
    ["0.4_-5.0", [0.4, -5], 800, 1],
    ["1_-1", [1, -1], 4000, 1],
    ["5_-6", [5, -6], 200, 3],
  ] as const)("%s: angles of %# to 1e-12", (name, targets, stride, rows) => {
    const path = join(folder as string, "framePot/n2", `RPASlthetahist_n2L64_${name}.npy`);
    const { data, shape } = readRealNpy(readFileSync(path), path);
    const all = initialAngles({ samples: SAMPLES, parameters: 64, streams: "published" });
    let state: TrainingState = { row: 0, theta: all.slice(0, USED * 64) };
    const plan: TrainingPlan = {
      ...{ loss: "quadratic", eta: 1e-3, steps: stride * rows, measure: {} },
      targets: new Float64Array(USED).fill(targets[0]),
      data: { count: 2, loss: "quadratic", targets: Float64Array.from({ length: 2 * USED }, (_, k) => targets[k % 2]) },
    };
    const simulator = sweptData(engineNamed("wasm").loadData(circuit, problem.observables[0], columnDataOf(problem)), problem);
    for (let row = 0; row <= rows; row++) {
      if (row > 0) state = advance(simulator, plan, state, stride).state;
      const published = data.subarray(row * shape[1] * 64, row * shape[1] * 64 + USED * 64);
      const worst = state.theta.reduce((most, value, k) => Math.max(most, Math.abs(value - published[k])), 0);
      expect(worst, `row ${row}`).toBeLessThan(1e-12);
    }
    simulator.dispose();
  });
});
