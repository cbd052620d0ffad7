/**
 * No noise.
 */
import type { NoiseDefinition } from "./definition.ts";

export const noNoise: NoiseDefinition = {
  name: "none",
  form: "none",
  ofDevice: false,
  read: (text) => (text === "none" ? { kind: "none" } : undefined),
  build: () => undefined,
};
