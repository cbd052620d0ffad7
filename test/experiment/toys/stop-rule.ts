/** A toy stop rule: a sample ends at a row that it names. */
import type { StopRule } from "../../../src/index.ts";

export const toyStopRule: StopRule = {
  name: "toy-row",
  form: "toy-row=30",
  words: "a row is reached",
  read(text) {
    const [, at] = /^toy-row=(\d+)$/.exec(text) ?? [];
    if (at === undefined) return undefined;
    return { rule: "toy-row", memory: 0, check: ({ row }) => (row >= Number(at) ? `row ${at} is reached` : undefined) };
  },
};
