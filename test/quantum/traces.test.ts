/**
 * Traces of powers of observables: against dense matrices, closed forms, and beyond what matrices could hold.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { type ComplexMatrix, multiply } from "../../src/linalg/complex-matrix.ts";
import { haarState } from "../../src/linalg/haar.ts";
import { denseObservable, type Observable, pauliSum, stateProjector, tfim, xxz } from "../../src/quantum/observables.ts";
import { productPhase, tracesOfPowers } from "../../src/quantum/traces.ts";
import { observableMatrix, pauliMatrix } from "../support/dense-simulator.ts";

/** Traces by multiplying matrices. */
function matrixTraces(observable: Observable, powers: number): number[] {
  const matrix = observableMatrix(observable);
  const traces: number[] = [];
  for (let power: ComplexMatrix = matrix; traces.length < powers; power = multiply(power, matrix)) {
    let sum = 0;
    for (let i = 0; i < power.rows; i++) sum += power.re[i * power.columns + i];
    traces.push(sum);
  }
  return traces;
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, k) => {
    expect(Math.abs(actual[k] - value), `power ${k + 1}`).toBeLessThan(1e-11 * Math.max(1, Math.abs(value)));
  });
}

describe("traces of powers", () => {
  it.each([
    ["xxz", xxz({ qubits: 4, coupling: 1.7 })],
    ["xxz periodic", xxz({ qubits: 3, boundary: "periodic" })],
    ["tfim", tfim({ qubits: 4, field: -0.3 })],
    ["with the identity", pauliSum("2*III - 0.5*XYZ + YII - 1.5*ZZX + 0.25*YYY")],
    ["one qubit", pauliSum("X + 2*Y - 3*Z + 0.5*I")],
  ] as const)("%s: eight powers agree with matrices to 1e-11", (_, observable) => {
    expectClose(tracesOfPowers(observable, 8), matrixTraces(observable, 8));
    const dense = denseObservable(observableMatrix(observable));
    expectClose(tracesOfPowers(dense, 8), matrixTraces(observable, 8));
  });

  it("a projector's are 1", () => {
    const stream = new CounterStream(1, "test");
    expect(tracesOfPowers(stateProjector(haarState(8, () => stream.normal())), 4)).toEqual([1, 1, 1, 1]);
  });

  it("random Pauli sums agree with matrices to 1e-11", () => {
    const letters = fc.string({ unit: fc.constantFrom("I", "X", "Y", "Z"), minLength: 3, maxLength: 3 });
    const terms = fc.array(fc.tuple(fc.integer({ min: -8, max: 8 }), letters), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(terms, (list) => {
        const observable = pauliSum(list.map(([c, string]) => `${c < 0 ? "-" : "+"} ${Math.abs(c) / 4}*${string}`).join(" "));
        expectClose(tracesOfPowers(observable, 5), matrixTraces(observable, 5));
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it("20 qubits: the closed forms of the chain, tr O² = d [(n - 1)(2 + J²) + n J²] and tr O³ = 6 J (1 - J²)(n - 1) d", () => {
    const [n, j, d] = [20, 2, 2 ** 20];
    const [t1, t2, t3, t4] = tracesOfPowers(xxz({ qubits: n, coupling: j }), 4);
    expect([t1, t2, t3]).toEqual([0, d * ((n - 1) * (2 + j * j) + n * j * j), 6 * j * (1 - j * j) * (n - 1) * d]);
    expect(t4 / d).toBeGreaterThan((t2 / d) ** 2);
    const field = 1.5;
    const chain = tracesOfPowers(tfim({ qubits: n, field }), 4);
    expect(chain.slice(0, 3)).toEqual([0, d * (n - 1 + n * field ** 2), 0]);
  });

  it("too many powers, too many products: errors", () => {
    expect(() => tracesOfPowers(xxz({ qubits: 2 }), 9)).toThrow("powers is 9; allowed: an integer from 1 to 8.");
    const terms = Array.from({ length: 4097 }, (_, k) => ({ coefficient: 1, x: k >> 7, z: k & 127 }));
    expect(() => tracesOfPowers({ kind: "pauli-sum", qubits: 7, terms }, 3)).toThrow(
      "observable is a sum of 4097 Pauli strings; allowed: a sum whose powers take at most 16777216 products.",
    );
  });
});

describe("products of Pauli strings", () => {
  it("P Q = i^phase R for every pair on two qubits", () => {
    const phases = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ];
    for (let a = 0; a < 16; a++) {
      for (let b = 0; b < 16; b++) {
        const p = { x: a >> 2, z: a & 3 };
        const q = { x: b >> 2, z: b & 3 };
        const product = multiply(pauliMatrix(p, 2), pauliMatrix(q, 2));
        const r = pauliMatrix({ x: p.x ^ q.x, z: p.z ^ q.z }, 2);
        const [re, im] = phases[productPhase(p, q)];
        expect([...product.re]).toEqual([...r.re].map((value, i) => re * value - im * r.im[i] + 0));
        expect([...product.im]).toEqual([...r.im].map((value, i) => re * value + im * r.re[i] + 0));
      }
    }
  });
});
