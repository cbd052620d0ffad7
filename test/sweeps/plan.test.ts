/**
 * Sweep files, their points and batches.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandAxis } from "../../src/sweeps/axes.ts";
import { planBatches } from "../../src/sweeps/batches.ts";
import { dimensionsOf } from "../../src/sweeps/dimensions.ts";
import { sweepPoints } from "../../src/sweeps/points.ts";
import { parseSweep, parseSweepText } from "../../src/sweeps/sweep-file.ts";

const base = { qubits: 2, samples: 2, steps: 10 };
const sweepOf = (extra: object) => parseSweep({ base, ...extra });

describe("axes", () => {
  it("hold the ends of a linear range, of a logarithmic one, and targets with the offsets between", () => {
    expect(expandAxis("eta", { from: 0.1, to: 0.5, count: 5 }, false).values).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(expandAxis("layers", { from: 16, to: 512, count: 6, scale: "logarithmic" }, true).values).toEqual([
      16, 32, 64, 128, 256, 512,
    ]);
    expect(expandAxis("seed", { from: 3, to: 6 }, true).values).toEqual([3, 4, 5, 6]);
    expect(expandAxis("target", { from: "min-4", to: "min+4", count: 5 }, false).values).toEqual([
      "min-4",
      "min-2",
      "min",
      "min+2",
      "min+4",
    ]);
    expect(expandAxis("target", { from: "max", to: "max+20%", count: 3 }, false).values).toEqual(["max", "max+10%", "max+20%"]);
  });

  it("numbers as they are printed, and texts with commas", () => {
    const { axes, exclude } = parseSweepText(
      "base: {qubits: 2}\naxes: {target: '\u221210, min\u22124', coupling: [\u22121, 2], eta: {from: 1e\u22123, to: 1e\u22122, count: 2}}\nexclude: [{coupling: \u22121}]",
      "s.yaml",
    );
    expect(axes.map(({ values }) => values)).toEqual([
      [-10, "min-4"],
      [-1, 2],
      [1e-3, 1e-2],
    ]);
    expect(exclude).toEqual([{ coupling: -1 }]);
    const texts = parseSweepText("base: {observable: pauli}\naxes: {pauli: ['ZZ \u2212 XX', 'ZZ']}", "s.yaml");
    expect(texts.axes[0].values).toEqual(["ZZ \u2212 XX", "ZZ"]);
  });

  it.each([
    [{ from: "min-4", to: "max", count: 3 }, 'axes.target is "min-4 to max"; allowed: two targets from the same end'],
    [{ from: "min-4", to: "min" }, "axes.target.count is missing; allowed: the number of values between two targets."],
    [{ from: -1, to: 4, count: 3, scale: "logarithmic" }, "two numbers above 0 on a logarithmic axis"],
    [[1, 2, 1], "axes.target is 1; allowed: every value once."],
    [[], "axes.target is empty; allowed: at least one value."],
  ] as const)("%j is refused", (axis, message) => {
    expect(() => expandAxis("target", axis as never, false)).toThrow(message);
  });
});

describe("points", () => {
  it("are all combinations, zipped axes advancing together, without the excluded ones", () => {
    const sweep = sweepOf({
      axes: { qubits: [2, 3], layers: [4, 8], target: ["min", "min-1", "min-2"] },
      base: { samples: 2, steps: 10 },
      zip: [["qubits", "layers"]],
      exclude: [{ qubits: 3, target: ["min-1", "min-2"] }],
    });
    expect(dimensionsOf(sweep)).toEqual([
      { name: "qubits", axes: ["qubits", "layers"], length: 2 },
      { name: "target", axes: ["target"], length: 3 },
    ]);
    expect(sweepPoints(sweep).map(({ at }) => at)).toEqual([
      { qubits: 2, layers: 4, target: "min" },
      { qubits: 2, layers: 4, target: "min-1" },
      { qubits: 2, layers: 4, target: "min-2" },
      { qubits: 3, layers: 8, target: "min" },
    ]);
  });

  it("have ids that follow from their content: not from the order of axes, fields or values", () => {
    const ids = (sweep: object) =>
      sweepPoints(sweepOf(sweep))
        .map(({ id }) => id)
        .sort();
    const one = ids({ axes: { layers: [4, 8], target: ["min", -3] } });
    expect(ids({ axes: { target: [-3, "min"], layers: [8, 4] }, base: { steps: 10, samples: 2, qubits: 2 } })).toEqual(one);
    // The first digits of SHA-256 of {"layers":4,"qubits":2,"samples":2,"steps":10,"target":"min"} and its like, as any other tool gives them.
    expect(one).toEqual(["036092abfc5f", "357d4b721275", "b900b952eb2f", "e96b25d1cd46"]);
    expect(new Set([...one, ...ids({ axes: { layers: [4, 8], target: ["min", -3] }, base: { ...base, steps: 11 } })]).size).toBe(
      8,
    );
  });

  it("are refused by name where train would refuse them", () => {
    expect(() => sweepPoints(sweepOf({ axes: { layers: [4, 0], target: [1] } }))).toThrow(
      'point is "layers 0, target 1"; allowed: a configuration that train takes, but layers is 0; allowed: an integer of at least 1.',
    );
    expect(() => sweepPoints(sweepOf({ axes: { layers: [4] } }))).toThrow("one target, or an axis target with several");
  });
});

describe("sweep files", () => {
  it("may be JSON or YAML", () => {
    const text = "base: {qubits: 2, target: min}\naxes:\n  layers: [4, 8]\n  seed: {from: 0, to: 2}\n";
    const yaml = parseSweepText(text, "sweep.yaml");
    expect(yaml).toEqual(
      parseSweepText(JSON.stringify({ base: { qubits: 2, target: "min" }, axes: { layers: [4, 8], seed: [0, 1, 2] } }), "a.json"),
    );
    expect(() => parseSweepText("base: {\n", "sweep.yaml")).toThrow("sweep.yaml: is neither JSON nor YAML");
  });

  it.each([
    [{ axes: {}, bases: {} }, "bases is unknown; allowed: the fields base, axes, zip, exclude, keep, error."],
    [{ axes: { layers: 4 } }, "axes.layers is 4; allowed: a list of values, or an object"],
    [
      { axes: { threads: [1, 2] } },
      "axes.threads is set; allowed: no such field: the sweep itself decides how its points are run.",
    ],
    [{ axes: { qubits: [2] } }, "base.qubits is 2; allowed: nothing, where qubits is an axis."],
    [{ axes: { layers: [2] }, keep: ["K9"] }, 'keep is "K9"; allowed: epsilon, kernel,'],
    [{ axes: { layers: [2], seed: [1, 2] }, zip: [["layers", "seed"]] }, "zip.0 is 1 values of layers with 2 of seed"],
    [{ axes: { layers: [2] }, exclude: [{ seed: 1 }] }, "exclude.0.seed is no axis; allowed: the axes layers."],
  ])("%j is refused", (extra, message) => {
    expect(() => sweepOf(extra)).toThrow(message);
  });
});

describe("batches", () => {
  it("hold every point once, share everything but the target, and keep to their limits", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        (layers, target, columns) => {
          const points = sweepPoints(sweepOf({ axes: { target, layers } }));
          const batches = planBatches(points, { columns, memory: 2 ** 30 });
          expect(batches.flatMap((batch) => batch.points).sort()).toEqual(points.map(({ id }) => id).sort());
          for (const batch of batches) {
            const members = batch.points.map((id) => points.find((point) => point.id === id)?.config);
            expect(new Set(members.map((config) => config?.layers)).size).toBe(1);
            expect(members.length * 2 <= columns || members.length === 1).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("of 10,000 points are planned within the patience of a person", () => {
    const points = sweepPoints(sweepOf({ axes: { target: { from: -5, to: 5, count: 100 }, seed: { from: 0, to: 99 } } }));
    expect(points).toHaveLength(10_000);
    expect(planBatches(points).length).toBeLessThan(1000);
  });
});
