/**
 * The options that `train` and `transition` share, and how they become a configuration.
 */

import { type Command, Option } from "commander";
import { requireInteger, requirePositive } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { trainingOptions } from "../experiment/training-config.ts";
import { stopForms } from "../training/stop-rules/index.ts";

/** Option values as commander hands them over: text, lists and flags. */
export interface RunOptionValues {
  readonly config?: string;
  readonly resume?: string;
  readonly out?: string;
  readonly engine?: string;
  readonly threads?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly plot?: boolean;
  readonly python?: string;
  readonly yes?: boolean;
  readonly [field: string]: string | string[] | boolean | undefined;
}

/** Fields of the experiment whose option value is a number. */
const NUMBER_FIELDS = [
  "qubits",
  "layers",
  "entanglerDepth",
  "coupling",
  "field",
  "eta",
  "steps",
  "samples",
  "seed",
  "criticalSteps",
  "shots",
  "shotSeed",
] as const;
/** Fields of the experiment whose option value is text. */
const TEXT_FIELDS = [
  "ansatz",
  "entangler",
  "observable",
  "boundary",
  "pauli",
  "state",
  "matrix",
  "loss",
  "precision",
  "streams",
  "device",
  "noise",
  "noiseEngine",
  "idle",
  "mitigate",
  "gradient",
] as const;

/** Adds the options that say what circuit and what observable. */
export function addExperimentOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--ansatz <name>", "circuit: rpa (random Pauli ansatz) or hea (hardware-efficient ansatz) (default: rpa)"),
    )
    .addOption(new Option("--qubits <n>", "number of qubits (default: 4)"))
    .addOption(new Option("--layers <d>", "layers: L of the rpa, D of the hea (default: 64)"))
    .addOption(
      new Option(
        "--entangler <name>",
        "W of the rpa: haar (one unitary on all qubits), brickwork (rows of two-qubit Haar gates) or clifford (rows of two-qubit Clifford gates) (default: haar)",
      ),
    )
    .addOption(new Option("--entangler-depth <rows>", "rows of two-qubit gates in each W of brickwork or clifford (default: 8)"))
    .addOption(new Option("--observable <name>", "xxz, tfim, projector, pauli or dense (default: xxz)"))
    .addOption(new Option("--coupling <j>", "J of the xxz chain (default: 2)"))
    .addOption(new Option("--field <h>", "h of the tfim chain (default: 2)"))
    .addOption(new Option("--boundary <name>", "open or periodic, for xxz and tfim (default: open)"))
    .addOption(new Option("--pauli <text>", "Pauli sum of observable pauli, such as '-1.0*XXII + 0.5*ZIIZ'"))
    .addOption(
      new Option(
        "--state <state>",
        "state of observable projector: random, bits such as 0110, or an .npy file (default: random)",
      ),
    )
    .addOption(new Option("--matrix <file>", "Hermitian matrix of observable dense, an .npy file"));
}

/** Adds the options that say how <O> and its gradient are measured. */
function addMeasurementOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--device <name>",
        "measure on qiskit:NAME, where NAME is aer, a fake backend such as FakeKolkataV2, or a backend of your account (default: none, simulated here)",
      ),
    )
    .addOption(new Option("--python <path>", "Python with Qiskit, for a device (default: QNTK_PYTHON, or python3)"))
    .addOption(new Option("--yes", "agree to what a device's jobs cost, without being asked"))
    .addOption(
      new Option(
        "--noise <model>",
        "none, depolarizing:p, kolkata (the medians of IBM Kolkata) or a JSON file of IBM backend properties (default: none)",
      ),
    )
    .addOption(
      new Option(
        "--noise-engine <name>",
        "what simulates noisy gates: density (matrices) or trajectories (one for every shot) (default: density up to 7 qubits, beyond trajectories, with --shots)",
      ),
    )
    .addOption(new Option("--layout <qubits>", "the device's qubits to use, with a device or noise from a file, such as 12,13"))
    .addOption(
      new Option(
        "--idle <schedule>",
        "relaxation of waiting qubits too, gates made asap or alap (as late as possible) (default: none)",
      ),
    )
    .addOption(
      new Option(
        "--mitigate <list>",
        "correct every estimate: readout (errors inverted), zne or zne:linear (noise of folded circuits extrapolated to zero), or both, such as readout,zne (default: nothing)",
      ),
    )
    .addOption(
      new Option(
        "--shots <n>",
        "shots for each circuit and group of commuting terms (default: exact values; 1000 with a device)",
      ),
    )
    .addOption(new Option("--shot-seed <n>", "seed of the shots (default: 0)"))
    .addOption(
      new Option(
        "--gradient <name>",
        "adjoint, or parameter-shift as on a device (default: adjoint; parameter-shift with shots)",
      ),
    );
}

