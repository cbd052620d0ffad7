/**
 * How fast this machine simulates, from one small training: for the size of a sample that has a time to keep to.
 */
import type { EngineName } from "../engine/engine.ts";
import { parseExperiment } from "../experiment/config.ts";
import { stepCostOf, TIMED } from "../papers/transition/verification/schedule.ts";
import { secondsOf } from "./estimate.ts";

/** Rows of the training that is timed. */
const ROWS = 60;
/** Columns of it: as many as an experiment of a sample has. */
const COLUMNS = 2;

/** Floating-point operations a second of one thread, in the measure of `stepCostOf`. */
export function operationsPerSecond(engine: EngineName): number {
  const { qubits, layers, observable, target } = TIMED;
  const config = parseExperiment({
    ...{ qubits, layers, observable, target: [Number(target)], samples: COLUMNS, steps: ROWS - 1, measure: {} },
  });
  return (ROWS * COLUMNS * stepCostOf(TIMED)) / secondsOf(config, engine);
}
