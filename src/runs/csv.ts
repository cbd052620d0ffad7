/**
 * Tables of numbers as text, one row a line, separated by commas.
 */
import { FormatError } from "../base/errors.ts";
import type { RealArray } from "./npy.ts";

/**
 * Reads a table without a header.
 *
 * @param name the file's name, for messages
 * @returns shape (rows, columns)
 * @throws FormatError if it is empty, ragged or holds anything but numbers
 */
export function readCsv(text: string, name: string): RealArray {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map((line) => line.split(",").map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell))));
  if (rows.length === 0) throw new FormatError(name, "is empty");
  const columns = rows[0].length;
  rows.forEach((row, k) => {
    if (row.length !== columns) throw new FormatError(name, `has ${row.length} columns in row ${k + 1} and ${columns} in row 1`);
    if (!row.every(Number.isFinite)) throw new FormatError(name, `has something else than numbers in row ${k + 1}`);
  });
  return { shape: [rows.length, columns], data: Float64Array.from(rows.flat()) };
}
