/**
 * The configuration of an experiment: everything that determines its numbers, as one JSON object.
 *
 * The same fields are the options of the command line, the attributes of a stored run and the state of the lab.
 */
import { z } from "zod";
import { ArgumentError, Described } from "../base/errors.ts";
import { precisionNames } from "../base/precision.ts";
import { DEFAULT_DEVICE_SHOTS, deviceForms } from "../devices/device-name.ts";
import { engineChoices } from "../engine/engines.ts";
import { MAX_NOISY_QUBITS } from "../engine/noisy/noisy-simulator.ts";
import { entanglerNames } from "../quantum/entanglers.ts";
import { scheduleNames } from "../quantum/noise/idle.ts";
import { noiseForms } from "../quantum/noise/named-models.ts";
import { boundaries } from "../quantum/observables.ts";
import { MAX_QUBITS } from "../quantum/pauli.ts";
import { DEFAULT_ENTANGLER_DEPTH } from "../quantum/random-pauli-ansatz.ts";
import { streamNames } from "../quantum/streams.ts";
import { gradientNames } from "../shots/load.ts";
import { mitigationForms } from "../shots/mitigation-choice.ts";
import { type LossName, lossNames } from "../training/losses.ts";
import { measuredNames, type Strides } from "../training/plan.ts";
import { readStopRules, stopForms } from "../training/stop-rules/index.ts";
import { measurementOf } from "./measurement-config.ts";
import { trainingConfigOf, trainingShape } from "./training-config.ts";

export const ansatzNames = ["rpa", "hea"] as const;
/** What simulates noisy gates. */
export const noiseEngineNames = ["density", "trajectories"] as const;
export const observableNames = ["xxz", "tfim", "projector", "pauli", "dense"] as const;

/** Targets that show the three phases: inside the spectrum, at its end, beyond it. */
const DEFAULT_TARGETS: Record<(typeof observableNames)[number], readonly string[]> = {
  xxz: ["min+4", "min", "min-4"],
  tfim: ["min+4", "min", "min-4"],
  projector: ["max-50%", "max", "max+400%"],
  pauli: ["min+20%", "min", "min-20%"],
  dense: ["min+20%", "min", "min-20%"],
};

/** An end of the spectrum, alone or with an offset, in units of O or in per cent of the spectrum's width. */
const TARGET_PATTERN = /^(min|max)(?:\s*([+-])\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%?))?$/;

/** The target that stands for each sample's own end of what its circuit reaches, found by a preliminary run. */
export const CRITICAL_TARGET = "critical";

/** Target of the preliminary run of `critical`: far beyond the end of the spectrum that is trained to. */
const DEFAULT_CRITICAL_FROM: Record<(typeof observableNames)[number], string> = {
  xxz: "min-20%",
  tfim: "min-20%",
  projector: "max+400%",
  pauli: "min-20%",
  dense: "min-20%",
};

/** Steps of that run: as many as the published one has. */
const DEFAULT_CRITICAL_STEPS = 8000;

/** Every schema below carries the accepted values in words as its error message. */
export const PLAIN_TARGET = "a finite number, min, max, or one of these with an offset such as min-4 or max+20%";
const TARGET = `a finite number, min, max, one of these with an offset such as min-4 or max+20%, or ${CRITICAL_TARGET}`;
const plainTargetSchema = z
  .union([z.number(PLAIN_TARGET), z.string(PLAIN_TARGET)], PLAIN_TARGET)
  .refine(isPlainTarget, PLAIN_TARGET);
const targetSchema = z
  .union([z.number(TARGET), z.string(TARGET)], TARGET)
  .refine((target) => target === CRITICAL_TARGET || isPlainTarget(target), TARGET);

function isPlainTarget(target: number | string): boolean {
  return typeof target === "number" ? Number.isFinite(target) : parseTarget(target) !== undefined;
}

