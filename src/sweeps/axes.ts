/**
 * The axes of a sweep: what they may say, and the values they stand for. Runs anywhere; knows no file.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import { parseTarget, type SymbolicTarget } from "../experiment/config.ts";

/** A value that a field of a configuration can take along an axis. */
export type AxisValue = number | string | boolean;

/** A range of values, ends included. */
export interface AxisRange {
  readonly from: number | string;
  readonly to: number | string;
  /** How many values; left out, every integer between two integers. */
  readonly count?: number;
  /** How they are spaced; default linear. */
  readonly scale?: "linear" | "logarithmic";
}

/** What a sweep file says of an axis. */
export type AxisInput = readonly AxisValue[] | AxisRange;

/** An axis with its values written out. */
export interface Axis {
  /** The field of the configuration. */
  readonly name: string;
  readonly values: readonly AxisValue[];
}

/** Most values of one axis: a sweep of more is a mistake. */
const MAX_VALUES = 100_000;
/** Significant digits of the values of a range: what is left of rounding is dropped. */
const DIGITS = 12;
const RANGE = 'a list, or {"from", "to", "count"} with finite numbers or targets such as min-4';

/**
 * The values of an axis.
 *
 * A linear range holds from + (to - from) k / (count - 1), k = 0 .. count - 1, a logarithmic one from (to / from)^(k / (count - 1)). Ends such as min-4 and min+4
 * give targets with the offsets between. Values of a field of integers on a logarithmic axis are rounded to them.
 *
 * @param integers whether the field takes integers only
 * @throws ArgumentError for a range that cannot be made, an empty axis or a value that stands twice
 */
export function expandAxis(name: string, input: AxisInput, integers: boolean): Axis {
  const argument = `axes.${name}`;
  const values = Array.isArray(input) ? (input as readonly AxisValue[]) : rangeValues(argument, input as AxisRange, integers);
  if (values.length === 0) throw new ArgumentError(argument, new Described("empty"), "at least one value");
  const seen = new Set<AxisValue>();
  for (const value of values) {
    if (seen.has(value)) throw new ArgumentError(argument, value, "every value once");
    seen.add(value);
  }
  return { name, values: [...values] };
}

function rangeValues(argument: string, { from, to, count, scale = "linear" }: AxisRange, integers: boolean): AxisValue[] {
  if (typeof from === "number" && typeof to === "number") {
    const steps = count ?? integerCount(argument, from, to);
    const numbers = spaced(argument, from, to, steps, scale);
    return integers && scale === "logarithmic" ? [...new Set(numbers.map(Math.round))] : numbers;
  }
  const [first, last] = [from, to].map((end) => symbolic(argument, end));
  if (first.end !== last.end || (first.percent !== last.percent && first.offset !== 0 && last.offset !== 0))
    throw new ArgumentError(
      argument,
      `${from} to ${to}`,
      "two targets from the same end of the spectrum in the same unit, such as min-4 and min+4",
    );
  if (count === undefined) throw new ArgumentError(`${argument}.count`, undefined, "the number of values between two targets");
  const unit = first.percent || last.percent ? "%" : "";
  return spaced(argument, first.offset, last.offset, count, scale).map((offset) => targetText(first.end, offset, unit));
}

/** The target at an offset from an end of the spectrum, as configurations write it. */
function targetText(end: "min" | "max", offset: number, unit: string): string {
  if (offset === 0) return end;
  return `${end}${offset < 0 ? "-" : "+"}${Math.abs(offset)}${unit}`;
}

function symbolic(argument: string, end: number | string): SymbolicTarget {
  const target = typeof end === "string" ? parseTarget(end) : undefined;
  if (target === undefined) throw new ArgumentError(argument, end, RANGE);
  return target;
}

function integerCount(argument: string, from: number, to: number): number {
  if (!Number.isInteger(from) || !Number.isInteger(to) || to < from)
    throw new ArgumentError(
      `${argument}.count`,
      undefined,
      "the number of values, which only a range of integers in ascending order can do without",
    );
  return to - from + 1;
}

function spaced(argument: string, from: number, to: number, count: number, scale: "linear" | "logarithmic"): number[] {
  if (!Number.isInteger(count) || count < 1 || count > MAX_VALUES)
    throw new ArgumentError(`${argument}.count`, count, `an integer from 1 to ${MAX_VALUES}`);
  if (!Number.isFinite(from) || !Number.isFinite(to)) throw new ArgumentError(argument, `${from} to ${to}`, RANGE);
  if (scale === "logarithmic" && !(from > 0 && to > 0))
    throw new ArgumentError(argument, `${from} to ${to}`, "two numbers above 0 on a logarithmic axis");
  if (count === 1 && from !== to) throw new ArgumentError(`${argument}.count`, 1, "at least 2 between two different ends");
  return Array.from({ length: count }, (_, k) => {
    const share = count === 1 ? 0 : k / (count - 1);
    const value = scale === "linear" ? from + (to - from) * share : from * (to / from) ** share;
    return Number(value.toPrecision(DIGITS));
  });
}
