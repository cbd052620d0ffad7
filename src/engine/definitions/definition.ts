/**
 * What an engine is by name: where it runs, in which precisions, and what it can hold.
 */
import type { Precision } from "../../base/precision.ts";
import type { Engine } from "../engine.ts";

/** An engine by name. */
export interface EngineDefinition {
  readonly name: string;
  /** What it is, in a word or two, for help; nothing where its name says it. */
  readonly title?: string;
  /** Precisions of states and matrices that it has. */
  readonly precisions: readonly Precision[];
  /** The engine in one of them. */
  engine(precision: Precision): Engine;
  /** Why it does not run here; undefined where it does, and where left out. */
  missing?(): string | undefined;
  /** The engine that gives the same numbers, to go on with a run where this one does not run. */
  readonly standIn?: string;
  /** Bytes that it can address, where that is less than this machine has. */
  readonly memory?: number;
  /** Which of the package's kernels it runs, whose threads may share the rows of a batch; none where left out. */
  readonly kernels?: "wasm" | "native";
}
