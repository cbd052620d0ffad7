/**
 * Readers of files under random content: configurations, sweeps, arrays, tables, properties of machines, metadata of stored arrays.
 */

import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { QntkError } from "../../src/base/errors.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseConfigFile, parseExperiment } from "../../src/experiment/config.ts";
import { parseBackendProperties } from "../../src/quantum/noise/backend-properties.ts";
import { readArrayFile } from "../../src/runs/array-file.ts";
import { readComplexCsv } from "../../src/runs/csv.ts";
import { readRealNpy, writeComplexNpy, writeNpy } from "../../src/runs/npy.ts";
import { newRunDocument } from "../../src/runs/run-document.ts";
import { createArrays, type RunStore, readRecord, recordOf, writeRows } from "../../src/runs/run-store.ts";
import { parseSweepText } from "../../src/sweeps/sweep-file.ts";
import { anything, changed, changedBytes, fuzz, fuzzLater, fuzzTimeout, isRefusal, reads, soup } from "../support/fuzz.ts";

const JSON_WORDS =
  '{ } [ ] , : " 0 1 -1 2.5 1e-3 1e400 null true false "min" "max-4" "−10" "critical" "qubits" "target" "eta" \\u0000 '.split(
    " ",
  );
const configs = [
  { qubits: 3, layers: 8, target: ["min", -4, "max+20%"], eta: 1e-3, steps: 20, samples: 2, seed: 3, measure: { mu: 5 } },
  {
    ansatz: "hea",
    qubits: 2,
    layers: 2,
    observable: "tfim",
    field: 0.5,
    target: "−10,−14",
    optimizer: "adam",
    schedule: "cosine:20",
  },
  { ansatz: "two-local", qubits: 2, layers: 1, rotations: "ry,rz", observable: "pauli", pauli: "ZZ - 0.5*XI", freeze: "0-1" },
  {
    ansatz: "qaoa",
    qubits: 3,
    observable: "maxcut",
    edges: "0-1:1.5,1-2",
    stopWhen: ["epsilon<1e-6"],
    noise: "depolarizing:0.1",
    shots: 10,
  },
];
const configTexts = configs.map((config) => JSON.stringify(config, null, 1));

/** A configuration that is read is complete: read again it is the same. */
function readConfig(text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new QntkError("is not JSON");
  }
  const { config } = parseConfigFile(value);
  expect(parseExperiment(config as never)).toEqual(config);
}

const sweeps = [
  "base: {qubits: 2, layers: 4}\naxes:\n  target: [min-4, −10, 2]\n  eta: {from: 1e-3, to: 1e-2, count: 3, scale: logarithmic}\nkeep: [epsilon]\n",
  "axes: {seed: {from: 0, to: 3}, coupling: [1, 2, 3, 4]}\nbase: {}\nzip: [[seed, coupling]]\nexclude: [{seed: [1, 2]}]\n",
  JSON.stringify({ base: { qubits: 2 }, axes: { layers: [4, 8], target: "-1,-2" }, error: 0.01 }),
];

/** Axes have values, each once. */
function readSweep(text: string): void {
  for (const { values } of parseSweepText(text, "sweep.yaml").axes) expect(new Set(values).size).toBe(values.length);
}

const parameter = (name: string, unit: string, value: number) => ({ name, unit, value });
const backends = ["cx", "ecr", "rzz"].map((gate) =>
  JSON.stringify({
    backend_name: "line",
    qubits: [0, 1].map(() => [parameter("T1", "us", 100), parameter("T2", "us", 90), parameter("readout_error", "", 0.02)]),
    gates: [
      ...[0, 1].map((q) => ({ gate: gate === "cx" ? "u3" : "sx", qubits: [q], parameters: [parameter("gate_error", "", 1e-3)] })),
      { gate, qubits: [0, 1], parameters: [parameter("gate_error", "", 0.01), parameter("gate_length", "ns", 300)] },
    ],
  }),
);

function readBackend(text: string): void {
  const { relaxation, readout, gates } = parseBackendProperties(text, "props.json");
  expect(relaxation.every(({ t1, t2 }) => t1 > 0 && t2 > 0 && t2 <= 2 * t1)).toBe(true);
  expect(readout.every(({ p10, p01 }) => p10 >= 0 && p10 <= 1 && p01 >= 0 && p01 <= 1)).toBe(true);
  expect(gates.every(({ qubits }) => qubits.every((q) => q < relaxation.length))).toBe(true);
}

