/**
 * The arrays of a stored run: names, dimensions, coordinates, and how a record's rows map to them.
 */
import { type MeasuredName, measuredBefore, measuredNames } from "../training/plan.ts";
import { estimateNames, type MeasuredSeries, type TrainingRecord } from "../training/record.ts";
import type { RowEstimates } from "../training/state.ts";

/** One array of a run. Its first two dimensions are target and sample, the third is `axis`. */
export interface RunArray {
  readonly name: string;
  /** Dimension the rows lie along. */
  readonly axis: "step" | `${MeasuredName}_step`;
  /** Name of a fourth dimension, where there is one. */
  readonly entry?: "parameter" | "eigenvalue";
  /** Length along `axis`. */
  readonly length: number;
  /** Length along `entry`, or 1. */
  readonly width: number;
  readonly description: string;
  /** Numbers of column `column`, places `from` .. `to` - 1 along `axis`. */
  values(column: number, from: number, to: number): Float64Array;
}

const DESCRIPTIONS: Record<MeasuredName, string> = {
  mu: "dQNTK mu = g.Hg (Eq. 6)",
  theta: "angles theta in radians",
  hessian: "eigenvalues of the Hessian of the loss (Eq. 19), ascending",
};

const ESTIMATES: Record<keyof RowEstimates, { name: string; description: string }> = {
  epsilonError: { name: "epsilon_error", description: "standard error of epsilon, from the shots" },
  kernelUnbiased: { name: "kernel_unbiased", description: "K without the bias of squared estimates, from the same shots" },
  kernelError: { name: "kernel_error", description: "standard error of kernel_unbiased" },
};

/** Array that tells whether a store has what shots say of its numbers. */
export const ESTIMATES_ARRAY = ESTIMATES.kernelUnbiased.name;

/** Every array that a record fills. */
export function runArrays(record: TrainingRecord): RunArray[] {
  const length = record.plan.steps + 1;
  const rows = (values: Float64Array) => (column: number, from: number, to: number) =>
    values.subarray(column * length + from, column * length + to);
  const perStep: RunArray[] = [
    {
      name: "epsilon",
      axis: "step",
      length,
      width: 1,
      description: "total error epsilon = <O> - O0",
      values: rows(record.epsilon),
    },
    {
      name: "kernel",
      axis: "step",
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
          length,
          width: 1,
          values: rows(estimates[name]),
        }));
  return [...perStep, ...errors, ...measured];
}

function measuredArrays(record: TrainingRecord, name: MeasuredName, series: MeasuredSeries): RunArray[] {
  const { steps, width } = series;
  const common = { axis: `${name}_step` as const, length: steps.length, width };
  const plain: RunArray = {
    ...common,
    name: name === "hessian" ? "hessian_eigenvalues" : name,
    description: DESCRIPTIONS[name],
    values: (column, from, to) => {
      const first = column * steps.length * width;
      return series.values.subarray(first + from * width, first + to * width);
    },
  };
  if (name === "theta") return [{ ...plain, entry: "parameter" }];
  if (name === "hessian") return [{ ...plain, entry: "eigenvalue" }];
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
      name: "lambda",
      description: "relative dQNTK lambda = mu / K (Eq. 9)",
      values: derived((_, kernel, mu) => mu / kernel),
    },
    {
      ...common,
      name: "zeta",
      description: "dynamical index zeta = epsilon mu / K^2 (Eq. 13)",
      values: derived((epsilon, kernel, mu) => (epsilon * mu) / (kernel * kernel)),
    },
    {
      ...common,
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

/** Numbers along one or more dimensions that do not grow with the run. */
export interface RunCoordinate {
  readonly name: string;
  readonly values: Float64Array | Int32Array;
  readonly shape: readonly number[];
  readonly dimensions: readonly string[];
  readonly description: string;
}

/** The coordinates of every dimension, and the target of every sample where they differ. */
export function runCoordinates(record: TrainingRecord, targets: readonly number[]): RunCoordinate[] {
  const count = (length: number) => Int32Array.from({ length }, (_, i) => i);
  const coordinates: Pick<RunCoordinate, "name" | "values" | "description">[] = [
    { name: "target", values: Float64Array.from(targets), description: "target O0" },
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
  return record.plan.critical === undefined ? along : [...along, sampleTargets(record, targets.length)];
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
