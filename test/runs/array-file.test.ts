/**
 * Arrays in the formats that people have.
 */
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readArrayFile } from "../../src/runs/array-file.ts";
import { writeComplexNpy, writeNpy, writeNpz } from "../../src/runs/npy.ts";

const text = (content: string) => new TextEncoder().encode(content);
const matrix = { shape: [2, 2], re: Float64Array.of(1, 0, 0, -1), im: Float64Array.of(0, -2, 2, 0) };

describe("a matrix", () => {
  it.each([
    ["m.npy", writeComplexNpy(matrix)],
    ["m.npz", zipSync({ "m.npy": writeComplexNpy(matrix), "note.txt": text("kept aside") })],
    ["m.csv", text("1,-2j\n2i, \u22121\n")],
    ["m.csv", text("# savetxt\n (1.0e+00+0.0e+00j), (0.0e+00-2.0e+00j)\n (0+2j),(-1+0j)\n\n")],
    ["m.csv", text("\uFEFF1;0-2im\r\n0 + 2*im;-1")],
    ["m.csv", text("1\t-2j\n+2j\t-1")],
    ["m.csv", text("(1+0j) (0-2j)\n(0+2j) (-1+0j)")],
    ["told by its content", zipSync({ "m.npy": writeComplexNpy(matrix) })],
  ])("%s", (name, bytes) => {
    const { shape, re, im } = readArrayFile(bytes, name, "matrix", 2);
    expect([shape, [...re].map((x) => x + 0), [...im].map((x) => x + 0)]).toEqual([
      [2, 2],
      [1, 0, 0, -1],
      [0, -2, 2, 0],
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    ["m.csv", text("1,2\n3"), "m.csv: has 1 columns in row 2 and 2 in row 1."],
    ["m.csv", text("1,2\n3,1+2"), "m.csv: has something else than numbers in row 2."],
    ["m.csv", text("1,2\n3,1e999"), "m.csv: has something else than numbers in row 2."],
    ["m.csv", Uint8Array.of(1, 0, 2), "m.csv: is neither .npy, .npz nor a table of numbers."],
    ["m.npy", text("1,2"), "m.npy: is not a readable .npy file (it does not begin like one)."],
    ["m.npy", writeNpy(Float64Array.of(1, 2), [2]), "m.npy: has 1 dimension; a matrix has 2."],
    ["m.npz", text("PK and nothing else"), "m.npz: is not a readable .npz archive ("],
    ["m.npz", zipSync({ "a.txt": text("") }), "m.npz: holds no array."],
    [
      "m.npz",
      writeNpz({ a: { data: Float64Array.of(1), shape: [1] }, b: { data: Float64Array.of(1), shape: [1] } }),
      "m.npz: holds 2 arrays, a and b; one is read.",
    ],
  ])("refuses %s %#", (name, bytes, message) => {
    expect(() => readArrayFile(bytes, name, "matrix", 2)).toThrow(message);
  });
});

describe("a vector", () => {
  it.each(["1,2,3", "1\n2\n3\n", "1 2 3", "1;2;3"])("%j", (content) => {
    expect([...readArrayFile(text(content), "v.csv", "state", 1).re]).toEqual([1, 2, 3]);
  });

  it("a table with one column is one where either may be", () => {
    expect(readArrayFile(text("1\n2"), "v.csv", "set of angles").shape).toEqual([2]);
    expect(readArrayFile(text("1,2"), "v.csv", "set of angles").shape).toEqual([1, 2]);
  });

  it("a table is none", () => {
    expect(() => readArrayFile(text("1,2\n3,4"), "v.csv", "state", 1)).toThrow(
      "v.csv: has 2 x 2 numbers; a state has one row or one column.",
    );
  });
});
