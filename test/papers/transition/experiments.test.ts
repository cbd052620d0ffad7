/**
 * What a verification asks to be simulated, and what it makes of the answer.
 */
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../../src/base/errors.ts";
import { buildExperiment } from "../../../src/experiment/build.ts";
import { CONVERGED_AFTER, recognizeFile } from "../../../src/papers/transition/data/catalogue.ts";
import { configurationOf } from "../../../src/papers/transition/data/experiment.ts";
import type { FileOutcome, LoadedFile } from "../../../src/papers/transition/verification/outcome.ts";
import type { Runner, RunRequest } from "../../../src/papers/transition/verification/simulated.ts";
import { largestDifferences } from "../../../src/papers/transition/verification/summary.ts";
import { type VerifySettings, verifyExperiments } from "../../../src/papers/transition/verification/verify.ts";
import type { RealArray } from "../../../src/runs/npy.ts";
import { emptyRecord } from "../../../src/training/record.ts";
import { train } from "../../../src/training/train.ts";
import { small, smallPath, smallRun } from "../../support/synthetic-data.ts";

const all: VerifySettings = { engine: "reference", maxSteps: Number.POSITIVE_INFINITY, samples: Number.POSITIVE_INFINITY };

function load(arrays: Record<string, RealArray>): LoadedFile[] {
  return Object.entries(arrays).map(([path, array]) => {
    const file = recognizeFile(path);
    if (file.kind !== "determined") throw new Error(path);
    return { path, file, array };
  });
}

/** Simulates in this thread. */
const trainingRunner: Runner = async ({ config, columns }) => {
  const experiment = buildExperiment(config);
  const { circuit, observable, targets } = experiment;
  const initialAngles = experiment.theta.slice(0, columns * circuit.parameters);
  const options = { circuit, observable, targets, samples: columns, initialAngles, steps: config.steps, measure: config.measure };
  const { record, state } = train(options);
  return { record, theta: state.theta, experiment };
};

/** Training towards a fidelity out of reach. */
const stateTraining = { loss: "quadratic", target: 5, streams: "published-projector" } as const;

/** Simulates nothing: ε is 0.25 everywhere. Keeps what it was asked for. */
function idleRunner(): { run: Runner; asked: RunRequest[] } {
  const asked: RunRequest[] = [];
  const run: Runner = async (request) => {
    asked.push(request);
    const experiment = buildExperiment(request.config);
    const targets = request.targets ?? experiment.plan.targets.slice(0, request.columns);
    const record = emptyRecord({ ...experiment.plan, targets }, request.columns, experiment.circuit.parameters);
    record.epsilon.fill(0.25);
    return { record, theta: experiment.theta, experiment };
  };
  return { run, asked };
}

async function verify(files: readonly LoadedFile[], run: Runner, settings: Partial<VerifySettings> = {}): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  await verifyExperiments(files, { ...all, ...settings }, run, (found) => outcomes.push(...found));
  return outcomes;
}

describe("histories whose stride no file states", () => {
  const config = configurationOf(
    { ...{ ansatz: "rpa", qubits: 2, layers: 4, observable: "projector", coefficient: 0 }, ...stateTraining },
    { samples: 3, steps: 200, measure: { theta: 30 } },
  );
  const history = async (): Promise<LoadedFile[]> => {
    const { record, theta } = await trainingRunner({ config, columns: 3 });
    const series = record.measured.theta;
    if (series === undefined) throw new Error("no θ");
    const rows = series.steps.length;
    const data = new Float64Array(rows * 12);
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < 3; k++) {
        const at = (k * rows + row) * 4;
        data.set(row === rows - 1 ? theta.subarray(4 * k, 4 * k + 4) : series.values.subarray(at, at + 4), 4 * (3 * row + k));
      }
    }
    const epsilon = { shape: [200, 3], data: new Float64Array(600) };
    for (let k = 0; k < 3; k++) for (let t = 0; t < 200; t++) epsilon.data[3 * t + k] = record.epsilon[201 * k + t];
    return load({
      "training/RPA/randS/n2/RPAthetahistrandS_n2L4Tgt5.npy": { shape: [rows, 3, 4], data },
      "training/RPA/randS/n2/RPAepshistrandS_n2L4Tgt5.npy": epsilon,
    });
  };

  it("are found from one sample, and every row is compared at its step", async () => {
    const outcomes = await verify(await history(), trainingRunner);
    expect(outcomes.map(({ status, compared }) => [status, compared])).toEqual([
      ["pass", "8 rows x 3 samples"],
      ["pass", "200 rows x 3 samples"],
    ]);
  });

  it("are not guessed where the rows come out at no step", async () => {
    const [theta, epsilon] = await history();
    theta.array.data[12] += 1e-3;
    const outcomes = await verify([theta, epsilon], trainingRunner);
    expect(outcomes.map(({ status, reason }) => [status, reason])).toEqual([
      ["not-reached", "no file states the steps of its rows"],
      ["pass", undefined],
    ]);
  });
});

