/**
 * The arrays of a run with data: errors and kernels of every datum, and what follows from them.
 */
import { effectiveRank, symmetricSpectrum } from "../linalg/kernel-spectrum.ts";
import { accuracyOf, meanLosses } from "../training/data-losses.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { lossNamed } from "../training/losses.ts";
import type { MeasuredSeries, TrainingRecord } from "../training/record.ts";
import { type Entry, ESTIMATES, type RunArray, type RunCoordinate, thetaArray } from "./run-array.ts";

/** Dimensions over data: the first, second and third index of an array. */
const DATUM = ["datum", "datum_2", "datum_3"];

function over(count: number, times: number): Entry[] {
  return DATUM.slice(0, times).map((name) => ({ name, length: count }));
}

/** Every array that a record of data fills, dimensions (target, step, sample, …). */
export function dataArrays(record: TrainingRecord, data: DataPlan): RunArray[] {
  const length = record.plan.steps + 1;
  const { count } = data;
  const { mu, theta, test, kernel } = record.measured;
  const perStep = (
    name: string,
    description: string,
    entries: readonly Entry[],
    of: (column: number, place: number) => ArrayLike<number>,
  ): RunArray => computed({ name, description, entries, axis: "step", length }, of);
  const epsilonAt = (column: number, t: number) =>
    record.epsilon.subarray((column * length + t) * count, (column * length + t + 1) * count);
  const loss = lossNamed(data.loss);
  const targetsOf = (column: number) => data.targets.subarray(column * count, (column + 1) * count);
  const losses = (column: number, epsilon: Float64Array) => meanLosses(loss, { ...data, targets: targetsOf(column) }, epsilon);
  const accuracies = (column: number, epsilon: Float64Array) => [
    accuracyOf(targetsOf(column), targetsOf(column), epsilon, data.classes),
  ];
  return [
    plain("epsilon", "total error epsilon = <O> - y of every datum", "step", record.epsilon, length, over(count, 1)),
    ...kernelArrays(record, count, kernel),
    ...estimateArrays(record, count, kernel),
    ...(mu === undefined ? [] : muArrays(record, mu, count)),
    perStep("train_loss", "loss over the data that are trained on", [], (column, t) => losses(column, epsilonAt(column, t))),
    perStep(
      "train_accuracy",
      "share of the data trained on whose <O> is nearest to their own label among the labels",
      [],
      (column, t) => accuracies(column, epsilonAt(column, t)),
    ),
    ...(test === undefined || data.test === undefined ? [] : testArrays(test, data, data.test)),
    ...(theta === undefined ? [] : [thetaArray(theta)]),
  ];
}

function kernelArrays(record: TrainingRecord, count: number, series?: MeasuredSeries): RunArray[] {
  const axis = series === undefined ? ("step" as const) : ("kernel_step" as const);
  const values = series?.values ?? record.kernel;
  const length = series?.steps.length ?? record.plan.steps + 1;
  const matrixAt = (column: number, place: number) => {
    const at = (column * length + place) * count * count;
    return values.subarray(at, at + count * count);
  };
  const kernel = plain("kernel", "quantum neural tangent kernel K_ab = J_a . J_b", axis, values, length, over(count, 2));
  return [
    kernel,
    computed(
      {
        name: "kernel_eigenvalues",
        description: "eigenvalues of K, ascending",
        entries: [{ name: "eigenvalue", length: count }],
        axis,
        length,
      },
      (column, place) => symmetricSpectrum(matrixAt(column, place), count),
    ),
    computed(
      {
        name: "effective_rank",
        description: "effective rank of K: exp of the entropy of its eigenvalues over their sum",
        entries: [],
        axis,
        length,
      },
      (column, place) => [effectiveRank(symmetricSpectrum(matrixAt(column, place), count))],
    ),
  ];
}

/** What shots say of ε and K. */
function estimateArrays({ estimates, plan }: TrainingRecord, count: number, series?: MeasuredSeries): RunArray[] {
  if (estimates === undefined) return [];
  const { epsilonError, kernelUnbiased, kernelError } = ESTIMATES;
  const rows = plan.steps + 1;
  const ofKernel = ({ name, description }: typeof kernelError, values: Float64Array) =>
    plain(name, description, series === undefined ? "step" : "kernel_step", values, series?.steps.length ?? rows, over(count, 2));
  return [
    plain(epsilonError.name, epsilonError.description, "step", estimates.epsilonError, rows, over(count, 1)),
    ofKernel(kernelUnbiased, estimates.kernelUnbiased),
    ofKernel(kernelError, estimates.kernelError),
  ];
}

