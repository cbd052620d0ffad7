/**
 * The part of a configuration that says how the angles move: the optimiser with its fields, the schedule of η, and which angles are frozen.
 */

import { z } from "zod";
import { ArgumentError } from "../base/errors.ts";
import { allowedNumbers, type Field, type FieldValues, ownedFields } from "../base/fields.ts";
import { derived } from "../base/registry.ts";
import { noNoise } from "../quantum/noise/models/none.ts";
import { optimizers } from "../training/optimizers/index.ts";
import type { TrainingPlan } from "../training/plan.ts";
import { constantSchedule } from "../training/schedules/constant.ts";
import { completeSchedule, scheduleForms } from "../training/schedules/index.ts";
import { frozenParameters } from "../training/trained.ts";

/** The optimiser of runs that name none. */
const PLAIN = optimizers.names[0];

/** What a configuration says of training, complete; fields of the optimiser stand beside them. Runs of plain gradient descent say nothing. */
export interface TrainingConfig {
  readonly optimizer?: string;
  readonly schedule?: string;
  /** Frozen parameters, such as `0-3,7`. */
  readonly freeze?: string;
}

/** One field as an option of the command line. */
export interface TrainingOption {
  readonly name: string;
  readonly placeholder: string;
  readonly words: string;
  readonly reads: "text" | "number" | "numerals";
}

/** The fields of all optimisers. */
const optimizerFields = /* @__PURE__ */ derived(() => ownedFields(optimizers.all));

const LIST = "parameters such as 0-3,7, or a mask (.npy, .npz, .csv) with a number for each, other than 0 where it is frozen";

/** The schema of these fields. */
export function trainingShape(): Record<string, z.ZodType> {
  const own = optimizerFields().map(({ field, words }) => [field.name, schemaOf(field).describe(withDefault(field, words))]);
  return {
    optimizer: z
      .enum([...optimizers.names])
      .optional()
      .describe(`${optimizerWords()} (default ${PLAIN})`),
    ...Object.fromEntries(own),
    schedule: z.string("text").optional().describe(`how η changes over the steps: ${scheduleForms()} (default constant)`),
    freeze: z
      .union([z.string(LIST), z.array(z.int(LIST))], LIST)
      .optional()
      .describe(`angles that are not trained: ${LIST} (default none)`),
  };
}

/** The same as options of the command line. */
export function trainingOptions(): TrainingOption[] {
  return [
    { name: "optimizer", placeholder: "<name>", words: `${optimizerWords()} (default: ${PLAIN})`, reads: "text" },
    ...optimizerFields().map(
      ({ field, words }): TrainingOption => ({
        name: field.name,
        placeholder: field.placeholder,
        reads: field.type === "number" || field.type === "integer" ? "number" : "text",
        words: withDefault(field, words).replace("(default ", "(default: "),
      }),
    ),
    {
      name: "schedule",
      placeholder: "<schedule>",
      reads: "numerals",
      words: `how η changes over the steps: ${scheduleForms()} (default: constant)`,
    },
    { name: "freeze", placeholder: "<list>", words: `angles that are not trained: ${LIST} (default: none)`, reads: "numerals" },
  ];
}

function optimizerWords(): string {
  return `optimiser: ${optimizers.all.map(({ name, title }) => `${name} (${title})`).join(", ")}`;
}

function withDefault(field: Field, words: string): string {
  return field.default === undefined ? words : `${words} (default ${field.default})`;
}

function schemaOf(field: Field): z.ZodType {
  if (field.type === "choice") return z.enum([...(field.choices ?? [])]).optional();
  const allowed = allowedNumbers(field);
  const { min, max, above, below } = field;
  let schema = field.type === "integer" ? z.int(allowed) : z.number(allowed);
  if (min !== undefined) schema = schema.min(min, allowed);
  if (max !== undefined) schema = schema.max(max, allowed);
  if (above !== undefined) schema = schema.gt(above, allowed);
  if (below !== undefined) schema = schema.lt(below, allowed);
  return schema.optional();
}

/**
 * These fields with defaults filled in; those that say nothing are left out.
 *
 * @throws ArgumentError for a field that belongs to another optimiser, a schedule or list that there is not, or what an optimiser cannot do
 */
export function trainingConfigOf(input: Readonly<Record<string, unknown>>, steps: number): TrainingConfig & FieldValues {
  const values = input as FieldValues & { readonly freeze?: string | readonly number[] };
  const { optimizer = PLAIN, schedule = constantSchedule.form, freeze } = values;
  const definition = optimizers.get(String(optimizer));
  for (const { field, owners } of optimizerFields()) {
    if (values[field.name] === undefined || owners.includes(definition.name)) continue;
    throw new ArgumentError(
      field.name,
      values[field.name],
      `no ${field.name} with optimizer ${definition.name} (it belongs to ${owners.join(" and ")})`,
    );
  }
  requireSources(definition, values);
  const own = Object.fromEntries(definition.fields.map((field) => [field.name, values[field.name] ?? field.default]));
  const complete = completeSchedule(String(schedule), steps);
  const frozen = freeze === undefined ? [] : frozenList(freeze);
  return {
    ...(definition.name !== PLAIN && { optimizer: definition.name, ...own }),
    ...(complete !== constantSchedule.form && { schedule: complete }),
    ...(frozen.length > 0 && { freeze: rangesOf(frozen) }),
  };
}

/** Refuses an optimiser that needs more than the measurement gives. */
function requireSources(
  { name, needsMetric = false, needsLosses = false }: (typeof optimizers.all)[number],
  { shots, noise, device }: FieldValues,
): void {
  const measured =
    device === undefined ? (shots === undefined ? (noise === noNoise.name ? undefined : noise) : "shots") : "a device";
  if (needsMetric && measured !== undefined)
    throw new ArgumentError("optimizer", name, `another one with ${measured}: the metric is that of the ideal state`);
  if (needsLosses && device !== undefined)
    throw new ArgumentError("optimizer", name, "another one with a device, which measures shifted circuits only");
}

/** What a configuration's fields say to a plan. */
export function trainingPlanOf(
  config: TrainingConfig,
  parameters: number,
): Pick<TrainingPlan, "optimizer" | "schedule" | "frozen"> {
  const { optimizer, schedule, freeze } = config;
  const values = config as FieldValues;
  const fields = optimizer === undefined ? [] : optimizers.get(optimizer).fields;
  return {
    ...(optimizer !== undefined && {
      optimizer: { name: optimizer, fields: Object.fromEntries(fields.map(({ name }) => [name, values[name]])) },
    }),
    ...(schedule !== undefined && { schedule }),
    ...(freeze !== undefined && { frozen: frozenParameters(frozenList(freeze), parameters) }),
  };
}

/**
 * The parameters of a list such as `0-3,7`, in order.
 *
 * @throws ArgumentError for a text that is none
 */
export function frozenList(freeze: string | readonly number[]): number[] {
  if (typeof freeze !== "string") return [...new Set(freeze)].sort((a, b) => a - b);
  const parts = freeze.split(",").map((part) => /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(part));
  const list = parts.flatMap((match) => {
    if (match === null || Number(match[2] ?? match[1]) < Number(match[1])) throw new ArgumentError("freeze", freeze, LIST);
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    return Array.from({ length: last - first + 1 }, (_, k) => first + k);
  });
  return [...new Set(list)].sort((a, b) => a - b);
}

/** A list of parameters as text, runs of them as ranges. */
export function rangesOf(list: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const l of list) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === l - 1) last[1] = l;
    else ranges.push([l, l]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}
