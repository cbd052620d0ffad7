/**
 * `run.json`: what a run folder says about itself, its schema and its version.
 */
import { z } from "zod";
import { FormatError } from "../base/errors.ts";
import { packageName, packageVersion } from "../base/package-info.ts";
import { deviceKinds } from "../devices/protocol.ts";
import { engines } from "../engine/engines.ts";
import { parameterNamesOf } from "../experiment/chosen.ts";
import { type ExperimentConfig, noiseEngineNames, parseExperiment } from "../experiment/config.ts";
import { isNoisyDevice } from "../experiment/measurement-config.ts";
import { loadedPlugins, type PluginRecord, pluginProblems, tellPluginProblems } from "../experiment/plugins.ts";
import { checkSeal, sealedJson } from "./sealed.ts";

/**
 * Version of the folder layout and of `run.json`; raised whenever a reader of the old one would go wrong. From 2 on chunks carry their
 * CRC-32C, and `run.json` the digests of the other files and of itself.
 */
export const RUN_SCHEMA_VERSION = 2;
const RUN_SCHEMA_VERSIONS = [1, RUN_SCHEMA_VERSION] as const;

export const runStatuses = ["running", "complete", "diverged"] as const;

/** The commands that train. */
export const runCommands = ["train", "transition"] as const;

export type RunCommandName = (typeof runCommands)[number];

/** What a run was made by: an engine, density matrices or trajectories where gates are noisy, or a device. */
export type RunEngineName = string;

/** The names there are. */
function runEngineNames(): readonly string[] {
  return [...engines.names, ...noiseEngineNames, "device"];
}

/** The noise of a run: its model in numbers, times in ns, probabilities of reading 1 for 0 (p10) and 0 for 1 (p01). */
const noiseSchema = z.object({
  model: z.string(),
  depolarizing: z.number(),
  /** The device's qubit for each of the circuit's. */
  layout: z.array(z.int()).optional(),
  /** For each of the circuit's qubits; T1 and T2 are null where relaxation is left out. */
  qubits: z
    .array(z.object({ t1: z.number().nullable(), t2: z.number().nullable(), p10: z.number(), p01: z.number() }))
    .optional(),
  gates: z.array(z.object({ gate: z.string(), qubits: z.array(z.int()), error: z.number(), duration: z.number() })).optional(),
});

/** The device of a run: which backend, which of its qubits, by which software. */
const deviceSchema = z.object({
  /** The backend's own name. */
  backend: z.string(),
  kind: z.enum(deviceKinds),
  /** The device's qubit for each of the circuit's. */
  layout: z.array(z.int()).optional(),
  versions: z.record(z.string(), z.string()),
  /** Names of a machine's jobs, one for each row; one more than there are rows where the last is still to be collected. */
  jobs: z.array(z.string()).optional(),
});

export type DeviceRecord = z.output<typeof deviceSchema>;

/** Something that happened to a sample at a target. */
const eventSchema = z.object({
  /** Index of the target times the number of samples, plus the sample. */
  column: z.int(),
  step: z.int(),
  target: z.number(),
  sample: z.int(),
  rule: z.string(),
  reason: z.string(),
  ends: z.boolean(),
  /** 2 over the largest eigenvalue of the loss Hessian there. */
  largestStableEta: z.number().optional(),
});

export type RunEvent = z.output<typeof eventSchema>;

