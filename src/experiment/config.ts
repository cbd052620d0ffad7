/**
 * The configuration of an experiment: everything that determines its numbers, as one JSON object.
 *
 * The same fields are the options of the command line, the attributes of a stored run and the state of the lab.
 */
import { z } from "zod";
import { ArgumentError } from "../base/errors.ts";
import { engineChoices } from "../engine/engines.ts";
import { boundaries } from "../quantum/observables.ts";
import { MAX_QUBITS } from "../quantum/pauli.ts";
import { streamNames } from "../quantum/streams.ts";
import { lossNames } from "../training/losses.ts";

export const ansatzNames = ["rpa", "hea"] as const;
export const observableNames = ["xxz", "tfim", "projector", "pauli", "dense"] as const;

/** A target: a number, or the end of the spectrum with an offset, such as `min`, `max`, `min-4`, `max+2`. */
const TARGET_PATTERN = /^(min|max)(?:\s*([+-])\s*(\d+\.?\d*|\.\d+))?$/;

const targetSchema = z
  .union([z.number(), z.string()])
  .refine((target) => (typeof target === "number" ? Number.isFinite(target) : parseTarget(target) !== undefined), {
    error: (issue) =>
      `is ${JSON.stringify(issue.input)}; allowed: a finite number, min, max, or one of these with an offset such as min-4`,
  });

const strideSchema = z.int().min(1);

/** What determines the numbers of an experiment. Fields that do not apply to the chosen ansatz or observable are refused. */
export const experimentSchema = z.strictObject({
  ansatz: z.enum(ansatzNames).default("rpa").describe("rpa: random Pauli ansatz; hea: hardware-efficient ansatz"),
  qubits: z.int().min(1).max(MAX_QUBITS).default(4).describe("number of qubits n"),
  layers: z.int().min(1).default(64).describe("layers: L of the rpa (one parameter each), D of the hea (2 n parameters each)"),
  observable: z.enum(observableNames).default("xxz").describe("the observable O whose expectation is trained"),
  coupling: z.number().optional().describe("J of the xxz chain (default 2)"),
  field: z.number().optional().describe("h of the tfim chain (default 2)"),
  boundary: z.enum(boundaries).optional().describe("boundary of the xxz and tfim chains (default open)"),
  pauli: z.string().optional().describe("the Pauli sum of observable pauli, such as -1.0*XXII + 0.5*ZIIZ"),
  state: z
    .string()
    .optional()
    .describe("state of observable projector: random (default), a bit string such as 0110, or an .npy file"),
  matrix: z.string().optional().describe("Hermitian matrix of observable dense: an .npy file"),
  loss: z.enum(lossNames).default("quadratic").describe("quadratic: (<O> - O0)^2 / 2; linear: <O>"),
  target: z
    .array(targetSchema)
    .min(1)
    .default(["min+4", "min", "min-4"])
    .describe("targets O0: numbers, min, max, or an offset from these such as min-4"),
  eta: z.number().positive().default(1e-3).describe("learning rate"),
  steps: z.int().min(1).default(2000).describe("number of gradient steps"),
  samples: z.int().min(1).default(10).describe("number of random initial angle sets"),
  seed: z.int().min(0).optional().describe("seed of the default streams (default 0)"),
  streams: z.enum(streamNames).default("default").describe("random streams: default, or those of the published data"),
  measure: z
    .strictObject({ mu: strideSchema.optional(), theta: strideSchema.optional(), hessian: strideSchema.optional() })
    .default({ mu: 10 })
    .describe("strides in steps of mu, theta and the eigenvalues of the loss Hessian"),
});

/** A complete experiment configuration. */
export type ExperimentConfig = z.output<typeof experimentSchema>;

/** An experiment configuration with defaults left out. */
export type ExperimentConfigInput = z.input<typeof experimentSchema>;

/** What a configuration file may hold beside the experiment: how to run it. */
export const configFileSchema = experimentSchema.extend({
  engine: z.enum(engineChoices).optional().describe("engine to run on"),
  threads: z.int().min(1).optional().describe("worker threads"),
  out: z.string().optional().describe("folder to write the run to"),
});

