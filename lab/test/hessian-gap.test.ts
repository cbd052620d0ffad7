/**
 * The Hessian view: rows asked for one by one, the gap, and the sentence about it.
 */
import { buildExperiment, hessian, parseExperiment } from "qntk";
import { describe, expect, it } from "vitest";
import { LabEngine } from "../src/engine/engine.ts";
import type { RunInfo } from "../src/engine/protocol.ts";
import { experimentOf } from "../src/snapshot/experiment.ts";
import { initialSnapshot } from "../src/snapshot/snapshot.ts";
import {
  countDirections,
  edgeExpectation,
  gapModel,
  gapOf,
  lastingEigenvalue,
  type Measured,
  sentenceOf,
  spectrumModel,
} from "../src/views/hessian/gap.ts";

const measured = (...spectra: number[][]): Measured => ({
  row: 7,
  samples: spectra.map((_, c) => c),
  spectra: spectra.map((values) => Float64Array.from(values)),
  predicted: 3,
});

describe("rows of the Hessian", () => {
  it("are those of the package, of the angles that were kept", async () => {
    const config = experimentOf({ ...initialSnapshot, qubits: 2, layers: 6, samples: 2 });
    const engine = new LabEngine();
    await engine.start(config, { playing: false, speed: 0 });
    const point = engine.hessianPoint();
    const angles = engine.angles();
    // The run goes on; the kept angles stay.
    engine.step(3);
    expect(engine.angles()).not.toEqual(angles);
    const { circuit, observable } = buildExperiment(parseExperiment(config));
    const { wasmEngine } = await import("qntk");
    const whole = hessian(wasmEngine.load(circuit, observable), angles);
    const rows = [0, 1, 2].flatMap((block) => [...(engine.hessianRows(point?.id ?? 0, 1, 2 * block, 2) ?? [])]);
    expect(rows).toHaveLength(36);
    rows.forEach((value, k) => {
      expect(value).toBeCloseTo(whole[36 + k], 12);
    });
  });

  it("are refused where other angles have been kept since", async () => {
    const engine = new LabEngine();
    await engine.start(experimentOf({ ...initialSnapshot, qubits: 2, layers: 4, samples: 1 }), { playing: false, speed: 0 });
    const first = engine.hessianPoint();
    const second = engine.hessianPoint();
    expect(engine.hessianRows(first?.id ?? 0, 0, 0, 1)).toBeUndefined();
    expect(engine.hessianRows(second?.id ?? 0, 0, 0, 1)).toHaveLength(4);
  });
});

describe("the gap", () => {
  it("is the smallest positive one of the averaged eigenvalues beyond rounding", () => {
    expect(gapOf(measured([-1, 0, 1e-4, 2, 5], [-1, 0, 1e-4, 4, 7]))).toBe(3);
    expect(gapOf(measured([-1, 0]))).toBeNaN();
  });

  it("counts the directions and finds the eigenvalue that will stay", () => {
    const spectrum = Float64Array.of(-1, -1e-5, 0, 2, 5);
    expect(countDirections(spectrum)).toEqual({ up: 2, flat: 2, down: 1 });
    expect(lastingEigenvalue(spectrum, "frozen-kernel", undefined)).toBe(5);
    expect(lastingEigenvalue(spectrum, "frozen-error", 2)).toBe(2);
    expect(lastingEigenvalue(spectrum, "frozen-error", 6)).toBeNaN();
    expect(lastingEigenvalue(spectrum, "critical", undefined)).toBeNaN();
  });

  it("is expected to close linearly at the edge, and not below the threshold of depth", () => {
    const info = {
      spectrum: { min: -3, max: 1, eigenvalues: Float64Array.of(-3, -1, 0, 1) },
      parameters: 40,
    } satisfies Pick<RunInfo, "spectrum" | "parameters">;
    const [near, far] = [-4, -5].map((target) => edgeExpectation(info, target, false));
    expect(near?.directions).toBe(6);
    expect(far?.gap).toBeCloseTo(2 * (near?.gap ?? 0), 12);
    expect(edgeExpectation(info, 2, false)?.gap).toBeGreaterThan(0);
    expect(edgeExpectation(info, 0, false)).toBeUndefined();
    expect(edgeExpectation({ ...info, parameters: 5 }, -4, false)?.gap).toBe(0);
  });
});

describe("what is shown of a spectrum", () => {
  it("says that rank one is left, or that all directions of the state are curved", () => {
    expect(sentenceOf(measured([0, 0, 8]), "frozen-kernel", undefined)).toContain("rank one");
    expect(sentenceOf(measured([0, 2, 8]), "frozen-error", 2)).toContain("|R| λ");
    expect(sentenceOf(measured([-1, 2, 8]), "frozen-error", 2)).toContain("on their way");
    expect(sentenceOf(measured([-1, 2, 8]), "frozen-error", 6)).toContain("not expected");
  });

  it("marks the gap, and keeps theory dashed", () => {
    const model = spectrumModel(measured([0, 2, 8]), "frozen-error");
    expect(model.dots?.at(-1)).toMatchObject({ x: 2, y: 2, hollow: true });
    const lines = gapModel([measured([0, 2, 8])], 100, "frozen-error").lines ?? [];
    expect(lines.map(({ dashed, y }) => [dashed ?? false, y[0]])).toEqual([
      [true, 3],
      [false, Number.NaN],
      [false, 2],
    ]);
  });
});
