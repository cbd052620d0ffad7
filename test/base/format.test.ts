/**
 * What progress says about the time left.
 */
import { describe, expect, it } from "vitest";
import { durationText, leftText } from "../../src/base/format.ts";

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

describe("leftText", () => {
  it("is the time of the task, and of all where more come after it", () => {
    expect(leftText(0.1, { done: 400, total: 1000 })).toBe("1 min left");
    expect(leftText(0.1, { done: 400, total: 1000, after: 0 })).toBe("1 min left");
    // 60 s here, and three times the 100 s of this task after it.
    expect(leftText(0.1, { done: 400, total: 1000, after: 3 })).toBe("1 min left, 6 min for all");
    expect(leftText(Number.NaN, { done: 0, total: 10, after: 1 })).toBe("? left, ? for all");
  });
});
