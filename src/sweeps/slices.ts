/**
 * What a picture of a sweep shows: a quantity along one axis or two, averaged over samples and seeds. Runs anywhere.
 */

import { mean, standardError } from "../base/arrays.ts";
import { requireFields } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { SAMPLE, type SweepCoordinate, type SweepTable, type SweepVariable } from "./collect.ts";

/** What to draw against what. */
export interface PlotChoice {
  /** An axis. */
  readonly x: string;
  /** A kept quantity, for curves, or an axis, for a map. */
  readonly y: string;
  /** An axis, whose values are the curves, or the quantity of a map. */
  readonly color?: string;
  /** Values of the other axes, as texts. */
  readonly at: Readonly<Record<string, string>>;
}

/** A mean over samples and seeds. */
export interface Mean {
  readonly value: number;
  /** Standard error; 0 for a single number. */
  readonly error: number;
  /** Numbers that went into it. */
  readonly count: number;
}

/** A curve: one mean for each value of x. */
export interface SweepCurve {
  /** Value of the axis of colour; undefined where there is one curve only. */
  readonly label?: string;
  readonly means: readonly Mean[];
}

/** A slice of a sweep. */
export type SweepSlice =
  | {
      readonly kind: "curves";
      readonly x: SweepCoordinate;
      readonly variable: SweepVariable;
      readonly curves: readonly SweepCurve[];
    }
  /** means[row][column] belongs to y.values[row] and x.values[column]. */
  | {
      readonly kind: "map";
      readonly x: SweepCoordinate;
      readonly y: SweepCoordinate;
      readonly variable: SweepVariable;
      readonly means: readonly (readonly Mean[])[];
    };

/** Dimensions that are averaged over where nothing is said of them: repetitions. */
const REPEATED = [SAMPLE, "seed"];

/**
 * The slice that a choice names.
 *
 * @throws ArgumentError for a name that is no axis or quantity, or an axis that is neither named, fixed nor a repetition
 */
export function sliceOf(table: SweepTable, choice: PlotChoice): SweepSlice {
  requireFields("sliceOf", choice, ["x", "y", "color", "at"]);
  const { x, y, color, at } = choice;
  const axes = table.coordinates.filter(({ name }) => name !== SAMPLE);
  const names = axes.map(({ name }) => name);
  const quantities = table.variables.map(({ name }) => name);
  const axis = (argument: string, name: string) => {
    const found = axes.find((each) => each.name === name);
    if (found === undefined) throw new ArgumentError(argument, name, `an axis of the sweep: ${names.join(", ")}`);
    return found;
  };
  const xs = axis("x", x);
  const isMap = names.includes(y);
  const variableName = isMap ? color : y;
  const variable = table.variables.find(({ name }) => name === variableName);
  if (variable === undefined)
    throw new ArgumentError(
      isMap ? "color" : "y",
      variableName,
      `${isMap ? "a kept quantity" : "a kept quantity or an axis"}: ${(isMap ? quantities : [...quantities, ...names]).join(", ")}`,
    );
  const fixed = Object.entries(at).map(([name, text]) => {
    const coordinate = axis("at", name);
    const labels = labelsOf(coordinate);
    const place = labels.findIndex((label, k) => label === text || coordinate.values[k] === Number(text));
    if (place < 0) throw new ArgumentError(`at ${name}`, text, labels.join(", "));
    return { dimension: coordinate.dimension, place };
  });
  const second = isMap ? axis("y", y) : color === undefined ? undefined : axis("color", color);
  for (const { name, length } of table.dimensions) {
    if (!variable.dimensions.includes(name) || length === 1 || REPEATED.includes(name)) continue;
    if (name === xs.dimension || name === second?.dimension || fixed.some(({ dimension }) => dimension === name)) continue;
    throw new ArgumentError(
      "at",
      undefined,
      `a value of ${name}, such as --at ${name}=${labelsOf(axes.find(({ dimension }) => dimension === name) as SweepCoordinate)[0]}`,
    );
  }
  const meanAt = (places: readonly { dimension: string; place: number }[]) => meanOf(variable, [...fixed, ...places]);
  const along = (coordinate: SweepCoordinate, place: number) => ({ dimension: coordinate.dimension, place });
  if (isMap && second !== undefined)
    return {
      ...{ kind: "map", x: xs, y: second, variable },
      means: second.values.map((_, row) => xs.values.map((__, column) => meanAt([along(second, row), along(xs, column)]))),
    };
  const curves =
    second === undefined
      ? [{ means: xs.values.map((_, k) => meanAt([along(xs, k)])) }]
      : second.values.map((_, row) => ({
          label: labelsOf(second)[row],
          means: xs.values.map((__, k) => meanAt([along(second, row), along(xs, k)])),
        }));
  return { kind: "curves", x: xs, variable, curves };
}

/** The values of a coordinate as words. */
export function labelsOf({ values, labels }: SweepCoordinate): string[] {
  return (labels ?? values).map(String);
}

function meanOf(
  { dimensions, shape, values, words }: SweepVariable,
  fixed: readonly { dimension: string; place: number }[],
): Mean {
  let places = [0];
  dimensions.forEach((name, d) => {
    const at = fixed.filter(({ dimension }) => dimension === name);
    const along = at.length > 0 ? [at[0].place] : Array.from({ length: shape[d] }, (_, k) => k);
    places = places.flatMap((place) => along.map((k) => place * shape[d] + k));
  });
  const numbers = places.map((place) => values[place]).filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return { value: Number.NaN, error: 0, count: 0 };
  // The mean of two phases is none.
  if (words !== undefined)
    return {
      value: numbers.every((value) => value === numbers[0]) ? numbers[0] : words.indexOf("undetermined"),
      error: 0,
      count: numbers.length,
    };
  return { value: mean(numbers), error: numbers.length > 1 ? standardError(numbers) : 0, count: numbers.length };
}
