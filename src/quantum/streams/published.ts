/**
 * The generators and seeds of the published RPA and 8-qubit HEA data: angles by JAX, key 42; Pauli labels by Python, seed 22; Haar unitaries by NumPy and QR,
 * seed 22.
 */
import { jaxUniform } from "../../base/random/published.ts";
import type { StreamDefinition } from "./definition.ts";

/** Seed of the published angles: JAX key (0, 42). */
export const PUBLISHED_ANGLE_SEED = 42;

/** Angles uniform in [0, 2π). They depend on the number of samples: JAX pairs its counters across the whole array. */
export const publishedStreams: StreamDefinition = {
  name: "published",
  title: "those of the published data",
  label: "published",
  seeded: false,
  circuits: "published",
  angles: (samples, parameters) => jaxUniform(PUBLISHED_ANGLE_SEED, samples * parameters).map((u) => 2 * Math.PI * u),
};