/** Adds the options that say how the angles move. */
function addTrainingOptions(command: Command): Command {
  for (const { name, placeholder, words } of trainingOptions())
    command.addOption(new Option(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${placeholder}`, words));
  return command;
}

/** Adds the shared options of a training run to a command. */
export function addRunOptions(command: Command): Command {
  const collect = (value: string, previous: string[] | undefined) => [...(previous ?? []), value];
  return addTrainingOptions(addMeasurementOptions(addExperimentOptions(command)))
    .addOption(new Option("--loss <name>", "quadratic or linear (default: quadratic)"))
    .addOption(
      new Option(
        "--target <o0>",
        "target: a number, min, max, min-4, max+20% (of the spectrum's width), or critical (each sample's own end of what the circuit reaches); repeat for several (default: three around the spectrum's end)",
      ).argParser(collect),
    )
    .addOption(
      new Option(
        "--critical-from <o0>",
        "target of the preliminary run that finds the critical ones, beyond the spectrum (default: min-20%)",
      ),
    )
    .addOption(new Option("--critical-steps <n>", "gradient steps of that run (default: 8000)"))
    .addOption(new Option("--eta <rate>", "learning rate (default: 0.001)"))
    .addOption(new Option("--steps <n>", "gradient steps (default: 2000)"))
    .addOption(new Option("--samples <n>", "random initial angle sets (default: 10)"))
    .addOption(new Option("--seed <n>", "seed of the default streams (default: 0)"))
    .addOption(
      new Option(
        "--precision <name>",
        "of states and matrices: double, or single for half the memory and about seven digits; angles are always double (default: double)",
      ),
    )
    .addOption(new Option("--streams <name>", "default, published, published-projector or published-device (default: default)"))
    .addOption(
      new Option(
        "--stop-when <rule>",
        `ends a sample at a target before the last step: ${stopForms}; repeat for several (default: none)`,
      ).argParser(collect),
    )
    .addOption(
      new Option(
        "--measure <list>",
        "strides of mu, theta, hessian, such as mu:40,theta:100,hessian:500, or none (default: mu:10, none with shots)",
      ),
    )
    .addOption(
      new Option(
        "--engine <name>",
        "auto, native (fastest), wasm or reference (plain TypeScript) (default: auto, the fastest one here)",
      ),
    )
    .addOption(new Option("--threads <n>", "worker threads (default: all cores)"))
    .addOption(new Option("--out <dir>", "folder to write (default: a new one in qntk-runs)"))
    .addOption(new Option("--config <file>", "JSON file with the same fields; options on the command line win"))
    .addOption(new Option("--resume <dir>", "go on with an interrupted run"))
    .addOption(new Option("--force", "replace an existing run folder"))
    .addOption(
      new Option(
        "--lambda <which>",
        "lambda of the theory lines beyond the spectrum: fitted, or predicted by circuit, edge or deep (default: fitted)",
      ),
    )
    .addOption(new Option("--no-plot", "write no figures and no report"))
    .addOption(new Option("--json", "print the result as JSON"))
    .addOption(new Option("--quiet", "print nothing but errors"));
}

/** Describes options of a command anew, by name, where they mean something else there than for `train`. */
export function describeOptions(command: Command, descriptions: Readonly<Record<string, string>>): Command {
  for (const option of command.options) option.description = descriptions[option.attributeName()] ?? option.description;
  return command;
}

/** The configuration fields among option values: numbers read, targets and strides parsed. */
export function configFields(values: RunOptionValues): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of NUMBER_FIELDS) if (values[name] !== undefined) fields[name] = numberOrText(values[name] as string);
  for (const name of TEXT_FIELDS) if (values[name] !== undefined) fields[name] = values[name];
  if (values.target !== undefined) fields.target = (values.target as string[]).map(numberOrText);
  if (values.criticalFrom !== undefined) fields.criticalFrom = numberOrText(values.criticalFrom as string);
  if (values.layout !== undefined) fields.layout = parseLayout(values.layout as string);
  for (const { name, numeric } of trainingOptions()) {
    const value = values[name] as string | undefined;
    if (value !== undefined) fields[name] = numeric ? numberOrText(value) : value;
  }
  if (values.stopWhen !== undefined) fields.stopWhen = values.stopWhen;
  if (values.measure !== undefined) fields.measure = parseMeasure(values.measure as string);
  if (values.engine !== undefined) fields.engine = values.engine;
  if (values.threads !== undefined) fields.threads = numberOrText(values.threads);
  for (const name of ["python", "out", "force", "json", "quiet"] as const)
    if (values[name] !== undefined) fields[name] = values[name];
  if (values.plot === false) fields.plot = false;
  return fields;
}

/** The value of an option that is an integer. */
export function parseInteger(argument: string, text: string, min: number, max?: number): number {
  const value = numberOrText(text);
  requireInteger(argument, value, min, max);
  return value;
}

/** The value of an option that is a number greater than zero. */
export function parsePositive(argument: string, text: string): number {
  const value = numberOrText(text);
  requirePositive(argument, value);
  return value;
}

/** A finite number where the text is one, whose minus sign may be U+2212, as qntk prints it; otherwise the text, to be judged elsewhere. */
export function numberOrText(text: string): number | string {
  const plain = text.replaceAll("\u2212", "-");
  const value = plain.trim() === "" ? Number.NaN : Number(plain);
  return Number.isFinite(value) ? value : plain;
}

function parseLayout(text: string): number[] {
  if (!/^\s*\d+(\s*,\s*\d+)*\s*$/.test(text)) throw new ArgumentError("layout", text, "qubits of the device such as 12,13");
  return text.split(",").map(Number);
}

function parseMeasure(text: string): Record<string, number> {
  if (text.trim() === "none") return {};
  const strides: Record<string, number> = {};
  for (const part of text.split(",")) {
    const match = /^\s*(mu|theta|hessian)\s*:\s*(\d+)\s*$/.exec(part);
    if (match === null || match[1] in strides) {
      throw new ArgumentError(
        "measure",
        text,
        "none, or mu, theta and hessian, each at most once, with strides, such as mu:40,theta:100",
      );
    }
    strides[match[1]] = Number(match[2]);
  }
  return strides;
}
