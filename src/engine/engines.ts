/**
 * Picks an engine by name.
 */
import { requireOneOf } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { type Precision, precisionNames } from "../base/precision.ts";
import { bestBuild, type KernelBuild, MAX_PAGES, PAGE_BYTES } from "../kernels/kernels.ts";
import { hasNativeKernels, type NativeStatus, nativeStatus } from "../kernels/native.ts";
import { type Engine, type EngineName, engineNames } from "./engine.ts";
import { referenceEngine } from "./reference/reference-engine.ts";
import { nativeEngine, singleNativeEngine, singleWasmEngine, wasmEngine } from "./wasm/wasm-engine.ts";

/** What `--engine` accepts: the name of an engine, or `auto` for the fastest one here. */
export const engineChoices = ["auto", "native", "wasm", "reference"] as const;

export type EngineChoice = (typeof engineChoices)[number];

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

/** The name of the engine that a choice stands for. */
export function resolveEngine(choice: EngineChoice): EngineName {
  if (choice === "auto") return hasNativeKernels() ? "native" : "wasm";
  if (choice === "native") requireNative();
  return choice;
}

/** The engine to go on with where a run was begun with another: native and wasm give the same numbers, and native may be missing here. */
export function engineInPlaceOf(name: EngineName): EngineName {
  return name === "native" && !hasNativeKernels() ? "wasm" : name;
}

/**
 * The engine of the given name, with states and matrices in the given precision.
 *
 * @throws ArgumentError for an unknown name, or a precision that the engine does not have
 */
export function engineNamed(name: EngineName, precision: Precision = "double"): Engine {
  requireOneOf("engine", name, engineNames);
  requirePrecision(name, precision);
  switch (name) {
    case "reference":
      return referenceEngine;
    case "wasm":
      return precision === "double" ? wasmEngine : singleWasmEngine;
    case "native":
      requireNative();
      return precision === "double" ? nativeEngine : singleNativeEngine;
  }
}

function requireNative(): void {
  const status = nativeStatus();
  if (!status.available) throw new ArgumentError("engine", "native", `auto, wasm or reference: ${status.reason}`);
}

/** Checks that an engine computes in a precision: the reference engine is double only. */
export function requirePrecision(name: EngineName, precision: Precision): void {
  requireOneOf("precision", precision, precisionNames);
  if (name === "reference" && precision === "single")
    throw new ArgumentError("precision", precision, "double, with engine reference");
}
