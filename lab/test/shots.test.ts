/**
 * Shots in the lab: the package's own training to the last bit, the field in the address and the command line, and what the page shows of them.
 */
import { buildExperiment, newRunDocument, parseExperiment, readRunZip, zipOfRun } from "qntk";
import { describe, expect, it } from "vitest";
import { emptyRecord } from "../../src/training/record.ts";
import { startShards } from "../../src/workers/shards.ts";
import { FrameBuffer } from "../src/engine/frame-buffer.ts";
import type { Frame, Readout, RunInfo } from "../src/engine/protocol.ts";
import { readoutOf } from "../src/engine/readout.ts";
import { Replay } from "../src/engine/replay.ts";
import { Run } from "../src/engine/run.ts";
import { csvOfSeries } from "../src/files/run-export.ts";
import { piecesOfBand } from "../src/plots/model.ts";
import { tableOfChart } from "../src/plots/table.ts";
import { snapshotOfConfiguration } from "../src/snapshot/configuration.ts";
import { commandOf, experimentOf } from "../src/snapshot/experiment.ts";
import { readHash, writeHash } from "../src/snapshot/hash.ts";
import { shotsProblem } from "../src/snapshot/shots.ts";
import { changeOf, initialSnapshot, type Snapshot, sweepKey } from "../src/snapshot/snapshot.ts";
import { RunSeries } from "../src/state/series.ts";
import { lessonOf } from "../src/views/dynamics/lesson.ts";
import { dynamicsModels } from "../src/views/dynamics/models.ts";

const small: Snapshot = {
  ...{ ...initialSnapshot, ansatz: "hea", qubits: 2, layers: 4, coupling: 4, eta: 0.002 },
  ...{ samples: 3, steps: 60, seed: 5, target: "min-8", shots: 200 },
};
const build = (snapshot: Snapshot) => buildExperiment(parseExperiment(experimentOf(snapshot)));

function rowsOf(run: Run, count = Number.POSITIVE_INFINITY) {
  const rows = [];
  while (rows.length < count) {
    const row = run.advance();
    if (row === undefined) break;
    rows.push(row);
  }
  return rows;
}

/** What the command line's threads train. */
async function packageRecord(snapshot: Snapshot) {
  const { plan, circuit, observable, theta, parameters, measurement } = build(snapshot);
  const record = emptyRecord(plan, snapshot.samples, parameters);
  const shards = startShards({
    ...{ threads: 1, engine: "wasm", circuit, observable, plan, measurement },
    state: { row: 0, theta },
  });
  await shards.advance(record, plan.steps + 1);
  await shards.dispose();
  return record;
}

/** The run's rows as the page has them. */
function seriesOf(run: Run, count?: number): RunSeries {
  const buffer = new FrameBuffer(run.columns);
  for (const [at, row] of rowsOf(run, count).entries()) buffer.add(at, row);
  const series = new RunSeries(run.columns);
  series.append(buffer.take() as Frame);
  return series;
}

