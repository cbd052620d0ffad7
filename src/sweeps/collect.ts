/**
 * The results of a sweep as labelled arrays: one dimension for each axis, and one for samples. Runs anywhere.
 */
import { parseTarget } from "../experiment/config.ts";
import { dataPhaseNames } from "../theory/data/phases.ts";
import type { AxisValue } from "./axes.ts";
import type { Dimension } from "./dimensions.ts";
import type { KeptValue } from "./kept.ts";
import type { Sweep } from "./sweep-file.ts";

/** A coordinate along a dimension: numbers, or words by their index. */
export interface SweepCoordinate {
  readonly name: string;
  readonly dimension: string;
  readonly values: readonly number[];
  /** The values as the sweep file has them, where numbers do not say it. */
  readonly labels?: readonly AxisValue[];
  readonly description: string;
}

/** One quantity over the sweep. */
export interface SweepVariable {
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  /** C order; NaN where a point is missing or has no such number. */
  readonly values: Float64Array;
  /** What the numbers stand for, where they are codes of words. */
  readonly words?: readonly string[];
  readonly description: string;
}

/** A sweep's results. */
export interface SweepTable {
  readonly dimensions: readonly { readonly name: string; readonly length: number }[];
  readonly coordinates: readonly SweepCoordinate[];
  readonly variables: readonly SweepVariable[];
  readonly points: number;
  readonly done: number;
}

/** One row of the tidy table: a point and a sample. */
export type TidyRow = Readonly<Record<string, AxisValue | null>>;

/** Result of one point: content of points/<id>.json. */
export interface PointResult {
  readonly id: string;
  /** Its value of every axis. */
  readonly at: Readonly<Record<string, AxisValue>>;
  /** The batch it was trained in. */
  readonly batch: string;
  /** How often its batch was begun. */
  readonly attempts: number;
  /** O0; with data that of the first. */
  readonly target: number;
  /** With data, y of every datum. */
  readonly targets?: readonly number[];
  readonly parameters: number;
  readonly values: Readonly<Record<string, KeptValue>>;
}

/** Where a point is. */
export interface PlacedPoint {
  readonly id: string;
  /** Its place along every dimension. */
  readonly index: readonly number[];
  /** Its value of every axis. */
  readonly at: Readonly<Record<string, AxisValue>>;
}

/** Name of the dimension of samples. */
export const SAMPLE = "sample";
/** What numbers stand for that are codes of words. */
const PHASES: readonly string[] = ["frozen-kernel", "critical", "frozen-error", "undetermined", ...dataPhaseNames.slice(3)];
/** Name of the resolved target where the axis itself is relative to the spectrum. */
const TARGET_VALUE = "targetValue";

