/**
 * Points that are columns of one training: which they are, and that they have the numbers of single runs to the last bit.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resumeRun, trainNew } from "../../src/running/training-run.ts";
import { isRunFolder } from "../../src/runs/run-folder.ts";
import { planBatches } from "../../src/sweeps/batches.ts";
import { apartAxes } from "../../src/sweeps/columns.ts";
import { createSweepFolder, readFailures, readPoint } from "../../src/sweeps/folder.ts";
import { sweepPoints } from "../../src/sweeps/points.ts";
import { parseSweep } from "../../src/sweeps/sweep-file.ts";
import { doBatch, type TrainStored } from "../../src/sweeps/work.ts";
import { temporaryFolder } from "../support/temporary.ts";

const hea = { ansatz: "hea", qubits: 2, layers: 3, samples: 2, steps: 6 };
const rpa = { qubits: 2, layers: 6, samples: 2, steps: 6 };
const ofData = { ...rpa, observable: "pauli", pauli: "ZI" };
const OWN = "input float[64] a;\ninput float[64] b;\nqubit[2] q;\nrx(a) q[0];\nry(b) q[1];\ncx q[0], q[1];\nry(2*a) q;\n";

const train: TrainStored = async (config, folder, engine) => {
  const execution = { engine, threads: 1 };
  return isRunFolder(folder) ? resumeRun(folder, execution) : trainNew("train", config, { folder, force: false }, execution);
};

/** Results of all points, trained in batches within a limit of columns; how many batches there were, and what failed. */
async function trained(input: object, columns: number) {
  const sweep = await createSweepFolder(join(temporaryFolder(), "out"), parseSweep(input), { columns, memory: 2 ** 31 });
  for (const { id } of sweep.batches) await doBatch(sweep, id, train);
  const results = [...sweep.points.keys()].map((id) => {
    const found = readPoint(sweep, id);
    const { seconds: _, ...kept } = found?.values ?? {};
    return { id, values: kept, target: found?.target, parameters: found?.parameters };
  });
  return { results, batches: sweep.batches.length, failures: [...readFailures(sweep).values()] };
}

function tables(): { first: string; second: string } {
  const parent = temporaryFolder();
  const paths = { first: join(parent, "first.csv"), second: join(parent, "second.csv") };
  writeFileSync(paths.first, "x1,x2,y\n0.1,0.2,1\n0.3,0.7,-1\n1,0.5,1\n");
  writeFileSync(paths.second, "x1,x2,y\n0.4,1.2,-1\n0.9,0.1,-1\n0.2,0.6,1\n");
  return paths;
}

