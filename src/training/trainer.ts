/**
 * Who carries training out: this thread, or others by the same interface.
 */
import type { Circuit } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import type { TrainingPlan } from "./plan.ts";
import type { TrainingBlock, TrainingSimulator, TrainingState } from "./state.ts";
import { advance } from "./step.ts";

/** What is to be trained, in plain data. */
export interface TrainingTask {
  readonly circuit: Circuit;
  readonly observable: Observable;
  readonly plan: TrainingPlan;
  readonly state: TrainingState;
}

/** Training that has been taken on. */
export interface TrainerSession {
  /** Records up to `count` more rows, fewer where the run ends. */
  advance(count: number): Promise<{ readonly state: TrainingState; readonly block: TrainingBlock }>;
  dispose(): void | Promise<void>;
}

/** Takes training on, such as the threads of `threadTrainer` in `qntk/node`. */
export interface Trainer {
  start(task: TrainingTask): TrainerSession;
}

/** A trainer that uses a simulator here. */
export function localTrainer(simulator: TrainingSimulator): Trainer {
  return {
    start({ plan, state: from }) {
      let state = from;
      return {
        async advance(count) {
          const made = advance(simulator, plan, state, count);
          state = made.state;
          return made;
        },
        dispose() {},
      };
    },
  };
}