const tables = ["1,2\n3,4\n", "(1+2j),3j\r\n−1,0.5-1e-3j\n", "# head\n 1.0e+00 2\n3 4", "1;2;3\n"];

const COMPLEX_WORDS = ["1", ".5", "-", "+", "j", "im", "i", "*", ",", "e-3", "e400", "(", ")", " ", "\n", "−"];
/** As Python, NumPy, Julia and MATLAB write them. */
const complexTables = [
  "(0.5-2j),(1+0j)\n0j,(-0-1e-3j)\n",
  " (1.0e+00+2.0e+00j) (3.0e+00-4.0e+00j)\n (0.0e+00+0.0e+00j) (1.0e+00+0.0e+00j)\n",
  "0.5 - 2im; 1 + 0im\n3im; -1 + 1im\n",
  "0.5+2i,3i,-i\n1,i,2*i\n",
];

/** A complex number in one of the ways in which it is written. */
const written = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(5))
  // Texts do not tell -0 from 0.
  .map(([re, im, way]) => [re + 0, im + 0, way] as const)
  .map(([re, im, way]) => {
    const sign = im < 0 ? "-" : "+";
    const size = Math.abs(im);
    const texts = [
      `(${re}${sign}${size}j)`,
      `${re}${sign}${size}j`,
      `${re} ${sign} ${size}im`,
      `${re} ${sign} ${size}*i`,
      `${re}${sign}${size}i`,
      `( ${re} ${sign} ${size} * im )`,
    ];
    return { re, im, text: texts[way] };
  });

/** A table of them, and what separates its entries and rows. */
const writtenTable = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom(",", ";", "\t", " , "),
    fc.constantFrom("\n", "\r\n"),
  )
  .chain(([rows, columns, between, end]) =>
    fc
      .array(written, { minLength: rows * columns, maxLength: rows * columns })
      .map((entries) => ({ rows, columns, between, end, entries })),
  );

function readTable(text: string): void {
  const { shape, re, im } = readComplexCsv(text, "a.csv");
  expect([re.length, im.length]).toEqual([shape[0] * shape[1], shape[0] * shape[1]]);
  expect([...re, ...im].every(Number.isFinite)).toBe(true);
}

const texts: [name: string, texts: fc.Arbitrary<string>, read: (text: string) => void, share: number][] = [
  ["configurations, changed texts", changed(configTexts, JSON_WORDS), readConfig, 0.01],
  ["configurations, any JSON", fc.json(), readConfig, 0],
  ["sweep files, changed texts", changed(sweeps, JSON_WORDS), readSweep, 0.005],
  ["sweep files, words", soup([...JSON_WORDS, "base:", "axes:", "\n", "-", "&a", "*a"]), readSweep, 0],
  ["backend properties, changed texts", changed(backends, JSON_WORDS), readBackend, 0.01],
  ["CSV, changed texts", changed(tables, ["1", "-", "j", ",", "e", "(", ")", "\n", "#", ";", "−"]), readTable, 0.01],
  ["CSV, anything", anything, readTable, 0],
  ["CSV of complex numbers, changed texts", changed(complexTables, COMPLEX_WORDS), readTable, 0.02],
  ["CSV of complex numbers, words", soup([...COMPLEX_WORDS, "\t", ";", "1.5", "2"]), readTable, 0.001],
];

const data = Float64Array.of(1, 0, 0, -1);
const npys = [
  writeNpy(data, [2, 2]),
  writeNpy(Int32Array.of(1, 2, 3), [3]),
  writeComplexNpy({ shape: [2, 2], re: data, im: data }),
];
const zips = npys.map((npy) => zipSync({ "a.npy": npy }, { level: 6 }));

/** Reads bytes; false where they are refused as they should be. */
function readsBytes(read: () => void): boolean {
  try {
    read();
    return true;
  } catch (error) {
    expect(isRefusal(error), (error as Error).stack).toBe(true);
    return false;
  }
}

