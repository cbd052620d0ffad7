/**
 * Which of a circuit's parameters are trained: all but the frozen ones.
 */
import { requireInteger } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import type { TrainingPlan } from "./plan.ts";

/**
 * The frozen parameters in order, each once.
 *
 * @throws ArgumentError for one that there is not, or where none is left to train
 */
export function frozenParameters(frozen: readonly number[], parameters: number): number[] {
  frozen.forEach((l, k) => {
    requireInteger(`frozen[${k}]`, l, 0, parameters - 1);
  });
  const sorted = [...new Set(frozen)].sort((a, b) => a - b);
  if (sorted.length === parameters)
    throw new ArgumentError("frozen", new Described(`all ${parameters} parameters`), "at least one parameter that is trained");
  return sorted;
}

/** The parameters of a circuit that are trained, in order. */
export function trainedParameters({ frozen = [] }: Pick<TrainingPlan, "frozen">, parameters: number): number[] {
  const fixed = new Set(frozen);
  return Array.from({ length: parameters }, (_, l) => l).filter((l) => !fixed.has(l));
}

/** An array of shape (columns, parameters) with zeros for the parameters that are not trained; itself where all are. */
export function trainedOnly(
  { frozen = [] }: Pick<TrainingPlan, "frozen">,
  values: Float64Array,
  parameters: number,
): Float64Array {
  if (frozen.length === 0) return values;
  const own = values.slice();
  for (let first = 0; first < own.length; first += parameters) for (const l of frozen) own[first + l] = 0;
  return own;
}
