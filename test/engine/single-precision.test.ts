/**
 * Single precision: as close to double as rounding allows, the same for any split of a batch, from the same random circuits, and a training
 * that tells the same phases.
 */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { summarizeTargets } from "../../src/analysis/summary.ts";
import { engineNamed } from "../../src/engine/engines.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { loadWasm } from "../../src/engine/wasm/wasm-engine.ts";
import { buildExperiment, buildExperimentSteps, memoryOf } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { matrixMemoryOf } from "../../src/kernels/matrix-memory.ts";
import { type Circuit, rotationsOf } from "../../src/quantum/circuit.ts";
import { type Observable, tfim, xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { spectrum } from "../../src/quantum/spectrum.ts";
import { train } from "../../src/training/train.ts";
import { anglesFor, problems } from "../support/arbitraries.ts";
import { kernelBuilds } from "../support/kernel-builds.ts";
import { circuits, everything, expectSameInAnySplit, expectSameWithoutSharedMemory } from "../support/kernel-circuits.ts";

afterEach(() => vi.unstubAllGlobals());

/** Largest difference of two arrays. */
function difference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, k) => Math.max(largest, Math.abs(value - b[k])), 0);
}

/** Unit of rounding of a 24-bit number. */
const UNIT = 2 ** -24;
/** Roundings that one operation of a circuit is charged, of a unit each; these circuits stay below two. */
const ROUNDINGS = 4;

/** What rounding may change <O> by: a few units for every operation, of the largest |<O>|. */
function bound(circuit: Circuit, observable: Observable): number {
  const { min, max } = spectrum(observable);
  return ROUNDINGS * UNIT * (circuit.operations.length + 1) * Math.max(Math.abs(min), Math.abs(max));
}

/** Largest sum of |coefficients| of a parameter's rotations: what its derivatives are larger by. */
function steepness(circuit: Circuit): number {
  const sums = new Float64Array(circuit.parameters);
  for (const { parameter, coefficient } of rotationsOf(circuit)) sums[parameter] += Math.abs(coefficient);
  return Math.max(1, ...sums);
}

function requireClose(circuit: Circuit, observable: Observable, found: ReturnType<typeof everything>, columns: number): void {
  const exact = everything(referenceEngine.load(circuit, observable), columns);
  const allowed = bound(circuit, observable);
  expect(difference(found.expectation, exact.expectation)).toBeLessThanOrEqual(allowed);
  expect(difference(found.gradient, exact.gradient)).toBeLessThanOrEqual(allowed * steepness(circuit));
  const vectors = anglesFor(circuit, 2 * columns, 2).reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  const second = allowed * steepness(circuit) ** 2 * vectors * circuit.parameters;
  expect(difference(found.product, exact.product)).toBeLessThanOrEqual(second);
}

describe.each(kernelBuilds)("single precision, build $title", ({ build, skip }) => {
  const load = (circuit: Circuit, observable: Observable) => loadWasm(circuit, observable, { build, precision: "single" });

  it.skipIf(skip)(
    "random circuits of every kind: <O>, gradient and Hessian-vector products within rounding of the reference",
    () => {
      fc.assert(
        fc.property(problems(), ({ circuit, observable }) => {
          requireClose(circuit, observable, everything(load(circuit, observable), 5), 5);
        }),
        { numRuns: 60, seed: 22 },
      );
    },
  );

  it.skipIf(skip).each(circuits)("%s: within rounding of the reference, and not double", (_, make) => {
    const circuit = make();
    const observable = xxz({ qubits: circuit.qubits });
    const found = everything(load(circuit, observable), 5);
    requireClose(circuit, observable, found, 5);
    const double = everything(loadWasm(circuit, observable, { build }), 5);
    expect(difference(found.expectation, double.expectation)).toBeGreaterThan(1e-10);
  });

  it.skipIf(skip).each(circuits)("%s: 23 columns together, in any split and alone are the same to the last bit", (_, make) => {
    const circuit = make();
    expectSameInAnySplit(load(circuit, tfim({ qubits: circuit.qubits, field: 0.7 })));
  });

  it.skipIf(skip)("without shared memory the numbers are the same to the last bit", () => {
    expectSameWithoutSharedMemory(load);
  });

  it.skipIf(skip)("angles beyond those the kernels reduce", () => {
    const [, make] = circuits[1];
    const circuit = make();
    const theta = anglesFor(circuit, 5, 1);
    const turned = theta.map((angle, k) => angle + (k % 3) * 4 * Math.PI * 2 ** 20);
    const simulator = load(circuit, xxz({ qubits: circuit.qubits }));
    expect(difference(simulator.expectation(turned), simulator.expectation(theta))).toBeLessThan(1e-4);
    expect(simulator.inversionError(theta)).toBeLessThan(1e-5);
  });
});

