/** A toy schedule: every second step is half as long. */
import type { ScheduleDefinition } from "../../../src/index.ts";

export const toySchedule: ScheduleDefinition = {
  name: "toy-limp",
  form: "toy-limp:0.5",
  words: "η, and a share of it at every second step",
  read(text) {
    const [, share] = /^toy-limp:([\d.]+)$/.exec(text) ?? [];
    return share === undefined ? undefined : { factor: (t) => (t % 2 === 0 ? 1 : Number(share)), constant: false };
  },
};
