/**
 * What progress says about the time left.
 */
import { describe, expect, it } from "vitest";
import { durationText } from "../../src/cli/terminal.ts";

describe("durationText", () => {
  it.each([
    [0, "0 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [100, "2 min"],
    [3599, "1 h 0 min"],
    [3900, "1 h 5 min"],
    [Number.NaN, "?"],
    [Number.POSITIVE_INFINITY, "?"],
  ])("%d s: %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
