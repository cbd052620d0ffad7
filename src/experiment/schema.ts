/**
 * The schema of configurations: one table of fields, of which those of definitions are a part. What the command line offers, reads and
 * explains follows from it.
 */
import { z } from "zod";
import { allowedNumbers, type Field, ownedFields } from "../base/fields.ts";
import { precisionNames } from "../base/precision.ts";
import { derived } from "../base/registry.ts";
import { alternatives, joined } from "../base/words.ts";
import { engineChoices, engineWords } from "../engine/engines.ts";
import { MAX_NOISY_QUBITS } from "../engine/noisy/noisy-simulator.ts";
import { scheduleNames } from "../quantum/noise/idle.ts";
import { noiseForms } from "../quantum/noise/models/index.ts";
import { MAX_QUBITS } from "../quantum/pauli.ts";
import { streams } from "../quantum/streams/index.ts";
import { DEFAULT_DEVICE_SHOTS, deviceForms } from "../shots/device-name.ts";
import { gradientNames } from "../shots/load.ts";
import { mitigationForms } from "../shots/mitigation-choice.ts";
import { type LossName, losses } from "../training/losses.ts";
import type { Strides } from "../training/plan.ts";
import { quantities } from "../training/quantities/index.ts";
import { stopForms } from "../training/stop-rules/index.ts";
import { ansatze } from "./ansatze/index.ts";
import { choicesOf } from "./choices.ts";
import type { DataConfig } from "./data-config.ts";
import { dataShape } from "./data-schema.ts";
import { observables } from "./observables/index.ts";
import { flag, integer, type OptionInfo, option, optionInfos, readingOf, text } from "./option-info.ts";
import { plainTargetSchema, targetsSchema } from "./targets.ts";
import { trainingShape as optimizerSchemas, trainingOptions } from "./training-config.ts";

export { dataFieldNames } from "./data-config.ts";
export type { OptionInfo, OptionReading } from "./option-info.ts";

/** What simulates noisy gates. */
export const noiseEngineNames = ["density", "trajectories"] as const;

/** The ansatz and the observable where none is named. */
const DEFAULT_ANSATZ = ansatze.names[0];
export const DEFAULT_OBSERVABLE = observables.names[0];
const DEFAULT_LOSS = losses.names[0];

/** Gradient steps of the preliminary run of critical targets: as many as the published one has. */
export const DEFAULT_CRITICAL_STEPS = 8000;

/** The schema of a definition's field. Its default depends on what is chosen, so that the schema has none. */
function schemaOf(field: Field): z.ZodType {
  switch (field.type) {
    case "text":
      return text();
    case "flag":
      return flag();
    case "choice":
      return z.enum([...(field.choices ?? [])]);
    default: {
      const { type, min, max, above, below } = field;
      const allowed = allowedNumbers(field);
      let schema = type === "integer" ? z.int(allowed) : z.number(allowed);
      if (min !== undefined) schema = schema.min(min, allowed);
      if (max !== undefined) schema = schema.max(max, allowed);
      if (above !== undefined) schema = schema.gt(above, allowed);
      if (below !== undefined) schema = schema.lt(below, allowed);
      return schema;
    }
  }
}

/** The fields of all definitions of a kind. */
function shapeOf(
  definitions: readonly { readonly name: string; readonly fields: readonly Field[] }[],
): Record<string, z.ZodType> {
  return Object.fromEntries(
    ownedFields(definitions).map(({ field, words }) => {
      const reads =
        field.perDatum && field.textFrom === undefined
          ? "each-text"
          : field.textFrom === undefined
            ? readingOf(field)
            : (`${field.textFrom}-text` as const);
      const initial = field.default === undefined ? undefined : String(field.default);
      return [field.name, option(schemaOf(field).optional(), reads, field.placeholder, words, initial)];
    }),
  );
}

/** Names with what they are, such as `rpa (random Pauli ansatz) or hea (…)`. */
function explained(definitions: readonly { readonly name: string; readonly title: string }[]): string {
  return alternatives(definitions.map(({ name, title }) => `${name} (${title})`));
}

/** The default of `criticalFrom` in words: that of most observables, and those of the others. */
function criticalFromWords(): string {
  const [{ criticalFrom: usual }] = observables.all;
  const others = observables.all.filter(({ criticalFrom }) => criticalFrom !== usual);
  return [usual, ...others.map(({ name, criticalFrom }) => `${criticalFrom} for observable ${name}`)].join("; ");
}

/** The circuit: fields that all ansätze share. */
const circuitShape = () => ({
  ansatz: option(
    z.enum([...ansatze.names]).default(DEFAULT_ANSATZ),
    "text",
    "<name>",
    `circuit: ${explained(ansatze.all)}`,
    DEFAULT_ANSATZ,
  ),
  qubits: option(integer(1, MAX_QUBITS).default(4), "number", "<n>", "number of qubits n", "4"),
  layers: option(
    integer(1).default(64),
    "number",
    "<d>",
    `layers: ${ansatze.all.map(({ layerWords }) => layerWords).join(", ")}`,
    "64",
  ),
});

