/**
 * Runs with data in the lab: against the package's own training, as files and back, and what the view makes of them.
 */
import { buildExperiment, newRunDocument, parseExperiment, type RunDocument, readRunZip, zipOfRun } from "qntk";
import { describe, expect, it } from "vitest";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { columnDataOf, sweptData } from "../../src/shots/data-load.ts";
import { emptyRecord, fillBlock } from "../../src/training/record.ts";
import { advance } from "../../src/training/step.ts";
import { dataReadoutOf } from "../src/engine/data-readout.ts";
import { LabEngine } from "../src/engine/engine.ts";
import { Replay } from "../src/engine/replay.ts";
import { Run } from "../src/engine/run.ts";
import type { RowSource } from "../src/engine/source.ts";
import { csvOfSeries } from "../src/files/run-export.ts";
import { targetIndex, targetsOf } from "../src/files/run-targets.ts";
import { snapshotOfConfiguration } from "../src/snapshot/configuration.ts";
import { lossesOf } from "../src/snapshot/definition-fields.ts";
import { commandOf, experimentOf } from "../src/snapshot/experiment.ts";
import { readHash, writeHash } from "../src/snapshot/hash.ts";
import { isTable, tablePatch } from "../src/snapshot/own-table.ts";
import { dataPresets } from "../src/snapshot/presets.ts";
import { changeOf, initialSnapshot, type Snapshot, withKnownLoss } from "../src/snapshot/snapshot.ts";
import { RunSeries } from "../src/state/series.ts";
import { cosineCurves, errorCurves, kernelCurves, lambdaCurves } from "../src/views/data/curves.ts";
import { expectedPhases, shortfallOf } from "../src/views/data/expected.ts";
import { dataLesson } from "../src/views/data/lesson.ts";
import { planeDomain, planeModel } from "../src/views/data/plane.ts";

const small: Snapshot = {
  ...initialSnapshot,
  ...{ view: "data", qubits: 2, layers: 24, observable: "pauli", pauli: "ZI", eta: 1e-2, samples: 2, steps: 60, seed: 5 },
  targets: "0.3,-2",
};
const build = (snapshot: Snapshot) => buildExperiment(parseExperiment(experimentOf(snapshot)));

function rowsOf(run: RowSource, count = Number.POSITIVE_INFINITY) {
  const rows = [];
  for (let row = run.advance(); row !== undefined && rows.length < count; row = run.advance()) rows.push(row);
  return rows;
}

/** What the package records of a snapshot's run. */
function trained(snapshot: Snapshot) {
  const { circuit, observable, data, plan, theta, parameters } = build(snapshot);
  if (data === undefined) throw new Error("no data");
  const simulator = sweptData(wasmEngine.loadData(circuit, observable, columnDataOf(data.problem)), data.problem);
  const record = emptyRecord(plan, snapshot.samples, parameters);
  const { state, block } = advance(simulator, plan, { row: 0, theta }, plan.steps + 1);
  fillBlock(record, block);
  record.rows = plan.steps + 1;
  return { record, state };
}

/** A run as the lab's engine writes it. */
function written(
  run: Run,
  snapshot: Snapshot,
): { document: RunDocument; record: ReturnType<typeof trained>["record"]; theta: Float64Array } {
  const whole = run.complete();
  if (whole === undefined) throw new Error("steered");
  const { min, max } = run.spectrum;
  const document = newRunDocument({
    ...{ command: "train", config: parseExperiment(experimentOf(snapshot)), engine: "wasm", created: "2026-01-01T00:00:00Z" },
    ...{
      targets: run.terms.targets,
      data: { count: run.terms.targets.length },
      extremes: { min, max },
      parameters: run.parameters,
    },
  });
  return { document, ...whole };
}