describe("one experiment", () => {
  it("every quantity passes against what it was made from, and the largest differences are told apart", async () => {
    const outcomes = await verify(load(smallRun()), trainingRunner);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(6).fill("pass"));
    const largest = largestDifferences(outcomes);
    expect(largest.map(({ quantity, files }) => [quantity, files])).toEqual(
      ["epsilon", "kernel", "mu", "theta", "hessian", "gradient"].map((quantity) => [quantity, 1]),
    );
    for (const { relative } of largest) expect(relative).toBeLessThan(1e-12);
  });

  it("fewer samples and steps: the first ones, and final quantities are not reached", async () => {
    const outcomes = await verify(load(smallRun()), trainingRunner, { samples: 2, maxSteps: 10 });
    const found = Object.fromEntries(outcomes.map(({ path, status, steps }) => [path, [status, steps]]));
    expect(found).toEqual({
      [smallPath("epshist")]: ["pass", 11],
      [smallPath("Khist")]: ["pass", 11],
      [smallPath("muhist")]: ["pass", 3],
      [smallPath("thetahist")]: ["pass", 3],
      [smallPath("Jend")]: ["not-reached", undefined],
      [smallPath("Hend")]: ["not-reached", undefined],
    });
  });

  it("a changed number fails, is named by its step, and does not enter the largest differences", async () => {
    const arrays = smallRun();
    arrays[smallPath("muhist")].data[3 * small.samples + 1] += 1e-3;
    const outcomes = await verify(load(arrays), trainingRunner);
    const failed = outcomes.filter(({ status }) => status === "fail");
    expect(failed.map(({ path, reason }) => [path, reason])).toEqual([[smallPath("muhist"), "beyond 0.000001 from step 12 on"]]);
    expect(largestDifferences(outcomes).map(({ quantity }) => quantity)).not.toContain("mu");
  });

  it("misshapen files are unreadable, the others are compared", async () => {
    const arrays = smallRun();
    arrays[smallPath("Hend")] = { shape: [3, 16], data: new Float64Array(48) };
    arrays[smallPath("thetahist")] = { shape: [5, 3, 4], data: new Float64Array(60) };
    arrays[smallPath("Khist")] = { shape: [21, 2], data: new Float64Array(42) };
    // Four intervals of five steps are as good a history of 20 updates as five of four.
    const outcomes = await verify(load(arrays), trainingRunner);
    const status = Object.fromEntries(outcomes.map((outcome) => [outcome.path, outcome.status]));
    expect(status).toMatchObject({
      [smallPath("Hend")]: "unreadable",
      [smallPath("Khist")]: "unreadable",
      [smallPath("thetahist")]: "fail",
      [smallPath("epshist")]: "pass",
      [smallPath("muhist")]: "pass",
      [smallPath("Jend")]: "pass",
    });
  });

  it("an experiment that cannot be simulated makes its files unreadable and stops no other", async () => {
    const hopeless = "training/RPA/Heisenberg/n4/L0/RPAepshistXXZ_n4L0_-9.npy";
    const files = load({ [hopeless]: { shape: [3, 2], data: new Float64Array(6) }, ...smallRun() });
    const outcomes = await verify(files, trainingRunner);
    expect(outcomes.find(({ path }) => path === hopeless)).toMatchObject({
      status: "unreadable",
      reason: "cannot be simulated: layers is 0; allowed: an integer of at least 1",
    });
    expect(outcomes.filter(({ status }) => status === "pass")).toHaveLength(6);
  });

  it("any other error of the runner ends the verification", async () => {
    const error = new Error("a thread died");
    await expect(verify(load(smallRun()), () => Promise.reject(error))).rejects.toBe(error);
    const refused = await verify(load(smallRun()), () => Promise.reject(new ArgumentError("qubits", 40, "fewer")));
    expect(refused.map(({ status }) => status)).toEqual(Array(6).fill("unreadable"));
  });
});

describe("converged targets", () => {
  const folder = "training/RPA/Heisenberg/n6/finite/";
  const history = (rows: number, samples: number) => ({ shape: [rows, samples], data: new Float64Array(rows * samples) });
  const source = (rows: number, samples = 2) => ({ [`${folder}RPAepshistXXZ_n6L6Tgt-30.npy`]: history(rows, samples) });
  const converged = (rows: number, samples = 2) => ({ [`${folder}RPAepshistXXZ_n6L6Tgtc.npy`]: history(rows, samples) });
  const steps = (asked: readonly RunRequest[]) => asked.map(({ config }) => [config.target[0], config.steps]);

  it("come from the run towards -30 where that is verified too: simulated once, first", async () => {
    const { run, asked } = idleRunner();
    await verify(load({ ...converged(9001), ...source(8001) }), run);
    expect(steps(asked)).toEqual([
      [-30, 8001],
      ["critical", 9001],
    ]);
    expect(asked[1].targets).toEqual(Float64Array.of(-29.75, -29.75));
    expect(asked[1].circuit).toBeDefined();
  });

  it("also where fewer steps are compared, since the energies are those of the last row", async () => {
    const { run, asked } = idleRunner();
    const outcomes = await verify(load({ ...converged(9001), ...source(8001) }), run, { maxSteps: 10 });
    expect(steps(asked)).toEqual([
      [-30, CONVERGED_AFTER],
      ["critical", 10],
    ]);
    expect(outcomes.map((outcome) => outcome.steps)).toEqual([11, 11]);
  });

  it.each([
    ["it is not", {}],
    ["it has other samples", source(8001, 3)],
    ["it is too short", source(101)],
  ])("have a run of their own where %s", async (_, others) => {
    const { run, asked } = idleRunner();
    await verify(load({ ...converged(9001), ...others }), run);
    expect(steps(asked).slice(-2)).toEqual([
      [-30, CONVERGED_AFTER],
      ["critical", 9001],
    ]);
    expect(asked).toHaveLength(2 + Object.keys(others).length);
  });
});
