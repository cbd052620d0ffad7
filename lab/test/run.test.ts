/**
 * A run of the lab against the package's own training, and what steering does to it.
 */
import { buildExperiment, newRunDocument, parseExperiment, train, wasmEngine } from "qntk";
import { describe, expect, it } from "vitest";
import { figure3 } from "../../src/papers/transition/figures/3.ts";
import { readoutOf } from "../src/engine/readout.ts";
import { Replay } from "../src/engine/replay.ts";
import { Run } from "../src/engine/run.ts";
import { commandOf, experimentOf } from "../src/snapshot/experiment.ts";
import { presets } from "../src/snapshot/presets.ts";
import { initialSnapshot, type Snapshot } from "../src/snapshot/snapshot.ts";

const small: Snapshot = { ...initialSnapshot, qubits: 2, layers: 16, samples: 3, steps: 400, seed: 5, target: "min+1" };
const build = (snapshot: Snapshot) => buildExperiment(parseExperiment(experimentOf(snapshot)));

function rowsOf(run: Run, count = Number.POSITIVE_INFINITY) {
  const rows = [];
  for (let row = run.advance(); row !== undefined && rows.length < count; row = run.advance()) rows.push(row);
  return rows;
}

describe("a run", () => {
  it("has the numbers of the package's training, to the last bit", () => {
    const experiment = build(small);
    const run = new Run(experiment);
    const rows = rowsOf(run);
    const { record } = train({
      circuit: experiment.circuit,
      observable: experiment.observable,
      targets: experiment.targets,
      eta: small.eta,
      steps: small.steps,
      samples: small.samples,
      seed: small.seed,
      measure: { mu: 10 },
      engine: wasmEngine,
    });
    expect(rows).toHaveLength(small.steps + 1);
    for (const [t, row] of rows.entries()) {
      for (let c = 0; c < small.samples; c++) {
        expect(row.epsilon[c]).toBe(record.epsilon[c * (small.steps + 1) + t]);
        expect(row.kernel[c]).toBe(record.kernel[c * (small.steps + 1) + t]);
      }
    }
    expect(rows[390].mu?.[1]).toBe(record.measured.mu?.values[record.measured.mu.steps.length + 39]);
  });

  it.each([
    { optimizer: "momentum", momentum: 0.5 },
    { optimizer: "adam", beta1: 0.8 },
    { optimizer: "spsa", perturbation: 0.2 },
    { optimizer: "qng", damping: 0.1 },
  ])("with $optimizer has them too", (fields) => {
    const snapshot: Snapshot = { ...small, ...fields, steps: 30 };
    const { optimizer: name, ...values } = fields;
    const run = new Run(build(snapshot));
    const { circuit, observable, targets, plan } = run.experiment;
    const { record } = train({
      ...{ circuit, observable, targets, steps: 30, eta: plan.eta, samples: snapshot.samples, seed: snapshot.seed },
      ...{ optimizer: { name, ...values }, engine: wasmEngine },
    });
    rowsOf(run);
    expect(run.complete()?.record.epsilon).toEqual(record.epsilon);
  });

  it("is written as the package records it, and replayed row after row", () => {
    const snapshot = { ...small, steps: 33 };
    const run = new Run(build(snapshot));
    rowsOf(run);
    const { circuit, observable, targets, plan } = run.experiment;
    const { eta, steps, measure } = plan;
    const expected = train({
      ...{ circuit, observable, targets, eta, steps, measure, samples: snapshot.samples, seed: snapshot.seed },
      engine: wasmEngine,
    });
    const whole = run.complete();
    expect(whole?.record).toEqual(expected.record);
    expect(whole?.theta).toEqual(expected.state.theta);
    const document = newRunDocument({
      command: "train",
      config: run.experiment.config,
      engine: "wasm",
      targets,
      extremes: run.spectrum,
      parameters: run.parameters,
      created: "",
    });
    const replay = new Replay(document, expected.record, 0);
    const rows = [];
    for (let row = replay.advance(); row !== undefined; row = replay.advance()) rows.push(row);
    expect(rows.map((row) => row.kernel)).toEqual(rowsOf(new Run(build(snapshot))).map((row) => row.kernel));
    expect(rows[20].mu).toBeDefined();
    expect(replay.record().epsilon).toEqual(expected.record.epsilon);
  });

  it("goes on from its present angles when it is steered, and its rows keep counting", () => {
    const run = new Run(build(small));
    rowsOf(run, 100);
    const before = run.row;
    const angles = run.theta.slice();
    run.steer({ target: -20, targets: [-20], eta: 1e-3, loss: "quadratic" });
    expect([run.row, run.firstRow]).toEqual([before, before]);
    expect(run.complete()).toBeUndefined();
    expect(run.theta).toEqual(angles);
    const row = run.advance();
    expect(row?.targets).toEqual([-20]);
    expect(run.record().rows).toBe(1);
  });

  it("says so where the target is moved after the kernel has died", () => {
    const run = new Run(build({ ...small, layers: 64, coupling: 4, target: "min-6", steps: 6000 }));
    rowsOf(run, 5000);
    const target = run.spectrum.min - 1;
    run.steer({ target, targets: [target], eta: 1e-3, loss: "quadratic" });
    rowsOf(run, 100);
    const { dead, phase, epsilon } = readoutOf(run, run.record());
    expect([dead, phase]).toEqual([true, "frozen-error"]);
    expect(epsilon).toBeCloseTo(1, 9);
  });

  it("can be extended beyond its end without a break", () => {
    const run = new Run(build({ ...small, steps: 20 }));
    const first = rowsOf(run);
    expect([first.length, run.finished]).toEqual([21, true]);
    run.extend(40);
    const all = [...first, ...rowsOf(run)];
    const whole = rowsOf(new Run(build({ ...small, steps: 40 })));
    expect(all.map((row) => row.epsilon)).toEqual(whole.map((row) => row.epsilon));
  });

  it("finds the phase of what it has trained", () => {
    const phases = (["min+2", "min-4"] as const).map((target) => {
      const run = new Run(build({ ...small, layers: 64, coupling: 4, target, steps: 1500 }));
      rowsOf(run);
      return readoutOf(run, run.record());
    });
    expect(phases.map(({ phase }) => phase)).toEqual(["frozen-kernel", "frozen-error"]);
    for (const { fittedRate, predictedRate, theory } of phases) {
      expect(Math.abs(fittedRate / predictedRate - 1)).toBeLessThan(0.1);
      expect(theory?.t.at(-1)).toBeGreaterThan(1500);
    }
  });
});