/** The rows of a run as the page collects them. */
function seriesOf(run: RowSource) {
  const series = new RunSeries(run.columns, run.terms.targets.length);
  for (const [t, { epsilon, kernel, mu, targets }] of rowsOf(run).entries())
    series.append({
      ...{ run: 1, firstRow: t, count: 1, epsilon, kernel, targets: Float64Array.from(targets), playing: true, finished: false },
      ...{ muRows: Int32Array.from(mu === undefined ? [] : [t]), mu: mu ?? new Float64Array() },
    });
  return series;
}

describe("a run with data", () => {
  it.each([
    ["two Haar states", {}],
    ["three basis states", { data: "basis:0,3,1", targets: "0.3,-2,min" }],
    ["an observable each", { observable: "projector", state: "00", states: "00,01", targets: "max,0.2" }],
  ] as const)("has the numbers of the package's training, to the last bit: %s", (_, changes) => {
    const snapshot: Snapshot = { ...small, ...changes };
    const run = new Run(build(snapshot));
    rowsOf(run);
    const { record, state } = trained(snapshot);
    const whole = run.complete();
    expect(whole?.record.epsilon).toEqual(record.epsilon);
    expect(whole?.record.kernel).toEqual(record.kernel);
    expect(whole?.record.measured.mu).toEqual(record.measured.mu);
    expect(whole?.theta).toEqual(state.theta);
  });

  it("is written as a run folder, read, and replayed row after row", async () => {
    const snapshot = { ...small, steps: 30 };
    const run = new Run(build(snapshot));
    const rows = rowsOf(run);
    const { document, record, theta } = written(run, snapshot);
    const read = await readRunZip(await zipOfRun(document, record, theta), "run.zip");
    expect(read.document.data?.count).toBe(2);
    expect(targetsOf(read.document)).toEqual([[0.3, -2]]);
    const replay = new Replay(read.document, read.record, 0);
    const replayed = rowsOf(replay);
    expect(replayed).toHaveLength(rows.length);
    for (const [t, row] of replayed.entries()) {
      expect(row.epsilon).toEqual(rows[t].epsilon);
      expect(row.kernel).toEqual(rows[t].kernel);
      if (t % 10 === 0) expect(row.mu).toEqual(rows[t].mu);
    }
    expect(replay.data).toEqual(run.data);
    expect(dataReadoutOf(replay, replay.record())).toEqual(dataReadoutOf(run, run.record()));
  });

  it("replays the vector of targets that is asked for, and K at a stride where it stands", () => {
    const one = { ...experimentOf(small), measure: { kernel: 20 } };
    const config = parseExperiment({ ...one, target: [0.3, -2, -0.4, 0.1] });
    const { circuit, observable, data, plan, theta, parameters } = buildExperiment(config);
    if (data === undefined) throw new Error("no data");
    const simulator = sweptData(wasmEngine.loadData(circuit, observable, columnDataOf(data.problem)), data.problem);
    const record = emptyRecord(plan, small.samples, parameters);
    fillBlock(record, advance(simulator, plan, { row: 0, theta }, plan.steps + 1).block);
    record.rows = plan.steps + 1;
    const document = newRunDocument({
      ...{ command: "train", config, engine: "wasm", created: "", extremes: { min: -1, max: 1 }, parameters },
      ...{ targets: data.targets.flat(), data: { count: 2 } },
    });
    expect(targetIndex(document, [-0.4, 0.1])).toBe(1);
    const replay = new Replay(document, record, 1);
    const rows = rowsOf(replay);
    expect(rows[0].targets).toEqual([-0.4, 0.1]);
    expect(rows[7].epsilon[1]).toBe(record.epsilon[(2 * 61 + 7) * 2 + 1]);
    expect(rows[20].kernel.every(Number.isFinite)).toBe(true);
    expect(rows[21].kernel.every(Number.isNaN)).toBe(true);
    expect(rows[20].kernel[3]).toBe(record.measured.kernel?.values[(2 * 4 + 1) * 4 + 3]);
    expect(dataReadoutOf(replay, replay.record())?.targets).toEqual([-0.4, 0.1]);
  });

  it("goes on from its present angles when a target is moved", () => {
    const run = new Run(build(small));
    rowsOf(run, 30);
    const angles = run.theta.slice();
    const before = run.row;
    run.steer({ target: 0.1, targets: [0.1, 0.7], eta: 1e-2, loss: "quadratic" });
    expect(run.theta).toEqual(angles);
    const row = run.advance();
    expect(row?.targets).toEqual([0.1, 0.7]);
    expect(run.firstRow).toBe(before);
    expect(run.complete()).toBeUndefined();
    expect(run.record().plan.data?.targets).toEqual(Float64Array.of(0.1, 0.7, 0.1, 0.7));
  });

  it.each(dataPresets.filter(({ name }) => name !== "Not together").map((preset) => [preset.name, preset.changes] as const))(
    "comes to the phase that is expected: %s",
    (_, changes) => {
      const run = new Run(build({ ...initialSnapshot, view: "data", ...changes, samples: 2, steps: 1600 }));
      rowsOf(run);
      const { data, terms } = run;
      if (data === undefined) throw new Error("no data");
      const expected = expectedPhases(data, terms.targets, terms.loss);
      expect(expected?.phase).not.toBe("undetermined");
      expect(dataReadoutOf(run, run.record())?.phase).toBe(expected?.phase);
    },
  );

  it("shares its errors where the targets are not reached together, with kernels that stay and gradients that oppose", () => {
    const run = new Run(build({ ...small, observable: "xxz", eta: 2e-3, layers: 48, targets: "min,min", steps: 1500 }));
    const series = seriesOf(run);
    const { data, terms } = run;
    if (data === undefined) throw new Error("no data");
    expect(expectedPhases(data, terms.targets, terms.loss)?.phase).toBe("undetermined");
    const short = shortfallOf(data, terms.targets);
    const lack = ((short?.reached ?? 0) - (short?.asked ?? 0)) / 2;
    const last = series.rows - 1;
    for (let k = 0; k < 4; k++) expect(series.epsilon.at(last, k)).toBeCloseTo(lack, 2);
    expect(cosineCurves(series, [last], 0)[0].mean[0]).toBeLessThan(-0.99);
    expect(dataReadoutOf(run, run.record())?.phase).toBe("undetermined");
    const facts = { info: data, targets: terms.targets, loss: terms.loss };
    expect(dataLesson(facts)).toMatch(/^Together the data ask for more .*: none of the seven phases\.$/);
  });
});

