/**
 * `qntk verify` as a command: how the folder may be given, what is said about one without data, files that cannot be read, Ctrl-C.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type RealArray, writeNpy } from "../../src/runs/npy.ts";
import { sealedJson } from "../../src/runs/sealed.ts";
import { runCli, startCli } from "../support/cli.ts";
import { findPublishedDataSets } from "../support/find-published-data.mjs";
import { small, smallPath, smallRun, writeData } from "../support/synthetic-data.ts";
import { temporaryFolder } from "../support/temporary.ts";

let arrays: Record<string, RealArray> = {};
beforeAll(() => {
  arrays = smallRun();
});

/** A folder that holds `data` with the small run. */
function smallData(): string {
  const root = temporaryFolder();
  writeData(join(root, "data"), arrays);
  return root;
}

describe("the folder", () => {
  it("may be given in any spelling, and may be data itself", async () => {
    const root = smallData();
    const inside = join(root, "data", "training");
    const expected = await runCli(["verify", root]);
    expect(expected.code).toBe(0);
    expect(expected.stdout).toContain(`pass  ${smallPath("Hend")}  1 row x 3 samples`);
    expect(expected.stdout).toMatch(/6 exact, 0 statistical, 0 not derivable, 0 not reached, 0 failed, 0 unreadable\n$/);
    for (const [cwd, dir] of [
      [root, `${root}/`],
      [root, "."],
      [root, "./"],
      [root, "./data"],
      [root, "data/"],
      [root, join(root, "data")],
      [root, `../${relative(join(root, ".."), root)}//`],
      [inside, ".."],
      [inside, "../"],
      [inside, "../.."],
      [inside, "./../../data/"],
    ]) {
      const { code, stdout } = await runCli(["verify", dir], cwd);
      expect([code, stdout], dir).toEqual([0, expected.stdout]);
    }
  });

  it.each([
    ["nowhere", "nowhere: does not exist."],
    ["file.npy", "file.npy: is not a folder."],
    ["file.npy/below", "file.npy/below: does not exist."],
    ["empty", "empty: is an empty folder."],
    [
      "other",
      "other: is not laid out like the authors' data: neither it nor a folder data in it holds training, linearLoss or QNTK.",
    ],
    ["bare", "bare: holds no .npy or .csv file."],
    ["strange", "strange: holds no file that is named like one of the authors'."],
  ])("%s: one sentence, exit 2", async (dir, message) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "file.npy"), "");
    mkdirSync(join(cwd, "empty"));
    mkdirSync(join(cwd, "other", "code"), { recursive: true });
    mkdirSync(join(cwd, "bare", "data", "training"), { recursive: true });
    writeData(join(cwd, "strange"), { "training/RPA/Heisenberg/n6/notes.npy": { shape: [1], data: Float64Array.of(1) } });
    expect(await runCli(["verify", dir], cwd)).toEqual({ code: 2, signal: null, stdout: "", stderr: `qntk: ${message}\n` });
  });

  it.each(["*n9*", ""])("--only '%s' matches nothing: that is said, with the number of files there are", async (only) => {
    const root = smallData();
    const { code, stderr } = await runCli(["verify", root, "--only", only]);
    expect([code, stderr]).toEqual([
      2,
      `qntk: --only is ${JSON.stringify(only)}; allowed: a pattern that matches one of the 6 files in ${root}.\n`,
    ]);
  });
});

