/**
 * Run folders: written in parts, read back exactly, refused when they cannot be trusted.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { type ExperimentConfigInput, parseExperiment } from "../../src/experiment/config.ts";
import { claimFolder, createFolder, releaseFolder } from "../../src/runs/file-store.ts";
import { writeNpy } from "../../src/runs/npy.ts";
import { appendRows, createRun, readCheckpoint, readRun, readRunDocument } from "../../src/runs/run-folder.ts";
import { emptyRecord, fillBlock } from "../../src/training/record.ts";
import type { TrainingState } from "../../src/training/state.ts";
import { advance } from "../../src/training/step.ts";
import { temporaryFolder } from "../support/temporary.ts";

const input: ExperimentConfigInput = {
  qubits: 2,
  layers: 5,
  target: [-6, 0],
  samples: 3,
  steps: 1100,
  measure: { mu: 300, theta: 500, hessian: 1100 },
};

/** Trains into a folder, committing after each of the given row counts. */
async function trainInto(folder: string, commits: readonly number[], change: ExperimentConfigInput = {}) {
  const experiment = buildExperiment(parseExperiment({ ...input, ...change }));
  const { plan, circuit, observable, config } = experiment;
  const simulator = referenceEngine.load(circuit, observable);
  let document = await createRun(folder, { command: "train", experiment, engine: "reference" });
  const record = emptyRecord(plan, config.samples, circuit.parameters);
  let state: TrainingState = { row: 0, theta: experiment.theta };
  for (const rows of commits) {
    const { state: next, block } = advance(simulator, plan, state, rows - record.rows);
    fillBlock(record, block);
    record.rows = rows;
    state = next;
    document = await appendRows(folder, document, record, state, {
      seconds: 0.5,
      ...(rows > plan.steps && { status: "complete" as const }),
    });
  }
  return { record, state, document };
}

describe("a run folder", () => {
  it("is read back exactly, in whatever parts it was written", async () => {
    const folder = join(temporaryFolder(), "run");
    const { record, state, document } = await trainInto(folder, [7, 8, 900, 1030, 1101]);
    const stored = await readRun(folder);
    expect(stored.record).toEqual(record);
    expect(readCheckpoint(folder, stored.document)).toEqual(state);
    expect(stored.document).toEqual(document);
    expect(document.status).toBe("complete");
    expect(document.timing.seconds).toBe(2.5);
    expect(readdirSync(folder).filter((name) => name.startsWith("checkpoint"))).toEqual([
      "checkpoint-1101-watch-oscillating.npy",
      "checkpoint-1101.npy",
    ]);
  });

  it("an unfinished run has the rows that were committed and NaN beyond", async () => {
    const folder = join(temporaryFolder(), "run");
    const { record, state } = await trainInto(folder, [400]);
    const stored = await readRun(folder);
    expect(stored.record).toEqual(record);
    expect(readCheckpoint(folder, stored.document)).toEqual(state);
    expect(stored.document.status).toBe("running");
    expect(stored.record.rows).toBe(400);
  });

  it("rows written after the last commit do not count", async () => {
    const folder = join(temporaryFolder(), "run");
    await trainInto(folder, [400]);
    const committed = readFileSync(join(folder, "run.json"));
    const checkpoint = readFileSync(join(folder, "checkpoint-400.npy"));
    const before = await readRun(folder);
    const again = join(temporaryFolder(), "run");
    await trainInto(again, [400, 700]);
    // As after a kill between the chunks of rows 400 .. 699 and run.json.
    writeFileSync(join(again, "run.json"), committed);
    writeFileSync(join(again, "checkpoint-400.npy"), checkpoint);
    expect({ ...(await readRun(again)), folder }).toEqual(before);
  });

  it("needs no rows, and no μ", async () => {
    const folder = join(temporaryFolder(), "run");
    const { record } = await trainInto(folder, [], { measure: {} });
    expect((await readRun(folder)).record).toEqual(record);
  });

  it("keeps the whole configuration in run.json and in the Zarr attributes", async () => {
    const folder = join(temporaryFolder(), "run");
    await trainInto(folder, [1]);
    const { config, engine, targets, extremes } = readRunDocument(folder);
    expect(parseExperiment(config)).toEqual(parseExperiment(input));
    expect([engine, targets]).toEqual(["reference", [-6, 0]]);
    expect(extremes.min).toBeCloseTo(-6, 12);
    const { attributes, consolidated_metadata } = JSON.parse(readFileSync(join(folder, "zarr.json"), "utf8"));
    expect(attributes.config).toEqual(config);
    expect(consolidated_metadata.metadata.epsilon.dimension_names).toEqual(["target", "sample", "step"]);
    expect(consolidated_metadata.metadata.hessian_eigenvalues.dimension_names).toEqual([
      "target",
      "sample",
      "hessian_step",
      "eigenvalue",
    ]);
  });
});

