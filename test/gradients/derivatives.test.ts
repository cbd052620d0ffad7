/**
 * Every derivative against central differences through one checker, and the identities between them.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { engineNamed } from "../../src/engine/engines.ts";
import { adjointGradient, hessianVectorProduct } from "../../src/gradients/adjoint.ts";
import { hessian, lossHessianEigenvalues } from "../../src/gradients/hessian.ts";
import { parameterShift } from "../../src/gradients/parameter-shift.ts";
import { dqntk, qntk } from "../../src/gradients/qntk.ts";
import { fisherEigenvalues, fisherRank, tangentVectors } from "../../src/gradients/tangents.ts";
import { denseObservable, type Observable, pauliSum, stateProjector, tfim, xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { denseMatrix } from "../../src/quantum/spectrum.ts";
import { anglesFor, problems } from "../support/arbitraries.ts";
import { expectDirectional, expectGradient } from "../support/derivative-checker.ts";
import { runningEngines } from "../support/engine-cases.ts";

describe.each(runningEngines)("derivatives on engine %s", (name) => {
  const engine = engineNamed(name);

  it("adjoint gradient = central differences, to 1e-7", () => {
    fc.assert(
      fc.property(problems(), ({ circuit, observable, seed }) => {
        const theta = anglesFor(circuit, 1, seed);
        const simulator = engine.load(circuit, observable);
        const { gradient } = adjointGradient(simulator, theta);
        expectGradient((x) => simulator.expectation(x)[0], theta, gradient, 1e-7);
      }),
      { numRuns: 50, seed: 11 },
    );
  });

  it("parameter shift = central differences, to 1e-7, and = adjoint gradient, to 1e-12 of the observable's size", () => {
    fc.assert(
      fc.property(problems(), ({ circuit, observable, seed }) => {
        const theta = anglesFor(circuit, 2, seed);
        const simulator = engine.load(circuit, observable);
        const { gradient } = adjointGradient(simulator, theta);
        const shifted = parameterShift(simulator, theta);
        expectGradient(
          (x) => simulator.expectation(x)[0],
          theta.slice(0, circuit.parameters),
          shifted.slice(0, circuit.parameters),
          1e-7,
        );
        const size = observableSize(observable) * circuit.operations.length;
        for (let l = 0; l < gradient.length; l++)
          expect(Math.abs(shifted[l] - gradient[l])).toBeLessThan(1e-12 * Math.max(1, size));
      }),
      { numRuns: 50, seed: 12 },
    );
  });

  it("tangent vectors = central differences of the final state, to 1e-7", () => {
    fc.assert(
      fc.property(problems(3), ({ circuit, observable, seed }) => {
        const theta = anglesFor(circuit, 1, seed);
        const simulator = engine.load(circuit, observable);
        const { re, im, dimension, parameters, state } = tangentVectors(simulator, theta);
        expect([state.re, state.im]).toEqual([simulator.finalStates(theta).re, simulator.finalStates(theta).im]);
        for (let i = 0; i < dimension; i++) {
          const component = (plane: Float64Array) =>
            Float64Array.from({ length: parameters }, (_, l) => plane[l * dimension + i]);
          expectGradient((x) => simulator.finalStates(x).re[i], theta, component(re), 1e-7);
          expectGradient((x) => simulator.finalStates(x).im[i], theta, component(im), 1e-7);
        }
      }),
      { numRuns: 30, seed: 17 },
    );
  });

  it("quantum Fisher information = 4 x the metric: overlap of nearby states falls as 1 - δᵀFδ/4, to 1e-4; its rank is at most 2d - 2", () => {
    fc.assert(
      fc.property(problems(3), ({ circuit, observable, seed }) => {
        const theta = anglesFor(circuit, 1, seed);
        const simulator = engine.load(circuit, observable);
        const tangents = tangentVectors(simulator, theta);
        const values = fisherEigenvalues(tangents);
        expect(fisherRank(tangents)).toBeLessThanOrEqual(Math.min(circuit.parameters, 2 * tangents.dimension - 2));
        // The trace, direction by direction.
        const { state, dimension } = tangents;
        let trace = 0;
        for (let l = 0; l < circuit.parameters; l++) {
          for (const h of [1e-3, -1e-3]) {
            const moved = simulator.finalStates(theta.map((angle, m) => (m === l ? angle + h : angle)));
            let [re, im] = [0, 0];
            for (let i = 0; i < dimension; i++) {
              re += state.re[i] * moved.re[i] + state.im[i] * moved.im[i];
              im += state.re[i] * moved.im[i] - state.im[i] * moved.re[i];
            }
            trace += (2 * (1 - re * re - im * im)) / (h * h);
          }
        }
        expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - trace)).toBeLessThan(1e-4 * (1 + trace));
      }),
      { numRuns: 40, seed: 18 },
    );
  });

  it("Hessian-vector product = directional difference of the gradient, to 1e-6", () => {
    fc.assert(
      fc.property(problems(3), ({ circuit, observable, seed }) => {
        const theta = anglesFor(circuit, 1, seed);
        const v = anglesFor(circuit, 1, seed + 1).map((x) => x / 3);
        const simulator = engine.load(circuit, observable);
        const { product, gradient, expectation } = hessianVectorProduct(simulator, theta, v);
        expectDirectional((x) => simulator.gradient(x).gradient, theta, v, product, 1e-6);
        const plain = simulator.gradient(theta);
        expect(gradient).toEqual(plain.gradient);
        expect(expectation).toEqual(plain.expectation);
      }),
      { numRuns: 40, seed: 13 },
    );
  });

  it("several vectors for a column give the same products as one by one: bit-identical", () => {
    const circuit = randomPauliAnsatz({ qubits: 3, layers: 5 });
    const simulator = engine.load(circuit, xxz({ qubits: 3 }));
    const theta = anglesFor(circuit, 2, 5);
    const vectors = anglesFor(circuit, 6, 6);
    const together = simulator.hessianVectorProduct(theta, vectors).product;
    for (let k = 0; k < 3; k++) {
      const single = Float64Array.from([...vectors.slice(5 * k, 5 * k + 5), ...vectors.slice(15 + 5 * k, 20 + 5 * k)]);
      const { product } = simulator.hessianVectorProduct(theta, single);
      expect(together.slice(5 * k, 5 * k + 5)).toEqual(product.slice(0, 5));
      expect(together.slice(15 + 5 * k, 20 + 5 * k)).toEqual(product.slice(5));
    }
  });

  it("Hessian = central differences of the gradient, to 1e-6, symmetric to 1e-12, its columns Hessian-vector products", () => {
    fc.assert(
      fc.property(problems(3), ({ circuit, observable, seed }) => {
        const { parameters } = circuit;
        const theta = anglesFor(circuit, 2, seed);
        const simulator = engine.load(circuit, observable);
        const h = hessian(simulator, theta);
        const v = anglesFor(circuit, 2, seed + 2);
        const { product } = simulator.hessianVectorProduct(theta, v);
        const size = Math.max(1, observableSize(observable));
        for (let m = 0; m < parameters; m++) {
          const unit = Float64Array.from({ length: parameters }, (_, l) => (l === m ? 1 : 0));
          const row = h.slice(m * parameters, (m + 1) * parameters);
          expectDirectional((x) => simulator.gradient(x).gradient, theta.slice(0, parameters), unit, row, 1e-6);
        }
        for (let c = 0; c < 2; c++) {
          const at = (l: number, m: number) => h[(c * parameters + l) * parameters + m];
          for (let l = 0; l < parameters; l++) {
            let sum = 0;
            for (let m = 0; m < parameters; m++) {
              expect(Math.abs(at(l, m) - at(m, l))).toBeLessThan(1e-12 * size * circuit.operations.length);
              sum += at(l, m) * v[c * parameters + m];
            }
            expect(Math.abs(sum - product[c * parameters + l])).toBeLessThan(1e-11 * size * circuit.operations.length);
          }
        }
      }),
      { numRuns: 40, seed: 14 },
    );
  });

  it("the Hessian of a circuit deeper than one batch of tangents has every row", () => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 70 });
    const simulator = engine.load(circuit, xxz({ qubits: 2 }));
    const theta = anglesFor(circuit, 1, 3);
    const h = hessian(simulator, theta);
    for (const row of [0, 63, 64, 69]) {
      const unit = Float64Array.from({ length: 70 }, (_, l) => (l === row ? 1 : 0));
      expect(h.slice(row * 70, row * 70 + 70)).toEqual(simulator.hessianVectorProduct(theta, unit).product);
    }
  });

  it("K = |∂ε|², μ = g · H g, and both are blind to O -> O + c: to 1e-11", () => {
    fc.assert(
      fc.property(problems(3), ({ circuit, observable, seed }) => {
        const { parameters } = circuit;
        const theta = anglesFor(circuit, 1, seed);
        const simulator = engine.load(circuit, observable);
        const { expectation, gradient } = simulator.gradient(theta);
        const h = hessian(simulator, theta);
        let k = 0;
        let mu = 0;
        for (let l = 0; l < parameters; l++) {
          k += gradient[l] ** 2;
          for (let m = 0; m < parameters; m++) mu += gradient[l] * h[l * parameters + m] * gradient[m];
        }
        const scale = 1 + observableSize(observable) ** 3 * circuit.operations.length;
        expect(Math.abs(qntk(gradient, 1)[0] - k)).toBeLessThan(1e-12 * scale);
        expect(Math.abs(dqntk(simulator, theta, gradient)[0] - mu)).toBeLessThan(1e-11 * scale);

        const shift = 3.25;
        const shifted = engine.load(circuit, plusConstant(observable, shift));
        const moved = shifted.gradient(theta);
        expect(Math.abs(moved.expectation[0] - shift - expectation[0])).toBeLessThan(1e-12 * scale);
        expect(Math.abs(qntk(moved.gradient, 1)[0] - k)).toBeLessThan(1e-11 * scale);
        expect(Math.abs(dqntk(shifted, theta, moved.gradient)[0] - mu)).toBeLessThan(1e-11 * scale);
      }),
      { numRuns: 40, seed: 15 },
    );
  });

  it("eigenvalues of the loss Hessian: trace = K + ε tr H for the quadratic loss, tr H for the linear one, to 1e-10", () => {
    const circuit = randomPauliAnsatz({ qubits: 3, layers: 9 });
    const simulator = engine.load(circuit, tfim({ qubits: 3 }));
    const theta = anglesFor(circuit, 2, 8);
    const { expectation, gradient } = simulator.gradient(theta);
    const epsilon = expectation.map((value) => value + 7);
    const h = hessian(simulator, theta);
    const quadratic = lossHessianEigenvalues(h, gradient, 9, epsilon);
    const linear = lossHessianEigenvalues(h, gradient, 9);
    for (let c = 0; c < 2; c++) {
      const trace = Array.from({ length: 9 }, (_, l) => h[(c * 9 + l) * 9 + l]).reduce((a, b) => a + b);
      const sum = (values: Float64Array) => values.slice(9 * c, 9 * c + 9).reduce((a, b) => a + b);
      expect(Math.abs(sum(linear) - trace)).toBeLessThan(1e-10);
      expect(Math.abs(sum(quadratic) - qntk(gradient, 2)[c] - epsilon[c] * trace)).toBeLessThan(1e-10);
      expect([...linear.slice(9 * c, 9 * c + 9)]).toEqual([...linear.slice(9 * c, 9 * c + 9)].sort((a, b) => a - b));
    }
  });

  it("a known case: <Z> after RX(θ) has gradient -sin θ and second derivative -cos θ", () => {
    const circuit = {
      qubits: 1,
      parameters: 1,
      operations: [{ kind: "rotation" as const, pauli: { x: 1, z: 0 }, parameter: 0, coefficient: 1 }],
    };
    const simulator = engine.load(circuit, pauliSum("Z"));
    const { gradient, product } = simulator.hessianVectorProduct(Float64Array.of(0.7), Float64Array.of(1));
    expect(gradient[0]).toBeCloseTo(-Math.sin(0.7), 14);
    expect(product[0]).toBeCloseTo(-Math.cos(0.7), 14);
  });
});

/** Largest row sum of |O_ij|, a bound on the spectral norm. */
function observableSize(observable: Observable): number {
  const { re, im, rows } = denseMatrix(observable);
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < rows; j++) sum += Math.hypot(re[i * rows + j], im[i * rows + j]);
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** O + c 1. */
function plusConstant(observable: Observable, c: number): Observable {
  if (observable.kind === "pauli-sum") {
    return { ...observable, terms: [...observable.terms, { x: 0, z: 0, coefficient: c }] };
  }
  const matrix = observable.kind === "projector" ? denseMatrix(stateProjector(observable.state)) : observable.matrix;
  const d = matrix.rows;
  return denseObservable({ ...matrix, re: matrix.re.map((x, k) => (k % (d + 1) === 0 ? x + c : x)) });
}