describe("files that cannot be compared", () => {
  it("are named with the reason; all others are compared, and the exit code is 2", async () => {
    const root = smallData();
    const initialisations = "QNTK/RPA/n6/Heisenberg/RPAKXXZ_n6L2.npy";
    writeData(join(root, "data"), {
      [smallPath("Hend")]: { shape: [small.samples, 16], data: new Float64Array(small.samples * 16) },
      [smallPath("Jend")]: readFileSync(join(root, "data", smallPath("Jend"))).subarray(0, -8),
      [smallPath("Khist")]: { shape: [21, 2], data: new Float64Array(42) },
      [initialisations]: writeNpy(new Float64Array(10), [10]).subarray(0, -3),
    });
    const { code, stdout } = await runCli(["verify", root]);
    expect(code).toBe(2);
    const lines = stdout.split("\n").filter((line) => line.startsWith("UNREADABLE"));
    expect(lines.sort()).toEqual([
      `UNREADABLE  ${initialisations}  is truncated: 77 bytes of numbers, where its header states 80`,
      `UNREADABLE  ${smallPath("Hend")}  has shape (3, 16); allowed: (samples, 4, 4), at least one of each`,
      `UNREADABLE  ${smallPath("Jend")}  is truncated: 88 bytes of numbers, where its header states 96`,
      `UNREADABLE  ${smallPath("Khist")}  has 2 samples where ${smallPath("epshist")} has 3`,
    ]);
    expect(stdout).toMatch(/\n3 exact, 0 statistical, 0 not derivable, 0 not reached, 0 failed, 4 unreadable\n$/);
    const quiet = await runCli(["verify", root, "--quiet"]);
    expect(quiet.stdout.match(/^UNREADABLE/gm)).toHaveLength(4);
    expect(quiet.stdout.trimEnd().split("\n")).toHaveLength(5);
  });
});

describe("the largest differences", () => {
  it("stand by quantity at the end of the text and in the JSON", async () => {
    const root = smallData();
    const { largest, files, interrupted } = JSON.parse((await runCli(["verify", root, "--json"])).stdout);
    expect(interrupted).toBe(false);
    expect(Object.keys(largest)).toEqual(["epsilon", "kernel", "mu", "theta", "hessian", "gradient"]);
    const ofEpsilon = files.find(({ path }: { path: string }) => path === smallPath("epshist"));
    expect(ofEpsilon).toMatchObject({ quantity: "epsilon", comparison: { maxRelative: largest.epsilon } });
    const { stdout } = await runCli(["verify", root, "--only", "*{eps,K}hist*"]);
    expect(stdout).toMatch(/\n\nquantity +files exact +largest relative difference\n.*\nepsilon +1 +\S+\nkernel +1 +\S+\n\n/);
  });
});

describe("--resume", () => {
  it("results are kept and not simulated again, unless the file has changed; another folder's results are added", async () => {
    const root = smallData();
    const file = join(root, "results.json");
    const first = await runCli(["verify", root, "--resume", file, "--only", "*{eps,K}hist*"]);
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining("\n2 exact")]);
    const { digest: _, ...kept } = JSON.parse(readFileSync(file, "utf8"));
    expect(Object.keys(kept.files)).toEqual([smallPath("Khist"), smallPath("epshist")]);

    // A result that no simulation would give shows that it was taken from the file.
    kept.files[smallPath("Khist")].outcome.compared = "kept";
    writeFileSync(file, sealedJson(kept));
    const second = await runCli(["verify", root, "--resume", file, "--jobs", "2"]);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain(`pass  ${smallPath("Khist")}  kept`);
    expect(second.stdout).toMatch(/\n6 exact, /);

    writeData(join(root, "data"), { [smallPath("Khist")]: { shape: [21, 3], data: new Float64Array(63) } });
    const third = await runCli(["verify", root, "--resume", file]);
    expect([third.code, third.stdout]).toEqual([1, expect.stringContaining(`FAIL  ${smallPath("Khist")}  21 rows`)]);
    expect(third.stdout).toMatch(/\n5 exact, .* 1 failed/);
  });

  it("a file of other settings, or of something else, is not touched", async () => {
    const root = smallData();
    const file = join(root, "results.json");
    await runCli(["verify", root, "--resume", file, "--max-steps", "5"]);
    const made = readFileSync(file, "utf8");
    const other = await runCli(["verify", root, "--resume", file]);
    expect([other.code, other.stderr]).toEqual([
      2,
      `qntk: --resume is ${JSON.stringify(file)}; allowed: a file of results made with the same --max-steps (5).\n`,
    ]);
    writeFileSync(join(root, "notes.json"), '{"mine": 1}');
    const notes = await runCli(["verify", root, "--resume", "notes.json"], root);
    expect([notes.code, notes.stderr]).toEqual([2, "qntk: notes.json: holds no results of verify.\n"]);
    expect([readFileSync(file, "utf8"), readFileSync(join(root, "notes.json"), "utf8")]).toEqual([made, '{"mine": 1}']);
  });
});

