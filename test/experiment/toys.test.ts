/**
 * A toy of every kind of definition, each in a file of its own and registered in one line here, is found in the schema, in help and the reference made
 * from it, and in messages; and it trains. The lab's controls: lab/test/toys.test.ts.
 */
import { describe, expect, it } from "vitest";
import { commandWords } from "../../scripts/commands.mjs";
import { wasmEngine } from "../../src/engine/wasm/wasm-engine.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { configFileJsonSchema, parseExperiment } from "../../src/experiment/config.ts";
import { commandLineOf, describeRun } from "../../src/experiment/describe.ts";
import { runArrays } from "../../src/runs/run-arrays.ts";
import { emptyRecord, fillBlock } from "../../src/training/record.ts";
import { advance } from "../../src/training/step.ts";
import { runHere } from "../support/cli.ts";
import { fields, input, toys } from "./toys/all.ts";
import { toyAnsatz } from "./toys/ansatz.ts";
import { toyLoss } from "./toys/loss.ts";
import { toyObservable } from "./toys/observable.ts";
import { toyOptimizer } from "./toys/optimizer.ts";
import { toyQuantity } from "./toys/quantity.ts";
import { toySchedule } from "./toys/schedule.ts";
import { toyStopRule } from "./toys/stop-rule.ts";

/** What stands for every toy in words: its name, or the form that it is written in. */
const said = [...toys.map(({ name }) => name), toyQuantity.words, toySchedule.form, toyStopRule.form];

describe("a toy of every kind of definition", () => {
  it("stands in the schema of configuration files, with its fields", () => {
    const schema = configFileJsonSchema() as { properties: Record<string, object> };
    const text = JSON.stringify(schema);
    for (const word of [...said, toyQuantity.name]) expect(text).toContain(word);
    for (const { name } of fields) expect(Object.keys(schema.properties)).toContain(name);
  });

  it("stands in help, from which the reference of the command line is made", async () => {
    const helps = new Map<string, string>();
    const found = await commandWords(async (words: readonly string[]) => {
      if (words.length > 0 && words[0] !== "train") return "";
      helps.set(words.join(" "), (await runHere([...words, "--help"])).stdout);
      return helps.get(words.join(" ")) ?? "";
    });
    expect(found).toContainEqual(["train"]);
    const help = (helps.get("train") ?? "").replace(/\s+/g, " ");
    for (const word of said) expect(help).toContain(word);
    for (const { name, placeholder, words } of fields) {
      expect(help).toContain(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${placeholder}`);
      expect(help).toContain(words);
    }
  });

  it.each([
    ["ansatz", { ansatz: "toy" }, toyAnsatz.name],
    ["observable", { observable: "toy" }, toyObservable.name],
    ["loss", { loss: "toy" }, toyLoss.name],
    ["optimizer", { optimizer: "toy" }, toyOptimizer.name],
    ["schedule", { schedule: "toy" }, toySchedule.form],
    ["stopWhen", { stopWhen: "toy" }, toyStopRule.form],
    ["measure.toy", { measure: { toy: 3 } }, toyQuantity.name],
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
