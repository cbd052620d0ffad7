/**
 * NumPy arrays: .npy files of any byte order read with every check, and .npy and .npz files written.
 */
import { zipSync } from "fflate";
import { FormatError } from "../base/errors.ts";
import type { ComplexVector } from "../linalg/complex-matrix.ts";
import { isNpy, littleEndian, npyBytes } from "./npy-bytes.ts";

/** The time of every member of a .zip, the first that the format has, so that the same arrays are the same bytes. */
export const ZIP_TIME = new Date(1980, 0, 1);

/** A real array in C order. */
export interface RealArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A complex array in C order. */
export interface ComplexArray extends ComplexVector {
  readonly shape: readonly number[];
}

/** A type of numbers: NumPy's name of it, its bytes, and how one is read. */
interface NumberType {
  readonly name: string;
  readonly bytes: number;
  /** Numbers that an entry is made of, 2 for complex ones. */
  readonly parts: 1 | 2;
  read(view: DataView, at: number, little: boolean): number;
}

const real = (name: string, bytes: number, read: NumberType["read"]): NumberType => ({ name, bytes, parts: 1, read });
const complex = (name: string, bytes: number, read: NumberType["read"]): NumberType => ({ name, bytes, parts: 2, read });

/** The types that are read, by what a header calls them, byte order left out. */
const TYPES: Readonly<Record<string, NumberType>> = {
  f8: real("float64", 8, (view, at, little) => view.getFloat64(at, little)),
  f4: real("float32", 4, (view, at, little) => view.getFloat32(at, little)),
  f2: real("float16", 2, (view, at, little) => half(view.getUint16(at, little))),
  i8: real("int64", 8, (view, at, little) => Number(view.getBigInt64(at, little))),
  i4: real("int32", 4, (view, at, little) => view.getInt32(at, little)),
  i2: real("int16", 2, (view, at, little) => view.getInt16(at, little)),
  i1: real("int8", 1, (view, at) => view.getInt8(at)),
  u8: real("uint64", 8, (view, at, little) => Number(view.getBigUint64(at, little))),
  u4: real("uint32", 4, (view, at, little) => view.getUint32(at, little)),
  u2: real("uint16", 2, (view, at, little) => view.getUint16(at, little)),
  u1: real("uint8", 1, (view, at) => view.getUint8(at)),
  b1: real("bool", 1, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)),
  c16: complex("complex128", 8, (view, at, little) => view.getFloat64(at, little)),
  c8: complex("complex64", 4, (view, at, little) => view.getFloat32(at, little)),
};

/** The value of a number of 16 bits: sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? (sign * fraction) / 2 ** 24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Most axes that NumPy arrays have. */
const MAX_AXES = 64;

/**
 * Reads an .npy file of real numbers: floating point, integers or truth values (0 and 1), of any size and byte order.
 *
 * @param bytes the file's content
 * @param name the file's name, for messages
 * @throws FormatError if it is no .npy file, is truncated, or holds another type
 */
export function readRealNpy(bytes: Uint8Array, name: string): RealArray {
  const { type, shape, parts } = readNpy(bytes, name);
  const names = Object.values(TYPES).filter((each) => each.parts === 1);
  if (type.parts !== 1)
    throw new FormatError(name, `holds ${type.name}; readable are ${names.map((each) => each.name).join(", ")}`);
  return { shape, data: parts[0] };
}

/**
 * Reads an .npy file of complex (complex128, complex64) or real numbers, of any byte order.
 *
 * @throws FormatError if it is no .npy file, is truncated, or holds another type
 */
export function readComplexNpy(bytes: Uint8Array, name: string): ComplexArray {
  const { shape, parts } = readNpy(bytes, name);
  const [re, im = new Float64Array(re.length)] = parts;
  return { shape, re, im };
}

interface Header {
  readonly type: NumberType;
  readonly little: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly start: number;
}

/** The numbers of a file, in C order; those of complex ones as real and imaginary parts. */
function readNpy(bytes: Uint8Array, name: string) {
  const { type, little, fortran, shape, start } = readHeader(bytes, name);
  const count = shape.reduce((product, size) => product * size, 1);
  const expected = count * type.bytes * type.parts;
  const found = bytes.length - start;
  if (found !== expected)
    throw new FormatError(
      name,
      `${found < expected ? "is truncated" : "goes on beyond its end"}: ${found} bytes of numbers, where its header states ${expected}`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, found);
  const parts = Array.from({ length: type.parts }, (_, part) => {
    const values = new Float64Array(count);
    for (let k = 0; k < count; k++) values[k] = type.read(view, (k * type.parts + part) * type.bytes, little);
    return fortran ? toCOrder(values, shape) : values;
  });
  return { type, shape, parts };
}

/** Reads what NumPy writes: a magic word, a version, and a Python dictionary with the type, the order and the shape. */
function readHeader(bytes: Uint8Array, name: string): Header {
  const unreadable = (why: string) => new FormatError(name, `is not a readable .npy file (${why})`);
  if (!isNpy(bytes)) throw unreadable("it does not begin like one");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const wide = bytes[6] > 1;
  if (bytes.length < (wide ? 12 : 10)) throw unreadable("it ends in its header");
  const start = wide ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true);
  if (start > bytes.length) throw unreadable("it ends in its header");
  const text = new TextDecoder("latin1").decode(bytes.subarray(wide ? 12 : 10, start));
  const [, order, code] = /'descr':\s*'([<>=|]?)([a-zA-Z?]\d*)'/.exec(text) ?? [];
  const [, fortran] = /'fortran_order':\s*(True|False)/.exec(text) ?? [];
  const [, sizes] = /'shape':\s*\(([\d\s,L]*)\)/.exec(text) ?? [];
  if (code === undefined && /'descr':\s*\[/.test(text))
    throw new FormatError(name, "holds records of several fields; readable are arrays of numbers");
  if (code === undefined || fortran === undefined || sizes === undefined) throw unreadable("its header is not NumPy's");
  const shape = sizes
    .split(",")
    .map((size) => size.trim().replace(/L$/, ""))
    .filter((size) => size !== "")
    .map(Number);
  if (shape.length > MAX_AXES || !shape.every(Number.isSafeInteger)) throw unreadable("its header states an impossible shape");
  const type = TYPES[code === "?" ? "b1" : code];
  if (type === undefined)
    throw new FormatError(
      name,
      `holds ${code}; readable are ${Object.values(TYPES)
        .map((each) => each.name)
        .join(", ")}`,
    );
  return { type, little: order !== ">", fortran: fortran === "True", shape, start };
}

/** An .npy file with the given array. */
export function writeNpy(data: Float64Array | Int32Array, shape: readonly number[]): Uint8Array {
  return npyBytes(data instanceof Int32Array ? "<i4" : "<f8", shape, littleEndian(data));
}

/** An .npy file with the given complex array. */
export function writeComplexNpy({ shape, re, im }: ComplexArray): Uint8Array {
  const pairs = new Float64Array(2 * re.length);
  for (let k = 0; k < re.length; k++) {
    pairs[2 * k] = re[k];
    pairs[2 * k + 1] = im[k];
  }
  return npyBytes("<c16", shape, littleEndian(pairs));
}

/** An .npz archive of arrays and, as they are, other files. */
export function writeNpz(
  arrays: Readonly<Record<string, { data: Float64Array | Int32Array; shape: readonly number[] }>>,
  files: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const members = Object.entries(arrays).map(([name, { data, shape }]) => [`${name}.npy`, writeNpy(data, shape)] as const);
  return zipSync({ ...Object.fromEntries(members), ...files }, { level: 6, mtime: ZIP_TIME });
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