/** μ, and λ_aab = μ_aab / √(K_aa K_bb) from the gradients' squares, which μ's row shares with K where that is recorded. */
function muArrays(record: TrainingRecord, { steps, values }: MeasuredSeries, count: number): RunArray[] {
  const mu = plain("mu", "mu_abc = J_a . H_b . J_c", "mu_step", values, steps.length, over(count, 3));
  if (record.measured.kernel !== undefined) return [mu];
  const rows = record.plan.steps + 1;
  const lambda = computed(
    {
      name: "lambda",
      description: "lambda_aab = mu_aab / sqrt(K_aa K_bb)",
      entries: over(count, 2),
      axis: "mu_step",
      length: steps.length,
    },
    (column, place) => {
      const kernel = record.kernel.subarray((column * rows + steps[place]) * count * count);
      const at = (column * steps.length + place) * count ** 3;
      return Float64Array.from({ length: count * count }, (_, k) => {
        const [a, b] = [Math.floor(k / count), k % count];
        return values[at + (a * count + a) * count + b] / Math.sqrt(kernel[a * count + a] * kernel[b * count + b]);
      });
    },
  );
  return [mu, lambda];
}

function testArrays(
  { steps, values }: MeasuredSeries,
  data: DataPlan,
  { count, targets }: NonNullable<DataPlan["test"]>,
): RunArray[] {
  const axis = "test_step" as const;
  const epsilonAt = (column: number, place: number) => {
    const at = (column * steps.length + place) * count;
    return values.subarray(at, at + count);
  };
  const own = (column: number) => targets.subarray(column * count, (column + 1) * count);
  const trained = (column: number) => data.targets.subarray(column * data.count, (column + 1) * data.count);
  const loss = lossNamed(data.loss);
  return [
    plain("test_epsilon", "total error of every datum held out", axis, values, steps.length, [
      { name: "test_datum", length: count },
    ]),
    computed(
      { name: "test_loss", description: "loss over the data held out", entries: [], axis, length: steps.length },
      (column, place) => meanLosses(loss, { count, targets: own(column), classes: data.classes }, epsilonAt(column, place)),
    ),
    computed(
      {
        name: "test_accuracy",
        description: "share of the data held out whose <O> is nearest to their own label among the labels trained on",
        entries: [],
        axis,
        length: steps.length,
      },
      (column, place) => [accuracyOf(own(column), trained(column), epsilonAt(column, place), data.classes)],
    ),
  ];
}

type Described = Pick<RunArray, "name" | "description" | "entries" | "axis" | "length">;

const widthOf = (entries: readonly Entry[]) => entries.reduce((product, { length }) => product * length, 1);

/** An array that lies in the record. */
function plain(
  name: string,
  description: string,
  axis: RunArray["axis"],
  values: Float64Array,
  length: number,
  entries: readonly Entry[],
): RunArray {
  const width = widthOf(entries);
  return {
    ...{ name, description, axis, length, entries, width, samplesLast: true },
    values: (column, from, to) => values.subarray((column * length + from) * width, (column * length + to) * width),
  };
}

/** An array that follows from others, place by place. */
function computed(described: Described, of: (column: number, place: number) => ArrayLike<number>): RunArray {
  const width = widthOf(described.entries);
  return {
    ...{ ...described, width, samplesLast: true, derived: true },
    values(column, from, to) {
      const made = new Float64Array((to - from) * width);
      for (let place = from; place < to; place++) made.set(of(column, place), (place - from) * width);
      return made;
    },
  };
}

/** Coordinates of the data, and the target vectors. */
export function dataCoordinates({ count, test }: DataPlan, targets: readonly number[]): RunCoordinate[] {
  const index = (name: string, length: number, description: string): RunCoordinate => ({
    ...{ name, values: Int32Array.from({ length }, (_, k) => k), shape: [length], dimensions: [name], description },
  });
  return [
    ...DATUM.map((name) => index(name, count, "index of the datum")),
    index("eigenvalue", count, "rank in ascending order"),
    ...(test === undefined ? [] : [index("test_datum", test.count, "index of the datum among those held out")]),
    {
      ...{ name: "target_value", values: Float64Array.from(targets), shape: [targets.length / count, count] },
      ...{ dimensions: ["target", "datum"], description: "target y of every datum" },
    },
  ];
}
