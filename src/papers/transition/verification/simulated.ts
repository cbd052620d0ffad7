/**
 * A simulated experiment, and its numbers in the order in which a published file holds them.
 */
import type { EngineName } from "../../../engine/engine.ts";
import { engineNamed } from "../../../engine/engines.ts";
import type { Experiment } from "../../../experiment/build.ts";
import type { ExperimentConfig } from "../../../experiment/config.ts";
import { hessian } from "../../../gradients/hessian.ts";
import { dqntk } from "../../../gradients/qntk.ts";
import type { Circuit } from "../../../quantum/circuit.ts";
import { measuredBefore } from "../../../training/plan.ts";
import type { TrainingRecord } from "../../../training/record.ts";
import type { PublishedQuantity } from "../data/catalogue.ts";

/** A run to simulate. */
export interface RunRequest {
  readonly config: ExperimentConfig;
  /** Columns simulated: the first samples of the configuration's single target. */
  readonly columns: number;
  /** O0 of each column; left out where it is the configuration's. */
  readonly targets?: Float64Array;
  /** The circuit, where it is known already. */
  readonly circuit?: Circuit;
  /** Told the number of rows recorded, now and then. */
  onRows?(rows: number): void;
}

/** A simulated run. */
export interface SimulatedRun {
  /** Complete. */
  readonly record: TrainingRecord;
  /** θ at the last row, shape (columns, parameters). */
  readonly theta: Float64Array;
  readonly experiment: Experiment;
}

/** Simulates a run; threads and progress are up to it. */
export type Runner = (request: RunRequest) => Promise<SimulatedRun>;

/** The numbers of a quantity at some steps, in the order of a published file; those of `-final` ones belong to the last row. */
export function simulatedNumbers(
  quantity: PublishedQuantity,
  { record, theta, experiment }: SimulatedRun,
  steps: readonly number[],
  engine: EngineName,
): number[] {
  const columns = record.plan.targets.length;
  const length = record.plan.steps + 1;
  const perRow = (value: (column: number, step: number) => ArrayLike<number>) =>
    steps.flatMap((step) => Array.from({ length: columns }, (_, column) => Array.from(value(column, step))).flat());
  switch (quantity) {
    case "epsilon":
    case "expectation":
      return perRow((column, step) => [record.epsilon[column * length + step]]);
    case "kernel":
      return perRow((column, step) => [record.kernel[column * length + step]]);
    case "mu-history":
    case "mu-final":
      return perRow((column, step) => measuredAt(record, "mu", column, step));
    case "mu-at-zero": {
      const simulator = engineNamed(engine).load(experiment.circuit, experiment.observable);
      const zero = new Float64Array(experiment.circuit.parameters);
      const [value] = dqntk(simulator, zero, simulator.gradient(zero).gradient);
      simulator.dispose();
      return Array.from({ length: columns }, () => value);
    }
    case "theta-history":
      return perRow((column, step) => measuredAt(record, "theta", column, step));
    case "gradient-final":
    case "hessian-final": {
      const simulator = engineNamed(engine).load(experiment.circuit, experiment.observable);
      const values = quantity === "hessian-final" ? hessian(simulator, theta) : simulator.gradient(theta).gradient;
      simulator.dispose();
      return Array.from(values);
    }
  }
}

function measuredAt(record: TrainingRecord, name: "mu" | "theta", column: number, step: number): Float64Array {
  const series = record.measured[name];
  if (series === undefined) return new Float64Array(0);
  const place = step === record.plan.steps ? series.steps.length - 1 : measuredBefore(step, series.stride, record.plan.steps);
  const first = (column * series.steps.length + place) * series.width;
  return series.values.subarray(first, first + series.width);
}
