/**
 * Schedule `constant`: η at every step.
 */
import type { ScheduleDefinition } from "./schedule.ts";

export const constantSchedule: ScheduleDefinition = {
  name: "constant",
  form: "constant",
  words: "η",
  read: (text) => (text === "constant" ? { factor: () => 1, constant: true } : undefined),
};