const observableShape = () => ({
  observable: option(
    z.enum([...observables.names]).default(DEFAULT_OBSERVABLE),
    "text",
    "<name>",
    `observable O whose expectation is trained: ${explained(observables.all)}`,
    DEFAULT_OBSERVABLE,
  ),
});

const trainingShape = () => ({
  loss: option(
    z.enum([...losses.names]).default(DEFAULT_LOSS),
    "text",
    "<name>",
    losses.all.map(({ name, title }) => `${name}: ${title}`).join("; "),
    DEFAULT_LOSS,
  ),
  target: option(
    targetsSchema.optional(),
    "targets",
    "<o0>",
    "target O0: a number, min, max, an offset from these such as min-4 or max+20% (of the spectrum's width), or critical (each sample's own end of what the circuit reaches); several with commas, or repeated",
    "three around the spectrum's end",
  ),
  criticalFrom: option(
    plainTargetSchema.optional(),
    "target",
    "<o0>",
    "target of the preliminary run that finds the critical ones, beyond the spectrum",
    criticalFromWords(),
  ),
  criticalSteps: option(integer(1).optional(), "number", "<n>", "gradient steps of that run", String(DEFAULT_CRITICAL_STEPS)),
  eta: option(
    z.number("a finite number greater than 0").positive("a finite number greater than 0").default(1e-3),
    "number",
    "<rate>",
    "learning rate",
    "0.001",
  ),
  steps: option(integer(0).default(2000), "number", "<n>", "number of gradient steps", "2000"),
  samples: option(integer(1).default(10), "number", "<n>", "number of random initial angle sets", "10"),
  seed: option(integer(0).optional(), "number", "<n>", "seed of the default streams", "0"),
  theta: option(
    text().optional(),
    "text",
    "<file>",
    "initial angles, a file (.npy, .npz, .csv) of shape (samples, parameters), or (parameters) for all samples alike",
    "drawn",
  ),
  precision: option(
    z.enum(precisionNames).default("double"),
    "text",
    "<name>",
    "of states and matrices: double, or single for half the memory and about seven digits; angles are always double",
    "double",
  ),
  streams: option(
    z.enum([...streams.names]).default(streams.names[0]),
    "text",
    "<name>",
    `random streams: ${explained(streams.all)}`,
    streams.names[0],
  ),
});

/** Optimiser, schedule and frozen angles. */
function optimizerShape(): Record<string, z.ZodType> {
  const options = new Map(trainingOptions().map((each) => [each.name, each]));
  const shape = optimizerSchemas();
  for (const [name, schema] of Object.entries(shape)) {
    const { placeholder = "<value>", words = "", reads = "text" } = options.get(name) ?? {};
    optionInfos.add(schema, { reads, placeholder, words });
  }
  return shape;
}

const measurementShape = () => ({
  device: option(
    text().optional(),
    "text",
    "<name>",
    `what measures <O> and its gradient in place of a simulation here: ${deviceForms}`,
    "none",
  ),
  noise: option(text().optional(), "text", "<model>", `noise of gates and readout: ${noiseForms()}`, "none"),
  layout: option(
    z.array(integer(0), { error: "a list of qubits such as [0, 1]" }).optional(),
    "qubits",
    "<qubits>",
    "the device's qubit for each of the circuit's, with a device or noise from a file, such as 12,13",
    "chosen for little error, or the first that are coupled",
  ),
  noiseEngine: option(
    z.enum(noiseEngineNames).optional(),
    "text",
    "<name>",
    "what simulates noisy gates: density matrices, or trajectories, one for every shot",
    `density up to ${MAX_NOISY_QUBITS} qubits, beyond trajectories, with shots`,
  ),
  idle: option(
    z.enum(scheduleNames).optional(),
    "text",
    "<schedule>",
    "relaxation of qubits that wait, gates made as soon (asap) or as late (alap) as possible",
    "none",
  ),
  mitigate: option(text().optional(), "text", "<list>", `what estimates are corrected for: ${mitigationForms}`, "nothing"),
  shots: option(
    integer(2).optional(),
    "number",
    "<n>",
    "shots for each circuit and each group of commuting terms",
    `exact values; ${DEFAULT_DEVICE_SHOTS} with a device`,
  ),
  shotSeed: option(integer(0).optional(), "number", "<n>", "seed of the shots", "0"),
  gradient: option(
    z.enum(gradientNames).optional(),
    "text",
    "<name>",
    "adjoint, or parameter-shift as on a device",
    "adjoint; parameter-shift with shots",
  ),
  stopWhen: option(
    z.union([text(), z.array(text()).min(1, "at least one rule")], "a rule, or a list of them").optional(),
    "list",
    "<rule>",
    `rules that end a sample at a target before the last step: ${stopForms()}; repeat for several`,
    "none",
  ),
  measure: option(
    z
      .strictObject(Object.fromEntries(quantities.names.map((name) => [name, integer(1).optional()])), {
        error: (issue) => (issue.code === "invalid_type" ? 'an object such as {"mu": 40}' : undefined),
      })
      .optional(),
    "strides",
    "<list>",
    `strides in steps of ${joined(quantities.all.map(({ words }) => words))}, such as mu:40,theta:100,hessian:500, or none`,
    "mu:10, none with shots or many data; test:10 with data held out",
  ),
});

