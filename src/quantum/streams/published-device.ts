/**
 * The angles of the published two-qubit device experiment: NumPy, seed 20.
 */
import { NumpyRandomState } from "../../base/random/published.ts";
import type { StreamDefinition } from "./definition.ts";

const SEED = 20;

/** Angles uniform in [0, 4π), the same for all samples. */
export const publishedDeviceStreams: StreamDefinition = {
  name: "published-device",
  title: "those of the published device experiment",
  seeded: false,
  sameAngles: true,
  circuits: "none",
  angles(samples, parameters) {
    const random = new NumpyRandomState(SEED);
    const row = Float64Array.from({ length: parameters }, () => 4 * Math.PI * random.uniform());
    const angles = new Float64Array(samples * parameters);
    for (let k = 0; k < samples; k++) angles.set(row, k * parameters);
    return angles;
  },
};
