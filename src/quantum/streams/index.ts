/**
 * The random streams there are, and the initial angles that they draw.
 */
import { requireFields, requireInteger, requireLength } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { type Registry, registry } from "../../base/registry.ts";
import { defaultStreams } from "./default.ts";
import type { StreamDefinition } from "./definition.ts";
import { publishedStreams } from "./published.ts";
import { publishedDeviceStreams } from "./published-device.ts";
import { publishedProjectorStreams } from "./published-projector.ts";

/** All random streams. */
export const streams: Registry<StreamDefinition> = /* @__PURE__ */ registry<StreamDefinition>(
  "streams",
  [defaultStreams, publishedStreams, publishedProjectorStreams, publishedDeviceStreams],
  ({ angles }) => {
    if (typeof angles !== "function")
      throw new ArgumentError("streams angles", angles, "a function of samples, parameters and seed");
  },
);

/** The name of random streams. */
export type StreamName = string;

/** What determines the initial angles. */
export interface InitialAnglesOptions {
  readonly samples: number;
  readonly parameters: number;
  /** Seed of streams that take one. Default 0. */
  readonly seed?: number;
  readonly streams?: StreamName;
}

/**
 * Initial angles θ(0) in radians, as the streams draw them.
 *
 * @returns row-major array of shape (samples, parameters)
 * @throws ArgumentError for sizes that are not positive integers, or unknown streams
 */
export function initialAngles(options: InitialAnglesOptions): Float64Array {
  requireFields("initialAngles", options, ["samples", "parameters", "seed", "streams"]);
  const { samples, parameters, seed = 0, streams: name = defaultStreams.name } = options;
  requireInteger("samples", samples, 1);
  requireInteger("parameters", parameters, 1);
  const angles = streams.get(name).angles(samples, parameters, seed);
  requireLength(`angles of streams ${name}`, angles, samples * parameters);
  return angles;
}
