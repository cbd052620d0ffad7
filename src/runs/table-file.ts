/**
 * Tables of data in the files that people have: text with commas, .npy of one or two axes, .npz archives whose arrays are columns.
 */
import { unzipSync } from "fflate";
import { FormatError } from "../base/errors.ts";
import type { FieldContent } from "../experiment/arrays.ts";
import { readComplexCsv } from "./csv.ts";
import { readComplexNpy } from "./npy.ts";
import { isNpy } from "./npy-bytes.ts";

/** Most bytes that an archive is unpacked to. */
const MAX_BYTES = 2 ** 31;

/**
 * What a file of data holds: text, or a matrix; text with complex numbers is a matrix too, an .npz archive of several arrays becomes text, whose columns have their names, and those of an array x with two axes the names
 * x0, x1, …
 *
 * @throws FormatError if it is damaged, or its arrays have other numbers of rows, or are complex beside others
 */
export function tableContent(bytes: Uint8Array, path: string): FieldContent {
  if (isNpy(bytes) || /\.npy$/i.test(path)) return matrixOf(readComplexNpy(bytes, path), path);
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    if (bytes.subarray(0, 1000).includes(0)) throw new FormatError(path, "is neither .npy, .npz nor a table of numbers");
    const text = new TextDecoder().decode(bytes);
    return complexMatrixOf(text, path) ?? text;
  }
  const arrays = membersOf(bytes, path).map(([name, member]) => ({
    name,
    ...matrixOf(readComplexNpy(member, `${path}, ${name}`), path),
  }));
  if (arrays.length === 0) throw new FormatError(path, "holds no array");
  if (arrays.length === 1) return arrays[0];
  const [{ rows }] = arrays;
  const odd = arrays.find((array) => array.rows !== rows);
  if (odd !== undefined) throw new FormatError(path, `has ${rows} rows in ${arrays[0].name} and ${odd.rows} in ${odd.name}`);
  const complex = arrays.find(({ im }) => im.some((value) => value !== 0));
  if (complex !== undefined) throw new FormatError(path, `has complex numbers in ${complex.name}`);
  const names = arrays.flatMap(({ name, columns }) =>
    columns === 1 ? [name] : Array.from({ length: columns }, (_, k) => `${name}${k}`),
  );
  const lines = Array.from({ length: rows }, (_, row) =>
    arrays.flatMap(({ re, columns }) => [...re.subarray(row * columns, (row + 1) * columns)].map(String)).join(","),
  );
  return [names.join(","), ...lines].join("\n");
}

/** A matrix, where a text is one of numbers of which some are complex: states. */
function complexMatrixOf(text: string, path: string): FieldContent | undefined {
  if (!/[ij]/.test(text)) return undefined;
  try {
    const { shape, re, im } = readComplexCsv(text, path);
    return im.some((value) => value !== 0) ? { rows: shape[0], columns: shape[1], re, im } : undefined;
  } catch (error) {
    // Anything else is read as a table, which says what is wrong with it.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function membersOf(bytes: Uint8Array, path: string): [string, Uint8Array][] {
  let total = 0;
  try {
    const members = unzipSync(bytes, {
      filter({ name, originalSize }) {
        total += originalSize;
        return name.endsWith(".npy") && total <= MAX_BYTES;
      },
    });
    if (total > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    return Object.entries(members).map(([name, member]) => [name.slice(0, -".npy".length), member]);
  } catch (error) {
    throw new FormatError(path, `is not a readable .npz archive (${(error as Error).message})`);
  }
}

function matrixOf({ shape, re, im }: { shape: readonly number[]; re: Float64Array; im: Float64Array }, path: string) {
  if (shape.length !== 1 && shape.length !== 2)
    throw new FormatError(path, `has ${shape.length} dimensions; data have one or two`);
  return { rows: shape[0], columns: shape[1] ?? 1, re, im };
}
