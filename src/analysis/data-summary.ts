/**
 * What came out of a run with data: for every target vector the phase, and the late numbers of every datum.
 */
import { range } from "../base/arrays.ts";
import { effectiveRank, symmetricSpectrum } from "../linalg/kernel-spectrum.ts";
import { combinedPhase, type DataPhase, type DatumPhase, phaseOfHistory } from "../theory/data/phases.ts";
import { accuracyOf, meanLosses } from "../training/data-losses.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { lossNamed } from "../training/losses.ts";
import { rowsOf, type TrainingRecord } from "../training/record.ts";
import type { RowEstimates } from "../training/state.ts";
import { type DataLaws, dataLaws } from "./data-laws.ts";
import { columnsOfTarget } from "./trajectories.ts";

/** One datum at a target vector; numbers are means over samples at their last rows. */
export interface DatumSummary {
  readonly target: number;
  /** What most samples say becomes of it. */
  readonly phase: DatumPhase;
  readonly epsilon: number;
  /** K_αα; undefined where K was never measured. */
  readonly kernel?: number;
  /** λ_ααα = μ_ααα / K_αα. */
  readonly lambda?: number;
  /** With shots: K_αα without the bias of squared estimates, and the standard errors of ε and of that, of the mean over samples. */
  readonly estimates?: { readonly kernelUnbiased?: number; readonly kernelError?: number; readonly epsilonError: number };
}

/** One target vector. */
export interface DataTargetSummary {
  readonly targets: readonly number[];
  /** What most samples say, and how many do. */
  readonly phase: DataPhase;
  readonly agreeing: number;
  readonly samples: number;
  readonly step: number;
  readonly data: readonly DatumSummary[];
  /** How every error and every kernel ends, where the data are few. */
  readonly laws?: DataLaws;
  readonly loss: number;
  readonly accuracy: number;
  readonly effectiveRank?: number;
  readonly testLoss?: number;
  readonly testAccuracy?: number;
}

/** The summary of every target vector of a record with data. */
export function summarizeData(record: TrainingRecord, data: DataPlan): DataTargetSummary[] {
  const targets = record.plan.targets.length / record.samples;
  return range(targets).map((target) => summarize(record, data, columnsOfTarget(record, target)));
}

/** ε_α and K_αα of a column and a datum, as far as recorded. */
export interface DatumHistory {
  readonly epsilon: Float64Array;
  /** K_αα at the rows where it was measured. */
  readonly kernel: Float64Array;
  /** These rows, where they are not all. */
  readonly kernelSteps?: Int32Array;
  /** What shots say of both, at the same rows. */
  readonly estimates?: RowEstimates;
}

/** ε_α and K_αα of a column and a datum, as far as recorded; K at the rows where it was measured. */
export function datumHistory(record: TrainingRecord, { count }: DataPlan, column: number, datum: number): DatumHistory {
  const length = record.plan.steps + 1;
  const rows = rowsOf(record, column);
  const { estimates } = record;
  const series = record.measured.kernel;
  const diagonal = datum * count + datum;
  const ofErrors = (values: Float64Array) =>
    Float64Array.from({ length: rows }, (_, t) => values[(column * length + t) * count + datum]);
  const places = series === undefined ? rows : series.steps.findLastIndex((step) => step < rows) + 1;
  const ofKernels = (values: Float64Array) =>
    Float64Array.from(
      { length: places },
      (_, k) => values[(column * (series?.steps.length ?? length) + k) * count * count + diagonal],
    );
  return {
    epsilon: ofErrors(record.epsilon),
    kernel: ofKernels(series?.values ?? record.kernel),
    ...(series !== undefined && { kernelSteps: series.steps.subarray(0, places) }),
    ...(estimates !== undefined && {
      estimates: {
        epsilonError: ofErrors(estimates.epsilonError),
        kernelUnbiased: ofKernels(estimates.kernelUnbiased),
        kernelError: ofKernels(estimates.kernelError),
      },
    }),
  };
}