describe("a run with shots", () => {
  it("has the numbers of the package's training, with their errors, to the last bit", async () => {
    const run = new Run(build(small));
    const rows = rowsOf(run);
    const expected = await packageRecord(small);
    expect(rows).toHaveLength(small.steps + 1);
    const { record } = run.complete() ?? {};
    expect(record?.epsilon).toEqual(expected.epsilon);
    expect(record?.kernel).toEqual(expected.kernel);
    expect(record?.estimates).toEqual(expected.estimates);
    expect(record?.measured).toEqual({});
    expect(record?.plan.shots).toBe(200);
    const width = small.steps + 1;
    expect(rows[7].estimates?.kernelUnbiased[2]).toBe(expected.estimates?.kernelUnbiased[2 * width + 7]);
  });

  it("draws new shots after the target is moved, where it would else draw those of its beginning again", () => {
    const noiseOf = (moved: boolean) => {
      const run = new Run(build({ ...small, layers: 1, samples: 1, eta: 1e-12, shots: 50 }));
      if (moved) {
        rowsOf(run, 20);
        run.steer({ target: -20, targets: [-20], eta: 1e-12, loss: "quadratic" });
      }
      return rowsOf(run, 20).map(({ epsilon }) => epsilon[0]);
    };
    const [first, second] = [noiseOf(false), noiseOf(true)];
    expect(first.filter((value, k) => value === second[k]).length).toBeLessThan(10);
    const goesOn = new Run(build({ ...small, layers: 1, samples: 1, eta: 1e-12, shots: 50 }));
    expect(second).toEqual(
      rowsOf(goesOn, 40)
        .slice(20)
        .map(({ epsilon }) => epsilon[0]),
    );
  });

  it("is read with its errors: the phase with its probability, and no curve through the floor", () => {
    const run = new Run(build(small));
    const series = seriesOf(run);
    const readout = readoutOf(run, run.record());
    expect(readout).toMatchObject({ phase: "frozen-error", fromShots: true, theory: undefined });
    expect(readout.probabilities?.["frozen-error"]).toBeGreaterThan(0.95);
    const { badge, probability, text } = lessonOf(
      readout,
      { spectrum: run.spectrum, target: -20 } as unknown as RunInfo,
      small,
      undefined,
    );
    expect([badge, probability]).toEqual(["frozen error", "> 99 %"]);
    expect(text.at(-1)).toMatch(/^, the exponent ± [\d.]+ from the whole histories\.$/);
    // The floor: Σ Var ĝ, well above what is left of K.
    const late = Array.from({ length: 20 }, (_, k) => small.steps - k);
    const mean = (value: (row: number) => number) => late.reduce((sum, row) => sum + value(row) / late.length, 0);
    const error = Math.sqrt(mean((row) => series.estimates.errorOfMean("kernelError", row) ** 2) / late.length);
    expect(mean((row) => series.kernel.mean(row))).toBeGreaterThan(10 * error);
    expect(Math.abs(mean((row) => series.estimates.kernelUnbiased.mean(row)))).toBeLessThan(4 * error);
  });

  it("is drawn with bands, K raw and unbiased, and charts that say that there is no μ", () => {
    const run = new Run(build(small));
    const series = seriesOf(run);
    const info = { spectrum: run.spectrum, target: -20, parameters: run.parameters } as unknown as RunInfo;
    const models = dynamicsModels({ series, info, snapshot: small, ink: "frozen-error" });
    expect(models.kernel.lines?.flatMap(({ label = [] }) => label)).toEqual(["raw, with the floor of shots", "unbiased"]);
    const [band] = models.kernel.bands ?? [];
    expect((band.high[30] + band.low[30]) / 2).toBeCloseTo(series.estimates.kernelUnbiased.mean(30), 12);
    expect((band.high[30] - band.low[30]) / 2).toBeCloseTo(series.estimates.errorOfMean("kernelError", 30), 12);
    expect(models.residual.bands).toHaveLength(1);
    for (const { empty } of [models.lambda, models.zeta, models.plane]) expect(empty).toBe("μ is not measured from shots");
    expect(tableOfChart(models.kernel)).toContain('"± 1 standard error, from"');
    const exact = dynamicsModels({ series: seriesOf(new Run(build({ ...small, shots: 0 }))), info, snapshot: small, ink: "ink" });
    expect([exact.kernel.bands, exact.residual.bands, exact.lambda.empty]).toEqual([[], [], undefined]);
  });

  it("is stored with its errors, replayed with them, and has them in the table", async () => {
    const run = new Run(build(small));
    const series = seriesOf(run);
    const { record, theta } = run.complete() ?? expect.fail("the run was not steered");
    const made = newRunDocument({
      ...{ command: "train", config: run.experiment.config, engine: "wasm", targets: [-20], extremes: run.spectrum },
      ...{ parameters: run.parameters, created: "" },
    } as Parameters<typeof newRunDocument>[0]);
    const zip = await zipOfRun({ ...made, status: "complete", rows: record.rows }, record, theta);
    const opened = await readRunZip(zip, "run.zip");
    const replay = new Replay(opened.document, opened.record, 0);
    for (let row = 0; row < 30; row++) replay.advance();
    expect(replay.advance()?.estimates?.kernelError).toEqual(series.estimates.kernelError.slice(30, 31));
    expect(replay.record().estimates).toEqual(record.estimates);
    expect(readoutOf(replay, replay.record()).fromShots).toBe(true);
    const [header, first] = csvOfSeries(series).split("\n");
    expect(header).toMatch(/epsilonError_0,epsilonError_1,epsilonError_2,kernelUnbiased_0,.*kernelError_2$/);
    expect(first.split(",")).toHaveLength(header.split(",").length);
  });
});

