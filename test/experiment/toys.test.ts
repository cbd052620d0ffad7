/**
 * A toy of every kind of definition, each in a file of its own and registered in one line here, is found in the schema, in help and the reference made
 * from it, and in messages; and it trains. The lab's controls: lab/test/toys.test.ts.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reference } from "../../scripts/reference.mjs";
import { engineNamed } from "../../src/engine/engines.ts";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { configFileJsonSchema, parseExperiment } from "../../src/experiment/config.ts";
import { commandLineOf, describeRun } from "../../src/experiment/describe.ts";
import * as noiseOf from "../../src/quantum/noise/index.ts";
import { runArrays } from "../../src/runs/run-arrays.ts";
import { emptyRecord, fillBlock } from "../../src/training/record.ts";
import { advance } from "../../src/training/step.ts";
import { runHere } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { fields, input, toys } from "./toys/all.ts";
import { toyAnsatz } from "./toys/ansatz.ts";
import { toyCommand } from "./toys/command.ts";
import { toyEncoding } from "./toys/encoding.ts";
import { toyEngine } from "./toys/engine.ts";
import { toyFigure } from "./toys/figure.ts";
import { toyLoss } from "./toys/loss.ts";
import { toyNoise } from "./toys/noise.ts";
import { toyObservable } from "./toys/observable.ts";
import { toyOptimizer } from "./toys/optimizer.ts";
import { toyQuantity } from "./toys/quantity.ts";
import { toySchedule } from "./toys/schedule.ts";
import { toyStopRule } from "./toys/stop-rule.ts";
import { toyStreams } from "./toys/streams.ts";

/** What stands for every toy in words: its name, or the form that it is written in. */
const said = [
  ...[...toys, toyEngine, toyStreams, toyEncoding].map(({ name }) => name),
  ...[toyQuantity.words, toySchedule.form, toyStopRule.form, toyNoise.form],
];
/** A circuit of gates on two qubits. */
const small = { ansatz: "hea", qubits: 2, layers: 2, observable: "tfim", target: [-1] } as const;

