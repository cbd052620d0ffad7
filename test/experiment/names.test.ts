/**
 * No name of a definition stands outside its file: whoever needs one asks the table, or imports the definition.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { encodings } from "../../src/data/encodings/index.ts";
import { engines } from "../../src/engine/engines.ts";
import { ansatze } from "../../src/experiment/ansatze/index.ts";
import { observables } from "../../src/experiment/observables/index.ts";
import { noiseModels } from "../../src/quantum/noise/models/index.ts";
import { streams } from "../../src/quantum/streams/index.ts";
import { losses } from "../../src/training/losses.ts";
import { optimizers } from "../../src/training/optimizers/index.ts";
import { quantities } from "../../src/training/quantities/index.ts";
import { schedules } from "../../src/training/schedules/index.ts";
import { stopRules } from "../../src/training/stop-rules/index.ts";

const root = join(import.meta.dirname, "../..");
/** Where a kind's definitions are, the fields that name them, and names that are also words of another vocabulary. */
const KINDS = [
  {
    ...{ table: ansatze, folder: "src/experiment/ansatze", fields: ["ansatz"] },
    words: ["circuit"],
  },
  {
    ...{ table: observables, folder: "src/experiment/observables", fields: ["observable"] },
    // Kinds of data in quantum/, and of operations.
    words: ["projector", "pauli", "dense"],
  },
  { table: optimizers, folder: "src/training/optimizers", fields: ["optimizer"], words: [] },
  {
    ...{ table: losses, folder: "src/training/losses", fields: ["loss"] },
    // The two losses of the theory, and scales of axes.
    words: ["quadratic", "linear"],
  },
  { table: schedules, folder: "src/training/schedules", fields: ["schedule"], words: ["constant", "table", "1/t"] },
  {
    ...{ table: stopRules, folder: "src/training/stop-rules", fields: ["stopWhen", "rule"] },
    // Numbers of a row, and the heading and key that a phase stands under.
    words: ["epsilon", "residual", "K", "plateau", "diverged", "phase"],
  },
  {
    ...{ table: quantities, folder: "src/training/quantities", fields: ["measure"] },
    // Arguments of functions, and series of a record that the theory reads.
    words: ["mu", "theta", "hessian", "gradient", "test", "kernel"],
  },
  {
    ...{ table: engines, folder: "src/engine/definitions", fields: ["engine"] },
    // Builds of the kernels.
    words: ["native", "wasm", "reference"],
  },
  {
    ...{ table: noiseModels, folder: "src/quantum/noise/models", fields: ["noise"] },
    // Sources of data that are files, and nothing.
    words: ["file", "none"],
  },
  {
    ...{ table: streams, folder: "src/quantum/streams", fields: ["streams"] },
    // Defaults of other things, and curves of published data.
    words: ["default", "published"],
  },
  {
    ...{ table: encodings, folder: "src/data/encodings", fields: ["encode"] },
    // Gates of OpenQASM.
    words: ["rx", "ry", "rz"],
  },
  // Words and folders of other things.
  { table: commands, folder: "src/commands", fields: [], words: [...commands.names] },
] as const;

/** Files that say which published data they are of. */
const PUBLISHED = [
  "src/papers/",
  "src/reproduce/shapes.ts",
  "src/quantum/streams/published-projector.ts",
  "src/quantum/streams/index.ts",
  "src/reproduce/sample-plan.ts",
  "src/reproduce/schedule.ts",
];
/** Where functions have the names of what they make. */
const MADE = ["src/quantum/observables.ts"];
/** The engines themselves. */
const ENGINES = ["src/engine/"];
/** Rooms that know the losses of the theory by name, and the series of the published files. */
const THEORY = ["src/theory/", "src/reproduce/", "src/figures/hessian.ts"];

const files = [join(root, "src"), join(root, "lab/src")]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) =>
      relative(root, join(folder, file)).replaceAll("\\", "/"),
    ),
  )
  .filter((file) => /\.(ts|svelte)$/.test(file) && !PUBLISHED.some((path) => file.startsWith(path)));
const texts = new Map(
  files.map((file) => [file, readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")]),
);

/** The lab's defaults and presets, the Pauli sum that stands for a noisy observable, and the Race view, which is about two losses. */
const LAB = [
  "lab/src/snapshot/experiment.ts",
  "lab/src/snapshot/own-circuit.ts",
  "lab/src/snapshot/presets.ts",
  "lab/src/snapshot/snapshot.ts",
  "lab/src/views/race/",
  "lab/src/views/guide/figures.ts",
  // The checkbox of the published streams, and the limits of the engine of browsers.
  "lab/src/engine/",
  "lab/src/ui/Controls.svelte",
  "lab/src/ui/Limits.svelte",
];

/** Definitions that others name: defaults, and those that others are made of or compared with. */
const KNOWN = [
  ...[
    "ansatze/hardware-efficient",
    "observables/xxz",
    "losses/quadratic",
    "losses/linear",
    "schedules/constant",
    "stop-rules/diverged",
    "streams/default",
    "streams/published-device",
    "models/kolkata",
    "models/none",
    "models/file",
  ],
];

it("nobody imports a definition but the table of its kind and its siblings, beside those that others build on", () => {
  const found = KINDS.flatMap(({ folder }) => {
    const room = folder.slice(folder.lastIndexOf("/") + 1);
    return files
      .filter((file) => !file.startsWith(`${folder}/`) && file !== `${folder}.ts` && file !== "src/engine/engines.ts")
      .flatMap((file) =>
        [...(texts.get(file) ?? "").matchAll(new RegExp(`from "[^"]*/(${room}/[\\w-]+)\\.ts"`, "g"))].map(
          ([, name]) => `${file}: ${name}`,
        ),
      );
  });
  const descriptions = /: [\w-]+\/(index|definition|options|optimizer|loss|quantity|schedule|stop-rule)$/;
  // Experiments with qaoa draw the graph that maxcut reads.
  const siblings = /^src\/experiment\/ansatze\/.*: observables\/maxcut$/;
  expect(
    found.filter((each) => !descriptions.test(each) && !siblings.test(each) && !KNOWN.some((name) => each.endsWith(`: ${name}`))),
  ).toEqual([]);
});

describe.each(KINDS)("$table.kind", ({ table, folder, fields, words }) => {
  it.each([...table.names])("%s is named in its own file alone", (name) => {
    const escaped = name.replace(/[/]/g, "\\/");
    // A field that is compared with, or set to, the name; and the name by itself, where it is no other word.
    const patterns = fields.map((field) => new RegExp(`\\b${field}\\s*(===|!==|:)\\s*"${escaped}"`));
    if (!(words as readonly string[]).includes(name)) patterns.push(new RegExp(`["'\`]${escaped}["'\`]`));
    const allowed =
      table.kind === "loss" || table.kind === "quantity"
        ? [...THEORY, ...LAB]
        : [...MADE, ...LAB, ...(table.kind === "engine" ? ENGINES : [])];
    const found = files.filter(
      (file) =>
        !file.startsWith(`${folder}/`) &&
        !allowed.some((path) => file.startsWith(path)) &&
        patterns.some((pattern) => pattern.test(texts.get(file) ?? "")),
    );
    expect(found).toEqual([]);
  });
});