function integer(min: number, max = Number.POSITIVE_INFINITY) {
  const allowed = max === Number.POSITIVE_INFINITY ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`;
  const schema = z.int(allowed).min(min, allowed);
  return max === Number.POSITIVE_INFINITY ? schema : schema.max(max, allowed);
}

const finite = () => z.number("a finite number");
const text = () => z.string("text");

/** What determines the numbers of an experiment. Fields that do not apply to the chosen ansatz or observable are refused. */
const inputSchema = z.strictObject({
  ansatz: z.enum(ansatzNames).default("rpa").describe("rpa: random Pauli ansatz; hea: hardware-efficient ansatz"),
  qubits: integer(1, MAX_QUBITS).default(4).describe("number of qubits n"),
  layers: integer(1).default(64).describe("layers: L of the rpa (one parameter each), D of the hea (2 n parameters each)"),
  entangler: z
    .enum(entanglerNames)
    .optional()
    .describe(
      "W_l of the rpa: haar (default), a Haar-random unitary on all qubits; brickwork, rows of Haar-random two-qubit gates; clifford, rows of random two-qubit Clifford gates",
    ),
  entanglerDepth: integer(1)
    .optional()
    .describe(`rows of two-qubit gates in each W_l of entangler brickwork or clifford (default ${DEFAULT_ENTANGLER_DEPTH})`),
  observable: z.enum(observableNames).default("xxz").describe("the observable O whose expectation is trained"),
  coupling: finite().optional().describe("J of the xxz chain (default 2)"),
  field: finite().optional().describe("h of the tfim chain (default 2)"),
  boundary: z.enum(boundaries).optional().describe("boundary of the xxz and tfim chains (default open)"),
  pauli: text().optional().describe("the Pauli sum of observable pauli, such as -1.0*XXII + 0.5*ZIIZ"),
  state: text()
    .optional()
    .describe("state of observable projector: random (default), a bit string such as 0110, or an .npy file"),
  matrix: text().optional().describe("Hermitian matrix of observable dense: an .npy file"),
  loss: z.enum(lossNames).default("quadratic").describe("quadratic: (<O> - O0)^2 / 2; linear: <O>"),
  target: z
    .union([targetSchema, z.array(targetSchema).min(1, "at least one target")], TARGET)
    .optional()
    .describe(
      "target O0 or a list of them: numbers, min, max, an offset from these such as min-4 or max+20% (of the spectrum's width), or critical: each sample's own end of what its circuit reaches",
    ),
  criticalFrom: plainTargetSchema
    .optional()
    .describe(
      "target of the preliminary run that finds the critical ones, beyond the spectrum (default min-20%; max+400% for observable projector)",
    ),
  criticalSteps: integer(1).optional().describe(`gradient steps of that run (default ${DEFAULT_CRITICAL_STEPS})`),
  eta: z
    .number("a finite number greater than 0")
    .positive("a finite number greater than 0")
    .default(1e-3)
    .describe("learning rate"),
  // Their types stand in TrainingConfig.
  ...(trainingShape() as object),
  steps: integer(0).default(2000).describe("number of gradient steps"),
  samples: integer(1).default(10).describe("number of random initial angle sets"),
  seed: integer(0).optional().describe("seed of the default streams (default 0)"),
  precision: z
    .enum(precisionNames)
    .default("double")
    .describe("of states and matrices: double, or single for half the memory and about seven digits; angles are always double"),
  streams: z
    .enum(streamNames)
    .default("default")
    .describe("random streams: default, or those of the published data; published-projector: of its state preparation"),
  device: text().optional().describe(`what measures <O> and its gradient in place of a simulation here: ${deviceForms}`),
  noise: text().optional().describe(`noise of gates and readout: ${noiseForms} (default none)`),
  layout: z
    .array(integer(0), { error: "a list of qubits such as [0, 1]" })
    .optional()
    .describe(
      "the device's qubit for each of the circuit's, with a device or noise from a file (default: chosen for little error, or the first that are coupled)",
    ),
  noiseEngine: z
    .enum(noiseEngineNames)
    .optional()
    .describe(
      `what simulates noisy gates: density matrices (default up to ${MAX_NOISY_QUBITS} qubits), or one quantum trajectory for every shot (default beyond)`,
    ),
  idle: z
    .enum(scheduleNames)
    .optional()
    .describe("relaxation of qubits that wait, gates made as soon (asap) or as late (alap) as possible (default none)"),
  mitigate: text().optional().describe(`what estimates are corrected for: ${mitigationForms} (default nothing)`),
  shots: integer(2)
    .optional()
    .describe(
      `shots for each circuit and each group of commuting terms (default: exact expectation values; ${DEFAULT_DEVICE_SHOTS} with a device)`,
    ),
  shotSeed: integer(0).optional().describe("seed of the shots (default 0)"),
  gradient: z
    .enum(gradientNames)
    .optional()
    .describe("adjoint (default without shots) or parameter-shift, as on a device (always with shots)"),
  stopWhen: z
    .union([text(), z.array(text()).min(1, "at least one rule")], "a rule, or a list of them")
    .optional()
    .describe(`rules that end a sample at a target before the last step: ${stopForms} (default none)`),
  measure: z
    .strictObject(
      { mu: integer(1).optional(), theta: integer(1).optional(), hessian: integer(1).optional() },
      { error: (issue) => (issue.code === "invalid_type" ? 'an object such as {"mu": 40}' : undefined) },
    )
    .optional()
    .describe("strides in steps of mu, theta and the eigenvalues of the loss Hessian (default mu: 10, or nothing with shots)"),
});

/** A list of stop rules, from one or several. */
function stopRulesOf(rules: string | readonly string[] | undefined, loss: LossName): { stopWhen?: string[] } {
  if (rules === undefined) return {};
  const stopWhen = [rules].flat();
  readStopRules(stopWhen, { loss, extremes: { min: 0, max: 0 } });
  return { stopWhen };
}

/** What a configuration file may hold beside the experiment: how to run it. */
const fileSchema = inputSchema.extend({
  engine: z
    .enum(engineChoices)
    .optional()
    .describe("engine to run on; auto is native where its kernels were built, and wasm elsewhere"),
  threads: integer(1).optional().describe("worker threads"),
  python: text().optional().describe("Python with Qiskit, for a device (default: QNTK_PYTHON, or python3)"),
  out: text().optional().describe("folder to write the run to"),
  force: z.boolean("true or false").optional().describe("replace an existing run folder"),
  plot: z.boolean("true or false").optional().describe("write figures and a report (default true)"),
  json: z.boolean("true or false").optional().describe("print the result as JSON"),
  quiet: z.boolean("true or false").optional().describe("print nothing but errors"),
  $schema: text().optional().describe("the JSON Schema of this file, for editors"),
});

/** How to run an experiment, as far as a configuration file says. */
export type RunSettings = Pick<
  z.output<typeof fileSchema>,
  "engine" | "threads" | "python" | "out" | "force" | "plot" | "json" | "quiet"
>;

/** A complete experiment configuration: every field that applies is there, defaults included. */
export type ExperimentConfig = Omit<z.output<typeof inputSchema>, "target" | "measure" | "stopWhen"> & {
  readonly stopWhen?: readonly string[];
  readonly optimizer?: string;
  readonly schedule?: string;
  readonly freeze?: string;
  readonly target: readonly (number | string)[];
  readonly measure: Strides;
};

/** An experiment configuration with defaults left out; `target` may be a single one. */
export type ExperimentConfigInput = z.input<typeof inputSchema>;

/** Fields that belong to some choices of another field only: to an observable, an ansatz or an entangler. */
const FIELDS_OF = {
  observable: {
    xxz: ["coupling", "boundary"],
    tfim: ["field", "boundary"],
    projector: ["state"],
    pauli: ["pauli"],
    dense: ["matrix"],
  },
  ansatz: { rpa: ["entangler", "entanglerDepth"], hea: [] },
  entangler: { haar: [], brickwork: ["entanglerDepth"], clifford: ["entanglerDepth"] },
} as const satisfies {
  observable: Record<(typeof observableNames)[number], readonly (keyof ExperimentConfig)[]>;
  ansatz: Record<(typeof ansatzNames)[number], readonly (keyof ExperimentConfig)[]>;
  entangler: Record<(typeof entanglerNames)[number], readonly (keyof ExperimentConfig)[]>;
};

/** A field that decides which others apply. */
export type DecidingField = keyof typeof FIELDS_OF;

export const decidingFields = Object.keys(FIELDS_OF) as DecidingField[];

/** The fields of an input that do not apply to a choice of another field. */
export function foreignFields(input: Readonly<Record<string, unknown>>, by: DecidingField, choice: string): string[] {
  const fields: Readonly<Record<string, readonly string[]>> = FIELDS_OF[by];
  const all = new Set(Object.values(fields).flat());
  return Object.keys(input).filter((name) => input[name] !== undefined && all.has(name) && !fields[choice]?.includes(name));
}

/** Refuses fields that do not apply to what the input chooses. */
function refuseForeign(input: z.output<typeof inputSchema>, by: DecidingField, choice: string): void {
  const [foreign] = foreignFields(input, by, choice);
  if (foreign === undefined) return;
  const owners = Object.entries<readonly string[]>(FIELDS_OF[by]).flatMap(([name, own]) => (own.includes(foreign) ? [name] : []));
  throw new ArgumentError(
    foreign,
    input[foreign as keyof typeof input],
    `no ${foreign} with ${by} ${choice} (it belongs to ${owners.join(" and ")})`,
  );
}

/**
 * Reads a configuration, fills in the defaults and checks it.
 *
 * @throws ArgumentError naming the first field that is wrong, its value and what is allowed
 */
export function parseExperiment(input: unknown): ExperimentConfig {
  return completed(parseWith(inputSchema, input));
}

/** As `parseExperiment`, for the content of a configuration file. */
export function parseConfigFile(input: unknown): { config: ExperimentConfig; settings: RunSettings } {
  const { engine, threads, python, out, force, plot, json, quiet, $schema: _, ...experiment } = parseWith(fileSchema, input);
  const config = completed(experiment);
  if (config.device !== undefined && engine !== undefined && engine !== "auto")
    throw new ArgumentError("engine", engine, `auto, with device ${config.device}, which takes the place of an engine`);
  return { config, settings: { engine, threads, python, out, force, plot, json, quiet } };
}

/** The JSON Schema of a configuration file. */
export function configFileJsonSchema(): unknown {
  return {
    ...z.toJSONSchema(fileSchema, { io: "input", unrepresentable: "any" }),
    title: "qntk run configuration",
    description: "The fields are the options of `qntk train` and `qntk transition`.",
  };
}

/** A symbolic target: an end of the spectrum and an offset from it. */
export interface SymbolicTarget {
  readonly end: "min" | "max";
  readonly offset: number;
  /** Whether the offset is in per cent of O_max - O_min. */
  readonly percent: boolean;
}

/** What a symbolic target says; undefined where the text is none. */
export function parseTarget(text: string): SymbolicTarget | undefined {
  const match = TARGET_PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const magnitude = match[3] === undefined ? 0 : Number(match[3]);
  if (!Number.isFinite(magnitude)) return undefined;
  return { end: match[1] as "min" | "max", offset: match[2] === "-" ? -magnitude : magnitude, percent: match[4] === "%" };
}

function parseWith<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw argumentErrorOf(issue);
}

/** One validation issue as an `ArgumentError`. */
function argumentErrorOf(issue: z.core.$ZodIssue): ArgumentError {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const fields = path[0] === "measure" ? measuredNames : Object.keys(fileSchema.shape);
    return new ArgumentError(
      [...path, issue.keys[0]].join("."),
      new Described("unknown"),
      `the fields ${fields.filter((name) => name !== "$schema").join(", ")}`,
    );
  }
  if (path.length === 0) return new ArgumentError("config", issue.input, "a JSON object");
  if (issue.code === "invalid_value") return new ArgumentError(path.join("."), issue.input, issue.values.map(String).join(", "));
  if (issue.code === "invalid_union") {
    // An entry of a list that is wrong says more than the list.
    const inner = issue.errors.flat().find((nested) => nested.path.length > 0);
    if (inner !== undefined) return argumentErrorOf({ ...inner, path: [...issue.path, ...inner.path] });
  }
  return new ArgumentError(path.join("."), issue.input, issue.message);
}

/** Checks that the fields fit together and fills in those whose default depends on others. */
function completed(given: z.output<typeof inputSchema>): ExperimentConfig {
  const input = given.device === undefined ? given : { ...given, shots: given.shots ?? DEFAULT_DEVICE_SHOTS };
  const { ansatz, qubits, layers, observable, loss, eta, steps, samples, precision, streams, pauli, matrix } = input;
  const { coupling = 2, field = 2, boundary = "open", state = "random", seed = 0, target = DEFAULT_TARGETS[observable] } = input;
  const { entangler = "haar", entanglerDepth = DEFAULT_ENTANGLER_DEPTH } = input;
  refuseForeign(input, "observable", observable);
  refuseForeign(input, "ansatz", ansatz);
  refuseForeign(input, "entangler", entangler);
  if (streams !== "default" && entangler !== "haar")
    throw new ArgumentError("entangler", entangler, `haar, with streams ${streams}`);
  if (observable === "pauli" && pauli === undefined)
    throw new ArgumentError("pauli", undefined, "a Pauli sum such as -1.0*XXII + 0.5*ZIIZ, required by observable pauli");
  if (observable === "dense" && matrix === undefined)
    throw new ArgumentError("matrix", undefined, "an .npy file with a Hermitian matrix, required by observable dense");
  if (streams !== "default" && input.seed !== undefined)
    throw new ArgumentError("seed", input.seed, `no seed with streams ${streams}, whose seeds are fixed`);
  if (streams === "published-projector" && (observable !== "projector" || ansatz !== "rpa"))
    throw new ArgumentError("streams", streams, "ansatz rpa and observable projector, whose published runs these streams draw");
  const critical = [target].flat().includes(CRITICAL_TARGET);
  if (critical && loss === "linear")
    throw new ArgumentError("target", CRITICAL_TARGET, "no critical target with the linear loss, which knows no target");
  if (critical && input.shots !== undefined)
    throw new ArgumentError(
      given.shots === undefined ? "target" : "shots",
      given.shots ?? CRITICAL_TARGET,
      `no ${given.shots === undefined ? "critical target with a device" : "shots with critical targets"}: a preliminary run finds them to every digit`,
    );
  for (const field of ["criticalFrom", "criticalSteps"] as const) {
    if (!critical && input[field] !== undefined)
      throw new ArgumentError(
        field,
        input[field],
        `no ${field} without target ${CRITICAL_TARGET}, whose preliminary run it describes`,
      );
  }
  const { criticalFrom = DEFAULT_CRITICAL_FROM[observable], criticalSteps = DEFAULT_CRITICAL_STEPS } = input;
  const ofObservable = {
    xxz: { coupling, boundary },
    tfim: { field, boundary },
    projector: { state },
    pauli: { pauli },
    dense: { matrix },
  }[observable];
  const ofAnsatz = ansatz === "rpa" && { entangler, ...(entangler !== "haar" && { entanglerDepth }) };
  return {
    ...{ ansatz, qubits, layers, ...ofAnsatz, observable, ...ofObservable, loss },
    target: typeof target === "object" ? [...target] : [target],
    ...(critical && { criticalFrom, criticalSteps }),
    ...{ eta, steps, samples, precision, ...(streams === "default" && { seed }), streams },
    ...trainingConfigOf(input, steps),
    ...stopRulesOf(input.stopWhen, loss),
    ...measurementOf({ ...input, entangler }),
  };
}