describe("a table of one's own", () => {
  const table = "x0,x1,y\n0.3,0.4,1\n0.5,0.1,1\n2.2,2.6,-1\n2.7,2.3,-1\n";
  const snapshot: Snapshot = {
    ...small,
    ...tablePatch(small, table),
    layers: 32,
    eta: 0.1,
    steps: 300,
    samples: 2,
    loss: "cross-entropy",
  };

  it("is known from other texts", () => {
    expect([table, "\uFEFFy,a\r\n1,0.5\r\n", '"a","y"\n\u22121,2'].map(isTable)).toEqual([true, true, true]);
    expect(["", "OPENQASM 3.0;", "a,b\n1,2", "x,y", "x,y\nred,1", "y\n1", "I went, y\nand came"].map(isTable)).toEqual(
      Array<boolean>(7).fill(false),
    );
  });

  it("makes an address, a configuration without target, and the command of a file", () => {
    expect(readHash(writeHash(snapshot))).toEqual({ snapshot, notices: [] });
    const config = parseExperiment(experimentOf(snapshot));
    expect([config.data, config.encode, config.reupload, config.target]).toEqual(["table.csv", "ry", 1, []]);
    expect(commandOf(snapshot)).toContain(" --data table.csv --encode ry");
    expect(commandOf(snapshot)).not.toContain("target");
    // As many qubits as columns of angles, and an observable that fits.
    const wide = { ...small, ...tablePatch(small, "a,b,c,y\n1,2,3,1\n0,1,0,0") };
    expect([wide.qubits, String(wide.pauli)]).toEqual([3, expect.stringMatching(/\b[IXYZ]{3}\b/)]);
  });

  it("trains to its labels, which are not moved; too many rows are refused", async () => {
    const engine = new LabEngine();
    const pace = { playing: false, speed: 0 };
    const info = await engine.start(experimentOf(snapshot), pace, snapshot.table);
    if ("refused" in info) throw new Error(info.refused.message);
    expect([info.data?.targets, info.data?.orthonormal]).toEqual([[1, 1, -1, -1], false]);
    engine.step(300);
    expect(engine.frame()?.dataReadout).toMatchObject({ accuracy: 1, targets: [1, 1, -1, -1] });
    const whole = await engine.start(experimentOf({ ...snapshot, reupload: 2, encode: "iqp" }), pace, snapshot.table);
    expect(whole).toHaveProperty("data.targets", [1, 1, -1, -1]);
    const refusal = async (text: string) => {
      const answer = await engine.start(experimentOf(snapshot), pace, text);
      return "refused" in answer ? answer.refused.message : "";
    };
    expect(await refusal(`x0,y\n${"1,1\n".repeat(25)}`)).toMatch(/at most 24 rows of a table here/);
    expect(await refusal("x0,y\n1,red")).toMatch(/"red" in line 2, column y/);
    expect(await refusal("x0,x1\n1,2")).toMatch(/or labels/);
  });

  it("takes losses of labels, which other views do not", () => {
    expect(lossesOf(true).map(({ name }) => name)).toContain("cross-entropy");
    expect(lossesOf(false).map(({ name }) => name)).not.toContain("cross-entropy");
    expect(withKnownLoss({ ...snapshot, view: "dynamics" }).loss).toBe("quadratic");
    expect(withKnownLoss(snapshot)).toBe(snapshot);
  });
});

