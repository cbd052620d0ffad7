/**
 * Tables of data: one row a datum, one column an input, a column `y` for labels.
 */
import { csvParseRows } from "d3-dsv";
import { FormatError } from "../base/errors.ts";
import { readNumber } from "../base/numerals.ts";
import type { Features } from "./encode.ts";

/** Name of the column with the labels. */
const LABELS = "y";

/** A table, with its labels apart. */
export interface DataTable extends Features {
  readonly labels?: Float64Array;
}

/**
 * Reads a table from text: commas between numbers, the first line with the names of the columns, or numbers at once, which then have the names x0, x1, …
 *
 * @param name the file's name, for messages
 * @throws FormatError if it is empty, ragged, names a column twice, or holds anything but numbers below its first line
 */
export function parseTable(text: string, name: string): DataTable {
  const lines = csvParseRows(text.replace(/^\uFEFF/, "")).filter((cells) => cells.some((cell) => cell.trim() !== ""));
  if (lines.length === 0) throw new FormatError(name, "is empty");
  const cells = lines.map((line) => line.map((cell) => cell.trim()));
  const named = cells[0].some((cell) => !isNumber(cell));
  const names = named ? cells[0] : cells[0].map((_, k) => `x${k}`);
  const rows = named ? cells.slice(1) : cells;
  if (rows.length === 0) throw new FormatError(name, "has no row below its names");
  const twice = names.find((each, k) => names.indexOf(each) !== k);
  if (twice !== undefined) throw new FormatError(name, `has two columns named ${twice}`);
  rows.forEach((row, k) => {
    const line = k + (named ? 2 : 1);
    if (row.length !== names.length)
      throw new FormatError(name, `has ${row.length} columns in line ${line} and ${names.length} in line 1`);
    const wrong = row.findIndex((cell) => !isNumber(cell));
    if (wrong !== -1)
      throw new FormatError(
        name,
        `has ${JSON.stringify(row[wrong])} in line ${line}, column ${names[wrong]}, where a number is expected`,
      );
  });
  return tableOf(names, rows.length, (row, column) => readNumber(rows[row][column]) ?? Number.NaN, name);
}

/** A matrix as a table with columns x0, x1, …; a single column is that of one input. */
export function tableOfMatrix(
  { rows, columns, re }: { rows: number; columns: number; re: ArrayLike<number> },
  name: string,
): DataTable {
  const names = Array.from({ length: columns }, (_, k) => `x${k}`);
  return tableOf(names, rows, (row, column) => re[row * columns + column], name);
}

function tableOf(names: readonly string[], count: number, at: (row: number, column: number) => number, name: string): DataTable {
  const label = names.indexOf(LABELS);
  const inputs = names.flatMap((_, k) => (k === label ? [] : [k]));
  if (inputs.length === 0) throw new FormatError(name, `has no column but ${LABELS}`);
  const values = new Float64Array(count * inputs.length);
  for (let row = 0; row < count; row++)
    inputs.forEach((column, k) => {
      values[row * inputs.length + k] = at(row, column);
    });
  if (!values.every(Number.isFinite)) throw new FormatError(name, "has a number that is not finite");
  return {
    count,
    names: inputs.map((k) => names[k]),
    values,
    ...(label !== -1 && { labels: Float64Array.from({ length: count }, (_, row) => at(row, label)) }),
  };
}

function isNumber(cell: string): boolean {
  return readNumber(cell) !== undefined;
}
