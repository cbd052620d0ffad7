/**
 * The kernels compiled for this machine.
 */
import { nativeStatus } from "../../kernels/native.ts";
import { nativeEngine, singleNativeEngine } from "../wasm/wasm-engine.ts";
import type { EngineDefinition } from "./definition.ts";
import { wasmDefinition } from "./wasm.ts";

export const nativeDefinition: EngineDefinition = {
  name: "native",
  title: "fastest",
  precisions: ["double", "single"],
  engine: (precision) => (precision === "double" ? nativeEngine : singleNativeEngine),
  missing() {
    const status = nativeStatus();
    return status.available ? undefined : status.reason;
  },
  standIn: wasmDefinition.name,
  kernels: "native",
};