describe("a toy of every kind of definition", () => {
  it("stands in the schema of configuration files, with its fields", () => {
    const schema = configFileJsonSchema() as { properties: Record<string, object> };
    const text = JSON.stringify(schema);
    for (const word of [...said, toyQuantity.name]) expect(text).toContain(word);
    for (const { name } of fields) expect(Object.keys(schema.properties)).toContain(name);
  });

  it("stands in the reference of the command line, made with the toys as the package's is made without", async () => {
    const helps = new Map<string, string>();
    const text = await reference(async (words: readonly string[]) => {
      const key = words.join(" ");
      if (!helps.has(key)) helps.set(key, (await runHere([...words, "--help"])).stdout);
      return helps.get(key) ?? "";
    });
    const sectionOf = (title: string) =>
      /^\n```text\n([\s\S]*?)```/.exec(text.split(`## ${title}\n`)[1])?.[1].replace(/\s+/g, " ") ?? "";
    const train = sectionOf("qntk train");
    for (const word of said) expect(train).toContain(word);
    for (const { name, placeholder, words } of fields) {
      expect(train).toContain(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${placeholder}`);
      expect(train).toContain(words);
    }
    expect(sectionOf("qntk figure")).toContain(`${toyFigure.id} (${toyFigure.title})`);
    const weigh = sectionOf(`qntk ${toyCommand.name}`);
    expect(weigh).toContain("--toy-times <n> how many there are (default: 1)");
    expect(weigh).toContain("--toy-field");
    expect(weigh).toContain(toyCommand.examples[0]);
    expect(text.split("## qntk\n")[1].split("##")[0]).toContain(toyCommand.summary);
  });

  it("is completed in shells", async () => {
    const { stdout } = await runHere(["completion", "bash"]);
    for (const word of [
      toyCommand.name,
      "--toy-times",
      "--toy-turns",
      toyStreams.name,
      toyEngine.name,
      toyEncoding.name,
      toyFigure.id,
    ])
      expect(stdout).toContain(word);
  });

  it("runs as a command, with fields, options and refusals of its own", async () => {
    const asked = ["toy-weigh", "--qubits", "3", "--toy-times", "2", "--toy-name", "a", "--toy-name", "b"];
    expect(await runHere(asked)).toEqual({ code: 0, stdout: "16 amplitudes of rpa a and b\n", stderr: "" });
    expect((await runHere(["toy-weigh", "--toy-times", "2", "--toy-times", "3"])).stderr).toContain(
      "--toy-times was given before, as 2",
    );
    expect((await runHere(["toy-weigh", "--qubits", "x"])).stderr).toContain('--qubits is "x"');
    expect((await runHere(["toy-weigh", "--toy"])).code).toBe(2);
  });

  it("is drawn as a figure, and named where one is not found", async () => {
    const out = temporaryFolder();
    const { code, stdout } = await runHere(["figure", toyFigure.id, "--out", out, "--format", "svg"]);
    expect(code).toBe(0);
    expect(stdout).toContain("A toy line");
    expect(readFileSync(join(out, `figure-${toyFigure.id}.svg`), "utf8")).toContain("<svg");
    expect((await runHere(["figure", "nothing"])).stderr).toContain(toyFigure.id);
  });

  it("simulates, draws, and makes noise", () => {
    const { circuit, observable, theta, noise } = buildExperiment(parseExperiment({ ...small, streams: "toy-count", seed: 1 }));
    expect([...theta.slice(0, 3)]).toEqual([0, 0.002, 0.004]);
    const [own, plain] = ["toy-abacus", "reference"].map((name) =>
      engineNamed(name).load(circuit, observable).expectation(theta),
    );
    expect([...own]).toEqual([...plain]);
    expect(noise).toBeUndefined();
    const noisy = buildExperiment(parseExperiment({ ...small, noise: "toy-hiss:0.1" }));
    expect(noisy.noise?.model).toEqual(noiseOf.gateDepolarizing(0.1, 0.2));
  });

  it("encodes tables", () => {
    const config = parseExperiment({
      ...small,
      observable: "pauli",
      pauli: "ZI",
      data: "t.csv",
      encode: "toy-halves",
      target: [1, -1],
    });
    const { data } = buildExperiment(config, { data: "x,z\n1,2\n3,4\n" });
    expect(data?.problem.train.angles?.values).toEqual(Float64Array.of(0.5, 1, 1.5, 2));
  });

  it.each([
    ["ansatz", { ansatz: "toy" }, toyAnsatz.name],
    ["observable", { observable: "toy" }, toyObservable.name],
    ["loss", { loss: "toy" }, toyLoss.name],
    ["optimizer", { optimizer: "toy" }, toyOptimizer.name],
    ["schedule", { schedule: "toy" }, toySchedule.form],
    ["stopWhen", { stopWhen: "toy" }, toyStopRule.form],
    ["measure.toy", { measure: { toy: 3 } }, toyQuantity.name],
    ["streams", { streams: "toy" }, toyStreams.name],
    ["noise", { noise: "" }, toyNoise.form],
    ["noise", { noise: "toy-hiss:2" }, "from 0 to 0.5"],
    ["encode", { data: "t.csv", encode: "toy" }, toyEncoding.name],
    ["toyTurns", { toyTurns: 2 }, toyAnsatz.name],
    ["toyField", { toyField: 2 }, toyObservable.name],
    ["toyStride", { toyStride: 2 }, toyOptimizer.name],
    ["toyStride", { optimizer: "toy-signs", toyStride: 0 }, "greater than 0"],
  ] as const)("is named where %s is refused", (argument, wrong, word) => {
    expect(() => parseExperiment(wrong)).toThrow(word);
    expect(() => parseExperiment(wrong)).toThrow(argument);
  });

  it("trains: angles by its rule, rows until it stops, its numbers among the arrays, its words in what is said", () => {
    const config = parseExperiment(input);
    const { circuit, observable, plan, theta } = buildExperiment(config);
    const simulator = wasmEngine.load(circuit, observable);
    const { state, block } = advance(simulator, plan, { row: 0, theta }, 100);
    simulator.dispose();
    expect(block.rows).toHaveLength(13);
    // A quarter of η along the signs at every step, half as long at every second one.
    const moved = state.theta.map((angle, l) => Math.abs(angle - theta[l]));
    expect(Math.max(...moved)).toBeLessThanOrEqual(12 * 0.75 * 0.25 * 0.02 + 1e-12);
    expect(Math.max(...moved)).toBeGreaterThan(0.25 * 0.02);
    const record = emptyRecord(plan, 2, circuit.parameters);
    fillBlock(record, block);
    record.rows = block.rows.length;
    const array = runArrays(record).find(({ name }) => name === toyQuantity.array.name);
    expect(array).toMatchObject({ axis: "toy-peak_step", entries: [{ name: "toy_side", length: 2 }], width: 2 });
    const [peak, place] = array?.values(1, 2, 3) ?? [];
    expect(peak).toBeGreaterThan(0);
    expect(Number.isInteger(place)).toBe(true);
    const line = describeRun(config, circuit.parameters, { min: -2, max: 2 });
    for (const word of ["toy-rows", "toy-field", "toy-quartic loss", "optimizer toy-signs", "schedule toy-limp:0.5"])
      expect(line).toContain(word);
    const command = commandLineOf("train", config);
    expect(command).toContain("--toy-turns 2");
    expect(command).toContain("--stop-when toy-row=12".replace("toy-row=12", "'toy-row=12'"));
  });
});
