/**
 * Schedule `1/t`: a learning rate that falls as the inverse of the step. Source: Robbins and Monro, Ann. Math. Stat. 22, 400 (1951).
 */
import { NUMBER, type ScheduleDefinition } from "./schedule.ts";

/** Steps after which η is halved, unless told. */
const HALVED = 100;

const PATTERN = new RegExp(`^1/t(?::${NUMBER})?$`);

/** η / (1 + t / τ). */
export const inverseSchedule: ScheduleDefinition = {
  name: "1/t",
  form: `1/t:${HALVED}`,
  words: `η / (1 + t/${HALVED}), with another number of steps in place of ${HALVED} where one is given`,
  read(text) {
    const match = PATTERN.exec(text);
    const steps = Number(match?.[1] ?? HALVED);
    if (match === null || !(steps > 0)) return undefined;
    return { factor: (t) => 1 / (1 + t / steps), constant: false };
  },
};