describe("what is refused", () => {
  it("an existing folder, unless it is a run and may be replaced", async () => {
    const folder = join(temporaryFolder(), "run");
    const experiment = buildExperiment(parseExperiment({ ...input, steps: 1 }));
    mkdirSync(folder);
    await createRun(folder, { command: "train", experiment, engine: "reference" }); // an empty folder is free
    await expect(createRun(folder, { command: "train", experiment, engine: "reference" })).rejects.toThrow(
      `${folder}: exists already; choose another folder or add --force.`,
    );
    await createRun(folder, { command: "train", experiment, engine: "reference" }, true);
    const other = join(temporaryFolder(), "thesis");
    mkdirSync(other);
    writeFileSync(join(other, "chapter.tex"), "");
    await expect(createRun(other, { command: "train", experiment, engine: "reference" }, true)).rejects.toThrow(
      "is not a run folder, so it is not replaced",
    );
    expect(readdirSync(other)).toEqual(["chapter.tex"]);
  });

  it("a folder that is none, of a newer schema, or damaged", async () => {
    const parent = temporaryFolder();
    expect(() => readRunDocument(join(parent, "nowhere"))).toThrow("does not exist");
    expect(() => readRunDocument(parent)).toThrow("is not a run folder: it has no run.json");
    const folder = join(parent, "run");
    await trainInto(folder, [10]);
    const path = join(folder, "run.json");
    const sealed = readFileSync(path, "utf8");
    const good = sealed.replace(/,\n {2}"digest".*/, "").replace('"schema": 2', '"schema": 1');
    writeFileSync(path, good.replace('"schema": 1', '"schema": 3'));
    expect(() => readRunDocument(folder)).toThrow(
      `${path}: has schema 3; this version of qntk reads up to schema 2, so update qntk.`,
    );
    writeFileSync(path, good.replace('"schema": 1', '"schema": 2'));
    expect(() => readRunDocument(folder)).toThrow(`${path}: is damaged: expected a digest in its last field, found none.`);
    writeFileSync(path, sealed.replace('"rows": 10', '"rows": 11'));
    expect(() => readRunDocument(folder)).toThrow(`${path}: is damaged: expected sha256`);
    writeFileSync(path, good.slice(0, 100));
    expect(() => readRunDocument(folder)).toThrow("is not JSON");
    writeFileSync(path, good.replace('"rows": 10', '"rows": "ten"'));
    expect(() => readRunDocument(folder)).toThrow('rows is "ten", which no run has.');
    writeFileSync(path, good);
    writeFileSync(path, good.replace('"rows": 10', '"rows": 5000'));
    expect(() => readRunDocument(folder)).toThrow("counts 5000 rows, but a run of 1100 steps has at most 1101.");
    writeFileSync(path, good.replace('"samples": 3,', ""));
    expect(() => readRunDocument(folder)).toThrow(`${path}: config.samples is missing.`);
    // A run made before there was a choice of precision.
    writeFileSync(path, good.replace('"precision": "double",', ""));
    expect(readRunDocument(folder).config.precision).toBe("double");
    writeFileSync(path, good.replace('"samples": 3,', '"samples": 0,'));
    expect(() => readRunDocument(folder)).toThrow(`${path}: config.samples is 0; allowed: an integer of at least 1.`);
    writeFileSync(path, good);
    rmSync(join(folder, "kernel"), { recursive: true });
    await expect(readRun(folder)).rejects.toThrow("kernel: cannot be read");
  });

  it("a chunk of recorded rows that is missing or cut short", async () => {
    const folder = join(temporaryFolder(), "run");
    await trainInto(folder, [1101]);
    const chunk = join(folder, "epsilon", "c", "0", "0", "1");
    const whole = readFileSync(chunk);
    writeFileSync(chunk, whole.subarray(0, whole.length - 8));
    await expect(readRun(folder)).rejects.toThrow(`${chunk}: is truncated: ${whole.length - 8} bytes of ${whole.length}.`);
    rmSync(chunk);
    await expect(readRun(folder)).rejects.toThrow(`${chunk}: is missing.`);
  });

  it("a checkpoint that is missing, of another shape or not finite: only where the run goes on", async () => {
    const folder = join(temporaryFolder(), "run");
    // As runs of versions without checksums are.
    const { digests: _, ...document } = (await trainInto(folder, [10])).document;
    const path = join(folder, "checkpoint-10.npy");
    const write = (values: Float64Array, shape: number[]) => {
      writeFileSync(path, writeNpy(values, shape));
      return () => readCheckpoint(folder, document);
    };
    expect(write(new Float64Array(30), [5, 6])).toThrow(`${path}: is of shape (5, 6); allowed: (6, 5).`);
    expect(write(new Float64Array(30).fill(Number.NaN), [6, 5])).toThrow(`${path}: theta[0] is NaN; allowed: a finite number.`);
    rmSync(path);
    expect(() => readCheckpoint(folder, document)).toThrow(`${path}: is missing.`);
    expect((await readRun(folder)).record.rows).toBe(10);
  });
});

