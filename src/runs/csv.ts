/**
 * Tables of numbers as text, one row a line.
 */
import { FormatError } from "../base/errors.ts";
import { plainNumerals } from "../base/numerals.ts";
import type { ComplexArray, RealArray } from "./npy.ts";

const REAL = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
/** A real number, an imaginary one, or both, as Python, Julia and MATLAB write them, such as 0.5-2j, (1+0j), 0.5 - 2im, 3i. */
const COMPLEX = new RegExp(
  String.raw`^\(?\s*(?:(?<re>${REAL})(?![\d.eEij]))?\s*(?:(?<im>(?<sign>[+-])?\s*(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)?)\s*\*?\s*(?:im|[ij]))?\s*\)?$`,
);

/**
 * Reads a table of real numbers, separated by commas, without a header.
 *
 * @param name the file's name, for messages
 * @returns shape (rows, columns)
 * @throws FormatError if it is empty, ragged or holds anything but numbers
 */
export function readCsv(text: string, name: string): RealArray {
  const { shape, re, im } = readComplexCsv(text, name);
  const complex = im.findIndex((value) => value !== 0);
  if (complex !== -1) throw new FormatError(name, `has a complex number in row ${Math.floor(complex / shape[1]) + 1}`);
  return { shape, data: re };
}

/**
 * Reads a table of real or complex numbers. Between them stand commas, semicolons, tabs or, where none of these does, blanks, as in the files of NumPy's savetxt;
 * what follows a # is left out.
 *
 * @returns shape (rows, columns)
 * @throws FormatError if it is empty, ragged or holds anything but numbers
 */
export function readComplexCsv(text: string, name: string): ComplexArray {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((line) => plainNumerals(line.replace(/#.*$/, "")))
    .filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new FormatError(name, "is empty");
  const separator = [",", ";", "\t"].find((each) => lines.some((line) => line.includes(each))) ?? /\s+/;
  const rows = lines.map((line) => (separator instanceof RegExp ? closedUp(line).trim() : line).split(separator).map(entryOf));
  const columns = rows[0].length;
  rows.forEach((row, k) => {
    if (row.length !== columns) throw new FormatError(name, `has ${row.length} columns in row ${k + 1} and ${columns} in row 1`);
    if (!row.every(([re, im]) => Number.isFinite(re) && Number.isFinite(im)))
      throw new FormatError(name, `has something else than numbers in row ${k + 1}`);
  });
  const entries = rows.flat();
  return {
    shape: [rows.length, columns],
    re: Float64Array.from(entries, ([re]) => re),
    im: Float64Array.from(entries, ([, im]) => im),
  };
}

/** A line without the blanks that stand within numbers: around a sign, as Julia writes 0.5 - 2.0im, or in brackets. */
function closedUp(line: string): string {
  return line.replace(/\s+([+-])\s+/g, "$1").replace(/\([^()]*\)/g, (number) => number.replace(/\s/g, ""));
}

/** Real and imaginary part of an entry; NaN where it is no number. */
function entryOf(text: string): readonly [re: number, im: number] {
  const entry = text.trim();
  // A bracket alone is half of something else, such as of (1,2), which is one number in C++.
  if (entry.startsWith("(") !== entry.endsWith(")")) return [Number.NaN, Number.NaN];
  const { re, im, sign = "" } = COMPLEX.exec(entry)?.groups ?? {};
  if (re === undefined && im === undefined) return [Number.NaN, Number.NaN];
  if (re !== undefined && im !== undefined && sign === "") return [Number.NaN, Number.NaN];
  return [Number(re ?? 0), im === undefined ? 0 : imaginary(im.replace(/\s/g, ""))];
}

function imaginary(text: string): number {
  return text === "" || text === "+" || text === "-" ? Number(`${text}1`) : Number(text);
}
