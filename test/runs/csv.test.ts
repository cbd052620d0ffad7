/**
 * Tables of numbers as text.
 */
import { describe, expect, it } from "vitest";
import { readCsv } from "../../src/runs/csv.ts";

describe("readCsv", () => {
  it("reads rows of numbers, whatever ends the lines", () => {
    expect(readCsv("1.5,-2\r\n3e-1, 4\r\n", "a.csv")).toEqual({ shape: [2, 2], data: Float64Array.of(1.5, -2, 0.3, 4) });
  });

  it.each([
    ["\n", "a.csv: is empty."],
    ["1,2\n3\n", "a.csv: has 1 columns in row 2 and 2 in row 1."],
    ["1,2\n3,x\n", "a.csv: has something else than numbers in row 2."],
    ["1,\n", "a.csv: has something else than numbers in row 1."],
  ])("%j: %s", (text, message) => {
    expect(() => readCsv(text, "a.csv")).toThrow(message);
  });
});
