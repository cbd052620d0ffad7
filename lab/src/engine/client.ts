/**
 * Starts the engine's thread and gives its interface, every call a promise.
 */
import { type Remote, wrap } from "comlink";
import type { EngineApi } from "./protocol.ts";

export type EngineClient = Remote<EngineApi>;

/** A thread with an engine of its own; each view may have one. */
export interface EngineThread {
  readonly engine: EngineClient;
  /** Ends the thread. */
  stop(): void;
}

export function startEngine(): EngineThread {
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module", name: "qntk engine" });
  return { engine: wrap<EngineApi>(worker), stop: () => worker.terminate() };
}
