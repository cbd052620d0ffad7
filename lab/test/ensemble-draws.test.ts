/**
 * The Ensemble view: draws against theory, and the histograms they fill.
 */
import { buildExperiment, parseExperiment } from "qntk";
import { describe, expect, it } from "vitest";
import { experimentOf } from "../src/snapshot/experiment.ts";
import { initialSnapshot, type Snapshot } from "../src/snapshot/snapshot.ts";
import { drawBatch, initialTheory, lateTheory, type Setting, type Source } from "../src/views/ensemble/draw.ts";
import { compare, histogramModel, joined, lambdas, progressOf } from "../src/views/ensemble/histogram.ts";

const setting = (patch: Partial<Snapshot>): Setting => {
  const experiment = buildExperiment(
    parseExperiment(experimentOf({ ...initialSnapshot, qubits: 2, layers: 12, samples: 1, ...patch })),
  );
  return { experiment, parameters: experiment.circuit.parameters };
};
const draw = (of: Setting, source: Source, batches: number, count: number) =>
  joined(Array.from({ length: batches }, (_, number) => drawBatch(of, source, number, count)));

describe("draws", () => {
  it("of the Haar ensemble have the theory's averages", () => {
    const of = setting({});
    const rows = compare(draw(of, "haar", 40, 40), of.experiment.targets[0], initialTheory(of));
    for (const { name, sigmas } of rows) expect(sigmas, name).toBeLessThan(4);
  });

  it.each(["min+3", "min-2", "max"])("of late-time circuits for target %s have the restricted ensemble's", (target) => {
    const of = setting({ target });
    const rows = compare(draw(of, "late", 40, 20), of.experiment.targets[0], lateTheory(of));
    for (const { name, sigmas } of rows) expect(sigmas, name).toBeLessThan(4);
  });

  it("tell the ansatz apart, whose first rotation acts on |0...0>", () => {
    const of = setting({ layers: 1 });
    const [{ sigmas }] = compare(draw(of, "ansatz", 60, 60), of.experiment.targets[0], initialTheory(of));
    expect(sigmas).toBeGreaterThan(4);
  });

  it("are determined by their number, and differ between batches", () => {
    const of = setting({ ansatz: "hea", layers: 2 });
    const [first, again, second] = [0, 0, 1].map((number) => drawBatch(of, "circuit", number, 3));
    expect(first).toEqual(again);
    expect(first.kernel).not.toEqual(second.kernel);
  });
});

describe("a histogram", () => {
  const values = Float64Array.from({ length: 200 }, (_, k) => (k % 20) / 2);
  const model = histogramModel({
    label: "K",
    values,
    ink: "sample",
    theory: { mean: 5, deviation: 1 },
    samples: [14, Number.NaN],
  });

  it("holds every draw, the theory and the run's samples", () => {
    expect(model.bars?.reduce((sum, { height }) => sum + height, 0)).toBe(200);
    expect(model.rules?.map(({ at }) => at)).toEqual([5, 4, 6]);
    expect(model.dots?.map(({ x }) => x)).toEqual([14]);
    expect(model.x.domain[1]).toBeGreaterThan(14);
  });

  it("waits with its scale around the theory until there are draws", () => {
    const empty = histogramModel({ label: "K", values: new Float64Array(), ink: "sample", theory: { mean: 5, deviation: 1 } });
    expect(empty.empty).toBe("drawing");
    expect(empty.x.domain[0]).toBeLessThan(4);
  });

  it("has the ratio of each draw for λ", () => {
    const draws = { expectation: Float64Array.of(0), kernel: Float64Array.of(4), mu: Float64Array.of(2) };
    expect([...lambdas(draws)]).toEqual([0.5]);
    expect(compare(draws, 0, { meanK: 1, sdK: 1, meanMu: 0, meanEpsilonMu: 0, lambda: 1, zeta: 0 })[0].measured).toBe("–");
  });

  it("says how long the draws will take", () => {
    expect(progressOf(10, 400, 30)).toBe("10 of 400 draws, about 30 s to go");
    expect(progressOf(400, 400, 0)).toBe("400 draws");
  });
});