describe("the field shots", () => {
  it("stands in the address and is read back; what is no number of shots is left out with a notice", () => {
    expect(writeHash({ ...initialSnapshot, shots: 1000 })).toBe("#v=1&shots=1000");
    expect(readHash("#v=1&shots=1000")).toEqual({ snapshot: { ...initialSnapshot, shots: 1000 }, notices: [] });
    for (const text of ["1", "2.5", "-3", "many"]) expect(readHash(`#v=1&shots=${text}`).notices).toHaveLength(1);
  });

  it("is in the configuration and the command line, without μ, and starts the run again", () => {
    expect(commandOf(small)).toBe(
      "npx qntk train --ansatz hea --qubits 2 --layers 4 --observable xxz --coupling 4 --loss quadratic --eta 0.002 --steps 60 --samples 3 --seed 5 --shots 200 --target min-8",
    );
    const config = parseExperiment(experimentOf(small));
    expect(config).toMatchObject({ shots: 200, gradient: "parameter-shift", measure: {} });
    expect(snapshotOfConfiguration(config, initialSnapshot)).toEqual({ snapshot: small, left: [] });
    expect(snapshotOfConfiguration({ ...config, shotSeed: 3 }, initialSnapshot).left).toEqual(["shotSeed"]);
    expect(changeOf(initialSnapshot, { ...initialSnapshot, shots: 100 })).toBe("restart");
    expect(sweepKey({ ...initialSnapshot, shots: 100 })).toBe(sweepKey(initialSnapshot));
  });

  it.each([
    [{ optimizer: "qng" }, "metric"],
    [{ noise: 0.1 }, "noise"],
    [{ view: "data" }, "data"],
    [{ ansatz: "rpa", qubits: 8, layers: 256 }, "seconds"],
  ] as const)("is set aside for %j, in one phrase", (changes, word) => {
    const snapshot = { ...small, ...changes } as Snapshot;
    expect(shotsProblem(snapshot)).toContain(word);
    expect(experimentOf(snapshot)).not.toHaveProperty("shots");
    expect(shotsProblem(small)).toBeUndefined();
  });
});

describe("the probability beside the phase", () => {
  it("is there for exact runs as well, and open phases say how likely each is", () => {
    const run = new Run(build({ ...small, shots: 0, steps: 400 }));
    rowsOf(run);
    const readout = readoutOf(run, run.record());
    const lesson = (changes: Partial<Readout>) =>
      lessonOf({ ...readout, ...changes }, { spectrum: run.spectrum, target: -20 } as unknown as RunInfo, small, undefined);
    expect(lesson({})).toMatchObject({ phase: "frozen-error", probability: "> 99 %" });
    expect(lesson({ probabilities: { "frozen-kernel": 0.02, critical: 0, "frozen-error": 0.98 } }).probability).toBe("98 %");
    expect(lesson({ probabilities: undefined }).probability).toBeUndefined();
    const open = lesson({
      phase: "undetermined",
      probabilities: { "frozen-kernel": 0.3, critical: 0, "frozen-error": 0.7 },
      needed: { steps: 1200 },
    });
    expect(open.probability).toBeUndefined();
    expect(open.text.at(-1)).toBe(" So far: frozen error 70 %, frozen kernel 30 %; about 1,200 steps would decide it.");
  });
});

it("a band on a logarithmic axis reaches its bottom where the lower end is not positive, and breaks where there is nothing", () => {
  const band = { x: [0, 1, 2, 3, 4], low: [1, -1, -2, 2, 2], high: [3, 1, -1, 4, 4], ink: "ink", label: "" } as const;
  expect(piecesOfBand(band, { domain: [0.1, 10], log: true, label: "K" })).toEqual([
    [
      { x: 0, low: 1, high: 3 },
      { x: 1, low: 0.1, high: 1 },
    ],
    [
      { x: 3, low: 2, high: 4 },
      { x: 4, low: 2, high: 4 },
    ],
  ]);
});
