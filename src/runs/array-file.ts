/**
 * Arrays in the files that people have: .npy of NumPy, .npz archives with one array in them, tables of numbers as text.
 */
import { unzipSync } from "fflate";
import { FormatError } from "../base/errors.ts";
import { alternatives, counted, joined } from "../base/words.ts";
import { readComplexCsv } from "./csv.ts";
import { type ComplexArray, readComplexNpy } from "./npy.ts";
import { isNpy } from "./npy-bytes.ts";

/** Most bytes that an array of an archive is unpacked to. */
const MAX_BYTES = 2 ** 31;

/** An array with the number of axes that are asked for. */
export interface ArrayFile extends ComplexArray {
  /** Whether the bytes themselves are an .npy file. */
  readonly isNpy: boolean;
}

/**
 * Reads a real or complex array: an .npy file, an .npz archive with one array, or a table (.csv, .txt) of numbers, which its content tells apart. A table with one row
 * or one column is a vector where one is asked for.
 *
 * @param noun what is read, such as `state`, for messages
 * @param axes number of axes that the array must have, or those that it may have; 1 or 2 where left out, a table with one column having 1
 * @throws FormatError if it is none of these, damaged, or has another number of axes
 */
export function readArrayFile(bytes: Uint8Array, path: string, noun: string, axes?: number | readonly number[]): ArrayFile {
  const kind = isNpy(bytes) || path.toLowerCase().endsWith(".npy") ? "npy" : isZip(bytes) ? "npz" : "text";
  const read = kind === "npy" ? readComplexNpy(bytes, path) : kind === "npz" ? readNpz(bytes, path) : readText(bytes, path);
  const flat = kind === "text" && (axes === 1 ? read.shape.includes(1) : axes !== 2 && read.shape[1] === 1);
  const array = flat ? { ...read, shape: [read.re.length] } : read;
  const found = array.shape.length;
  const allowed = axes === undefined ? [1, 2] : [axes].flat();
  if (!allowed.includes(found))
    throw new FormatError(
      path,
      kind === "text"
        ? `has ${array.shape.join(" x ")} numbers; a ${noun} has one row or one column`
        : `has ${counted(found, "dimension")}; a ${noun} has ${alternatives(allowed.map(String))}`,
    );
  return { ...array, isNpy: kind === "npy" };
}

/** Whether a file begins as archives do. */
function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function readNpz(bytes: Uint8Array, path: string): ComplexArray {
  const names: string[] = [];
  let members: Record<string, Uint8Array>;
  try {
    members = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!name.endsWith(".npy")) return false;
        names.push(name.slice(0, -".npy".length));
        return names.length === 1 && originalSize <= MAX_BYTES;
      },
    });
  } catch (error) {
    throw new FormatError(path, `is not a readable .npz archive (${(error as Error).message})`);
  }
  if (names.length !== 1)
    throw new FormatError(
      path,
      names.length === 0 ? "holds no array" : `holds ${names.length} arrays, ${joined(names)}; one is read`,
    );
  const [member] = Object.values(members);
  if (member === undefined) throw new FormatError(path, `holds an array of more than the ${MAX_BYTES} bytes that are read`);
  return readComplexNpy(member, `${path}, ${names[0]}`);
}

/** A table; a file with zeros in it is no text. */
function readText(bytes: Uint8Array, path: string): ComplexArray {
  if (bytes.subarray(0, 1000).includes(0)) throw new FormatError(path, "is neither .npy, .npz nor a table of numbers");
  return readComplexCsv(new TextDecoder().decode(bytes), path);
}