describe("settings of data", () => {
  it("make an address, a configuration and a command", () => {
    expect(readHash(writeHash(small))).toEqual({ snapshot: small, notices: [] });
    const config = parseExperiment(experimentOf(small));
    expect([config.data, config.target]).toEqual(["haar:2", [0.3, -2]]);
    expect(commandOf(small)).toContain(" --data haar:2 ");
    expect(commandOf(small)).toContain("--target=0.3,-2");
    expect(experimentOf({ ...small, view: "dynamics" })).not.toHaveProperty("data");
    expect(readHash("#v=1&data=haar:9&targets=1").notices).toHaveLength(2);
  });

  it("are read from a configuration, as of a point of a sweep", () => {
    const configuration = { ...experimentOf({ ...small, observable: "projector", state: "00", states: "00,01" }) };
    const { snapshot, left } = snapshotOfConfiguration(configuration, initialSnapshot);
    expect(left).toEqual([]);
    expect(experimentOf(snapshot)).toEqual(configuration);
    // One without data is not left in the view of data, which would train others in its place.
    const plain = snapshotOfConfiguration({ qubits: 3, target: "min-2" }, small).snapshot;
    expect([plain.view, plain.target, plain.qubits]).toEqual(["dynamics", "min-2", 3]);
    expect(snapshotOfConfiguration({ ...configuration, data: "points.csv" }, initialSnapshot).left).toEqual(["data"]);
  });

  it("steer a run where targets move, and start another where data change or the view does", () => {
    expect(changeOf(small, { ...small, targets: "0.3,0.4" })).toBe("steer");
    expect(changeOf(small, { ...small, data: "basis:0,3" })).toBe("restart");
    expect(changeOf(small, { ...small, target: "max" })).toBe("none");
    expect(changeOf(small, { ...small, plane: "1,3" })).toBe("none");
    expect(changeOf(small, { ...small, view: "dynamics" })).toBe("restart");
    const other: Snapshot = { ...small, view: "dynamics" };
    expect(changeOf(other, { ...other, data: "haar:3" })).toBe("none");
  });
});

