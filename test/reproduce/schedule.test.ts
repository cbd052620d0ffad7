/**
 * Experiments side by side, how far the whole has come, and runs whose length has to be found.
 */
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { recognizeFile } from "../../src/papers/transition/data/catalogue.ts";
import type { Demand } from "../../src/papers/transition/verification/demand.ts";
import type { LoadedFile } from "../../src/papers/transition/verification/outcome.ts";
import { findRunLengths } from "../../src/papers/transition/verification/run-length.ts";
import { chainsOf, inParallel, orderOf, progressOf } from "../../src/papers/transition/verification/schedule.ts";
import type { Runner } from "../../src/papers/transition/verification/simulated.ts";
import { emptyRecord } from "../../src/training/record.ts";

function load(path: string, shape: number[] = [101, 2], value = 0): LoadedFile {
  const file = recognizeFile(path);
  if (file.kind !== "determined") throw new Error(path);
  return { path, file, array: { shape, data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value) } };
}

function demand(name: string, lastRow: number): Demand {
  const loaded = load(`training/RPA/Heisenberg/${name}.npy`);
  return { experiment: loaded.file.experiment, files: [loaded], samples: 2, compared: 2, updates: lastRow, lastRow };
}

const short = demand("n6/RPAepshistXXZ_n6L192Tgt-18", 10);
const other = demand("n6/RPAepshistXXZ_n6L192Tgt-22", 20);
const long = demand("n8/RPAepshistXXZ_n8L768Tgt-10", 10);

describe("chains", () => {
  it("experiments on one circuit follow each other; several jobs start with the longest chain", () => {
    const chains = chainsOf([short, long, other]);
    expect(chains).toEqual([[short, other], [long]]);
    expect(orderOf(chains, 1)).toEqual(chains);
    expect(orderOf(chains, 2)).toEqual([[long], [short, other]]);
  });
});

describe("inParallel", () => {
  it("runs every task, never more at a time than asked for, in order", async () => {
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    await inParallel([0, 1, 2, 3, 4], 2, async (task) => {
      begun.push(task);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
    });
    expect([begun, most]).toEqual([[0, 1, 2, 3, 4], 2]);
  });

  it("begins no task after one that failed", async () => {
    const begun: number[] = [];
    const run = inParallel([0, 1, 2, 3], 1, async (task) => {
      begun.push(task);
      if (task === 1) throw new Error("no");
    });
    await expect(run).rejects.toThrow("no");
    expect(begun).toEqual([0, 1]);
  });
});

describe("progressOf", () => {
  it("counts the rows of all experiments in units of their cost, and ends at the total", () => {
    const seen: { share: number; label: string }[] = [];
    const progress = progressOf([short, long], ({ done, total, label }) => seen.push({ share: done / total, label }));
    progress.rows(short, 11);
    progress.rows(long, 11 / 2);
    progress.finished(short);
    progress.finished(long);
    // 768 layers on 8 qubits cost about sixty times as much as 192 on 6.
    expect(seen[0].share).toBeGreaterThan(0.01);
    expect(seen[0].share).toBeLessThan(0.02);
    expect(seen[1].share).toBeCloseTo(0.5, 1);
    expect(seen[1].label).toBe("rpa n6 L192 xxz 2 target -18 and rpa n8 L768 xxz 2 target -10");
    expect(seen.at(-1)).toEqual({ share: 1, label: "" });
  });
});

describe("findRunLengths", () => {
  const theta = "training/RPA/Heisenberg/n4/L4/RPAthetahistXXZ_n4L4_-9.npy";
  const limits = { maxSteps: Number.POSITIVE_INFINITY, samples: 1 };
  /** θ of every parameter is the step; keeps what it was asked for. */
  function countingRunner() {
    const asked: number[] = [];
    const run: Runner = async ({ config, columns }) => {
      asked.push(config.steps);
      const experiment = buildExperiment(config);
      const plan = { ...experiment.plan, targets: experiment.plan.targets.slice(0, columns) };
      const record = emptyRecord(plan, columns, experiment.circuit.parameters);
      const series = record.measured.theta;
      series?.values.forEach((_, at) => {
        series.values[at] = series.steps[Math.floor(at / series.width)];
      });
      return { record, theta: experiment.theta, experiment };
    };
    return { run, asked };
  }

  it("the step at which the second of six rows comes out is a fifth of the run", async () => {
    const { run } = countingRunner();
    const lengths = await findRunLengths([load(theta, [6, 2, 4], 12_000)], limits, run);
    expect([...lengths]).toEqual([["rpa n4 L4 xxz 2 target -9", 60_000]]);
  });

  it("is not searched for where ε states it, where few steps are compared, and not found where nothing fits", async () => {
    const { run, asked } = countingRunner();
    const stated = [load(theta, [6, 2, 4], 100), load(theta.replace("theta", "eps"), [101, 2])];
    expect(await findRunLengths(stated, limits, run)).toEqual(new Map());
    expect(await findRunLengths([load(theta, [6, 2, 4], 100)], { ...limits, maxSteps: 20 }, run)).toEqual(new Map());
    expect(asked).toEqual([]);
    expect(await findRunLengths([load(theta, [6, 2, 4], 150)], limits, run)).toEqual(new Map());
    expect(asked).toEqual([20_000]);
  });
});