describe("createFolder", () => {
  it("does not touch what appears at its place meanwhile", async () => {
    const parent = temporaryFolder();
    const folder = join(parent, "run");
    const slow = createFolder(folder, false, async (temporary) => {
      writeFileSync(join(temporary, "mine"), "1");
      mkdirSync(folder);
      writeFileSync(join(folder, "theirs"), "2");
    });
    await expect(slow).rejects.toThrow(`${folder}: cannot be created: it exists already.`);
    expect(readdirSync(folder)).toEqual(["theirs"]);
    expect(readdirSync(parent)).toEqual(["run"]);
  });

  it("claims names no other caller gets", () => {
    const parent = temporaryFolder();
    const name = (k: number) => join(parent, "runs", `train-${k}`);
    expect([claimFolder(name), claimFolder(name), claimFolder(name)].map((path) => basename(path))).toEqual([
      "train-1",
      "train-2",
      "train-3",
    ]);
    releaseFolder(name(2));
    writeFileSync(join(name(3), "a"), "1");
    releaseFolder(name(3));
    expect(readdirSync(join(parent, "runs"))).toEqual(["train-1", "train-3"]);
  });

  it("leaves nothing behind when filling it fails, and keeps what was there", async () => {
    const parent = temporaryFolder();
    const folder = join(parent, "run");
    const fail = async () => {
      throw new Error("no more");
    };
    await expect(createFolder(folder, false, fail)).rejects.toThrow(`${folder}: cannot be created: no more.`);
    expect(readdirSync(parent)).toEqual([]);
    mkdirSync(folder);
    writeFileSync(join(folder, "a"), "1");
    await expect(createFolder(folder, true, fail)).rejects.toThrow("no more");
    expect(readdirSync(folder)).toEqual(["a"]);
    await createFolder(folder, true, async (temporary) => writeFileSync(join(temporary, "b"), "2"));
    expect(readdirSync(folder)).toEqual(["b"]);
    expect(readdirSync(parent)).toEqual(["run"]);
  });

  it("says why a folder cannot be created", async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "file"), "");
    await expect(createFolder(join(parent, "file", "run"), false, async () => {})).rejects.toThrow(
      "cannot be created: a part of the path is not a folder",
    );
    expect(existsSync(join(parent, "file", "run"))).toBe(false);
  });
});
