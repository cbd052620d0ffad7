/**
 * The encodings there are.
 */
import { ArgumentError } from "../../base/errors.ts";
import { type Registry, registry } from "../../base/registry.ts";
import { alternatives } from "../../base/words.ts";
import { amplitudeEncoding } from "./amplitude.ts";
import type { EncodingDefinition } from "./definition.ts";
import { iqpEncoding } from "./iqp.ts";
import { rxEncoding, ryEncoding, rzEncoding } from "./rotations.ts";

/** Every encoding. */
export const encodings: Registry<EncodingDefinition> = /* @__PURE__ */ registry<EncodingDefinition>(
  "encoding",
  [rxEncoding, ryEncoding, rzEncoding, amplitudeEncoding, iqpEncoding],
  requireOne,
);

function requireOne({ name, asAngles, asState }: EncodingDefinition): void {
  if ((asAngles === undefined) === (asState === undefined))
    throw new ArgumentError("encoding", name, "either asAngles or asState");
  for (const part of ["count", "block", "angles"] as const) {
    if (asAngles !== undefined && typeof asAngles[part] !== "function")
      throw new ArgumentError(`encoding ${part}`, asAngles[part], "a function");
  }
  for (const part of ["capacity", "write"] as const) {
    if (asState !== undefined && typeof asState[part] !== "function")
      throw new ArgumentError(`encoding ${part}`, asState[part], "a function");
  }
}

/** The encodings as angles, in words. */
export function angleEncodings(): string {
  return alternatives(encodings.all.filter(({ asAngles }) => asAngles !== undefined).map(({ name }) => name));
}

/** The encodings as input states, in words. */
export function stateEncodings(): string {
  return alternatives(encodings.all.filter(({ asState }) => asState !== undefined).map(({ name }) => name));
}