describe("the table", () => {
  it("counts the files of every folder", async () => {
    const root = smallData();
    writeData(join(root, "data"), { "linearLoss/Heisenberg/n6/notes.npy": { shape: [1], data: Float64Array.of(1) } });
    const { stdout } = await runCli(["verify", root]);
    expect(stdout).toMatch(
      /folder +files +exact +statistical +not derivable +not reached +failed\n.*\nlinearLoss\/Heisenberg\/n6 +1 +– +– +1 +– +–\ntraining\/RPA\/Heisenberg\/n4\/L4 +6 +6 +– +– +– +–\nall +7 +6 +– +1 +– +–\n/,
    );
  });
});

describe("Ctrl-C", () => {
  it("ends at once with what was found so far, exit 1 and a sentence", { timeout: 120_000 }, async () => {
    const root = smallData();
    // Many minutes of simulation, after the small run.
    const endless = "training/RPA/Heisenberg/n4/L64/RPAepshistXXZ_n4L64_-13.5.npy";
    writeData(join(root, "data"), { [endless]: { shape: [400_001, 4], data: new Float64Array(1_600_004) } });

    const began = performance.now();
    const text = startCli(["verify", root, "--threads", "2"]);
    await new Promise((resolve) => text.child.stdout?.once("data", resolve));
    const untilFirstLine = performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 300));
    text.child.kill("SIGINT");
    const stopped = await text.done;
    expect([stopped.code, stopped.signal]).toEqual([1, null]);
    expect(stopped.stderr).toMatch(/qntk: stopped after 6 of 7 files\.\n$/);
    expect(stopped.stdout.match(/^pass /gm)).toHaveLength(6);
    expect(stopped.stdout).toMatch(/\n6 exact, 0 statistical, 0 not derivable, 0 not reached, 0 failed, 0 unreadable\n$/);

    const json = startCli(["verify", root, "--threads", "1", "--json"]);
    await new Promise((resolve) => setTimeout(resolve, 2 * untilFirstLine + 1000));
    json.child.kill("SIGINT");
    const { code, stdout, stderr } = await json.done;
    expect([code, stderr]).toEqual([1, "qntk: stopped after 6 of 7 files.\n"]);
    expect(JSON.parse(stdout)).toMatchObject({ exact: 6, failed: 0, interrupted: true, files: { length: 6 } });
  });
});

describe("--sample", () => {
  it("says what it takes and how long that is expected to take, before it starts; the whole of a small folder", async () => {
    const root = smallData();
    const { code, stdout, stderr } = await runCli(["verify", root, "--sample", "--seed", "3"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^qntk: sample of seed 3: 6 of 6 files in 1 folder, of those that seeds determine 2 samples at the most and 56 rows in all; about \d+ s on \d+ threads?\n/,
    );
    expect(stdout).toContain(`pass  ${smallPath("Hend")}  1 row x 2 samples`);
    expect(stdout).toMatch(/6 exact, 0 statistical, 0 not derivable, 0 not reached, 0 failed, 0 unreadable\n$/);
  });

  it.each([
    [["--sample", "--resume", "verify.json"], '--resume is "verify.json"; allowed: only without --sample.'],
    [["--seed", "3"], '--seed is "3"; allowed: only with --sample, whose files it picks.'],
    [["--sample", "--seed", "-1"], "--seed is"],
  ])("%j: one sentence, exit 2", async (options, message) => {
    const { code, stderr } = await runCli(["verify", smallData(), ...options]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

const dataSets = findPublishedDataSets();
describe.skipIf(dataSets === undefined)("the data of the paper on data sets", { timeout: 600_000 }, () => {
  it("late-time arrays of both batches, states included", async () => {
    const { stdout } = await runCli(["verify", dataSets as string, "--sample", "--only", "rstHaar/**", "--json"]);
    const { exact, failed } = JSON.parse(stdout);
    expect([exact, failed]).toEqual([4, 0]);
  });
});
