/**
 * The schedules there are, and how texts that name them are read.
 */
import { ArgumentError } from "../../base/errors.ts";
import { FORM_NAME, type Registry, registry, requireReadable } from "../../base/registry.ts";
import { constantSchedule } from "./constant.ts";
import { cosineSchedule } from "./cosine.ts";
import { inverseSchedule } from "./inverse.ts";
import type { Schedule, ScheduleDefinition } from "./schedule.ts";
import { tableSchedule } from "./table.ts";

/** Every schedule. */
export const schedules: Registry<ScheduleDefinition> = /* @__PURE__ */ registry<ScheduleDefinition>(
  "schedule",
  [constantSchedule, inverseSchedule, cosineSchedule, tableSchedule],
  requireReadable("schedule"),
  FORM_NAME,
);

/** The forms of all schedules, in words. */
export function scheduleForms(): string {
  return schedules.all.map(({ form }) => form).join(", ");
}

/**
 * The schedule that a text such as `cosine:2000` names.
 *
 * @throws ArgumentError for a text that names none
 */
export function readSchedule(text: string): Schedule {
  for (const definition of schedules.all) {
    const schedule = definition.read(text);
    if (schedule !== undefined) return schedule;
  }
  throw new ArgumentError("schedule", text, `a schedule such as ${scheduleForms()}`);
}

/** A text with what it leaves out filled in for a run of so many steps. */
export function completeSchedule(text: string, steps: number): string {
  const complete = schedules.all.reduce((last, { complete: fill }) => fill?.(last, steps) ?? last, text);
  readSchedule(complete);
  return complete;
}
