/**
 * How long a unit of work takes on this machine, from one small training: good to a factor of two or so.
 */

import type { EngineName } from "../engine/engine.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import { buildExperiment, type Experiment } from "../experiment/build.ts";
import { type ExperimentConfig, parseExperiment } from "../experiment/config.ts";
import { trainingWork } from "../experiment/work.ts";
import type { DataTrainingSimulator } from "../training/state.ts";
import { advance } from "../training/step.ts";

/** Rows of the training that is timed. */
const ROWS = 8;

/** Seconds that a unit of work takes in one thread. */
export function unitSeconds(): number {
  const config = parseExperiment({ qubits: 6, layers: 24, samples: 10, target: "min", steps: ROWS - 1, measure: {} });
  return secondsOf(config, resolveEngine("auto")) / trainingWork(config);
}

/** Seconds that one thread takes for a training, the second time it runs. */
export function secondsOf(config: ExperimentConfig, engine: EngineName): number {
  const { circuit, observable, plan, theta } = buildExperiment(config);
  const simulator = engineNamed(engine).load(circuit, observable);
  let seconds = 0;
  for (let k = 0; k < 2; k++) {
    const began = performance.now();
    advance(simulator, plan, { row: 0, theta: theta.slice() }, plan.steps + 1);
    seconds = (performance.now() - began) / 1000;
  }
  simulator.dispose();
  return seconds;
}

/** Seconds that one thread takes for the gradients of training on data, from those of one step. */
export function secondsOfData(
  { plan, theta }: Pick<Experiment, "plan" | "theta">,
  simulator: Pick<DataTrainingSimulator, "gradient">,
): number {
  let seconds = 0;
  for (let k = 0; k < 2; k++) {
    const began = performance.now();
    simulator.gradient(theta, 0);
    seconds = (performance.now() - began) / 1000;
  }
  return seconds * (plan.steps + 1);
}
