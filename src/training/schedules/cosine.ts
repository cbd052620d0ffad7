/**
 * Schedule `cosine`: a learning rate that falls to zero along half a wave. Source: Loshchilov and Hutter, ICLR (2017), without restarts.
 */
import { cosine } from "../../base/elementary.ts";
import type { ScheduleDefinition } from "./schedule.ts";

const PATTERN = /^cosine(?::(\d+))?$/;

/** η (1 + cos(π t / T)) / 2 up to step T, and 0 beyond. */
export const cosineSchedule: ScheduleDefinition = {
  name: "cosine",
  form: "cosine:2000",
  words: "η (1 + cos(π t/T))/2 up to step T, the given one or the last of the run, and 0 beyond",
  read(text) {
    const match = PATTERN.exec(text);
    const length = Number(match?.[1] ?? Number.NaN);
    if (match === null || !(length > 0)) return undefined;
    return { factor: (t) => (t >= length ? 0 : (1 + cosine((Math.PI * t) / length)) / 2), constant: false };
  },
  complete: (text, steps) => (text === "cosine" ? `cosine:${steps}` : text),
};