describe("the configuration of a snapshot", () => {
  it("noise shrinks the spectrum of a traceless observable by 1 - p", () => {
    const [ideal, noisy] = [0, 0.1].map((noise) => build({ ...small, noise }).spectrum);
    expect(noisy.min).toBeCloseTo(0.9 * ideal.min, 12);
    expect(noisy.max).toBeCloseTo(0.9 * ideal.max, 12);
  });

  it("is written as the command line that runs it", () => {
    expect(commandOf(small)).toBe(
      "npx qntk train --ansatz rpa --qubits 2 --layers 16 --observable xxz --coupling 2 --loss quadratic --eta 0.001 --steps 400 --samples 3 --seed 5 --target min+1 --measure mu:10",
    );
    expect(commandOf({ ...small, observable: "pauli", pauli: "XX - 0.5*ZZ" })).toContain("--pauli 'XX - 0.5*ZZ'");
  });

  it("of the preset of the paper's Fig. 3 is that of the published run", () => {
    const preset = presets.find(({ name }) => name === "Paper, Fig. 3");
    const run = figure3.runs("paper", new Map()).find(({ name }) => name.includes("target-24"));
    const settings = parseExperiment(experimentOf({ ...initialSnapshot, ...preset?.changes }));
    expect(settings).toEqual({ ...run?.config, measure: settings.measure });
  });
});
