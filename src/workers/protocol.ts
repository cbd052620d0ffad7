/**
 * Messages between a run and the worker threads that train its columns.
 */
import type { EngineName } from "../engine/engine.ts";
import type { MatrixMemory } from "../kernels/matrix-memory.ts";
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import type { DataProblem } from "../shots/data-load.ts";
import type { Measurement } from "../shots/load.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { TrainingBlock, TrainingState } from "../training/state.ts";

/** What a worker needs to train its columns. Fixed unitaries in shared memory are shared, not copied. */
export interface ShardSetup {
  readonly engine: EngineName;
  readonly circuit: Circuit;
  readonly observable: Observable;
  /** Data to train on, in place of |0...0>, and what is measured on them. */
  readonly data?: DataProblem;
  /** Noise, shots and kind of gradient, where they are not an ideal engine's own. */
  readonly measurement?: Measurement;
  /** The plan of these columns only; its precision is the engine's. */
  readonly plan: TrainingPlan;
  readonly state: TrainingState;
  /** Threads that share the rows of each batch. */
  readonly rowThreads: number;
  /** Modules of the user's own, whose definitions the plan may name. */
  readonly plugins?: readonly string[];
  /** The memory of the circuit's matrices, where they have one of their own. */
  readonly matrices?: MatrixMemory;
}

/** Asks for up to `count` more rows. */
export interface AdvanceRequest {
  readonly count: number;
}

/** The rows asked for, or why there are none. */
export type AdvanceReply = { readonly block: TrainingBlock; readonly state: TrainingState } | { readonly error: string };
