/**
 * A new run that begins where a stored one stands: its configuration, and what the new one says of it. Node only.
 */
import { join, resolve } from "node:path";
import { ArgumentError } from "../base/errors.ts";
import { ansatzOf, namedFiles } from "../experiment/chosen.ts";
import { FRACTIONAL } from "../quantum/noise/models/file.ts";
import { noiseFileOf, parseNoise } from "../quantum/noise/models/index.ts";
import { NOISE_FILE } from "./input-files.ts";
import type { RunDocument } from "./run-document.ts";
import { readRunDocument } from "./run-folder.ts";

/** Fields that say what circuit is trained, beside those of the ansatz. */
const CIRCUIT_FIELDS = ["ansatz", "qubits", "layers", "seed", "streams", "theta"];

/** Where a run begins. */
export interface BeginAtRun {
  /** The fields of the stored run, files named where it keeps them, and its last angles as `theta`. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly parent: NonNullable<RunDocument["parent"]>;
}

/**
 * What a new run takes over from a stored one.
 *
 * @param changes fields that the new run has otherwise
 * @throws ArgumentError for a change of the circuit, whose angles go on
 */
export function beginAtRun(folder: string, changes: Readonly<Record<string, unknown>>): BeginAtRun {
  const document = readRunDocument(folder);
  const { config, rows, checkpoint, timing, digests } = document;
  const own = ansatzOf(config).definition.fields.map(({ name }) => name);
  const changed = [...CIRCUIT_FIELDS, ...own].find((name) => changes[name] !== undefined);
  if (changed !== undefined)
    throw new ArgumentError(
      changed,
      changes[changed],
      "nothing with --from: the new run has the circuit of the stored one, and its angles",
    );
  const kept = Object.fromEntries(namedFiles(config).map(({ field }) => [field.name, join(folder, field.file.stored)]));
  const file = config.noise === undefined ? undefined : noiseFileOf(parseNoise(config.noise));
  const noise = file && { noise: join(folder, NOISE_FILE) + (file.fractional ? FRACTIONAL : "") };
  // The angles say where the circuit starts, in place of what its own fields say.
  const { angles: _, ...fields } = { ...config, ...kept, ...noise } as Record<string, unknown>;
  return {
    fields: { ...fields, theta: join(folder, checkpoint) },
    parent: {
      ...{ path: resolve(folder), created: timing.created, rows, checkpoint },
      ...(digests?.[checkpoint] !== undefined && { sha256: digests[checkpoint] }),
    },
  };
}
