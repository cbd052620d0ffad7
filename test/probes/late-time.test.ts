/**
 * The finite-depth theory against circuits: tangent vectors, the ends of training paths, trained runs and the published data.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mean, range, standardError } from "../../src/base/arrays.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { tangentVectors } from "../../src/gradients/tangents.ts";
import { zeroMatrix } from "../../src/linalg/complex-matrix.ts";
import type { HermitianEigen } from "../../src/linalg/eigen.ts";
import { haarState } from "../../src/linalg/haar.ts";
import { fitLine } from "../../src/linalg/least-squares.ts";
import { excitedComponents } from "../../src/probes/amplitudes.ts";
import { pathEnds } from "../../src/probes/spectrum-end.ts";
import type { Circuit } from "../../src/quantum/circuit.ts";
import { type Observable, stateProjector, tfim, xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { eigensystem } from "../../src/quantum/spectrum.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { readRealNpy } from "../../src/runs/npy.ts";
import { lateTimeEdge } from "../../src/theory/finite-depth/edge.ts";
import { ensembleLambda, tangentEnsemble } from "../../src/theory/finite-depth/ensemble.ts";
import { type Excitations, excitationsOf, type SpectrumEnd } from "../../src/theory/finite-depth/excitations.ts";
import { type LateModes, lateApproach, lateModes } from "../../src/theory/finite-depth/late-modes.ts";
import { quadraticLoss } from "../../src/training/losses.ts";
import { measuredOf, seriesOf, type TrainingRecord } from "../../src/training/record.ts";
import { train } from "../../src/training/train.ts";
import { publishedData } from "../support/published-data.ts";

/** The modes at given angles. */
function modesAt(circuit: Circuit, observable: Observable, theta: Float64Array, eigen: HermitianEigen, excitations: Excitations) {
  const simulator = referenceEngine.load(circuit, observable);
  const components = excitedComponents(tangentVectors(simulator, theta), eigen, excitations);
  return { modes: lateModes(components.tangents, excitations), amplitudes: components.amplitudes };
}

/** λ∞ of every column, from the end of its path; NaN where it was not reached. */
function predictedLambdas(circuit: Circuit, observable: Observable, theta: Float64Array, end: SpectrumEnd = "min"): LateModes[] {
  const eigen = eigensystem(observable);
  const excitations = excitationsOf(eigen.values, end);
  return pathEnds(referenceEngine.load(circuit, observable), theta, eigen, excitations).map((found) => {
    expect(found.reached).toBe(true);
    return modesAt(circuit, observable, found.theta, eigen, excitations).modes;
  });
}

/** The last measured step at which K stands clear of rounding, and μ/K there. */
function lastLambda(record: TrainingRecord, column: number): [number, number] {
  const kernel = seriesOf(record, "kernel", column);
  const mu = measuredOf(record, "mu", column) as { steps: Int32Array; values: Float64Array };
  const place = [...mu.steps.keys()].filter((k) => kernel[mu.steps[k]] > 1e-16 * kernel[0]).at(-1) as number;
  return [mu.steps[place], mu.values[place] / kernel[mu.steps[place]]];
}

/** An eigenbasis whose lowest state is the given one and whose others are random. */
function basisAbove(state: { re: Float64Array; im: Float64Array }, values: Float64Array, seed: number): HermitianEigen {
  const d = values.length;
  const stream = new CounterStream(seed, "test-basis");
  const basis = [state];
  while (basis.length < d) {
    const v = haarState(d, () => stream.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const u of basis) {
        const re = u.re.reduce((sum, x, i) => sum + x * v.re[i] + u.im[i] * v.im[i], 0);
        const im = u.re.reduce((sum, x, i) => sum + x * v.im[i] - u.im[i] * v.re[i], 0);
        for (let i = 0; i < d; i++) {
          v.re[i] -= re * u.re[i] - im * u.im[i];
          v.im[i] -= re * u.im[i] + im * u.re[i];
        }
      }
    }
    const norm = Math.hypot(...v.re, ...v.im);
    basis.push({ re: v.re.map((x) => x / norm), im: v.im.map((x) => x / norm) });
  }
  const vectors = zeroMatrix(d);
  basis.forEach(({ re, im }, k) => {
    for (let i = 0; i < d; i++) {
      vectors.re[i * d + k] = re[i];
      vectors.im[i * d + k] = im[i];
    }
  });
  return { values, vectors };
}

