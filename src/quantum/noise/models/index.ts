/**
 * The noise models there are: what `--noise` accepts.
 */
import { requireFields } from "../../../base/assert.ts";
import { ArgumentError } from "../../../base/errors.ts";
import { type Registry, registry, requireReadable } from "../../../base/registry.ts";
import type { Circuit } from "../../circuit.ts";
import type { ConfiguredNoise, NoiseContext, NoiseDefinition, NoiseSpecification } from "./definition.ts";
import { depolarizingNoise } from "./depolarizing.ts";
import { fileNoise } from "./file.ts";
import { kolkataNoise } from "./kolkata.ts";
import { noNoise } from "./none.ts";

/** Every noise model. */
export const noiseModels: Registry<NoiseDefinition> = /* @__PURE__ */ registry<NoiseDefinition>(
  "noise model",
  [noNoise, depolarizingNoise, kolkataNoise, fileNoise],
  (definition) => {
    requireReadable("noise model")(definition);
    if (typeof definition.build !== "function")
      throw new ArgumentError("noise model build", definition.build, "a function of a circuit");
  },
);

/** Those that read texts of their own, and those whose texts are names of files. */
function inOrder(): NoiseDefinition[] {
  return [...noiseModels.all.filter(({ isFile }) => !isFile), ...noiseModels.all.filter(({ isFile }) => isFile)];
}

/** How noise is written, for messages. */
export function noiseForms(): string {
  const forms = inOrder().map(({ form }) => form);
  return `${forms.slice(0, -1).join(", ")}, or ${forms.at(-1)}`;
}

/**
 * Reads a noise specification: `none`, `depolarizing:p`, `kolkata`, one of one's own, or else the name of a file, with `:fractional` after it or not.
 *
 * @throws ArgumentError for wrong numbers, or an empty text
 */
export function parseNoise(text: string): NoiseSpecification {
  const trimmed = text.trim();
  if (trimmed !== "") {
    for (const definition of inOrder()) {
      const read = definition.read(trimmed);
      if (read !== undefined) return { ...read, kind: definition.name };
    }
  }
  throw new ArgumentError("noise", text, noiseForms());
}

/** The definition of a specification. */
export function noiseOf({ kind }: NoiseSpecification): NoiseDefinition {
  return noiseModels.get(kind);
}

/** The file that a specification names, and whether its gates by any angle are to be used; undefined where it names none. */
export function noiseFileOf(
  specification: NoiseSpecification,
): { readonly path: string; readonly fractional: boolean } | undefined {
  if (!noiseOf(specification).isFile) return undefined;
  return { path: String(specification.path), fractional: specification.fractional === true };
}

/**
 * The model a specification stands for, for a circuit; undefined for none.
 *
 * @throws ArgumentError if the model does not fit the circuit
 */
export function noiseFor(
  specification: NoiseSpecification,
  circuit: Circuit,
  context: NoiseContext = {},
): ConfiguredNoise | undefined {
  requireFields("noiseFor", context, ["device", "layout", "idle"]);
  return noiseOf(specification).build(specification, circuit, context);
}