/** What a configuration file may hold beside the experiment: how to run it. */
const runShape = () => ({
  engine: option(
    z.enum([...engineChoices()]).optional(),
    "text",
    "<name>",
    `engine to run on: ${engineWords()}`,
    "auto, which is native where its kernels were built, and wasm elsewhere",
  ),
  threads: option(integer(1).optional(), "number", "<n>", "worker threads", "all cores"),
  python: option(text().optional(), "text", "<path>", "Python with Qiskit, for a device", "QNTK_PYTHON, or python3"),
  out: option(text().optional(), "text", "<dir>", "folder to write the run to", "a new one in qntk-runs"),
  force: option(flag().optional(), "flag", "", "replace an existing run folder"),
  plot: flag().optional().describe("write figures and a report (default true)"),
  json: option(flag().optional(), "flag", "", "print the result as JSON"),
  quiet: option(flag().optional(), "flag", "", "print nothing but errors"),
  import: z
    .union([text(), z.array(text())], "a file, or a list of files")
    .optional()
    .describe("modules of one's own that register definitions, which the command line must allow (--allow-import)"),
  $schema: text().optional().describe("the JSON Schema of this file, for editors"),
});

const commonShape = () => ({
  ...circuitShape(),
  ...observableShape(),
  ...trainingShape(),
  ...dataShape(),
  ...measurementShape(),
});

type CommonSchema = z.ZodObject<ReturnType<typeof commonShape>, z.core.$strict>;
type FileSchema = z.ZodObject<ReturnType<typeof commonShape> & ReturnType<typeof runShape>, z.core.$strict>;

/** An experiment as it was given, checked field by field. Fields of definitions stand beside those that all experiments have. */
export type CheckedInput = z.output<CommonSchema>;
/** The content of a configuration file, likewise. */
export type CheckedFile = z.output<FileSchema>;

/** How to run an experiment, as far as a configuration file says. */
export type RunSettings = Pick<CheckedFile, "engine" | "threads" | "python" | "out" | "force" | "plot" | "json" | "quiet">;

/**
 * A complete experiment configuration: every field that applies is there, defaults included. The fields of its ansatz and observable are
 * there too; `ansatzOf` and `observableOf` read them.
 */
export type ExperimentConfig = Omit<CheckedInput, "target" | "measure" | "stopWhen" | "loss" | keyof DataConfig> &
  DataConfig & {
    /** With data it may be `cross-entropy` too; see `lossOf`. */
    readonly loss: LossName;
    readonly stopWhen?: readonly string[];
    readonly optimizer?: string;
    readonly schedule?: string;
    readonly freeze?: string;
    readonly target: readonly (number | string)[];
    readonly measure: Strides;
  };

/** An experiment configuration with defaults left out; `target` may be a single one, and fields of definitions stand among the others. */
export type ExperimentConfigInput = z.input<CommonSchema> & { readonly [field: string]: unknown };

/** The schemas of all that is registered. */
interface Schemas {
  readonly experiment: CommonSchema;
  readonly file: FileSchema;
}

/** The schemas of an experiment and of a configuration file. */
export const schemas = /* @__PURE__ */ derived((): Schemas => {
  const shape = {
    ...circuitShape(),
    ...shapeOf(ansatze.all),
    ...observableShape(),
    ...shapeOf(observables.all),
    ...trainingShape(),
    ...dataShape(),
    ...optimizerShape(),
    ...measurementShape(),
  };
  return {
    experiment: z.strictObject(shape),
    file: z.strictObject({ ...shape, ...runShape() }),
  };
});

/** Every field that is an option of the command line, in order, by its name. */
export const optionFields = /* @__PURE__ */ derived((): ReadonlyMap<string, OptionInfo> => {
  const entries = Object.entries<z.ZodType>(schemas().file.shape);
  return new Map(
    entries.flatMap(([name, schema]) => {
      const info = optionInfos.get(schema);
      return info === undefined ? [] : [[name, { ...info, choices: choicesOf(schema) }]];
    }),
  );
});

/** The fields that say what circuit and what observable. */
export const problemFieldNames = /* @__PURE__ */ derived((): readonly string[] =>
  [circuitShape(), shapeOf(ansatze.all), observableShape(), shapeOf(observables.all)].flatMap(Object.keys),
);

/** The field of a name, among those of definitions whose text may stand in a file. */
export function textFieldNamed(name: string): Field | undefined {
  const fields = ownedFields([...ansatze.all, ...observables.all]).map(({ field }) => field);
  return fields.find((field) => field.name === name && field.textFrom !== undefined);
}
