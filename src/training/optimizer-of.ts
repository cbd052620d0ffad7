/**
 * The optimiser and the learning rate of a plan.
 */

import { requireOneOf } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { allowedNumbers, type Field, type FieldValue, type FieldValues } from "../base/fields.ts";
import { lossNamed } from "./losses.ts";
import { optimizers } from "./optimizers/index.ts";
import type { OptimizerChoice, OptimizerDefinition } from "./optimizers/optimizer.ts";
import type { TrainingPlan } from "./plan.ts";
import { constantSchedule } from "./schedules/constant.ts";
import { readSchedule } from "./schedules/index.ts";

/** An optimiser by name, or with fields that differ from their defaults. */
export type OptimizerName = string | ({ readonly name: string } & FieldValues);

/**
 * An optimiser with the values of all its fields.
 *
 * @throws ArgumentError for a name, a field or a value that there is not
 */
export function optimizerNamed(named: OptimizerName): OptimizerChoice {
  const { name, ...given } = typeof named === "string" ? { name: named } : named;
  const { fields } = optimizers.get(name);
  const foreign = Object.keys(given).find((field) => !fields.some((own) => own.name === field));
  if (foreign !== undefined)
    throw new ArgumentError(
      `optimizer.${foreign}`,
      (given as FieldValues)[foreign],
      fields.length === 0
        ? `no field with optimizer ${name}`
        : `the fields ${fields.map((own) => own.name).join(", ")} with optimizer ${name}`,
    );
  return {
    name,
    fields: Object.fromEntries(fields.map((field) => [field.name, checked(field, (given as FieldValues)[field.name])])),
  };
}

/** The value of a field, or its default. */
function checked(field: Field, value: FieldValue | undefined): FieldValue | undefined {
  if (value === undefined) return field.default;
  const argument = `optimizer.${field.name}`;
  if (field.type === "choice") {
    requireOneOf(argument, String(value), field.choices ?? []);
    return value;
  }
  if (!isAccepted(field, value)) throw new ArgumentError(argument, value, allowedNumbers(field));
  return value;
}

function isAccepted({ type, min, max, above, below }: Field, value: FieldValue): boolean {
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  if (type === "integer" && !Number.isInteger(value)) return false;
  return !(value < (min ?? value) || value > (max ?? value) || value <= (above ?? value - 1) || value >= (below ?? value + 1));
}

/** Gradient descent, where a plan says nothing. */
const PLAIN: OptimizerChoice = { name: optimizers.names[0], fields: {} };

/** The optimiser of a plan, and the values of its fields. */
export function optimizerOf({ optimizer = PLAIN }: Pick<TrainingPlan, "optimizer">): {
  readonly definition: OptimizerDefinition;
  readonly fields: OptimizerChoice["fields"];
} {
  return { definition: optimizers.get(optimizer.name), fields: optimizer.fields };
}

/** Whether a plan's updates are θ <- θ - η ∇L with a loss of the theory, and the same η at every step and for every parameter. */
export function isPlain(plan: Pick<TrainingPlan, "loss" | "optimizer" | "schedule" | "frozen">): boolean {
  const { schedule = constantSchedule.form, frozen = [] } = plan;
  const ofTheory = lossNamed(plan.loss).theory !== undefined;
  return ofTheory && optimizerOf(plan).definition.plain === true && readSchedule(schedule).constant && frozen.length === 0;
}

/** Whether a plan's updates are those of gradient descent with a constant η, of some of the parameters or of all. */
export function isPlainDescent(plan: Pick<TrainingPlan, "loss" | "optimizer" | "schedule">): boolean {
  return isPlain({ ...plan, frozen: [] });
}

/** Whether the next step depends on more than the angles and the step: it cannot be made again from angles alone. */
export function remembers(plan: Pick<TrainingPlan, "optimizer">): boolean {
  const { definition, fields } = optimizerOf(plan);
  return Object.keys(definition.init({ columns: 1, parameters: 1 }, fields)).length > 0;
}

/** η at a step. */
export function etaAt({ eta, schedule = constantSchedule.form }: Pick<TrainingPlan, "eta" | "schedule">, row: number): number {
  return eta * readSchedule(schedule).factor(row);
}