/** Labelled arrays of all results that are there. */
export function collectTable(
  sweep: Pick<Sweep, "axes">,
  dimensions: readonly Dimension[],
  points: readonly PlacedPoint[],
  resultOf: (id: string) => PointResult | undefined,
): SweepTable {
  const results = points.map((point) => ({ point, result: resultOf(point.id) }));
  const samples = Math.max(
    1,
    ...results.flatMap(({ result }) =>
      Object.values(result?.values ?? {}).map((value) => (Array.isArray(value) ? value.length : 1)),
    ),
  );
  const shape = dimensions.map(({ length }) => length);
  const total = shape.reduce((product, length) => product * length, 1);
  const variables = new Map<string, { perSample: boolean; words: boolean; values: Float64Array }>();
  const slot = (name: string, value: KeptValue) => {
    const perSample = Array.isArray(value);
    const found = variables.get(name);
    if (found !== undefined) return found;
    const made = {
      perSample,
      words: typeof value === "string",
      values: new Float64Array(total * (perSample ? samples : 1)).fill(Number.NaN),
    };
    variables.set(name, made);
    return made;
  };
  let done = 0;
  for (const { point, result } of results) {
    if (result === undefined) continue;
    done++;
    const place = point.index.reduce((sum, k, d) => sum * shape[d] + k, 0);
    for (const [name, value] of entriesOf(result)) {
      const { values } = slot(name, value);
      if (typeof value === "object" && value !== null) {
        value.forEach((each, k) => {
          values[place * samples + k] = each ?? Number.NaN;
        });
      } else values[place] = typeof value === "string" ? PHASES.indexOf(value) : (value ?? Number.NaN);
    }
  }
  const hasSamples = [...variables.values()].some(({ perSample }) => perSample);
  return {
    dimensions: [
      ...dimensions.map(({ name, length }) => ({ name, length })),
      ...(hasSamples ? [{ name: SAMPLE, length: samples }] : []),
    ],
    coordinates: [
      ...dimensions.flatMap((dimension) => dimension.axes.map((name) => coordinateOf(sweep, dimension.name, name))),
      ...(hasSamples
        ? [
            {
              name: SAMPLE,
              dimension: SAMPLE,
              values: Array.from({ length: samples }, (_, k) => k),
              description: "sample, from 0",
            },
          ]
        : []),
    ],
    variables: [...variables].map(([name, { perSample, words, values }]) => ({
      name,
      dimensions: [...dimensions.map((dimension) => dimension.name), ...(perSample ? [SAMPLE] : [])],
      shape: [...shape, ...(perSample ? [samples] : [])],
      values,
      ...(words && { words: PHASES }),
      description: name === TARGET_VALUE ? "O0 of the point" : name,
    })),
    points: points.length,
    done,
  };
}

/** The same as rows: one for each point and sample, or one for each point where nothing is kept of samples. */
export function tidyRows(points: readonly PlacedPoint[], resultOf: (id: string) => PointResult | undefined): TidyRow[] {
  return points.flatMap(({ id, at }) => {
    const result = resultOf(id);
    if (result === undefined) return [];
    const entries = entriesOf(result);
    const samples = Math.max(1, ...entries.map(([, value]) => (Array.isArray(value) ? value.length : 1)));
    const hasSamples = entries.some(([, value]) => Array.isArray(value));
    return Array.from({ length: samples }, (_, sample) => ({
      point: id,
      ...at,
      ...(hasSamples && { [SAMPLE]: sample }),
      ...Object.fromEntries(
        entries.map(([name, value]) => [
          name,
          Array.isArray(value) ? (value[sample] ?? null) : (value as number | string | null),
        ]),
      ),
    }));
  });
}

/** Everything a result holds, its target first. */
function entriesOf({ target, values }: PointResult): [string, KeptValue][] {
  return [[TARGET_VALUE, target], ...Object.entries(values)];
}

/** Numbers stay; targets from the same end of the spectrum become their offsets; words their index. */
function coordinateOf(sweep: Pick<Sweep, "axes">, dimension: string, name: string): SweepCoordinate {
  const { values } = sweep.axes.find((axis) => axis.name === name) as { values: readonly AxisValue[] };
  if (values.every((value) => typeof value === "number"))
    return { name, dimension, values: values as number[], description: `${name} of the configuration` };
  const targets = values.map((value) => (typeof value === "string" && name === "target" ? parseTarget(value) : undefined));
  const [first] = targets;
  const same =
    first !== undefined &&
    targets.every(
      (each) =>
        each !== undefined && each.end === first.end && (each.percent === targets.some((t) => t?.percent) || each.offset === 0),
    );
  if (same)
    return {
      name,
      dimension,
      values: targets.map((each) => each?.offset ?? Number.NaN),
      labels: values,
      description: `target O0 - O_${first.end}${targets.some((each) => each?.percent) ? ", in per cent of the spectrum's width" : ""}`,
    };
  return {
    name,
    dimension,
    values: values.map((_, k) => k),
    labels: values,
    description: `${name} of the configuration, by its place in labels`,
  };
}
