/**
 * How long a unit of work takes on this machine, from one small training: good to a factor of two or so.
 */

import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { buildExperiment } from "../experiment/build.ts";
import { parseExperiment } from "../experiment/config.ts";
import { trainingWork } from "../experiment/work.ts";
import { advance } from "../training/step.ts";

/** Rows of the training that is timed, after as many that are not. */
const ROWS = 8;

/** Seconds that a unit of work takes in one thread. */
export function unitSeconds(): number {
  const config = parseExperiment({ qubits: 6, layers: 24, samples: 10, target: "min", steps: ROWS - 1, measure: {} });
  const { circuit, observable, plan, theta } = buildExperiment(config);
  const simulator = engineNamed(resolveEngine("auto")).load(circuit, observable);
  let seconds = 0;
  for (let k = 0; k < 2; k++) {
    const began = performance.now();
    advance(simulator, plan, { row: 0, theta: theta.slice() }, ROWS);
    seconds = (performance.now() - began) / 1000;
  }
  simulator.dispose();
  return seconds / trainingWork(config);
}