const runDocumentSchema = z.object({
  schema: z.literal(RUN_SCHEMA_VERSIONS),
  package: z.object({ name: z.string(), version: z.string() }),
  /** Command that made the run. */
  command: z.enum(runCommands),
  config: z.record(z.string(), z.unknown()),
  engine: z.string(),
  /** Targets as numbers. */
  targets: z.array(z.number()),
  /** With data: how many, `targets` then has so many numbers for each target vector; and labels of those held out. */
  data: z
    .object({
      count: z.int(),
      classes: z.int().optional(),
      weights: z.array(z.number()).optional(),
      test: z.array(z.number()).optional(),
      /** Indices of the circuit's own parameters that are trained, where columns of the data set the others. */
      trained: z.array(z.int()).optional(),
    })
    .optional(),
  /** Critical targets of the samples, once the preliminary run has found them; theirs in `targets` is then their mean. */
  criticalTargets: z.array(z.number()).optional(),
  /** Ends of the observable's spectrum. */
  extremes: z.object({ min: z.number(), max: z.number() }),
  /** Ends of what <O> reaches with the run's noise, where they are known. */
  reachable: z.object({ min: z.number(), max: z.number() }).optional(),
  /** Distances of both ends from the next levels, where the natural gradient follows imaginary time: its tangents at the first angles span all directions. */
  gaps: z.object({ min: z.number(), max: z.number() }).optional(),
  parameters: z.int(),
  /** Modules of the user's own that had registered definitions, with the SHA-256 of each file. */
  plugins: z.array(z.object({ path: z.string(), sha256: z.string() })).optional(),
  /** The run whose angles this one began with. */
  parent: z
    .object({ path: z.string(), created: z.string(), rows: z.int(), checkpoint: z.string(), sha256: z.string().optional() })
    .optional(),
  noise: noiseSchema.optional(),
  device: deviceSchema.optional(),
  status: z.enum(runStatuses),
  /** Rows recorded, 0 .. rows - 1. */
  rows: z.int(),
  /** File with θ at the next row (at the last one, once complete). */
  checkpoint: z.string(),
  /** Other arrays needed to go on from there, by name, each in a file of its own of shape (columns, width). */
  memory: z.record(z.string(), z.string()).optional(),
  /** What happened to single samples: the rule that ended one before the last step, at its last row, or that marked one that goes on. */
  events: z.array(eventSchema).optional(),
  /** Where and why a whole run was ended, in earlier versions. */
  divergence: z.object({ step: z.int(), target: z.number(), sample: z.int(), reason: z.string() }).optional(),
  /** SHA-256 of the files that are no chunks, by path within the folder. */
  digests: z.record(z.string(), z.string()).optional(),
  timing: z.object({ created: z.string(), updated: z.string(), seconds: z.number() }),
});

/** Fields that came later, as what all runs were before. */
const SINCE_SCHEMA_1 = { precision: "double" };

/** The content of `run.json`. */
export type RunDocument = Omit<z.output<typeof runDocumentSchema>, "config"> & { readonly config: ExperimentConfig };

/** The document of a run without rows. */
export function newRunDocument({
  created,
  ...run
}: Pick<
  RunDocument,
  "command" | "config" | "engine" | "extremes" | "reachable" | "gaps" | "parameters" | "noise" | "device" | "parent" | "data"
> & {
  readonly targets: readonly number[];
  readonly created: string;
}): RunDocument {
  return {
    schema: RUN_SCHEMA_VERSION,
    package: { name: packageName, version: packageVersion },
    ...run,
    ...(loadedPlugins().length > 0 && { plugins: [...loadedPlugins()] }),
    targets: [...run.targets],
    extremes: { min: run.extremes.min, max: run.extremes.max },
    status: "running",
    rows: 0,
    checkpoint: checkpointName(0),
    digests: {},
    timing: { created, updated: created, seconds: 0 },
  };
}

/** The ends that phases and residuals of a run refer to: with noise those of what it reaches. Noisy runs of earlier versions have those of the spectrum alone. */
export function endsOf({
  extremes,
  reachable,
  gaps,
  config,
}: Pick<RunDocument, "extremes" | "reachable" | "gaps" | "config">): RunDocument["extremes"] &
  Pick<RunDocument, "gaps"> & { readonly moved?: boolean } {
  return {
    ...(reachable ?? extremes),
    ...(gaps !== undefined && { gaps }),
    ...(reachable === undefined && isNoisyDevice(config.device) && { moved: true }),
  };
}

/** Targets of a run: with data, target vectors. */
export function targetCount({ targets, data }: Pick<RunDocument, "targets" | "data">): number {
  return targets.length / (data?.count ?? 1);
}

/** Names of the parameters that a run trains, where its ansatz gives them any; none where earlier versions did not write down which of them data set. */
export function trainedNamesOf({ config, parameters, data }: Pick<RunDocument, "config" | "parameters" | "data">) {
  const names = parameterNamesOf(config);
  return names === undefined || names.length === parameters ? names : data?.trained?.map((p) => names[p]);
}

