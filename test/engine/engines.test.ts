/**
 * One suite for every engine: against an independent dense simulation, and identities that hold for any circuit.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { engineNamed } from "../../src/engine/engines.ts";
import { CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { pauliSum, xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { anglesFor, problems } from "../support/arbitraries.ts";
import { expectationOf, finalState } from "../support/dense-simulator.ts";
import { runningEngines } from "../support/engine-cases.ts";

describe.each(runningEngines)("engine %s", (name) => {
  const engine = engineNamed(name);

  it("final states and <O> agree with dense matrices: max difference < 1e-12", () => {
    fc.assert(
      fc.property(problems(), ({ circuit, observable, seed }) => {
        const columns = 3;
        const theta = anglesFor(circuit, columns, seed);
        const simulator = engine.load(circuit, observable);
        const states = simulator.finalStates(theta);
        const values = simulator.expectation(theta);
        for (let c = 0; c < columns; c++) {
          const angles = theta.slice(c * circuit.parameters, (c + 1) * circuit.parameters);
          const expected = finalState(circuit, angles);
          for (let k = 0; k < states.dimension; k++) {
            expect(Math.abs(states.re[k * columns + c] - expected.re[k])).toBeLessThan(1e-12);
            expect(Math.abs(states.im[k * columns + c] - expected.im[k])).toBeLessThan(1e-12);
          }
          expect(Math.abs(values[c] - expectationOf(observable, expected))).toBeLessThan(1e-11);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("a column's results do not depend on the rest of the batch: bit-identical", () => {
    fc.assert(
      fc.property(problems(3), ({ circuit, observable, seed }) => {
        const { parameters } = circuit;
        const theta = anglesFor(circuit, 5, seed);
        const vectors = anglesFor(circuit, 5, seed + 1);
        const simulator = engine.load(circuit, observable);
        const together = simulator.hessianVectorProduct(theta, vectors);
        for (let c = 0; c < 5; c++) {
          const range: [number, number] = [c * parameters, (c + 1) * parameters];
          const alone = simulator.hessianVectorProduct(theta.slice(...range), vectors.slice(...range));
          expect(together.expectation[c]).toBe(alone.expectation[0]);
          expect(together.gradient.slice(...range)).toEqual(alone.gradient);
          expect(together.product.slice(...range)).toEqual(alone.product);
        }
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it("undoing every operation recovers the input state: error < 1e-13", () => {
    fc.assert(
      fc.property(problems(), ({ circuit, observable, seed }) => {
        expect(engine.load(circuit, observable).inversionError(anglesFor(circuit, 2, seed))).toBeLessThan(1e-13);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("undoing deep circuits recovers the input state: error < 1e-12", () => {
    const deep = [hardwareEfficientAnsatz({ qubits: 5, layers: 40 }), randomPauliAnsatz({ qubits: 4, layers: 200 })];
    for (const circuit of deep) {
      const theta = initialAngles({ samples: 3, parameters: circuit.parameters });
      expect(engine.load(circuit, xxz({ qubits: circuit.qubits })).inversionError(theta)).toBeLessThan(1e-12);
    }
  });

  it("conventions: qubit 0 is the most significant bit, RX(θ) = exp(-i θ X / 2)", () => {
    const flipFirst = new CircuitBuilder(2).rx(0).build();
    const states = engine.load(flipFirst, pauliSum("ZI")).finalStates(Float64Array.of(Math.PI));
    expect(states.im[2]).toBeCloseTo(-1, 14);
    const quarter = engine.load(flipFirst, pauliSum("ZI"));
    expect(quarter.expectation(Float64Array.of(0.3))[0]).toBeCloseTo(Math.cos(0.3), 14);
    expect(engine.load(flipFirst, pauliSum("IZ")).expectation(Float64Array.of(0.3))[0]).toBeCloseTo(1, 14);
    expect(engine.load(new CircuitBuilder(1).rx(0).build(), pauliSum("Y")).expectation(Float64Array.of(0.3))[0]).toBeCloseTo(
      -Math.sin(0.3),
      14,
    );
  });

  it("refuses an observable of another size, a circuit without parameters and angles that do not fit", () => {
    const circuit = new CircuitBuilder(2).ry(0).ry(1).build();
    expect(() => engine.load(circuit, xxz({ qubits: 3 }))).toThrow(
      "observable is on 3 qubits; allowed: an observable on 2 qubits, as the circuit.",
    );
    expect(() => engine.load(new CircuitBuilder(2).h(0).build(), xxz({ qubits: 2 }))).toThrow("circuit is without parameters");
    expect(() => engine.load(circuit, xxz({ qubits: 2 })).gradient(new Float64Array(3))).toThrow("theta is of 3 angles");
    expect(() => engine.load(circuit, xxz({ qubits: 2 })).hessianVectorProduct(new Float64Array(2), new Float64Array(3))).toThrow(
      "vectors is",
    );
  });
});
