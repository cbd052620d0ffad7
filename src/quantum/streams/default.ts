/**
 * Counter-based streams, keyed by (seed, purpose, index).
 */
import { CounterStream } from "../../base/random/counter-stream.ts";
import type { StreamDefinition } from "./definition.ts";

/** Angles uniform in [0, 2π); row k depends on (seed, k) only. */
export const defaultStreams: StreamDefinition = {
  name: "default",
  title: "counter based, from a seed",
  label: "from the seed",
  seeded: true,
  angles(samples, parameters, seed) {
    const angles = new Float64Array(samples * parameters);
    for (let k = 0; k < samples; k++) {
      const stream = new CounterStream(seed, "angles", k);
      for (let l = 0; l < parameters; l++) angles[k * parameters + l] = 2 * Math.PI * stream.uniform();
    }
    return angles;
  },
};