/** What made a run, in words: an engine, or a device with its qubits and Qiskit's versions. */
export function makerOf({ engine, device, config }: Pick<RunDocument, "engine" | "device" | "config">): string {
  if (device === undefined) return `${engine} engine`;
  const { layout, versions } = device;
  const qiskit = Object.entries(versions).filter(([name]) => name !== "python");
  return [
    `${config.device}`,
    ...(layout === undefined ? [] : [`qubits ${layout.join(", ")}`]),
    ...qiskit.map(([name, version]) => `${name} ${version}`),
  ].join(", ");
}

/** Name of the file with θ at a row. */
export function checkpointName(row: number): string {
  return `checkpoint-${row}.npy`;
}

/** Name of the file with another array at a row. */
export function memoryName(name: string, row: number): string {
  return `checkpoint-${row}-${name}.npy`;
}

/** A document that knows the digests of more files, or, given undefined, of fewer; those of earlier versions keep none. */
export function withDigests(document: RunDocument, digests: Readonly<Record<string, string | undefined>>): RunDocument {
  if (document.digests === undefined) return document;
  const entries = Object.entries({ ...document.digests, ...digests });
  return {
    ...document,
    digests: Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

/** The text of `run.json`. */
export function formatDocument(document: RunDocument): string {
  return document.schema === 1 ? `${JSON.stringify(document, null, 2)}\n` : sealedJson(document);
}

/**
 * Reads `run.json`.
 *
 * @throws FormatError if it is damaged, not JSON, of a newer schema, lacks a field, or contradicts itself
 */
export function parseRunDocument(text: string, path: string): RunDocument {
  const sealed = checkSeal(text, path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FormatError(path, "is not JSON");
  }
  const version = (value as { schema?: unknown } | null)?.schema;
  if (typeof version === "number" && version > RUN_SCHEMA_VERSION) {
    throw new FormatError(
      path,
      `has schema ${version}; this version of qntk reads up to schema ${RUN_SCHEMA_VERSION}, so update qntk`,
    );
  }
  if (typeof version === "number" && version > 1 && !sealed)
    throw new FormatError(path, "is damaged: expected a digest in its last field, found none");
  const result = runDocumentSchema.safeParse(value, { reportInput: true });
  if (!result.success) {
    const [issue] = result.error.issues;
    const found = issue.input === undefined ? "missing" : JSON.stringify(issue.input);
    throw new FormatError(path, `${issue.path.map(String).join(".") || "its content"} is ${found}, which no run has`);
  }
  // An engine of the user's own may not have been imported here, which is said below.
  const { engine, plugins } = result.data;
  if (plugins === undefined && !runEngineNames().includes(engine))
    throw new FormatError(path, `engine is ${JSON.stringify(engine)}, which no run has`);
  const document = { ...result.data, config: configOf(result.data.config, path, result.data.plugins) };
  tellPluginProblems(document.plugins ?? []);
  const { config, rows, targets } = document;
  if (rows < 0 || rows > config.steps + 1)
    throw new FormatError(path, `counts ${rows} rows, but a run of ${config.steps} steps has at most ${config.steps + 1}`);
  if (document.data === undefined && targets.length !== config.target.length)
    throw new FormatError(path, `has ${targets.length} targets, but its configuration has ${config.target.length}`);
  const { criticalTargets } = document;
  if (criticalTargets !== undefined && criticalTargets.length !== config.samples)
    throw new FormatError(path, `has ${criticalTargets.length} critical targets, but ${config.samples} samples`);
  return document;
}

/** The stored configuration, which must be complete: a default filled in now might differ from the one the run was made with. */
function configOf(
  stored: Readonly<Record<string, unknown>>,
  path: string,
  plugins: readonly PluginRecord[] = [],
): ExperimentConfig {
  let config: ExperimentConfig;
  const complete = { ...SINCE_SCHEMA_1, ...stored };
  try {
    config = parseExperiment(complete);
  } catch (error) {
    const problem = `config.${(error as Error).message.replace(/\.$/, "")}`;
    throw new FormatError(path, [problem, ...pluginProblems(plugins)].join("; "));
  }
  const missing = Object.keys(config).find((field) => !(field in complete));
  if (missing !== undefined) throw new FormatError(path, `config.${missing} is missing`);
  return config;
}
