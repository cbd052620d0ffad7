/**
 * Schedule `table`: factors of the learning rate from given steps on.
 */
import { NUMBER, type ScheduleDefinition } from "./schedule.ts";

const PATTERN = new RegExp(`^table:(\\d+=${NUMBER}(?:,\\d+=${NUMBER})*)$`);

/** η times the factor of the last step listed at or before t, times 1 before the first. */
export const tableSchedule: ScheduleDefinition = {
  name: "table",
  form: "table:500=0.1,1000=0.01",
  words:
    "η times 0.1 from step 500 on and times 0.01 from step 1000 on, for the steps and factors that are given, in ascending order",
  read(text) {
    const match = PATTERN.exec(text);
    if (match === null) return undefined;
    const entries = match[1].split(",").map((entry) => entry.split("=").map(Number));
    if (entries.some(([step], k) => k > 0 && step <= entries[k - 1][0])) return undefined;
    return { factor: (t) => entries.reduce((last, [step, factor]) => (step <= t ? factor : last), 1), constant: false };
  },
};
