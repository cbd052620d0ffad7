/**
 * Training that is done again and not recorded: the angles of later rows.
 */
import type { TrainingPlan } from "./plan.ts";
import type { DataTrainingSimulator, TrainingSimulator, TrainingState } from "./state.ts";
import { advance, isOver } from "./step.ts";

/** Rows of training done at once. */
const BLOCK = 32;

/** The angles of a row from those of an earlier one; of a column that ended before it, those of its end. Yields the rows done. */
export function* simulateTo(
  simulator: TrainingSimulator | DataTrainingSimulator,
  plan: TrainingPlan,
  from: TrainingState,
  row: number,
): Generator<number, TrainingState, void> {
  let state = from;
  while (state.row < row && !isOver(plan, state)) {
    state = advance(simulator, plan, state, Math.min(BLOCK, row - state.row)).state;
    yield state.row;
  }
  return state;
}
