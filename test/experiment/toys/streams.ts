/** Toy random streams: angles that count up, in thousandths of the seed and one. */
import type { StreamDefinition } from "../../../src/index.ts";

export const toyStreams: StreamDefinition = {
  name: "toy-count",
  title: "toy angles that count up",
  label: "counting",
  seeded: true,
  angles: (samples, parameters, seed) => Float64Array.from({ length: samples * parameters }, (_, l) => ((seed + 1) * l) / 1000),
};
