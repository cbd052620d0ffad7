/**
 * Checksums: a changed byte of any file of a run is found, named and never read as a number.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { checkFolder } from "../../src/runs/check-folder.ts";
import { crc32c, sha256Of } from "../../src/runs/checksums.ts";
import { readRunFiles, readRunZip } from "../../src/runs/run-files.ts";
import { appendRows, createRun, readCheckpoint, readRun, storeFiles } from "../../src/runs/run-folder.ts";
import { checkSeal, sealedJson } from "../../src/runs/sealed.ts";
import { emptyRecord, fillBlock } from "../../src/training/record.ts";
import { advance } from "../../src/training/step.ts";
import { temporaryFolder } from "../support/temporary.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A complete run of 1030 rows with every kind of file: two chunks for each array, inputs, a figure, a report. */
async function wholeRun(folder: string): Promise<void> {
  const config = parseExperiment({
    qubits: 2,
    layers: 2,
    samples: 1,
    steps: 1029,
    target: "min",
    measure: { mu: 400, theta: 1029 },
  });
  const experiment = buildExperiment(config);
  const { plan, circuit, observable, theta } = experiment;
  const files = { "noise.json": bytesOf('{"qubits": []}'), "observable.npy": Uint8Array.from({ length: 200 }, (_, k) => k) };
  const document = await createRun(folder, { command: "train", experiment, engine: "reference", files });
  const record = emptyRecord(plan, config.samples, circuit.parameters);
  const { state, block } = advance(referenceEngine.load(circuit, observable), plan, { row: 0, theta }, plan.steps + 1);
  fillBlock(record, block);
  record.rows = plan.steps + 1;
  await appendRows(folder, document, record, state, { seconds: 1, status: "complete" });
  storeFiles(folder, {
    "report.html": "<html>report</html>",
    "training.png": Uint8Array.from({ length: 256 }, (_, k) => 255 - k),
  });
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

const damagedOf = (folder: string) =>
  checkFolder(folder)
    .files.filter(({ damage, problem }) => damage !== undefined || problem !== undefined)
    .map(({ file }) => file);

/** At most so many places of a file, spread over the first of every value that a byte has, and the last byte. */
function placesOf(bytes: Uint8Array, count: number): number[] {
  const first = [...new Map([...bytes.entries()].reverse().map(([place, byte]) => [byte, place])).values()];
  const stride = Math.ceil(first.length / count);
  return [...first.filter((_, k) => k % stride === 0), bytes.length - 1];
}

describe("checksums", () => {
  it("CRC-32C of the examples of RFC 3720 and of the usual check string", () => {
    const hex = (bytes: Uint8Array) => crc32c(bytes).toString(16);
    expect(hex(new Uint8Array(32))).toBe("8a9136aa");
    expect(hex(new Uint8Array(32).fill(255))).toBe("62a8ab43");
    expect(hex(Uint8Array.from({ length: 32 }, (_, k) => k))).toBe("46dd794e");
    expect(hex(Uint8Array.from({ length: 32 }, (_, k) => 31 - k))).toBe("113fdb5c");
    expect(hex(bytesOf("123456789"))).toBe("e3069283");
  });

  it("SHA-256 of the standard's example", () => {
    expect(sha256Of(bytesOf("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it.each([0, 1, 2])("a sealed text is JSON, and every flipped bit of it is found (indented by %i)", (space) => {
    const value = { name: "run", values: [1, 2.5], nested: { empty: {} } };
    const text = sealedJson(value, space);
    const { digest, ...rest } = JSON.parse(text);
    expect(rest).toEqual(value);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(checkSeal(text, "a.json")).toBe(true);
    expect(checkSeal(JSON.stringify(value), "a.json")).toBe(false);
    const bytes = bytesOf(text);
    for (let place = 0; place < bytes.length; place++) {
      for (let bit = 0; bit < 8; bit++) {
        const hit = bytes.slice();
        hit[place] ^= 1 << bit;
        expect(() => checkSeal(new TextDecoder().decode(hit), "a.json"), `byte ${place}, bit ${bit}`).toThrow(
          "a.json: is damaged: expected",
        );
      }
    }
  });
});

describe("a run folder", () => {
  it("a flip of any kind of byte in any file is found, and only that file is named", async () => {
    const folder = join(temporaryFolder(), "run");
    await wholeRun(folder);
    expect(damagedOf(folder)).toEqual([]);
    expect(checkFolder(folder).files.filter(({ checked }) => !checked)).toEqual([]);
    let flips = 0;
    for (const file of filesOf(folder)) {
      const path = join(folder, file);
      const bytes = readFileSync(path);
      for (const place of placesOf(bytes, 12)) {
        const hit = Uint8Array.from(bytes);
        hit[place] ^= 1 << (place % 8);
        writeFileSync(path, hit);
        expect(damagedOf(folder), `${file}, byte ${place}`).toEqual([file]);
        flips++;
      }
      writeFileSync(path, bytes);
    }
    expect(damagedOf(folder)).toEqual([]);
    expect(flips).toBeGreaterThan(250);
  });

  it("no reader takes a damaged number: it names the file, what it expected and what it found", async () => {
    const folder = join(temporaryFolder(), "run");
    await wholeRun(folder);
    const { document } = await readRun(folder);
    const flip = (file: string) => {
      const path = join(folder, file);
      const bytes = readFileSync(path);
      const hit = Uint8Array.from(bytes);
      hit[hit.length >> 1] ^= 4;
      writeFileSync(path, hit);
      return () => writeFileSync(path, bytes);
    };
    for (const file of ["epsilon/c/0/0/0", "kernel/c/0/0/1", "mu/c/0/0/0", "theta/c/0/0/0/0"]) {
      const undo = flip(file);
      await expect(readRun(folder)).rejects.toThrow(
        new RegExp(`${file}: is damaged: expected crc32c [0-9a-f]{8}, found crc32c [0-9a-f]{8}\\.$`),
      );
      undo();
    }
    for (const file of ["epsilon/zarr.json", "run.json"]) {
      const undo = flip(file);
      await expect(readRun(folder)).rejects.toThrow(
        /json: is damaged: expected sha256 [0-9a-f]{16}…, found sha256 [0-9a-f]{16}…\.$/,
      );
      undo();
    }
    const undo = flip(document.checkpoint);
    expect(() => readCheckpoint(folder, document)).toThrow(/npy: is damaged: expected sha256 /);
    undo();
    // What is filled further is read first: damage is not sealed in.
    const { record } = await readRun(folder);
    const restore = flip("lambda/c/0/0/0");
    const state = readCheckpoint(folder, document);
    await expect(appendRows(folder, { ...document, rows: 900 }, record, state, { seconds: 0 })).rejects.toThrow(
      "lambda: a chunk of it is damaged: expected crc32c",
    );
    restore();
    expect(damagedOf(folder)).toEqual([]);
  });

  it("what is missing, added or nested is said too", async () => {
    const parent = temporaryFolder();
    await wholeRun(join(parent, "a"));
    await wholeRun(join(parent, "a", "preliminary"));
    writeFileSync(join(parent, "study.json"), sealedJson({ schema: 1 }));
    writeFileSync(join(parent, "a", "notes.txt"), "mine");
    const { runs, files } = checkFolder(parent);
    expect(runs).toBe(2);
    expect(files.filter(({ checked }) => !checked).map(({ file }) => file)).toEqual(["a/notes.txt"]);
    writeFileSync(join(parent, "study.json"), sealedJson({ schema: 1 }).replace("1", "2"));
    writeFileSync(join(parent, "a", "preliminary", "step", "c", "0"), "");
    expect(damagedOf(parent)).toEqual(["a/preliminary/step/c/0", "study.json"]);
    expect(() => checkFolder(join(parent, "nowhere"))).toThrow("nowhere: does not exist.");
  });

  it("a file that is written again has its new digest", async () => {
    const folder = join(temporaryFolder(), "run");
    await wholeRun(folder);
    storeFiles(folder, { "report.html": "<html>another</html>" });
    expect(damagedOf(folder)).toEqual([]);
  });

  it("of a version without checksums opens, grows and stays as it is", async () => {
    const folder = temporaryFolder();
    const zip = readFileSync(join(import.meta.dirname, "run-of-schema-1.zip"));
    for (const [name, content] of Object.entries(unzipSync(zip))) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const { document, record } = await readRun(folder);
    expect([document.schema, document.status, document.rows]).toEqual([1, "complete", 5]);
    expect((await readRunZip(zip, "old.zip")).record).toEqual(record);
    const { files } = checkFolder(folder);
    expect(files.filter(({ checked, damage }) => checked || damage !== undefined)).toEqual([]);
    await appendRows(folder, { ...document, rows: 3, status: "running" }, record, readCheckpoint(folder, document), {
      seconds: 0,
      status: "complete",
    });
    storeFiles(folder, { "report.html": "" });
    const again = await readRun(folder);
    expect(again.record).toEqual(record);
    expect(Object.keys(again.document)).not.toContain("digests");
  });
});

describe("a run in a .zip, as the lab opens it", () => {
  it("is refused with the file's name where a byte of any of its files has changed", async () => {
    const folder = join(temporaryFolder(), "run");
    await wholeRun(folder);
    const files = Object.fromEntries(filesOf(folder).map((file) => [file, new Uint8Array(readFileSync(join(folder, file)))]));
    await readRunZip(zipSync(files), "run.zip");
    for (const [file, bytes] of Object.entries(files)) {
      for (const place of placesOf(bytes, 4)) {
        const hit = bytes.slice();
        hit[place] ^= 1 << (place % 8);
        await expect(readRunFiles({ ...files, [file]: hit }, "run.zip"), `${file}, byte ${place}`).rejects.toThrow(
          `run.zip/${file}: is damaged: expected`,
        );
      }
    }
    // Pictures need not be taken along.
    const { "report.html": _, "training.png": __, ...needed } = files;
    expect((await readRunFiles(needed, "run.zip")).record.rows).toBe(1030);
  });
});
