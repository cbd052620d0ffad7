/**
 * How much work a run is beside another, for estimates of the time that several take. Knows no clock.
 */
import { quantities } from "../training/quantities/index.ts";
import { ansatzOf, parametersOf } from "./chosen.ts";
import { needsPreliminaryRun, preliminaryConfig } from "./critical.ts";
import type { ExperimentConfig } from "./schema.ts";

/** Work of a Hessian-vector product over that of a gradient. */
const HESSIAN_VECTOR = 2;

/**
 * Work of training alone: columns x (gradients + Hessian-vector products) x layers x work of one layer on one state, 4^n for a dense
 * one. Orders of magnitude, to compare runs.
 */
export function trainingWork(config: ExperimentConfig): number {
  const { layers, target, samples, steps, measure } = config;
  const rows = (stride: number | undefined) => (stride === undefined ? 0 : steps / stride);
  const products = quantities.all.reduce(
    (sum, quantity) => sum + rows(measure[quantity.name]) * (quantity.products?.(parametersOf(config)) ?? 0),
    0,
  );
  // Labels are targets too.
  return Math.max(1, target.length) * samples * (steps + HESSIAN_VECTOR * products) * layers * layerWork(config);
}

/** Work of a whole run: with its preliminary run, where it needs one. */
export function runWork(config: ExperimentConfig): number {
  return trainingWork(config) + (needsPreliminaryRun(config) ? trainingWork(preliminaryConfig(config)) : 0);
}

/** Work of one layer on one state of 2^n amplitudes: gates on one or two qubits go over all of them. */
function layerWork(config: ExperimentConfig): number {
  const { definition, fields } = ansatzOf(config);
  return definition.layerWork(fields, config);
}
