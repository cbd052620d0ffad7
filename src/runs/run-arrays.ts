/**
 * The arrays of a stored run: names, dimensions, coordinates, and how a record's rows map to them.
 */
import { type MeasuredName, measuredBefore, measuredNames } from "../training/plan.ts";
import { estimateNames, type MeasuredSeries, type TrainingRecord } from "../training/record.ts";
import type { RowEstimates } from "../training/state.ts";
import { dataArrays, dataCoordinates } from "./data-arrays.ts";
import { type RunArray, type RunCoordinate, THETA, thetaArray } from "./run-array.ts";
import { textArray } from "./text-arrays.ts";

const DESCRIPTIONS: Record<MeasuredName, string> = {
  mu: "dQNTK mu = g.Hg (Eq. 6)",
  theta: THETA,
  hessian: "eigenvalues of the Hessian of the loss (Eq. 19), ascending",
  test: "total errors of the data that are held out",
  kernel: "quantum neural tangent kernel K_ab = J_a . J_b of the data",
};

const ESTIMATES: Record<keyof RowEstimates, { name: string; description: string }> = {
  epsilonError: { name: "epsilon_error", description: "standard error of epsilon, from the shots" },
  kernelUnbiased: { name: "kernel_unbiased", description: "K without the bias of squared estimates, from the same shots" },
  kernelError: { name: "kernel_error", description: "standard error of kernel_unbiased" },
};

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
  const measured = measuredNames.flatMap((name) => {
    const series = record.measured[name];
    return series === undefined ? [] : measuredArrays(record, name, series);
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

function measuredArrays(record: TrainingRecord, name: MeasuredName, series: MeasuredSeries): RunArray[] {
  const { steps, width } = series;
  const common = { axis: `${name}_step` as const, length: steps.length, width, entries: [] };
  const plain: RunArray = {
    ...common,
    name: name === "hessian" ? "hessian_eigenvalues" : name,
    description: DESCRIPTIONS[name],
    values: (column, from, to) => {
      const first = column * steps.length * width;
      return series.values.subarray(first + from * width, first + to * width);
    },
  };
  if (name === "theta") return [thetaArray(series)];
  if (name === "hessian") return [{ ...plain, entries: [{ name: "eigenvalue", length: width }] }];
  const derived =
    (compute: (epsilon: number, kernel: number, mu: number) => number) => (column: number, from: number, to: number) => {
      const origin = column * (record.plan.steps + 1);
      return plain.values(column, from, to).map((mu, k) => {
        const at = origin + steps[from + k];
        return compute(record.epsilon[at], record.kernel[at], mu);
      });
    };
  return [
    plain,
    {
      ...common,
      derived: true,
      name: "lambda",
      description: "relative dQNTK lambda = mu / K (Eq. 9)",
      values: derived((_, kernel, mu) => mu / kernel),
    },
    {
      ...common,
      derived: true,
      name: "zeta",
      description: "dynamical index zeta = epsilon mu / K^2 (Eq. 13)",
      values: derived((epsilon, kernel, mu) => (epsilon * mu) / (kernel * kernel)),
    },
    {
      ...common,
      derived: true,
      name: "conserved",
      description: "C = K - 2 lambda epsilon (Eq. 11)",
      values: derived((epsilon, kernel, mu) => kernel - (2 * mu * epsilon) / kernel),
    },
  ];
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
  for (const name of measuredNames) {
    const series = record.measured[name];
    if (series === undefined) continue;
    coordinates.push({ name: `${name}_step`, values: series.steps, description: `steps at which ${name} was measured` });
    if (name === "theta") coordinates.push({ name: "parameter", values: count(series.width), description: "parameter index l" });
    if (name === "hessian")
      coordinates.push({ name: "eigenvalue", values: count(series.width), description: "rank in ascending order" });
  }
  const along = coordinates.map(
    (coordinate): RunCoordinate => ({ ...coordinate, shape: [coordinate.values.length], dimensions: [coordinate.name] }),
  );
  if (data !== undefined) along.push(...dataCoordinates(data, targets));
  if (record.plan.critical !== undefined) along.push(sampleTargets(record, targets.length));
  if (names !== undefined && record.measured.theta !== undefined) along.push(parameterNames(names));
  return along;
}

function parameterNames(names: readonly string[]): RunCoordinate {
  const { codes, length } = textArray(names);
  return {
    name: PARAMETER_NAMES,
    values: codes,
    shape: [names.length],
    dimensions: ["parameter"],
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