/** The content of a configuration file. */
export type ConfigFile = z.output<typeof configFileSchema>;

/** Fields that belong to one observable only. */
const FIELDS_OF_OBSERVABLE: Record<"coupling" | "field" | "pauli" | "state" | "matrix", readonly string[]> = {
  coupling: ["xxz"],
  field: ["tfim"],
  pauli: ["pauli"],
  state: ["projector"],
  matrix: ["dense"],
};

/**
 * Reads a configuration, fills in the defaults and checks it.
 *
 * @throws ArgumentError naming the first field that is wrong, its value and what is allowed
 */
export function parseExperiment(input: unknown): ExperimentConfig {
  const config = parseWith(experimentSchema, input);
  requireConsistent(config);
  return config;
}

/** As `parseExperiment`, for the content of a configuration file. */
export function parseConfigFile(input: unknown): ConfigFile {
  const config = parseWith(configFileSchema, input);
  requireConsistent(config);
  return config;
}

/** The JSON Schema of a configuration file. */
export function configFileJsonSchema(): unknown {
  return {
    ...z.toJSONSchema(configFileSchema, { io: "input", unrepresentable: "any" }),
    title: "qntk run configuration",
    description: "The fields are the options of `qntk train` and `qntk transition`.",
  };
}

/** The end of the spectrum and the offset a symbolic target stands for; undefined where the text is no such target. */
export function parseTarget(text: string): { end: "min" | "max"; offset: number } | undefined {
  const match = TARGET_PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const magnitude = match[3] === undefined ? 0 : Number(match[3]);
  return { end: match[1] as "min" | "max", offset: match[2] === "-" ? -magnitude : magnitude };
}

function parseWith<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw argumentErrorOf(issue);
}

/** One validation issue as an `ArgumentError`. */
function argumentErrorOf(issue: z.core.$ZodIssue): ArgumentError {
  const path = issue.path.map(String).join(".") || "config";
  switch (issue.code) {
    case "unrecognized_keys":
      return new ArgumentError(
        [path === "config" ? "" : path, issue.keys[0]].filter(Boolean).join("."),
        "unknown",
        "the fields of the configuration schema",
      );
    case "invalid_value":
      return new ArgumentError(path, issue.input, issue.values.map(String).join(", "));
    case "too_small":
      return new ArgumentError(
        path,
        issue.input,
        issue.inclusive
          ? `at least ${issue.minimum}${issue.origin === "array" ? " entries" : ""}`
          : `greater than ${issue.minimum}`,
      );
    case "too_big":
      return new ArgumentError(path, issue.input, `at most ${issue.maximum}`);
    case "invalid_type":
      return new ArgumentError(path, issue.input, `${article(issue.expected)}`);
    default:
      return new ArgumentError(path, issue.input, issue.message.replace(/^is .*; allowed: /, ""));
  }
}

function article(type: string): string {
  const name = type === "int" ? "integer" : type;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

function requireConsistent(config: ExperimentConfig): void {
  for (const [field, observables] of Object.entries(FIELDS_OF_OBSERVABLE)) {
    const value = config[field as keyof typeof FIELDS_OF_OBSERVABLE];
    if (value !== undefined && !observables.includes(config.observable)) {
      throw new ArgumentError(
        field,
        value,
        `nothing with observable ${config.observable}; it belongs to ${observables.join(", ")}`,
      );
    }
  }
  if (config.boundary !== undefined && config.observable !== "xxz" && config.observable !== "tfim") {
    throw new ArgumentError("boundary", config.boundary, `nothing with observable ${config.observable}; it belongs to xxz, tfim`);
  }
  if (config.observable === "pauli" && config.pauli === undefined) {
    throw new ArgumentError("pauli", undefined, "a Pauli sum such as -1.0*XXII + 0.5*ZIIZ, required by observable pauli");
  }
  if (config.observable === "dense" && config.matrix === undefined) {
    throw new ArgumentError("matrix", undefined, "an .npy file with a Hermitian matrix, required by observable dense");
  }
  if (config.streams !== "default" && config.seed !== undefined) {
    throw new ArgumentError("seed", config.seed, `nothing with streams ${config.streams}, whose seeds are fixed`);
  }
}
