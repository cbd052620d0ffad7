/**
 * Which random stream draws what: the default counter-based streams, and those that regenerate the published data.
 */
import { requireFields, requireInteger, requireOneOf } from "../base/assert.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { jaxUniform, NumpyRandomState } from "../base/random/published.ts";

/**
 * Names of the random streams.
 *
 * - `default`: counter based, keyed by (seed, purpose, index).
 * - `published`: the generators and seeds of the published RPA and 8-qubit HEA data (angles by JAX, key 42; Pauli labels by
 *   Python, seed 22; Haar unitaries by NumPy and QR, seed 22).
 * - `published-projector`: the published state preparation: circuits as `published`, the projector's state by NumPy and QR, seed 24
 *   (`publishedProjectorState`), and angles in batches of fifty samples (JAX, keys 42, 43, …).
 * - `published-device`: the angles of the published two-qubit device experiment (NumPy, seed 20, uniform in [0, 4π)).
 */
export const streamNames = ["default", "published", "published-projector", "published-device"] as const;

export type StreamName = (typeof streamNames)[number];

/** What a stream is for, where it draws the runs of one ansatz and one observable alone. */
export const streamsOf: { readonly [name in StreamName]?: { readonly ansatz: string; readonly observable: string } } = {
  "published-projector": { ansatz: "rpa", observable: "projector" },
};

/** Whether a stream draws the state of the published state preparation. */
export function drawsPublishedState(streams: StreamName): boolean {
  return streams === "published-projector";
}

/** Whether a stream draws the circuits of the published data. */
export function drawsPublishedCircuits(streams: StreamName): boolean {
  return streams === "published" || streams === "published-projector";
}

/** Seed of the published angles: JAX key (0, 42). */
const PUBLISHED_ANGLE_SEED = 42;
/** Samples that the published state preparation draws with one key; the next ones have the next key. */
const PROJECTOR_BATCH = 50;
/** Seed of the published device experiment's angles. */
const PUBLISHED_DEVICE_SEED = 20;

/** What determines the initial angles. */
export interface InitialAnglesOptions {
  readonly samples: number;
  readonly parameters: number;
  /** Seed of the default streams; the published streams have their own. Default 0. */
  readonly seed?: number;
  readonly streams?: StreamName;
}

/**
 * Initial angles θ(0), uniform in [0, 2π) ([0, 4π) for `published-device`), in radians.
 *
 * With the default streams row k depends on (seed, k) only. The `published` angles depend on the number of samples: JAX pairs its
 * counters across the whole array. Those of `published-projector` are always drawn fifty samples at a time, so that row k is the same
 * for any number of them; and every sample of `published-device` starts from the same angles.
 *
 * @returns row-major array of shape (samples, parameters)
 * @throws ArgumentError for sizes that are not positive integers, or unknown streams
 */
export function initialAngles(options: InitialAnglesOptions): Float64Array {
  requireFields("initialAngles", options, ["samples", "parameters", "seed", "streams"]);
  const { samples, parameters, seed = 0, streams = "default" } = options;
  requireInteger("samples", samples, 1);
  requireInteger("parameters", parameters, 1);
  requireOneOf("streams", streams, streamNames);
  const count = samples * parameters;
  if (streams === "published") return jaxUniform(PUBLISHED_ANGLE_SEED, count).map((u) => 2 * Math.PI * u);
  const angles = new Float64Array(count);
  if (streams === "published-projector") {
    const batch = PROJECTOR_BATCH * parameters;
    for (let first = 0, key = PUBLISHED_ANGLE_SEED; first < count; first += batch, key++) {
      const drawn = jaxUniform(key, batch).map((u) => 2 * Math.PI * u);
      angles.set(drawn.subarray(0, Math.min(batch, count - first)), first);
    }
    return angles;
  }
  if (streams === "published-device") {
    const random = new NumpyRandomState(PUBLISHED_DEVICE_SEED);
    const row = Float64Array.from({ length: parameters }, () => 4 * Math.PI * random.uniform());
    for (let k = 0; k < samples; k++) angles.set(row, k * parameters);
    return angles;
  }
  for (let k = 0; k < samples; k++) {
    const stream = new CounterStream(seed, "angles", k);
    for (let l = 0; l < parameters; l++) angles[k * parameters + l] = 2 * Math.PI * stream.uniform();
  }
  return angles;
}
