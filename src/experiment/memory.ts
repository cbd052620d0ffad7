/**
 * The memory that an experiment takes, and the refusal of one that would not fit.
 */
import { ArgumentError } from "../base/errors.ts";
import { bytesOfReal } from "../base/precision.ts";
import { alternatives } from "../base/words.ts";
import type { EngineName } from "../engine/engine.ts";
import { engines } from "../engine/engines.ts";
import { streams } from "../quantum/streams/index.ts";
import { quantities } from "../training/quantities/index.ts";
import type { AnsatzFootprint } from "./ansatze/definition.ts";
import { ansatzOf, observableOf, parametersOf } from "./chosen.ts";
import type { ExperimentConfig } from "./schema.ts";

/** Bytes of a number in memory. */
const NUMBER_BYTES = 8;
/** Memory an experiment may take where the caller states no limit, in bytes. */
export const DEFAULT_MEMORY = 8 * 2 ** 30;

/** Bytes an experiment takes at its peak: what the engine holds, and everything recorded. */
export function memoryOf(config: ExperimentConfig): number {
  const { samples, target, steps, measure, shots } = config;
  const columns = samples * target.length;
  const parameters = parametersOf(config);
  const rows = (stride: number | undefined) => (stride === undefined ? 0 : Math.ceil(steps / stride) + 1);
  const asked = quantities.all.filter(({ name }) => measure[name] !== undefined);
  const count = { parameters, trained: parameters, data: 1, heldOut: 0 };
  const measured = asked.reduce((sum, { name, width }) => sum + rows(measure[name]) * width(count), 0);
  const workspace = Math.max(0, ...asked.map((quantity) => quantity.workspace?.(parameters) ?? 0));
  const recorded = (shots === undefined ? 2 : 5) * (steps + 1) + measured;
  return engineMemoryOf(config) + doublesRounded(config) + NUMBER_BYTES * columns * (recorded + workspace);
}

/** Bytes the engine holds: fixed unitaries, and the states of a gradient or Hessian-vector product. */
function engineMemoryOf(config: ExperimentConfig): number {
  const { qubits, samples, target, measure, precision } = config;
  const dimension = 2 ** qubits;
  const columns = samples * target.length;
  const { matrices = 0, gates = 0, states: kept = 0 } = footprintOf(config);
  // Products with the Hessian carry a tangent beside every state; those of a whole Hessian come in batches of bounded size.
  const second = quantities.all.some(({ name, products }) => measure[name] !== undefined && products !== undefined);
  const derivatives = second ? 2 : 1;
  // Dense layers keep their input, gates are undone in place.
  const states = (kept + 6) * derivatives * 2 * dimension * columns;
  const { definition, fields } = observableOf(config);
  const ofObservable = 2 * (definition.numbers?.(fields, qubits) ?? 0);
  return NUMBER_BYTES * (gates + ofObservable) + bytesOfReal[precision] * (matrices + states);
}

/** Bytes of matrices that are made in double precision, all of them, before an engine rounds them. */
function doublesRounded(config: ExperimentConfig): number {
  const kept = config.precision === "single" && streams.get(config.streams).circuits === "published";
  return kept ? NUMBER_BYTES * (footprintOf(config).matrices ?? 0) : 0;
}

function footprintOf(config: ExperimentConfig): AnsatzFootprint {
  const { definition, fields } = ansatzOf(config);
  return definition.footprint(fields, config);
}

/** Refuses an experiment that would not fit, before anything is allocated. */
export function requireMemory(config: ExperimentConfig, memory = DEFAULT_MEMORY, engine?: EngineName): void {
  const { qubits, layers, samples, target, steps } = config;
  const { definition, fields } = ansatzOf(config);
  const lighter = definition.lighter?.(fields);
  const choices = [
    ...(config.precision === "double" && (engine === undefined || engines.get(engine).precisions.includes("single"))
      ? ["precision single"]
      : []),
    ...(lighter === undefined ? [] : [lighter]),
  ];
  const smaller = (...more: string[]) => {
    const all = [...choices, ...more];
    return `lower qubits, layers, samples or targets${all.length > 0 ? `, or choose ${alternatives(all)}` : ""}`;
  };
  const held = engineMemoryOf(config);
  const addressed = engine === undefined ? undefined : engines.get(engine).memory;
  if (addressed !== undefined && held > addressed) {
    const others = engines.all.filter(
      ({ memory: limit = Number.POSITIVE_INFINITY, precisions }) => held <= limit && precisions.includes(config.precision),
    );
    throw new ArgumentError(
      ...blamed(config, engineMemoryOf),
      `what fits in the ${addressed / 2 ** 30} GiB that engine ${engine} can address; ${qubits} qubits, ${layers} layers and ${samples * target.length} samples x targets need ${gibibytes(held)}, so ${smaller(...others.map(({ name }) => `engine ${name}`))}`,
    );
  }
  const bytes = memoryOf(config);
  if (bytes <= memory) return;
  const without = (change: Partial<ExperimentConfig>) => bytes - memoryOf({ ...config, ...change });
  const recording = without({ steps: 1, measure: {} });
  const recordingWins = recording > bytes / 2;
  throw new ArgumentError(
    ...blamed(config, memoryOf),
    `what fits in ${gibibytes(memory)} of memory; ${qubits} qubits, ${layers} layers, ${samples * target.length} samples x targets and ${steps} steps need ${gibibytes(bytes)}, so ${recordingWins ? "lower steps, samples or targets, or measure theta and hessian at larger strides" : smaller()}`,
  );
}

/** What makes an experiment large where nothing is said. */
const USUAL = { qubits: 4, layers: 64, samples: 10, steps: 2000 } as const;

/** The field, with its value, that would save most memory if it were as usual. */
function blamed(config: ExperimentConfig, bytesOf: (config: ExperimentConfig) => number): [field: string, value: number] {
  const sized = ansatzOf(config).definition.size !== undefined;
  const names = (["qubits", "layers", "samples", "steps"] as const).filter(
    (name) => !sized || (name !== "qubits" && name !== "layers"),
  );
  const [worst = names[0]] = names
    .filter((name) => config[name] > USUAL[name])
    .map((name) => ({ name, bytes: bytesOf({ ...config, [name]: USUAL[name] }) }))
    .sort((a, b) => a.bytes - b.bytes)
    .map(({ name }) => name);
  return [worst, config[worst]];
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
}