describe("the ensemble of tangent vectors is that of circuits", () => {
  const eigen = eigensystem(xxz({ qubits: 3 }));
  const excitations = excitationsOf(eigen.values, "min");

  it.each([
    [17, 400],
    [21, 250],
    [28, 150],
    [56, 80],
    [112, 40],
  ])("n = 3, L = %i: mean λ∞ over %i circuits that prepare the end state, within 3 sigma", (parameters, circuits) => {
    // Circuits at random angles, the observable being turned so that its lowest state is what they prepare.
    const lambdas = range(circuits).map((k) => {
      const circuit = randomPauliAnsatz({ qubits: 3, layers: parameters, seed: 300 + k });
      const theta = initialAngles({ samples: 1, parameters, seed: 300 + k });
      const tangents = tangentVectors(referenceEngine.load(circuit, xxz({ qubits: 3 })), theta);
      const components = excitedComponents(tangents, basisAbove(tangents.state, eigen.values, k), excitations);
      return lateModes(components.tangents, excitations).lambda;
    });
    const predicted = ensembleLambda(tangentEnsemble(excitations, parameters, 1000, new CounterStream(7, "test")), false);
    expect(Math.abs(mean(lambdas) - predicted.value)).toBeLessThan(3 * Math.hypot(standardError(lambdas), predicted.error));
    // What this can see: the errors are a few per cent.
    expect(standardError(lambdas)).toBeLessThan(0.05 * predicted.value);
  });

  it("trained circuits meet end points in proportion to their volume of angles: n = 3, L = 21, within 3 sigma; equal weights are rejected", () => {
    const lambdas = range(150).map((k) => {
      const circuit = randomPauliAnsatz({ qubits: 3, layers: 21, seed: 900 + k });
      return predictedLambdas(circuit, xxz({ qubits: 3 }), initialAngles({ samples: 1, parameters: 21, seed: 900 + k }))[0]
        .lambda;
    });
    const samples = tangentEnsemble(excitations, 21, 4000, new CounterStream(8, "test"));
    const weighted = ensembleLambda(samples, true);
    const even = ensembleLambda(samples, false);
    expect(Math.abs(mean(lambdas) - weighted.value)).toBeLessThan(3 * Math.hypot(standardError(lambdas), weighted.error));
    expect(mean(lambdas) - even.value).toBeGreaterThan(3 * Math.hypot(standardError(lambdas), even.error));
  });
});