describe("circuits in single precision", () => {
  it.each([
    [3, 4],
    [7, 20],
  ])("unitaries on %i qubits are those of the same seed, rounded, in half the memory", (qubits, layers) => {
    const [double, single] = (["double", "single"] as const).map((precision) =>
      randomPauliAnsatz({ qubits, layers, seed: 5, precision }),
    );
    expect(rotationsOf(single)).toEqual(rotationsOf(double));
    single.operations.forEach((operation, k) => {
      const exact = double.operations[k];
      if (operation.kind !== "dense" || exact.kind !== "dense") return;
      expect(operation.matrix.re).toBeInstanceOf(Float32Array);
      expect(operation.matrix.re).toEqual(Float32Array.from(exact.matrix.re));
      expect(operation.matrix.im).toEqual(Float32Array.from(exact.matrix.im));
      expect(matrixMemoryOf(operation.matrix.re) !== undefined).toBe(qubits === 7);
    });
    // Rounded by the engine or before, the numbers are the same; so is what other engines make of them.
    const observable = xxz({ qubits });
    const found = everything(loadWasm(single, observable, { precision: "single" }), 3);
    expect(found).toEqual(everything(loadWasm(double, observable, { precision: "single" }), 3));
    const wide = everything(loadWasm(single, observable), 3);
    expect(difference(wide.gradient, everything(referenceEngine.load(single, observable), 3).gradient)).toBeLessThan(1e-12);
  });

  it("halves the memory of matrices and states, save those of the published streams, which are made at once", () => {
    const config = { qubits: 8, layers: 300, samples: 1, steps: 1, target: "min", measure: {} };
    const bytes = (more: object) => memoryOf(parseExperiment({ ...config, ...more }));
    expect(bytes({ precision: "single" }) / bytes({})).toBeCloseTo(0.5, 3);
    expect(bytes({ precision: "single", streams: "published" }) / bytes({ streams: "published" })).toBeCloseTo(1.5, 2);
  });

  it("is refused with the reference engine before anything is drawn", () => {
    const message = 'precision is "single"; allowed: double, with engine reference.';
    expect(() => engineNamed("reference", "single")).toThrow(message);
    const config = parseExperiment({ precision: "single" });
    expect(() => buildExperimentSteps(config, {}, { engine: "reference" }).next()).toThrow(message);
  });
});

describe("training in single precision", () => {
  it("follows double, names the same phases with the same rates, and stops where <O> is rounding", () => {
    const steps = 1200;
    const runs = (["double", "single"] as const).map((precision) => {
      const config = parseExperiment({ qubits: 3, layers: 48, samples: 3, steps, eta: 2e-3, precision });
      const { circuit, observable, targets, spectrum: extremes } = buildExperiment(config);
      const engine = engineNamed("wasm", precision);
      const options = { circuit, observable, engine, targets, steps, eta: config.eta, samples: 3, measure: config.measure };
      const { record } = train(options);
      expect(record.events).toEqual([]);
      return { record, width: extremes.max - extremes.min, summaries: summarizeTargets(record, targets, extremes) };
    });
    const [double, single] = runs;
    expect(difference(single.record.epsilon, double.record.epsilon) / double.width).toBeLessThan(1e-5);
    expect(single.summaries.map(({ phase }) => phase)).toEqual(double.summaries.map(({ phase }) => phase));
    expect(new Set(single.summaries.map(({ phase }) => phase)).size).toBe(3);
    single.summaries.forEach(({ fittedRate }, k) => {
      expect(fittedRate / double.summaries[k].fittedRate).toBeCloseTo(1, 1);
    });
    // Inside the spectrum double goes on to 1e-12, single does not.
    const last = (record: typeof single.record) =>
      Math.max(...[0, 1, 2].map((c) => Math.abs(record.epsilon[c * (steps + 1) + steps])));
    expect(last(double.record)).toBeLessThan(1e-9);
    expect(last(single.record) / single.width).toBeLessThan(2e-6);
  });
});
