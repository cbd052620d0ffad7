/**
 * The engines there are, and one of them by name.
 */
import { requireOneOf } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { type Precision, precisionNames } from "../base/precision.ts";
import { type Registry, registry } from "../base/registry.ts";
import { alternatives } from "../base/words.ts";
import { bestBuild, type KernelBuild, MAX_PAGES, PAGE_BYTES } from "../kernels/kernels.ts";
import { type NativeStatus, nativeStatus } from "../kernels/native.ts";
import type { EngineDefinition } from "./definitions/definition.ts";
import { nativeDefinition } from "./definitions/native.ts";
import { referenceDefinition } from "./definitions/reference.ts";
import { wasmDefinition } from "./definitions/wasm.ts";
import type { Engine, EngineName } from "./engine.ts";

/** What stands for the fastest of the package's engines that runs here. */
const AUTO = "auto";

/** Every engine, the fastest first. */
export const engines: Registry<EngineDefinition> = /* @__PURE__ */ registry<EngineDefinition>(
  "engine",
  [nativeDefinition, wasmDefinition, referenceDefinition],
  ({ name, precisions, engine }) => {
    if (name === AUTO) throw new ArgumentError("engine name", name, "a name other than that of the choice");
    if (typeof engine !== "function") throw new ArgumentError("engine engine", engine, "a function of a precision");
    if (!Array.isArray(precisions) || precisions.length === 0 || !precisions.every((each) => precisionNames.includes(each)))
      throw new ArgumentError("engine precisions", precisions, `a list of ${precisionNames.join(", ")}`);
  },
);

/** What `--engine` accepts: the name of an engine, or `auto` for the fastest one here. */
export function engineChoices(): readonly string[] {
  return [AUTO, ...engines.names];
}

/** The choices in words, such as `auto, native (fastest), wasm or reference (plain TypeScript)`. */
export function engineWords(): string {
  return alternatives([AUTO, ...engines.all.map(({ name, title }) => (title === undefined ? name : `${name} (${title})`))]);
}

/** An engine's name, or `auto`. */
export type EngineChoice = string;

/** What the engines have here. */
export interface EnginesHere {
  readonly native: NativeStatus;
  /** Instructions of the WebAssembly kernels, and the bytes that they can address. */
  readonly wasm: { readonly simd: KernelBuild; readonly memory: number };
}

/** What the engines have here: whether the native kernels run, and how or why not; and what WebAssembly offers. */
export function enginesHere(): EnginesHere {
  return { native: nativeStatus(), wasm: { simd: bestBuild(), memory: MAX_PAGES * PAGE_BYTES } };
}

/** The name of the engine that a choice stands for. @throws ArgumentError for one that does not run here */
export function resolveEngine(choice: EngineChoice): EngineName {
  if (choice === AUTO) return engines.all.find(({ missing }) => missing?.() === undefined)?.name ?? wasmDefinition.name;
  requireHere(engines.get(choice));
  return choice;
}

/** The engine to go on with where a run was begun with another: one that gives the same numbers, where that one is missing here. */
export function engineInPlaceOf(name: EngineName): EngineName {
  const { standIn = name, missing } = engines.get(name);
  return missing?.() === undefined ? name : standIn;
}

/**
 * The engine of the given name, with states and matrices in the given precision.
 *
 * @throws ArgumentError for an unknown name, or a precision that the engine does not have
 */
export function engineNamed(name: EngineName, precision: Precision = "double"): Engine {
  const definition = engines.get(name);
  requirePrecision(name, precision);
  requireHere(definition);
  return definition.engine(precision);
}

function requireHere({ name, missing }: EngineDefinition): void {
  const reason = missing?.();
  if (reason === undefined) return;
  const others = [AUTO, ...engines.names.filter((other) => other !== name)];
  throw new ArgumentError("engine", name, `${alternatives(others)}: ${reason}`);
}

/** Checks that an engine computes in a precision: the reference engine, for one, is double only. */
export function requirePrecision(name: EngineName, precision: Precision): void {
  requireOneOf("precision", precision, precisionNames);
  const { precisions } = engines.get(name);
  if (!precisions.includes(precision))
    throw new ArgumentError("precision", precision, `${alternatives(precisions)}, with engine ${name}`);
}
