/**
 * Training that is done again and not recorded: the angles of later rows.
 */
import type { TrainingPlan } from "./plan.ts";
import { advance, type TrainingSimulator, type TrainingState } from "./step.ts";

/** Rows of training done at once. */
const BLOCK = 32;

/** The angles of a row from those of an earlier one. Yields the rows done. */
export function* simulateTo(
  simulator: TrainingSimulator,
  plan: TrainingPlan,
  from: TrainingState,
  row: number,
): Generator<number, TrainingState, void> {
  let state = from;
  while (state.row < row) {
    state = advance(simulator, plan, state, Math.min(BLOCK, row - state.row)).state;
    yield state.row;
  }
  return state;
}