describe("columns of one training have the numbers of single runs to the last bit", () => {
  it.each<[string, object, number]>([
    ["seeds and targets of a fixed circuit", { base: hea, axes: { seed: [0, 1, 2], target: ["min", "min-1", "max+50%"] } }, 1],
    [
      "seeds of a circuit in a file, some of whose angles are stated",
      {
        base: { ansatz: "circuit", circuit: OWN, angles: "a=0.3", observable: "tfim", samples: 2, steps: 6, target: "min" },
        axes: { seed: [3, 5] },
      },
      1,
    ],
    [
      "seeds with a rule that ends columns",
      { base: { ...hea, steps: 60, eta: 0.05, target: "min+1", stopWhen: ["epsilon<0.1"] }, axes: { seed: [0, 1, 2] } },
      1,
    ],
    ["data", { base: { ...ofData, target: [0.5, -0.5] }, axes: { data: ["basis:0,1", "basis:2,3", "haar:2"] } }, 1],
    [
      "data and entries of the target vector, second derivatives too",
      { base: { ...ofData, measure: { mu: 2 } }, axes: { data: ["basis:0,1", "haar:2"], y1: [0, 0.5], y2: [-1, 1] } },
      1,
    ],
    ["lists of labels", { base: { ...ofData, data: "haar:3" }, axes: { labels: ["1,-1,1", "1,1,-1"] } }, 1],
    ["one target for all data", { base: { ...ofData, data: "haar:3" }, axes: { target: [0.5, 0.25, "min"] } }, 1],
    [
      "data with a rule that ends columns",
      {
        base: { ...ofData, layers: 16, target: 0, eta: 0.1, steps: 80, stopWhen: ["epsilon<0.3"] },
        axes: { data: ["basis:0", "basis:1", "basis:2"] },
      },
      1,
    ],
    [
      "an observable for each datum",
      { base: { ...rpa, observable: "projector", state: "00,11", target: [1, 0] }, axes: { data: ["basis:0,1", "haar:2"] } },
      1,
    ],
    [
      "seeds of a fixed circuit with data",
      { base: { ...hea, observable: "pauli", pauli: "ZI", data: "basis:0,1", target: [0.5, -0.5] }, axes: { seed: [4, 5] } },
      1,
    ],
    ["shots: a batch each", { base: { ...hea, shots: 20 }, axes: { target: ["min", "max"] } }, 2],
    ["random steps: a batch each", { base: { ...hea, optimizer: "spsa" }, axes: { target: ["min", "max"] } }, 2],
    ["mini-batches: a batch each", { base: { ...ofData, data: "haar:3", batch: 1 }, axes: { y1: [1, 2], y2: [0], y3: [0] } }, 2],
  ])("%s", async (_, input, batches) => {
    const together = await trained(input, 1000);
    const alone = await trained(input, 1);
    expect(together.failures).toEqual([]);
    expect(together.batches).toBe(batches);
    expect(alone.batches).toBe(alone.results.length);
    expect(together.results).toEqual(alone.results);
    for (const { values } of alone.results) expect(Object.keys(values).length).toBeGreaterThan(2);
  });

  it("tables with labels of their own, by encoding", async () => {
    const { first, second } = tables();
    const input = { base: { ...ofData, encode: "ry" }, axes: { data: [first, second] }, keep: ["loss", "accuracy", "epsilon"] };
    const together = await trained(input, 1000);
    expect(together.batches).toBe(1);
    expect(together.results).toEqual((await trained(input, 1)).results);
    const seeds = { base: { ...hea, observable: "pauli", pauli: "ZI", encode: "ry", data: first }, axes: { seed: [1, 2] } };
    const both = await trained(seeds, 1000);
    expect(both.batches).toBe(1);
    expect(both.results).toEqual((await trained(seeds, 1)).results);
  });

  it("a point that cannot be a column fails alone, with the sentence that it has alone", async () => {
    const { first } = tables();
    const input = { base: { ...ofData, encode: "ry" }, axes: { data: [first, "missing.csv"] } };
    const { results, failures } = await trained(input, 1000);
    expect(results.filter(({ target }) => target !== undefined)).toHaveLength(1);
    expect(failures.map(({ points, message }) => [points.length, message])).toEqual([
      [1, 'data is "missing.csv"; allowed: a file that can be read (there is no such file).'],
    ]);
  });

  it("a point has one target vector", async () => {
    const { failures } = await trained({ base: { ...ofData, data: "haar:2", target: [1, 0, 0, 1] }, axes: { eta: [0.1] } }, 1000);
    expect(failures[0].message).toBe('target is "1,0,0,1"; allowed: one target vector for each point of a sweep.');
  });
});

describe("axes whose values are not trained together", () => {
  const reasons = (input: object) => {
    const sweep = parseSweep(input);
    const points = sweepPoints(sweep);
    return Object.fromEntries(
      apartAxes(sweep, points, { histories: sweep.keep.includes("histories") }).map(({ axis, why }) => [axis, why]),
    );
  };

  it.each<[object, Record<string, string>]>([
    [{ base: hea, axes: { seed: [0, 1], target: ["min", "max"], eta: [0.1, 0.2] } }, { eta: "a run has one" }],
    [{ base: rpa, axes: { seed: [0, 1], target: ["min", "max"] } }, { seed: "it draws the circuit" }],
    [{ base: { ...hea, observable: "projector", target: 1 }, axes: { seed: [0, 1] } }, { seed: "it draws the observable" }],
    [{ base: { ...hea, target: "critical" }, axes: { seed: [0, 1] } }, { seed: "each has a preliminary run" }],
    [{ base: { ...hea, target: 1 }, axes: { seed: [0, 1] }, keep: ["histories"] }, { seed: "a run folder that is kept has one" }],
    [
      { base: { ...hea, observable: "pauli", pauli: "ZI", data: "haar:2", target: 1 }, axes: { seed: [0, 1] } },
      { seed: "it draws the data" },
    ],
    [
      { base: { ...ofData, target: [1, -1], test: "50%", labels: "1,-1" }, axes: { data: ["haar:2", "basis:0,1"] } },
      { data: "data held out belong to a run" },
    ],
    [{ base: { ...hea, shots: 10 }, axes: { target: ["min", "max"] } }, { target: "shots are drawn for a run" }],
  ])("%j", (input, found) => {
    expect(reasons(input)).toEqual(found);
  });

  it("and no two of their values stand in a batch", () => {
    const points = sweepPoints(parseSweep({ base: rpa, axes: { seed: [0, 1], target: ["min", "max"], eta: [0.1, 0.2] } }));
    const known = new Map(points.map((point) => [point.id, point.at]));
    for (const { points: ids } of planBatches(points)) {
      expect(new Set(ids.map((id) => JSON.stringify([known.get(id)?.seed, known.get(id)?.eta]))).size).toBe(1);
      expect(ids).toHaveLength(2);
    }
  });
});
