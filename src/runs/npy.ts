/**
 * NumPy arrays: .npy files read with every check npyjs leaves out, and .npz archives written.
 */
import { zipSync } from "fflate";
import { dump, parse } from "npyjs";
import { FormatError } from "../base/errors.ts";
import type { ComplexVector } from "../linalg/complex-matrix.ts";

/** A real array in C order. */
export interface RealArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A complex array in C order. */
export interface ComplexArray extends ComplexVector {
  readonly shape: readonly number[];
}

/**
 * Reads an .npy file of real numbers (float64, float32 or int32).
 *
 * @param bytes the file's content
 * @param name the file's name, for messages
 * @throws FormatError if it is no .npy file, is truncated, or holds another type
 */
export function readRealNpy(bytes: Uint8Array, name: string): RealArray {
  const { data, shape, dtype, fortranOrder } = parseChecked(bytes, name, 1);
  if (!["f8", "f4", "i4"].includes(dtype)) throw new FormatError(name, `holds ${dtype}; readable are float64, float32 and int32`);
  const values = Float64Array.from(data as unknown as ArrayLike<number>);
  return { shape, data: fortranOrder ? toCOrder(values, shape) : values };
}

/**
 * Reads an .npy file of complex (complex128) or real (float64) numbers.
 *
 * @throws FormatError if it is no .npy file, is truncated, or holds another type
 */
export function readComplexNpy(bytes: Uint8Array, name: string): ComplexArray {
  const peek = parseNpy(bytes, name);
  if (peek.dtype === "f8") {
    const { shape, data } = readRealNpy(bytes, name);
    return { shape, re: data, im: new Float64Array(data.length) };
  }
  if (peek.dtype !== "c16") throw new FormatError(name, `holds ${peek.dtype}; readable are complex128 and float64`);
  const { data, shape, fortranOrder } = parseChecked(bytes, name, 2);
  const pairs = data as unknown as Float64Array;
  const re = Float64Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i]);
  const im = Float64Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i + 1]);
  return fortranOrder ? { shape, re: toCOrder(re, shape), im: toCOrder(im, shape) } : { shape, re, im };
}

/** An .npy file with the given array. */
export function writeNpy(data: Float64Array | Int32Array, shape: readonly number[]): Uint8Array {
  return new Uint8Array(dump(data, [...shape]));
}

/** An .npz archive of arrays and, as they are, other files. */
export function writeNpz(
  arrays: Readonly<Record<string, { data: Float64Array | Int32Array; shape: readonly number[] }>>,
  files: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const members = Object.entries(arrays).map(([name, { data, shape }]) => [`${name}.npy`, writeNpy(data, shape)] as const);
  return zipSync({ ...Object.fromEntries(members), ...files }, { level: 6 });
}

function parseNpy(bytes: Uint8Array, name: string): ReturnType<typeof parse> {
  // A copy with a buffer of its own: npyjs reads to the buffer's end, and a file may share its buffer with others.
  const { buffer } = new Uint8Array(bytes);
  try {
    return parse(buffer);
  } catch (error) {
    throw new FormatError(name, `is not a readable .npy file (${(error as Error).message})`);
  }
}

function parseChecked(bytes: Uint8Array, name: string, numbersPerEntry: number): ReturnType<typeof parse> {
  const array = parseNpy(bytes, name);
  const expected = array.shape.reduce((product, size) => product * size, 1) * numbersPerEntry;
  const found = (array.data as unknown as ArrayLike<number>).length;
  if (found !== expected) throw new FormatError(name, `is truncated: ${found} numbers of the ${expected} its header states`);
  return array;
}

/** Reorders an array whose first index runs fastest so that its last one does. */
function toCOrder(values: Float64Array, shape: readonly number[]): Float64Array {
  const result = new Float64Array(values.length);
  const index = shape.map(() => 0);
  for (let c = 0; c < values.length; c++) {
    let f = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) f = f * shape[axis] + index[axis];
    result[c] = values[f];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return result;
}