/** Matrices over the data at the last rows of a target vector, means over samples, shape (N, N) each. */
export interface LateMatrices {
  /** K_αβ and its mean eigenvalues, ascending; undefined where K was never measured. */
  readonly kernel?: Float64Array;
  readonly eigenvalues?: Float64Array;
  /** λ_ααβ = μ_ααβ / √(K_αα K_ββ), where μ was measured with K at its row. */
  readonly lambda?: Float64Array;
}

/** K_αβ and λ_ααβ of a target vector at the last rows of its samples. */
export function lateMatrices(record: TrainingRecord, { count }: DataPlan, target: number): LateMatrices {
  const columns = columnsOfTarget(record, target);
  const length = record.plan.steps + 1;
  const { kernel: series, mu } = record.measured;
  const size = count * count;
  const kernelAt = (column: number, place: number) => {
    const at = (column * (series?.steps.length ?? length) + place) * size;
    return (series?.values ?? record.kernel).subarray(at, at + size);
  };
  const mean = (matrices: readonly Float64Array[]) =>
    matrices.length === 0
      ? undefined
      : matrices[0].map((_, k) => matrices.reduce((sum, each) => sum + each[k] / matrices.length, 0));
  const lastIn = (steps: Int32Array, column: number) => steps.findLastIndex((step) => step < rowsOf(record, column));
  const kernels = columns.flatMap((column) => {
    const place = series === undefined ? rowsOf(record, column) - 1 : lastIn(series.steps, column);
    return place < 0 ? [] : [kernelAt(column, place)];
  });
  const lambdas =
    mu === undefined || series !== undefined
      ? []
      : columns.flatMap((column) => {
          const place = lastIn(mu.steps, column);
          if (place < 0) return [];
          const own = kernelAt(column, mu.steps[place]);
          const at = (column * mu.steps.length + place) * count ** 3;
          return [
            Float64Array.from({ length: size }, (_, k) => {
              const [a, b] = [Math.floor(k / count), k % count];
              return mu.values[at + (a * count + a) * count + b] / Math.sqrt(own[a * count + a] * own[b * count + b]);
            }),
          ];
        });
  const kernel = mean(kernels);
  const eigenvalues = mean(kernels.map((each) => symmetricSpectrum(each, count)));
  const lambda = mean(lambdas);
  return {
    ...(kernel !== undefined && { kernel }),
    ...(eigenvalues !== undefined && { eigenvalues }),
    ...(lambda !== undefined && { lambda }),
  };
}

