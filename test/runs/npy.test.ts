/**
 * NumPy files: what is read, what is written, what is refused.
 */
import { unzipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import { readComplexNpy, readRealNpy, writeNpy, writeNpz } from "../../src/runs/npy.ts";

/** An .npy file with the given header fields and data, byte for byte as NumPy writes it. */
function npyFile(descr: string, fortran: boolean, shape: string, data: ArrayBufferView): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shape}, }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const bytes = new Uint8Array(10 + padded.length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8]);
  bytes.set(new TextEncoder().encode(padded), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + padded.length);
  return bytes;
}

/** The bytes of numbers, most significant first. */
function swapped(values: {
  readonly buffer: ArrayBufferLike;
  readonly BYTES_PER_ELEMENT: number;
  readonly length: number;
}): Uint8Array {
  const size = values.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(values.buffer).slice();
  for (let k = 0; k < values.length; k++) bytes.subarray(k * size, (k + 1) * size).reverse();
  return bytes;
}

describe("reading", () => {
  it("float64, float32 and int32, C and Fortran order", () => {
    const values = [0, 1, 2, 3, 4, 5];
    expect(readRealNpy(npyFile("<f8", false, "(2, 3)", Float64Array.from(values)), "x")).toEqual({
      shape: [2, 3],
      data: Float64Array.from(values),
    });
    expect(readRealNpy(npyFile("<f4", false, "(6,)", Float32Array.from(values)), "x").data).toEqual(Float64Array.from(values));
    expect(readRealNpy(npyFile("<i4", false, "(6,)", Int32Array.from(values)), "x").data).toEqual(Float64Array.from(values));
    expect([...readRealNpy(npyFile("<f8", true, "(2, 3)", Float64Array.from(values)), "x").data]).toEqual([0, 2, 4, 1, 3, 5]);
  });

  it.each([
    ["<i8", BigInt64Array.of(-3n, 2n ** 40n), [-3, 2 ** 40]],
    ["<u8", BigUint64Array.of(3n, 5n), [3, 5]],
    ["<i2", Int16Array.of(-3, 5), [-3, 5]],
    ["|i1", Int8Array.of(-3, 5), [-3, 5]],
    ["<u4", Uint32Array.of(3, 4e9), [3, 4e9]],
    ["<u2", Uint16Array.of(3, 5), [3, 5]],
    ["|u1", Uint8Array.of(3, 255), [3, 255]],
    ["<f2", Uint16Array.of(0x3c00, 0xc100), [1, -2.5]],
    ["|b1", Uint8Array.of(0, 1), [0, 1]],
    [">f8", swapped(Float64Array.of(1 / 3, -5)), [1 / 3, -5]],
    [">f4", swapped(Float32Array.of(0.5, -5)), [0.5, -5]],
    [">f2", swapped(Uint16Array.of(0x3c00, 0x0001)), [1, 2 ** -24]],
    [">i8", swapped(BigInt64Array.of(-3n, 2n ** 40n)), [-3, 2 ** 40]],
    [">i4", swapped(Int32Array.of(-3, 5)), [-3, 5]],
    [">u2", swapped(Uint16Array.of(3, 500)), [3, 500]],
  ])("%s", (type, values, expected) => {
    expect([...readRealNpy(npyFile(type, false, "(2,)", values), "x").data]).toEqual(expected);
    expect([...readComplexNpy(npyFile(type, false, "(2,)", values), "x").re]).toEqual(expected);
  });

  it("complex numbers, most significant byte first", () => {
    const { re, im } = readComplexNpy(npyFile(">c16", false, "(1,)", swapped(Float64Array.of(1, 2))), "x");
    expect([[...re], [...im]]).toEqual([[1], [2]]);
  });

  it("complex64", () => {
    const { re, im } = readComplexNpy(npyFile("<c8", false, "(2,)", Float32Array.of(1, 2, 3, 4)), "x");
    expect([[...re], [...im]]).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it("complex128, and float64 as complex", () => {
    const { shape, re, im } = readComplexNpy(npyFile("<c16", false, "(2,)", Float64Array.of(1, 2, 3, 4)), "x");
    expect([shape, [...re], [...im]]).toEqual([[2], [1, 3], [2, 4]]);
    expect([...readComplexNpy(npyFile("<f8", false, "(2,)", Float64Array.of(1, 2)), "x").im]).toEqual([0, 0]);
  });

  it("a file that shares its buffer with others", () => {
    const file = npyFile("<f8", false, "(2,)", Float64Array.of(1, 2));
    const shared = new Uint8Array(file.length + 100);
    shared.set(file, 50);
    expect([...readRealNpy(shared.subarray(50, 50 + file.length), "x").data]).toEqual([1, 2]);
  });

  it.each([
    [
      "a truncated file",
      npyFile("<f8", false, "(2, 3)", new Float64Array(6)).slice(0, -8),
      "x.npy: is truncated: 40 bytes of numbers, where its header states 48.",
    ],
    [
      "a file cut within a number",
      npyFile("<f8", false, "(2, 3)", new Float64Array(6)).slice(0, -3),
      "x.npy: is truncated: 45 bytes of numbers, where its header states 48.",
    ],
    [
      "a file cut within its header",
      npyFile("<f8", false, "(2, 3)", new Float64Array(6)).slice(0, 30),
      "x.npy: is not a readable .npy file",
    ],
    ["an empty file", new Uint8Array(0), "x.npy: is not a readable .npy file"],
    [
      "another format",
      new TextEncoder().encode("PK\x03\x04 this is a zip archive, not an array"),
      "x.npy: is not a readable .npy file (it does not begin like one).",
    ],
    [
      "times",
      npyFile("<M8[s]", false, "(1,)", new Float64Array(1)),
      "x.npy: is not a readable .npy file (its header is not NumPy's).",
    ],
    ["texts", npyFile("<U2", false, "(1,)", new Float64Array(1)), "x.npy: holds U2; readable are float64, float32, float16"],
    [
      "more than the header states",
      npyFile("<f8", false, "(1,)", new Float64Array(2)),
      "x.npy: goes on beyond its end: 16 bytes of numbers, where its header states 8.",
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => readRealNpy(bytes, "x.npy")).toThrow(message);
  });

  it("refuses complex numbers as real ones", () => {
    expect(() => readRealNpy(npyFile("<c16", false, "(1,)", Float64Array.of(1, 2)), "x.npy")).toThrow(
      "x.npy: holds complex128; readable are float64",
    );
  });
});

describe("writing", () => {
  it("what is written is read back exactly", () => {
    const data = Float64Array.of(1 / 3, -0, Number.NaN, Number.MIN_VALUE, 1e308, 2);
    expect(readRealNpy(writeNpy(data, [3, 2]), "x")).toEqual({ shape: [3, 2], data });
  });

  it("an archive holds each array under its name, and other files as they are", () => {
    const members = unzipSync(
      writeNpz({ a: { data: Float64Array.of(1, 2), shape: [2] } }, { "run.json": new TextEncoder().encode("{}") }),
    );
    expect(Object.keys(members).sort()).toEqual(["a.npy", "run.json"]);
    expect([...readRealNpy(members["a.npy"], "a").data]).toEqual([1, 2]);
  });

  it("the same arrays are the same bytes, whenever they are written", () => {
    const arrays = { a: { data: Float64Array.of(1, 2), shape: [2] } };
    vi.useFakeTimers({ now: new Date("2031-05-06T07:08:09Z") });
    const later = writeNpz(arrays);
    vi.useRealTimers();
    expect(later).toEqual(writeNpz(arrays));
  });
});
