/**
 * The restricted Haar ensemble against Monte Carlo at n = 2, 3, 4, for the XXZ chain and for projectors, and the circuits it is drawn
 * from.
 */
import { describe, expect, it } from "vitest";
import { mean } from "../../src/base/arrays.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { haarCircuit, restrictedHaarCircuit } from "../../src/ensembles/circuits.ts";
import { drawRestrictedHaar } from "../../src/ensembles/draws.ts";
import { estimateAverages } from "../../src/ensembles/estimates.ts";
import type { ComplexVector } from "../../src/linalg/complex-matrix.ts";
import { multiply } from "../../src/linalg/complex-matrix.ts";
import { haarState } from "../../src/linalg/haar.ts";
import { type Observable, stateProjector, xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { exactAverages, type OutputState, projectorAverages } from "../../src/theory/restricted-haar/index.ts";
import { measuredOf } from "../../src/training/record.ts";
import { train } from "../../src/training/train.ts";
import { observableMatrix } from "../support/dense-simulator.ts";
import { all, effort, engine, expectAgreement, finish, sigmasFrom, tracesOf } from "../support/ensembles.ts";

/** A random state, tilted towards the first basis state so that its third moment is clear. */
function tiltedState(qubits: number, tilt: number): ComplexVector {
  const stream = new CounterStream(3, "tilted", qubits);
  const state = haarState(2 ** qubits, () => stream.normal());
  state.re[0] += tilt;
  const norm = Math.hypot(...state.re, ...state.im);
  return { re: state.re.map((x) => x / norm), im: state.im.map((x) => x / norm) };
}

/** <O> and central moments of a state, by matrices. */
function outputOf(observable: Observable, state: ComplexVector): OutputState {
  const d = state.re.length;
  const once = multiply(observableMatrix(observable), { rows: d, columns: 1, ...state });
  const twice = multiply(observableMatrix(observable), once);
  const dot = (a: ComplexVector, b: ComplexVector) => a.re.reduce((sum, x, i) => sum + x * b.re[i] + a.im[i] * b.im[i], 0);
  const [m1, m2, m3] = [dot(state, once), dot(once, once), dot(once, twice)];
  const variance = m2 - m1 ** 2;
  return { mean: m1, variance, excitation: (m3 - 3 * m1 * m2 + 2 * m1 ** 3) / variance };
}

const basisProjector = (qubits: number) =>
  stateProjector({
    re: Float64Array.from({ length: 2 ** qubits }, (_, i) => (i === 0 ? 1 : 0)),
    im: new Float64Array(2 ** qubits),
  });

describe("exact restricted Haar averages", () => {
  it.each([
    { name: "XXZ, n = 2", observable: xxz({ qubits: 2 }), layers: 8, tilt: 0.5, ...effort(8000, 0.015) },
    { name: "XXZ, n = 3", observable: xxz({ qubits: 3 }), layers: 8, tilt: 0.5, ...effort(2500, 0.03) },
    { name: "XXZ, n = 4", observable: xxz({ qubits: 4 }), layers: 12, tilt: 1, ...effort(900, 0.05) },
    { name: "projector, n = 2", observable: basisProjector(2), layers: 6, tilt: 0.8, ...effort(6000, 0.016) },
    { name: "projector, n = 3", observable: basisProjector(3), layers: 6, tilt: 1, ...effort(2500, 0.03) },
    {
      name: "one layer: the diagonal term alone",
      observable: xxz({ qubits: 2 }),
      layers: 1,
      tilt: 0.5,
      ...effort(15_000, 0.03),
    },
  ])("$name, L = $layers: every average within 4 sigma, one sigma resolving $resolution of it", (problem) => {
    const { observable, layers, tilt, circuits, resolution } = problem;
    const output = tiltedState(observable.qubits, tilt);
    const moments = outputOf(observable, output);
    const target = moments.mean - 1.5;
    const draws = finish(drawRestrictedHaar(engine, { observable, layers, circuits, seed: 21, output }));
    expect(draws.expectation.reduce((largest, value) => Math.max(largest, Math.abs(value - moments.mean)), 0)).toBeLessThan(
      1e-10,
    );
    const { dimension, traces } = tracesOf(observable);
    const estimates = estimateAverages(draws, target);
    const exact = exactAverages({ dimension, parameters: layers, trace: traces[0], target, output: moments });
    expectAgreement(exact, estimates, all(resolution));
    if (layers > 1) {
      // The power of the test: without the diagonal term λ̄ would be rejected.
      const pairsOnly = ((layers - 1) * dimension * moments.excitation) / (4 * (dimension ** 2 - 1));
      expect(Math.abs(sigmasFrom(pairsOnly, estimates.lambda))).toBeGreaterThan(8);
    }
  });
});

describe("trained circuits", () => {
  /** Mean K and μ of trained circuits relative to the ensemble's, for a projector at n = 2 and O0 = 0.8. */
  function trainedShare(layers: number, eta: number, steps: number): { kernel: number; lambda: number } {
    const [kernels, mus]: [number[], number[]] = [[], []];
    for (let seed = 0; seed < 4; seed++) {
      const { record } = train({
        circuit: randomPauliAnsatz({ qubits: 2, layers, seed }),
        observable: basisProjector(2),
        targets: [0.8],
        samples: 8,
        ...{ seed, steps, eta, engine, measure: { mu: steps } },
      });
      for (let c = 0; c < 8; c++) {
        expect(Math.abs(record.epsilon[c * (steps + 1) + steps])).toBeLessThan(1e-3);
        kernels.push(record.kernel[c * (steps + 1) + steps]);
        mus.push(measuredOf(record, "mu", c)?.values.at(-1) ?? Number.NaN);
      }
    }
    const exact = projectorAverages({ dimension: 4, parameters: layers, target: 0.8 });
    return { kernel: mean(kernels) / exact.meanK, lambda: mean(mus) / mean(kernels) / exact.lambda };
  }

  it("approach the ensemble as they grow deeper: K̄ and λ̄ within 5 % at L = 240, not at L = 20", () => {
    const [shallow, deep] = [trainedShare(20, 0.1, 400), trainedShare(240, 0.02, 120)];
    expect(Math.abs(deep.kernel - 1)).toBeLessThan(0.05);
    expect(Math.abs(deep.lambda - 1)).toBeLessThan(0.05);
    expect(shallow.kernel).toBeLessThan(0.93);
    expect(shallow.lambda).toBeLessThan(0.93);
  });
});

describe("circuits of the ensembles", () => {
  const observable = xxz({ qubits: 3 });
  const finalState = (circuit: Parameters<typeof engine.load>[0], theta: Float64Array) =>
    engine.load(circuit, observable).finalStates(theta);

  it("a restricted circuit maps |0...0> to the output at its own angles and to something else at others", () => {
    const output = tiltedState(3, 0);
    const { circuit, theta } = restrictedHaarCircuit({ qubits: 3, layers: 5, seed: 1, index: 7 }, output, finalState);
    const reached = finalState(circuit, theta);
    for (let i = 0; i < 8; i++)
      expect(Math.hypot(reached.re[i] - output.re[i], reached.im[i] - output.im[i])).toBeLessThan(1e-13);
    const elsewhere = finalState(
      circuit,
      theta.map((angle) => angle + 0.3),
    );
    expect(Math.abs(elsewhere.re[0] - output.re[0])).toBeGreaterThan(1e-3);
  });

  it("are determined by (seed, index) alone", () => {
    const at = (seed: number, index: number) => haarCircuit({ qubits: 2, layers: 3, seed, index });
    expect(at(1, 4)).toEqual(at(1, 4));
    expect(at(1, 4)).not.toEqual(at(1, 5));
    expect(at(1, 4)).not.toEqual(at(2, 4));
    expect(at(1, 4).operations.map(({ kind }) => kind)).toEqual(["dense", ...Array(3).fill(["rotation", "dense"]).flat()]);
  });

  it("bad input is named", () => {
    expect(() => haarCircuit({ qubits: 0, layers: 3, seed: 0, index: 0 })).toThrow(
      "qubits is 0; allowed: an integer from 1 to 12.",
    );
    expect(() => finish(drawRestrictedHaar(engine, { observable, layers: 2, circuits: 3, output: tiltedState(2, 0) }))).toThrow(
      "output is of 4 entries; allowed: exactly 8 entries.",
    );
  });
});
