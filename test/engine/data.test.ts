/**
 * Columns with a state and an observable of their own: every engine against one dense simulation per datum, and against itself.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import type { ColumnData } from "../../src/engine/engine.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { multiply } from "../../src/linalg/complex-matrix.ts";
import { haarState } from "../../src/linalg/haar.ts";
import { anglesFor, circuits, observables } from "../support/arbitraries.ts";
import { circuitMatrix, expectationOf } from "../support/dense-simulator.ts";
import { runningEngines } from "../support/engine-cases.ts";

const stateOf = ({ states }: ColumnData, datum: number, dimension: number) => ({
  re: states?.re.slice(datum * dimension, (datum + 1) * dimension) ?? new Float64Array(),
  im: states?.im.slice(datum * dimension, (datum + 1) * dimension) ?? new Float64Array(),
});

/** A circuit, two to four data with random states, an observable each or one for all. */
function problems() {
  return circuits(4).chain((circuit) =>
    fc.record({ count: fc.integer({ min: 2, max: 4 }), seed: fc.nat(1e6), own: fc.boolean() }).chain(({ count, seed, own }) =>
      fc.array(observables(circuit.qubits), { minLength: count, maxLength: count }).map((each) => {
        const dimension = 2 ** circuit.qubits;
        const stream = new CounterStream(seed, "test", 7);
        const re = new Float64Array(count * dimension);
        const im = new Float64Array(count * dimension);
        for (let k = 0; k < count; k++) {
          const state = haarState(dimension, () => stream.normal());
          re.set(state.re, k * dimension);
          im.set(state.im, k * dimension);
        }
        const data: ColumnData = { count, states: { re, im }, ...(own && { observables: each }) };
        return { circuit, data, observable: each[0], seed };
      }),
    ),
  );
}

describe.each(runningEngines)("engine %s with data", (name) => {
  const engine = engineNamed(name);

  it("<O> agrees with dense matrices on every datum's own state: max difference < 1e-11", () => {
    fc.assert(
      fc.property(problems(), ({ circuit, data, observable, seed }) => {
        const columns = 5;
        const which = Int32Array.from({ length: columns }, (_, c) => (3 * c + 1) % data.count);
        const theta = anglesFor(circuit, columns, seed);
        const simulator = engine.loadData(circuit, observable, data);
        const values = simulator.expectation(theta, which);
        const swept = simulator.gradient(theta, which).expectation;
        const dimension = 2 ** circuit.qubits;
        for (let c = 0; c < columns; c++) {
          const u = circuitMatrix(circuit, theta.slice(c * circuit.parameters, (c + 1) * circuit.parameters));
          const final = multiply(u, { rows: dimension, columns: 1, ...stateOf(data, which[c], dimension) });
          const expected = expectationOf(data.observables?.[which[c]] ?? observable, final);
          expect(Math.abs(values[c] - expected)).toBeLessThan(1e-11);
          expect(swept[c]).toBe(values[c]);
        }
        simulator.dispose();
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  it("gradients and Hessian-vector products are derivatives of <O>: central differences, 1e-5", () => {
    fc.assert(
      fc.property(problems(), ({ circuit, data, observable, seed }) => {
        const { parameters } = circuit;
        const columns = data.count;
        const theta = anglesFor(circuit, columns, seed);
        const vectors = anglesFor(circuit, columns, seed + 1);
        const simulator = engine.loadData(circuit, observable, data);
        const { gradient, product } = simulator.hessianVectorProduct(theta, vectors);
        const h = 1e-5;
        const moved = (by: number) => simulator.gradient(theta.map((angle, k) => angle + by * vectors[k]));
        const [up, down] = [moved(h), moved(-h)];
        for (let c = 0; c < columns; c++) {
          let along = 0;
          for (let l = 0; l < parameters; l++) along += gradient[c * parameters + l] * vectors[c * parameters + l];
          expect(Math.abs((up.expectation[c] - down.expectation[c]) / (2 * h) - along)).toBeLessThan(1e-5);
        }
        product.forEach((value, k) => {
          expect(Math.abs((up.gradient[k] - down.gradient[k]) / (2 * h) - value)).toBeLessThan(1e-5);
        });
        simulator.dispose();
      }),
      { numRuns: 25, seed: 12 },
    );
  });

  it("a column's numbers do not depend on its neighbours, nor on the data that others have: bit-identical", () => {
    fc.assert(
      fc.property(problems(), ({ circuit, data, observable, seed }) => {
        const { parameters } = circuit;
        const theta = anglesFor(circuit, 7, seed);
        const which = Int32Array.from({ length: 7 }, (_, c) => (c * c) % data.count);
        const simulator = engine.loadData(circuit, observable, data);
        const together = simulator.gradient(theta, which);
        for (let c = 0; c < 7; c++) {
          const own = theta.slice(c * parameters, (c + 1) * parameters);
          const alone = simulator.gradient(own, which.slice(c, c + 1));
          expect(alone.expectation[0]).toBe(together.expectation[c]);
          expect(alone.gradient).toEqual(together.gradient.slice(c * parameters, (c + 1) * parameters));
        }
        simulator.dispose();
      }),
      { numRuns: 25, seed: 13 },
    );
  });

  it("refuses a datum that there is not, and states of another size", () => {
    fc.assert(
      fc.property(problems(), ({ circuit, data, observable, seed }) => {
        const simulator = engine.loadData(circuit, observable, data);
        const theta = anglesFor(circuit, 1, seed);
        expect(() => simulator.gradient(theta, Int32Array.of(data.count))).toThrow(/data\[0\]/);
        const short = { count: data.count + 1, ...(data.states !== undefined && { states: data.states }) };
        expect(() => engine.loadData(circuit, observable, short)).toThrow(/states/);
        simulator.dispose();
      }),
      { numRuns: 3, seed: 14 },
    );
  });
});
