/**
 * How fast this machine simulates, from one small training: for the size of a sample that has a time to keep to.
 */
import type { EngineName } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { buildExperiment } from "../experiment/build.ts";
import { parseExperiment } from "../experiment/config.ts";
import { stepCostOf, TIMED } from "../reproduce/schedule.ts";
import { advance } from "../training/step.ts";

/** Rows of the training that is timed, after as many that are not. */
const ROWS = 60;
/** Columns of it: as many as an experiment of a sample has. */
const COLUMNS = 2;

/** Floating-point operations a second of one thread, in the measure of `stepCostOf`. */
export function operationsPerSecond(engine: EngineName): number {
  const { qubits, layers, observable, target } = TIMED;
  const config = parseExperiment({
    ...{ qubits, layers, observable, target: [Number(target)], samples: COLUMNS, steps: ROWS - 1, measure: {} },
  });
  const { circuit, observable: built, plan, theta } = buildExperiment(config);
  const simulator = engineNamed(engine).load(circuit, built);
  let seconds = 0;
  for (let k = 0; k < 2; k++) {
    const began = performance.now();
    advance(simulator, plan, { row: 0, theta: theta.slice() }, ROWS);
    seconds = (performance.now() - began) / 1000;
  }
  simulator.dispose();
  return (ROWS * COLUMNS * stepCostOf(TIMED)) / seconds;
}
