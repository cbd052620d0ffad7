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

/** NumPy's names of the types that are read. */
const REAL_TYPES: Readonly<Record<string, string>> = {
  f8: "float64",
  f4: "float32",
  f2: "float16",
  i8: "int64",
  i4: "int32",
  i2: "int16",
  i1: "int8",
  u8: "uint64",
  u4: "uint32",
  u2: "uint16",
  u1: "uint8",
};
const COMPLEX_TYPES: Readonly<Record<string, string>> = { c16: "complex128", c8: "complex64" };

/**
 * Reads an .npy file of real numbers: floating point or integer, little-endian, of any size.
 *
 * @param bytes the file's content
 * @param name the file's name, for messages
 * @throws FormatError if it is no .npy file, is truncated, or holds another type
 */
export function readRealNpy(bytes: Uint8Array, name: string): RealArray {
  const { data, shape, dtype, fortranOrder } = parseChecked(bytes, name);
  if (!(dtype in REAL_TYPES))
    throw new FormatError(name, `holds ${COMPLEX_TYPES[dtype] ?? dtype}; readable are ${Object.values(REAL_TYPES).join(", ")}`);
  // 64-bit integers come as bigint.
  const values = Float64Array.from(data as unknown as ArrayLike<number | bigint>, Number);
  return { shape, data: fortranOrder ? toCOrder(values, shape) : values };
}

/**
 * Reads an .npy file of complex (complex128, complex64) or real numbers.
 *
 * @throws FormatError if it is no .npy file, is truncated, or holds another type
 */
export function readComplexNpy(bytes: Uint8Array, name: string): ComplexArray {
  const { data, shape, dtype, fortranOrder } = parseChecked(bytes, name);
  if (!(dtype in COMPLEX_TYPES)) {
    const real = readRealNpy(bytes, name);
    return { shape: real.shape, re: real.data, im: new Float64Array(real.data.length) };
  }
  const pairs = data as unknown as ArrayLike<number>;
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

function parseChecked(bytes: Uint8Array, name: string): ReturnType<typeof parse> {
  const array = parseNpy(bytes, name);
  const expected = array.shape.reduce((product, size) => product * size, 1) * (array.dtype in COMPLEX_TYPES ? 2 : 1);
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