describe("the Data view", () => {
  const info = new Run(build(small)).data;
  if (info === undefined) throw new Error("no data");

  it("colours the plane by the phase that targets lead to", () => {
    const domains = [planeDomain({ min: -1, max: 1 }, 0), planeDomain({ min: -1, max: 1 }, -4)] as const;
    const { areas, edges, corners, beyond } = planeModel(info, [0, -4], [0, 1], domains);
    const count = (phases: readonly { phase: string }[]) => {
      const all: Record<string, number> = {};
      for (const { phase } of phases) all[phase] = (all[phase] ?? 0) + 1;
      return all;
    };
    expect(count(areas)).toEqual({ "frozen-error": 4, "frozen-kernel+frozen-error": 4, "frozen-kernel": 1 });
    expect(count(edges)).toEqual({ "critical+frozen-error": 8, "frozen-kernel+critical": 4 });
    expect(count(corners)).toEqual({ critical: 4 });
    expect(beyond).toEqual([]);
    expect(domains[1][0]).toBeLessThan(-4);
  });

  it("hatches what orthogonal states do not reach together", () => {
    const shared = { ...info, spectra: [{ min: -14, max: 8, eigenvalues: Float64Array.of(-14, -7, 5, 8) }] };
    const { beyond } = planeModel(
      shared,
      [0, 0],
      [0, 1],
      [
        [-20, 14],
        [-20, 14],
      ],
    );
    const area = beyond.reduce((sum, points) => {
      const twice = points.reduce((total, [x, y], k) => {
        const [nextX, nextY] = points[(k + 1) % points.length];
        return total + x * nextY - nextX * y;
      }, 0);
      return sum + Math.abs(twice) / 2;
    }, 0);
    // Below: 6 x 6 + 2 (6 x 7) + 7²/2; above, 6 x 6 + 2 (6 x 3) + 3²/2.
    expect(area).toBeCloseTo(36 + 84 + 24.5 + 36 + 36 + 4.5, 9);
  });

  it("draws errors, kernels, cosines and λ of all data, and writes them as a table", () => {
    const run = new Run(build({ ...small, steps: 20 }));
    const series = seriesOf(run);
    const [first] = errorCurves(series, [0, 5], 0);
    expect(first.mean[1]).toBeCloseTo((Math.abs(series.epsilon.at(5, 0)) + Math.abs(series.epsilon.at(5, 2))) / 2, 12);
    const [mixed] = kernelCurves(series, [3], [[0, 1]], 0);
    expect(mixed.samples[1][0]).toBe(Math.abs(series.kernel.at(3, 5)));
    const { measured, kernel } = run.record();
    const [, second] = lambdaCurves(series, [1], 0);
    const rows = run.record().rows + 1;
    expect(second.samples[0][0]).toBe((measured.mu?.values[8 + 7] ?? 0) / kernel[(0 * rows + 10) * 4 + 3]);
    const [header, ...lines] = csvOfSeries(series).trim().split("\n");
    expect(header.split(",")).toHaveLength(1 + 2 + 4 + 8 + 16);
    expect(header).toContain("target_0,target_1,epsilon_0_0,epsilon_0_1,epsilon_1_0");
    expect(header).toContain("kernel_1_0_1");
    expect(header.endsWith("mu_1_1_1_1")).toBe(true);
    expect(lines).toHaveLength(21);
    expect(lines[4].split(",")).toHaveLength(31);
  });

  it("says what has become of every datum, and what is to be expected", () => {
    const facts = { info, targets: [0.3, -2], loss: "quadratic", expected: expectedPhases(info, [0.3, -2], "quadratic") };
    expect(dataLesson(facts)).toBe(
      "Too early to tell. y₁ lies inside the spectrum, y₂ lies 1 beyond it: theory expects frozen kernel + frozen error.",
    );
    expect(dataLesson({ ...facts, loss: "linear" })).toMatch(/knows no targets/);
    expect(dataLesson({ ...facts, loss: "cross-entropy" })).toMatch(/^Targets are labels, positive or not/);
    expect(expectedPhases(info, [0.3, -2], "cross-entropy")).toBeUndefined();
    expect(dataLesson({ ...facts, info: { ...info, orthonormal: false }, expected: undefined })).toMatch(
      /not known to be orthogonal/,
    );
  });
});