describe("λ∞ of trained runs", () => {
  const eta = 2e-3;

  it.each([
    ["xxz", xxz({ qubits: 4 }), 96, 700],
    ["tfim", tfim({ qubits: 4, field: 2 }), 128, 700],
  ] as const)("%s, n = 4: μ/K of a run below the spectrum, foreseen from its first step", (_, observable, parameters, steps) => {
    const samples = 8;
    const circuit = randomPauliAnsatz({ qubits: 4, layers: parameters, seed: 3 });
    const eigen = eigensystem(observable);
    const excitations = excitationsOf(eigen.values, "min");
    const options = { circuit, observable, loss: quadraticLoss, targets: [eigen.values[0] - 4], steps, eta, samples, seed: 3 };
    const { record, state } = train({ ...options, measure: { mu: 10, theta: 50 } });
    const foreseen = predictedLambdas(circuit, observable, initialAngles({ samples, parameters, seed: 3 }));
    let separated = 0;
    for (let column = 0; column < samples; column++) {
      const epsilon = seriesOf(record, "epsilon", column);
      const [last, measured] = lastLambda(record, column);
      // The angles at the first measured step at which the residual error is below a thousandth of the gap: every sample's λ from there on.
      const steps50 = range(record.rows).filter((t) => t % 50 === 0);
      const from = steps50.find((t) => epsilon[t] - 4 < 1e-3 * excitations.gap) as number;
      const place = column * (record.measured.theta?.steps.length as number) + from / 50;
      const angles = record.measured.theta?.values.slice(place * parameters, (place + 1) * parameters) as Float64Array;
      const middle = modesAt(circuit, observable, angles, eigen, excitations);
      const s = range(last - from).reduce((sum, t) => sum + eta * epsilon[from + t], 0);
      const approached = lateApproach(middle.modes, middle.amplitudes, excitations)(s).lambda;
      expect(Math.abs(approached / measured - 1), `approach, sample ${column}`).toBeLessThan(0.03);
      // λ∞ at the angles the run ended at, and as foreseen before its first step, where the two lowest modes differ by more than 20 %.
      const { modes } = modesAt(
        circuit,
        observable,
        state.theta.slice(column * parameters, (column + 1) * parameters),
        eigen,
        excitations,
      );
      if (modes.separation < 1.2) continue;
      separated++;
      expect(Math.abs(modes.lambda / measured - 1), `end, sample ${column}`).toBeLessThan(0.01);
      expect(Math.abs(foreseen[column].lambda / measured - 1), `foreseen, sample ${column}`).toBeLessThan(0.03);
    }
    expect(separated).toBeGreaterThan(2);
  });

  it("above the spectrum of a projector: λ∞ negative, N = 2 (d - 1) from the degenerate other end", () => {
    const stream = new CounterStream(2, "test");
    const observable = stateProjector(haarState(4, () => stream.normal()));
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 24, seed: 5 });
    const theta = initialAngles({ samples: 4, parameters: 24, seed: 5 });
    const predicted = predictedLambdas(circuit, observable, theta, "max");
    const plan = { circuit, observable, loss: quadraticLoss, targets: [3], steps: 2000, eta: 5e-3, samples: 4, seed: 5 };
    const { record } = train({ ...plan, measure: { mu: 20 } });
    predicted.forEach(({ lambda, separation }, column) => {
      expect(lambda).toBeLessThan(0);
      if (separation > 1.2) expect(Math.abs(lastLambda(record, column)[1] / lambda - 1)).toBeLessThan(0.03);
    });
  });
});

describe.skipIf(publishedData === undefined)("against the published data", () => {
  const read = (name: string) =>
    readRealNpy(readFileSync(join(publishedData as string, "data/training/RPA/Heisenberg", name)), name);

  it("n = 4: the Hessian gap closes with slope λ∞, of the published circuits from their initial angles, to 1 %", () => {
    const observable = xxz({ qubits: 4 });
    const gaps = read("n4/RPAgapsXXZ_n4.npy");
    // Targets -14.5, -14.4, ..., -14.1 come first.
    const residuals = [0.5, 0.4, 0.3, 0.2, 0.1];
    for (const [row, layers] of [64, 80, 96, 112, 128].entries()) {
      if (layers === 80 || layers === 112) continue;
      const published = fitLine(residuals, gaps.data.subarray(row * 19, row * 19 + 5)).slope;
      const circuit = randomPauliAnsatz({ qubits: 4, layers, streams: "published" });
      const theta = initialAngles({ samples: 20, parameters: layers, streams: "published" });
      const lambda = mean(predictedLambdas(circuit, observable, theta).map((modes) => modes.lambda));
      expect(Math.abs(lambda / published - 1)).toBeLessThan(0.01);
    }
  });

  it("n = 8, L = 768: 0.690, the λ∞ stated for the published circuit, from the spectrum and L alone, within 3 sigma of 10 samples", () => {
    const excitations = excitationsOf(eigensystem(xxz({ qubits: 8 })).values, "min");
    const { mean: predicted, deviation } = lateTimeEdge(excitations, 768);
    expect(Math.abs(predicted - 0.69)).toBeLessThan((3 * deviation) / Math.sqrt(10));
    expect(deviation / Math.sqrt(10)).toBeLessThan(0.02 * predicted);
  });

  it("n = 8, L = 768: at its last step the critical run is still above it, K/(2ε) below μ/K as long as modes are mixed", () => {
    const mu = read("n8/RPAmuinfXXZ_n8L768Tgt-30.npy").data;
    const [kernels, errors] = ["K", "eps"].map((name) => read(`n8/RPA${name}histXXZ_n8L768Tgt-30.npy`).data.slice(-mu.length));
    mu.forEach((value, k) => {
      expect(value / kernels[k]).toBeGreaterThan(kernels[k] / (2 * errors[k]));
      expect(kernels[k] / (2 * errors[k])).toBeGreaterThan(0.69);
    });
  });
});
