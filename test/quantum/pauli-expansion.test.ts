/**
 * Observables written as Pauli sums.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { haarState } from "../../src/linalg/haar.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { denseObservable, stateProjector, xxz } from "../../src/quantum/observables.ts";
import { pauliExpansion } from "../../src/quantum/pauli-expansion.ts";
import { anglesFor, hermitianMatrix } from "../support/arbitraries.ts";

describe("the Pauli expansion", () => {
  const circuit = hardwareEfficientAnsatz({ qubits: 3, layers: 2 });
  const theta = anglesFor(circuit, 3, 1);
  const stream = new CounterStream(1, "test");
  const observables = {
    projector: stateProjector(haarState(8, () => stream.normal())),
    dense: denseObservable(hermitianMatrix(8, 2)),
  };

  it.each(["projector", "dense"] as const)("of a %s has its expectation and gradient in every state: 1e-13", (kind) => {
    const own = referenceEngine.load(circuit, observables[kind]).gradient(theta);
    const expanded = referenceEngine.load(circuit, pauliExpansion(observables[kind])).gradient(theta);
    for (const name of ["expectation", "gradient"] as const) {
      own[name].forEach((value, k) => {
        expect(Math.abs(expanded[name][k] - value)).toBeLessThan(1e-13);
      });
    }
  });

  it("of a basis state has the strings of I and Z alone; a Pauli sum is its own", () => {
    const state = { re: Float64Array.of(0, 1, 0, 0), im: new Float64Array(4) };
    const { terms } = pauliExpansion(stateProjector(state));
    expect(terms).toEqual([
      { x: 0, z: 0, coefficient: 0.25 },
      { x: 0, z: 1, coefficient: -0.25 },
      { x: 0, z: 2, coefficient: 0.25 },
      { x: 0, z: 3, coefficient: -0.25 },
    ]);
    const chain = xxz({ qubits: 3 });
    expect(pauliExpansion(chain)).toBe(chain);
  });

  it("is refused on more than five qubits", () => {
    const state = { re: new Float64Array(64).fill(1 / 8), im: new Float64Array(64) };
    expect(() => pauliExpansion(stateProjector(state))).toThrow("at most 5 to measure observable projector");
  });
});