function summarize(record: TrainingRecord, data: DataPlan, columns: readonly number[]): DataTargetSummary {
  const { count, targets } = data;
  const loss = lossNamed(data.loss);
  const mean = (of: (column: number) => number) => columns.reduce((sum, column) => sum + of(column) / columns.length, 0);
  const lastErrors = (column: number) => {
    const at = (column * (record.plan.steps + 1) + rowsOf(record, column) - 1) * count;
    return record.epsilon.subarray(at, at + count);
  };
  const own = (column: number) => targets.subarray(column * count, (column + 1) * count);
  const histories = columns.map((column) => range(count).map((datum) => datumHistory(record, data, column, datum)));
  const phases = histories.map((each) => {
    const ofData = each.map(({ epsilon, kernel, kernelSteps }) =>
      phaseOfHistory(kernelSteps === undefined ? epsilon : Float64Array.from(kernelSteps, (t) => epsilon[t]), kernel),
    );
    return loss.theory === "quadratic" ? combinedPhase(ofData) : combinedPhase(ofData.map(() => "undetermined" as const));
  });
  const votes = new Map<DataPhase, number>();
  for (const { phase } of phases) votes.set(phase, (votes.get(phase) ?? 0) + 1);
  const [phase, agreeing] = [...votes].reduce((best, each) => (each[1] > best[1] ? each : best));
  const typical = phases.find((each) => each.phase === phase) ?? phases[0];
  const { mu, test } = record.measured;
  const lambdaOf = (k: number, datum: number) => {
    if (mu === undefined || record.measured.kernel !== undefined) return undefined;
    const column = columns[k];
    const place = mu.steps.findLastIndex((step) => step < rowsOf(record, column));
    if (place === -1) return undefined;
    const value = mu.values[(column * mu.steps.length + place) * count ** 3 + (datum * count + datum) * count + datum];
    return value / histories[k][datum].kernel[mu.steps[place]];
  };
  const rank = () => {
    const ofColumn = (column: number) => {
      const series = record.measured.kernel;
      const length = series?.steps.length ?? record.plan.steps + 1;
      const last =
        series === undefined ? rowsOf(record, column) - 1 : series.steps.findLastIndex((step) => step < rowsOf(record, column));
      const at = (column * length + last) * count * count;
      return effectiveRank(symmetricSpectrum((series?.values ?? record.kernel).subarray(at, at + count * count), count));
    };
    return mean(ofColumn);
  };
  const held = data.test;
  // Shots scatter: a law is read off exact histories alone.
  const laws = loss.theory === "quadratic" && record.estimates === undefined ? dataLaws(record, data, columns) : undefined;
  const lastTest = (column: number) => {
    if (test === undefined || held === undefined) return undefined;
    const place = test.steps.findLastIndex((step) => step < rowsOf(record, column));
    const at = (column * test.steps.length + place) * held.count;
    return {
      errors: test.values.subarray(at, at + held.count),
      labels: held.targets.subarray(column * held.count, (column + 1) * held.count),
    };
  };
  return {
    targets: [...own(columns[0])],
    ...{ phase, agreeing, samples: columns.length, step: Math.max(...columns.map((column) => rowsOf(record, column))) - 1 },
    data: range(count).map((datum) => {
      const lambdas = columns.map((_, k) => lambdaOf(k, datum)).filter((value) => value !== undefined);
      const kernels = histories.map((each) => each[datum].kernel.at(-1)).filter((value) => value !== undefined);
      return {
        target: own(columns[0])[datum],
        phase: typical.data[datum],
        epsilon: mean((column) => lastErrors(column)[datum]),
        ...(kernels.length > 0 && { kernel: kernels.reduce((sum, value) => sum + value / kernels.length, 0) }),
        ...(lambdas.length > 0 && { lambda: lambdas.reduce((sum, value) => sum + value / lambdas.length, 0) }),
        ...(record.estimates !== undefined && { estimates: lateEstimates(record, record.estimates, count, columns, datum) }),
      };
    }),
    ...(laws !== undefined && { laws }),
    loss: mean((column) => meanLosses(loss, { ...data, targets: own(column) }, lastErrors(column))[0]),
    accuracy: mean((column) => accuracyOf(own(column), own(column), lastErrors(column), data.classes)),
    effectiveRank: rank(),
    ...(test !== undefined &&
      held !== undefined && {
        testLoss: mean((column) => {
          const { errors, labels } = lastTest(column) as NonNullable<ReturnType<typeof lastTest>>;
          return meanLosses(loss, { count: held.count, targets: labels, classes: data.classes }, errors)[0];
        }),
        testAccuracy: mean((column) => {
          const { errors, labels } = lastTest(column) as NonNullable<ReturnType<typeof lastTest>>;
          return accuracyOf(labels, own(column), errors, data.classes);
        }),
      }),
  };
}

/** What shots say of a datum at the last rows of some columns. */
function lateEstimates(
  record: TrainingRecord,
  { epsilonError, kernelUnbiased, kernelError }: RowEstimates,
  count: number,
  columns: readonly number[],
  datum: number,
): NonNullable<DatumSummary["estimates"]> {
  const length = record.plan.steps + 1;
  const { kernel } = record.measured;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const ofMean = (errors: readonly number[]) => Math.hypot(...errors) / errors.length;
  const last = (column: number) => rowsOf(record, column) - 1;
  const ofKernel = columns.flatMap((column) => {
    const place = kernel === undefined ? last(column) : kernel.steps.findLastIndex((step) => step <= last(column));
    return place === -1 ? [] : [((column * (kernel?.steps.length ?? length) + place) * count + datum) * count + datum];
  });
  return {
    epsilonError: ofMean(columns.map((column) => epsilonError[(column * length + last(column)) * count + datum])),
    ...(ofKernel.length > 0 && {
      kernelUnbiased: mean(ofKernel.map((at) => kernelUnbiased[at])),
      kernelError: ofMean(ofKernel.map((at) => kernelError[at])),
    }),
  };
}
