/**
 * The arrays of a stored run: names, dimensions, coordinates, and how a record's rows map to them.
 */
import { type MeasuredName, measuredBefore } from "../training/plan.ts";
import { quantities } from "../training/quantities/index.ts";
import { PARAMETER_ENTRY, type QuantityDefinition } from "../training/quantities/quantity.ts";
import { estimateNames, type MeasuredSeries, type TrainingRecord } from "../training/record.ts";
import { dataArrays, dataCoordinates } from "./data-arrays.ts";
import { ESTIMATES, type RunArray, type RunCoordinate } from "./run-array.ts";
import { textArray } from "./text-arrays.ts";

/** Array that tells whether a store has what shots say of its numbers. */
export const ESTIMATES_ARRAY = ESTIMATES.kernelUnbiased.name;

/** Coordinate with the names of parameters. */
export const PARAMETER_NAMES = "parameter_name";

/** Every array that a record fills. */
export function runArrays(record: TrainingRecord): RunArray[] {
  if (record.plan.data !== undefined) return dataArrays(record, record.plan.data);
  const length = record.plan.steps + 1;
  const rows = (values: Float64Array) => (column: number, from: number, to: number) =>
    values.subarray(column * length + from, column * length + to);
  const perStep: RunArray[] = [
    {
      name: "epsilon",
      axis: "step",
      entries: [],
      length,
      width: 1,
      description: "total error epsilon = <O> - O0",
      values: rows(record.epsilon),
    },
    {
      name: "kernel",
      axis: "step",
      entries: [],
      length,
      width: 1,
      description: "quantum neural tangent kernel K (Eq. 5)",
      values: rows(record.kernel),
    },
  ];
  const measured = quantities.all.flatMap((quantity) => {
    const series = record.measured[quantity.name];
    return series === undefined ? [] : measuredArrays(record, quantity, series);
  });
  const { estimates } = record;
  const errors: RunArray[] =
    estimates === undefined
      ? []
      : estimateNames.map((name) => ({
          ...ESTIMATES[name],
          axis: "step",
          entries: [],
          length,
          width: 1,
          values: rows(estimates[name]),
        }));
  return [...perStep, ...errors, ...measured];
}

function measuredArrays(record: TrainingRecord, quantity: QuantityDefinition, series: MeasuredSeries): RunArray[] {
  const { steps, width } = series;
  const common = { axis: `${quantity.name}_step` as const, length: steps.length, width, entries: [] };
  const plain: RunArray = {
    ...common,
    ...quantity.array,
    entries: quantity.entry === undefined ? [] : [{ name: quantity.entry.name, length: width }],
    values: (column, from, to) => {
      const first = column * steps.length * width;
      return series.values.subarray(first + from * width, first + to * width);
    },
  };
  const derived = (quantity.derived ?? []).map(
    ({ name, description, value }): RunArray => ({
      ...{ ...common, name, description, derived: true },
      values: (column, from, to) => {
        const origin = column * (record.plan.steps + 1);
        return plain.values(column, from, to).map((number, k) => {
          const at = origin + steps[from + k];
          return value(number, { epsilon: record.epsilon[at], kernel: record.kernel[at] });
        });
      },
    }),
  );
  return [plain, ...derived];
}

/** How many places along an array's axis the first `rows` rows of the run fill. */
export function placesFilled(record: TrainingRecord, array: RunArray, rows: number): number {
  if (array.axis === "step") return rows;
  const series = record.measured[array.axis.slice(0, -"_step".length) as MeasuredName] as MeasuredSeries;
  return measuredBefore(rows, series.stride, record.plan.steps);
}

/**
 * The coordinates of every dimension, the target of every sample where they differ, and the parameters' names where they have any.
 */
export function runCoordinates(record: TrainingRecord, targets: readonly number[], names?: readonly string[]): RunCoordinate[] {
  const { data } = record.plan;
  const count = (length: number) => Int32Array.from({ length }, (_, i) => i);
  const coordinates: Pick<RunCoordinate, "name" | "values" | "description">[] = [
    data === undefined
      ? { name: "target", values: Float64Array.from(targets), description: "target O0" }
      : { name: "target", values: count(targets.length / data.count), description: "index of the target vector" },
    { name: "sample", values: count(record.samples), description: "index of the initial angle set" },
    { name: "step", values: count(record.plan.steps + 1), description: "gradient steps before the row was recorded" },
  ];
  const measured = quantities.all.flatMap(({ name, entry }) => {
    const series = record.measured[name];
    return series === undefined ? [] : [{ name, entry, series }];
  });
  const entries = new Set<string>();
  for (const { name, entry, series } of measured) {
    coordinates.push({ name: `${name}_step`, values: series.steps, description: `steps at which ${name} was measured` });
    if (entry === undefined || entries.has(entry.name)) continue;
    entries.add(entry.name);
    coordinates.push({ ...entry, values: count(series.width) });
  }
  const along = coordinates.map(
    (coordinate): RunCoordinate => ({ ...coordinate, shape: [coordinate.values.length], dimensions: [coordinate.name] }),
  );
  if (data !== undefined) along.push(...dataCoordinates(data, targets));
  if (record.plan.critical !== undefined) along.push(sampleTargets(record, targets.length));
  if (names !== undefined && entries.has(PARAMETER_ENTRY.name)) along.push(parameterNames(names));
  return along;
}

function parameterNames(names: readonly string[]): RunCoordinate {
  const { codes, length } = textArray(names);
  return {
    name: PARAMETER_NAMES,
    values: codes,
    shape: [names.length],
    dimensions: [PARAMETER_ENTRY.name],
    description: "name of the parameter in the circuit",
    characters: length,
  };
}

function sampleTargets({ plan, samples }: TrainingRecord, targets: number): RunCoordinate {
  return {
    name: "sample_target",
    values: plan.targets,
    shape: [targets, samples],
    dimensions: ["target", "sample"],
    description: "target O0 of every sample: of a critical target, the end that the sample reached in the preliminary run",
  };
}
