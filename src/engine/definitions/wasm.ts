/**
 * The kernels as WebAssembly.
 */
import { MAX_PAGES, PAGE_BYTES } from "../../kernels/kernels.ts";
import { singleWasmEngine, wasmEngine } from "../wasm/wasm-engine.ts";
import type { EngineDefinition } from "./definition.ts";

export const wasmDefinition: EngineDefinition = {
  name: "wasm",
  precisions: ["double", "single"],
  engine: (precision) => (precision === "double" ? wasmEngine : singleWasmEngine),
  memory: MAX_PAGES * PAGE_BYTES,
  kernels: "wasm",
};
