/**
 * Steps of gradient descent made within the kernels: the numbers of steps made one by one, to the last bit.
 */
import { describe, expect, it } from "vitest";
import { type Precision, precisionNames } from "../../src/base/precision.ts";
import type { Simulator } from "../../src/engine/engine.ts";
import { loadWasm } from "../../src/engine/wasm/wasm-engine.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { losses } from "../../src/training/losses.ts";
import type { TrainingPlan } from "../../src/training/plan.ts";
import type { TrainingSimulator, TrainingState } from "../../src/training/state.ts";
import { advance, isOver } from "../../src/training/step.ts";
import { anglesFor } from "../support/arbitraries.ts";
import { kernelBuilds } from "../support/kernel-builds.ts";
import { circuits } from "../support/kernel-circuits.ts";

/** Rows 0 .. steps in blocks of 50, and the last state. */
function rowsOf(simulator: TrainingSimulator, plan: TrainingPlan, theta: Float64Array) {
  let state: TrainingState = { row: 0, theta };
  const rows = [];
  while (!isOver(plan, state)) {
    const { state: next, block } = advance(simulator, plan, state, 50);
    rows.push(...block.rows);
    state = next;
  }
  return { rows, state };
}

/** The same simulator, but for making steps itself. */
function stepwise({ circuit, gradient, hessianVectorProduct, dispose }: Simulator): TrainingSimulator {
  return { circuit, gradient, hessianVectorProduct, dispose };
}

/** Three qubits, four angles that appear in several rotations with coefficients of their own. */
const sharedAngles = new CircuitBuilder(3)
  .rotation("XYZ", { coefficient: -1.5 })
  .ry(1)
  .cnot(0, 2)
  .rotation("ZZI", { parameter: 0, coefficient: 2 })
  .rz(2)
  .rotation("IXX")
  .rotation("YIY", { parameter: 1, coefficient: 0.3 })
  .build();

describe.each(kernelBuilds)("gradient descent within the kernels, build $title", ({ build, skip }) => {
  const cases = [...circuits, ["angles of several rotations", () => sharedAngles] as const];

  it.skipIf(skip).each(cases)(
    "%s: every loss of one expectation, both precisions, with and without measured rows in between",
    (_, make) => {
      const circuit = make();
      const columns = 7;
      const theta = anglesFor(circuit, columns, 5);
      const targets = Float64Array.from({ length: columns }, (__, c) => c - 4);
      for (const precision of precisionNames) {
        const simulator = loadWasm(circuit, xxz({ qubits: circuit.qubits }), { build, precision });
        // A loss of several classes says nothing of one expectation.
        for (const { name: loss } of losses.all.filter(({ ofClasses }) => ofClasses === undefined)) {
          for (const measure of [{}, { theta: 7 }]) {
            const plan: TrainingPlan = { loss, eta: 1e-2, steps: 20, targets, measure };
            expect(rowsOf(simulator, plan, theta)).toEqual(rowsOf(stepwise(simulator), plan, theta));
          }
        }
        simulator.dispose();
      }
    },
  );

  it.skipIf(skip)("more steps than one call makes, and angles that grow beyond what the kernels reduce", () => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 8 });
    const precision: Precision = "double";
    const simulator = loadWasm(circuit, xxz({ qubits: 2 }), { build, precision });
    const theta = anglesFor(circuit, 3, 2);
    // Steps so long that angles pass 2e6 within the first call, and go on.
    for (const eta of [1e-3, 3e5]) {
      const plan: TrainingPlan = { loss: "linear", eta, steps: 150, targets: new Float64Array(3), measure: {} };
      const { rows, state } = rowsOf(simulator, plan, theta);
      expect({ rows, state }).toEqual(rowsOf(stepwise(simulator), plan, theta));
      expect(state.theta.some((angle) => Math.abs(angle) > 2e6)).toBe(eta > 1);
    }
  });

  it.skipIf(skip)("makes no step from angles too large, and not more than asked for", () => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 8 });
    const simulator = loadWasm(circuit, xxz({ qubits: 2 }), { build });
    const theta = anglesFor(circuit, 1, 2);
    expect(simulator.descend?.(theta, { eta: 1e-3 }, 5).steps).toBe(5);
    theta[3] = 4e6;
    expect(simulator.descend?.(theta, { eta: 1e-3 }, 5)).toMatchObject({ steps: 0, theta });
    theta[3] = Number.NaN;
    expect(simulator.descend?.(theta, { eta: 1e-3 }, 5).steps).toBe(0);
  });
});
