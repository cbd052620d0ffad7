/**
 * Runs as single files: a .zip is the run folder, and what is no run is refused with a reason.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { newRunDocument } from "../../src/runs/run-document.ts";
import { readRunFiles, readRunZip, zipOfRun } from "../../src/runs/run-files.ts";
import { readCheckpoint, readRun } from "../../src/runs/run-folder.ts";
import { train } from "../../src/training/train.ts";
import { temporaryFolder } from "../support/temporary.ts";

function trained() {
  const config = parseExperiment({ qubits: 2, layers: 6, samples: 2, steps: 25, target: ["min", "min-1"], measure: { mu: 10 } });
  const { circuit, observable, targets, spectrum } = buildExperiment(config);
  const { samples, steps, measure, seed } = config;
  const { record, state } = train({ circuit, observable, targets, samples, steps, measure, seed });
  const created = "2026-01-01T00:00:00.000Z";
  const { parameters } = circuit;
  const document = newRunDocument({ command: "train", config, engine: "wasm", targets, extremes: spectrum, parameters, created });
  return { document: { ...document, status: "complete" as const, rows: record.rows }, record, theta: state.theta };
}

describe("a run in a .zip", () => {
  it("is the run folder: unpacked, the command line reads the same numbers", async () => {
    const { document, record, theta } = trained();
    const folder = temporaryFolder();
    for (const [name, content] of Object.entries(unzipSync(await zipOfRun(document, record, theta)))) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const stored = await readRun(folder);
    expect(stored.record).toEqual(record);
    expect(stored.document.config).toEqual(document.config);
    expect(readCheckpoint(folder, stored.document).theta).toEqual(theta);
  });

  it("is read back, also with folders above run.json", async () => {
    const { document, record, theta } = trained();
    const zip = await zipOfRun(document, record, theta);
    expect((await readRunZip(zip, "run.zip")).record).toEqual(record);
    const below = Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, content]) => [`runs/a/${name}`, content]));
    expect((await readRunFiles(below, "runs")).record).toEqual(record);
  });

  it("is refused with a reason where it is no run, or not whole", async () => {
    const { document, record, theta } = trained();
    const files = unzipSync(await zipOfRun(document, record, theta));
    await expect(readRunZip(new Uint8Array([1, 2, 3]), "a.zip")).rejects.toThrow("a.zip: is not a zip archive");
    await expect(readRunZip(zipSync({ "notes.txt": new Uint8Array() }), "a.zip")).rejects.toThrow("there is no run.json in it");
    const { "kernel/c/0/0/0": _, ...without } = files;
    await expect(readRunFiles(without, "a")).rejects.toThrow("kernel/c/0/0/0: is missing");
    const truncated = { ...files, "kernel/c/0/0/0": files["kernel/c/0/0/0"].slice(8) };
    await expect(readRunFiles(truncated, "a")).rejects.toThrow(
      "kernel/c/0/0/0: is damaged: expected 836 bytes, found 828 bytes.",
    );
  });
});