describe("random texts", () => {
  it.each(texts)("%s", (name, inputs, read, share) => fuzz(name, inputs, (text) => reads(text, read), share), fuzzTimeout);
});

describe("complex numbers as they are written", () => {
  it(
    "are read to the last bit, whatever separates them",
    () =>
      fuzz(
        "CSV of complex numbers, written and read",
        writtenTable,
        ({ rows, columns, between, end, entries }) => {
          const lines = Array.from({ length: rows }, (_, row) =>
            entries
              .slice(row * columns, (row + 1) * columns)
              .map(({ text }) => text)
              .join(between),
          );
          const { shape, re, im } = readComplexCsv(lines.join(end), "a.csv");
          expect(shape).toEqual([rows, columns]);
          expect([...re]).toEqual(entries.map((entry) => entry.re));
          expect([...im]).toEqual(entries.map((entry) => entry.im));
          return true;
        },
        1,
      ),
    fuzzTimeout,
  );

  it.each(["(1,2),(3,4)", "(1+2j,3", "1+2j)", "1+2", "1, 1 2j", "1+j2", "2ij", "(1)(2)"])("refuses %s", (text) => {
    expect(() => readComplexCsv(text, "a.csv")).toThrow("a.csv: has something else than numbers in row 1");
  });
});

describe("random bytes", () => {
  it(
    ".npy",
    () =>
      fuzz(
        ".npy, changed bytes",
        changedBytes(npys),
        (bytes) =>
          readsBytes(() => {
            const { shape, data: values } = readRealNpy(bytes, "a.npy");
            expect(values.length).toBe(shape.reduce((a, b) => a * b, 1));
          }),
        0.01,
      ),
    fuzzTimeout,
  );

  it(
    ".npz",
    () =>
      fuzz(
        ".npz, changed bytes",
        changedBytes(zips),
        (bytes) =>
          readsBytes(() => {
            const { shape, re, im } = readArrayFile(bytes, "a.npz", "matrix");
            expect([re.length, im.length]).toEqual(Array(2).fill(shape.reduce((a, b) => a * b, 1)));
          }),
        0.001,
      ),
    fuzzTimeout,
  );
});

describe("metadata of stored arrays", () => {
  const config = parseExperiment({ qubits: 1, layers: 2, samples: 1, steps: 2, target: [0], measure: {} });
  const experiment = buildExperiment(config);
  const document = {
    ...newRunDocument({
      ...{ command: "train", config, engine: "reference", parameters: 2, created: "2026-01-01T00:00:00.000Z" },
      ...{ extremes: { min: -2, max: 2 }, targets: experiment.targets },
    } as Parameters<typeof newRunDocument>[0]),
    rows: 3,
    status: "complete",
  } as ReturnType<typeof newRunDocument>;

  /** A run in memory. */
  async function storeOfRun(): Promise<Map<string, Uint8Array>> {
    const files = new Map<string, Uint8Array>();
    const store = storeOf(files);
    const record = recordOf(store, document);
    await createArrays(store, record, document);
    record.epsilon.set([1, 2, 3]);
    await writeRows(store, record, 1, 0);
    return files;
  }

  const storeOf = (files: Map<string, Uint8Array>): RunStore => ({
    get: (key) => files.get(key),
    set: (key, value) => void files.set(key, value),
    size: (key) => files.get(key)?.length,
  });

  it(
    "zarr.json",
    async () => {
      const files = await storeOfRun();
      const original = new TextDecoder().decode(files.get("/epsilon/zarr.json"));
      await fuzzLater(
        "Zarr metadata, changed texts",
        changed([original], [...JSON_WORDS, "float64", "float32", "int8", "gzip", "bytes", "crc32c", "little", "big"]),
        async (text) => {
          const changedFiles = new Map(files).set("/epsilon/zarr.json", new TextEncoder().encode(text));
          try {
            const { epsilon } = await readRecord(storeOf(changedFiles), "run", document);
            expect(epsilon).toHaveLength(3);
            return true;
          } catch (error) {
            expect(isRefusal(error), `${text}: ${(error as Error).stack}`).toBe(true);
            return false;
          }
        },
        0.01,
      );
    },
    fuzzTimeout,
  );
});
