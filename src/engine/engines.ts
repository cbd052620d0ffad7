/**
 * Picks an engine by name.
 */
import { requireOneOf } from "../base/assert.ts";
import { type Engine, type EngineName, engineNames } from "./engine.ts";
import { referenceEngine } from "./reference/reference-engine.ts";
import { wasmEngine } from "./wasm/wasm-engine.ts";

/** What `--engine` accepts: the name of an engine, or `auto` for the fastest one here. */
export const engineChoices = ["auto", "wasm", "reference"] as const;

export type EngineChoice = (typeof engineChoices)[number];

/** The name of the engine that a choice stands for. */
export function resolveEngine(choice: EngineChoice): EngineName {
  return choice === "auto" ? "wasm" : choice;
}

/**
 * The engine of the given name.
 *
 * @throws ArgumentError for an unknown name
 */
export function engineNamed(name: EngineName): Engine {
  requireOneOf("engine", name, engineNames);
  switch (name) {
    case "reference":
      return referenceEngine;
    case "wasm":
      return wasmEngine;
  }
}
