/**
 * The published state preparation: circuits as `published`, the projector's state by NumPy and QR, seed 24 (`publishedProjectorState`).
 */
import { jaxUniform } from "../../base/random/published.ts";
import type { StreamDefinition } from "./definition.ts";
import { PUBLISHED_ANGLE_SEED } from "./published.ts";

/** Samples that are drawn with one key; the next ones have the next key. */
const BATCH = 50;

/** Angles in batches of fifty samples (JAX, keys 42, 43, …), so that row k is the same for any number of samples. */
export const publishedProjectorStreams: StreamDefinition = {
  name: "published-projector",
  title: "those of the published state preparation",
  seeded: false,
  circuits: "published",
  publishedState: true,
  only: { ansatz: "rpa", observable: "projector" },
  angles(samples, parameters) {
    const count = samples * parameters;
    const angles = new Float64Array(count);
    const batch = BATCH * parameters;
    for (let first = 0, key = PUBLISHED_ANGLE_SEED; first < count; first += batch, key++) {
      const drawn = jaxUniform(key, batch).map((u) => 2 * Math.PI * u);
      angles.set(drawn.subarray(0, Math.min(batch, count - first)), first);
    }
    return angles;
  },
};
