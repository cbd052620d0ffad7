/**
 * Numbers as they are printed.
 */
import { describe, expect, it } from "vitest";
import { numberList, numberOrText, readNumber } from "../../src/base/numerals.ts";

describe("numbers", () => {
  it.each([
    ["\u221210", -10],
    [" 1e\u22123 ", 1e-3],
    ["10\u2009000.5", 10_000.5],
    ["\u2212\u202f1\u00a0000", -1000],
    ["0x10", 16],
  ])("%j is %d", (text, value) => expect(readNumber(text)).toBe(value));

  it.each(["", " ", "ten", "1 000", "\u2212", "Infinity", "1,5"])("%j is none", (text) =>
    expect(readNumber(text)).toBeUndefined(),
  );

  it("other texts come back in plain characters", () => expect(numberOrText("min\u2009\u2212\u20094")).toBe("min-4"));

  it("lists", () => expect(numberList("1, \u22122,x,")).toEqual([1, -2, Number.NaN, Number.NaN]));
});
