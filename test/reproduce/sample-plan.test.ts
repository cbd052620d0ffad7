/**
 * The sample of `qntk verify --sample`: every folder in it, the seed alone decides which files, the time how many rows.
 */
import { describe, expect, it } from "vitest";
import { recognizeFile } from "../../src/papers/transition/data/catalogue.ts";
import type { LoadedFile } from "../../src/papers/transition/verification/outcome.ts";
import { EXPERIMENTS_OF_A_FOLDER, SAMPLED, samplePlan } from "../../src/papers/transition/verification/sample-plan.ts";
import type { LoadedSample } from "../../src/papers/transition/verification/sampling.ts";

/** A file of zeros with a name of the authors'. */
function fileOf(path: string, shape: readonly number[]): LoadedFile | LoadedSample {
  const array = { shape: [...shape], data: new Float64Array(shape.reduce((product, size) => product * size, 1)) };
  return { path, file: recognizeFile(path), array } as LoadedFile | LoadedSample;
}

const chains = [-18, -20, -22, -24, -26].flatMap((target) =>
  ["eps", "K"].map((letter) => fileOf(`training/RPA/Heisenberg/n6/RPA${letter}histXXZ_n6L192Tgt${target}.npy`, [3001, 5])),
);
const finals = [6, 32, 64, 256, 512].map((layers) =>
  fileOf(`training/RPA/Heisenberg/n6/lambda/RPAmulateXXZ_n6L${layers}Tgt-22.npy`, [50]),
);
const unstated = [
  fileOf("training/RPA/Heisenberg/n4/L32/RPAthetahistXXZ_n4L32_-14.5.npy", [6, 20, 32]),
  fileOf("training/RPA/Heisenberg/n4/L32/RPAHendXXZ_n4L32_-14.5.npy", [20, 32, 32]),
];
const initial = [2, 20, 100].flatMap((layers) =>
  ["eps", "K", "mu"].map((letter) => fileOf(`QNTK/RPA/n6/Heisenberg/RPA${letter}XXZ_n6L${layers}.npy`, [1000])),
);
const all = [...chains, ...finals, ...unstated, ...initial];
const files = {
  determined: all.filter((one): one is LoadedFile => one.file.kind === "determined"),
  samples: all.filter((one): one is LoadedSample => one.file.kind === "statistical"),
};

const plan = (operations: number, seed = 0, limits = { maxSteps: Number.POSITIVE_INFINITY, samples: 10 }) =>
  samplePlan(files, { seed, work: { one: operations, all: 2 * operations }, limits });
const pathsOf = ({ determined, samples }: ReturnType<typeof plan>) => [...determined, ...samples].map(({ path }) => path).sort();

/** Operations of about a minute. */
const MINUTE = 1e11;

describe("a sample", () => {
  it("has something of every folder, with whole experiments, a few of each folder", () => {
    const found = plan(MINUTE);
    const folders = new Set(pathsOf(found).map((path) => path.slice(0, path.lastIndexOf("/"))));
    expect(folders.size).toBe(4);
    expect(found.folders).toBe(4);
    const targets = found.determined.flatMap(({ path }) => /n6L192Tgt(.*)\.npy/.exec(path)?.[1] ?? []);
    expect(targets).toHaveLength(2 * EXPERIMENTS_OF_A_FOLDER);
    expect(new Set(targets).size).toBe(EXPERIMENTS_OF_A_FOLDER);
  });

  it("is decided by the seed alone", () => {
    expect(pathsOf(plan(MINUTE))).toEqual(pathsOf(plan(MINUTE)));
    const seeds = [0, 1, 2, 3, 4].map((seed) => JSON.stringify(pathsOf(plan(MINUTE, seed))));
    expect(new Set(seeds).size).toBeGreaterThan(1);
  });

  it("takes the time there is: less of it means fewer rows, more of it all of them", () => {
    const [short, long, endless] = [MINUTE / 10, MINUTE, 1e16].map((operations) => plan(operations));
    for (const [found, operations] of [
      [short, MINUTE / 10],
      [long, MINUTE],
    ] as const)
      expect(found.work.shared / 2 + found.work.single).toBeLessThan(1.05 * operations);
    expect(short.rows).toBeLessThan(long.rows);
    expect(long.rows).toBeLessThan(endless.rows);
    const group = endless.determined.filter(({ path }) => path.includes("n6L192"));
    expect(endless.limitsOf(group.slice(0, 2))).toMatchObject({ samples: SAMPLED, maxSteps: 3001 });
  });

  it("leaves out what needs rows there is no time for", () => {
    // μ after all of the 5,001 or 10,000 updates, of 6 and 32 layers where more take too long.
    const late = plan(MINUTE).determined.filter(({ path }) => path.includes("lambda"));
    expect(late.length).toBeGreaterThan(0);
    for (const { path } of late) expect(path).toMatch(/L(6|32)Tgt/);
    const limit = plan(MINUTE).limitsOf(late.slice(0, 1));
    expect(limit.maxSteps).toBeGreaterThanOrEqual(5001);
    // No file states the length of the run with 32 layers: its angles before training are compared, the Hessian after it is not.
    const short = plan(MINUTE / 30).determined.flatMap(({ path }) => /n4L32.*|RPA(Hend|thetahist)/.exec(path)?.[1] ?? []);
    expect(short).toEqual(["thetahist"]);
  });

  it("draws from a distribution only where there is time for a hundred circuits", () => {
    expect(plan(MINUTE).samples.length).toBeGreaterThan(0);
    expect(plan(1e6).samples).toEqual([]);
  });

  it("keeps to limits of its own", () => {
    const limited = plan(MINUTE, 0, { maxSteps: 20, samples: 1 });
    const group = limited.determined.filter(({ path }) => path.includes("n6L192")).slice(0, 2);
    expect(limited.limitsOf(group)).toMatchObject({ samples: 1, maxSteps: 20 });
  });
});
