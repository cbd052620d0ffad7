/**
 * What `qntk hessian` prints of a run with data: tables and JSON.
 */
import { mean, range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { DataHessianReport, DataLossHessian } from "../reports/data-hessian.ts";
import { eigenvectorOf, listedVectors } from "../reports/hessian-vectors.ts";
import { rowsOf } from "../reports/subject.ts";
import { GIVEN, heaviest, namedWeights, participation, rankText, type Weight } from "./hessian.ts";
import { formatTable } from "./table.ts";

/** Most targets, and eigenvalues of K, that stand in a line. */
const LISTED = 4;

/** The tables. */
export function dataHessianText(report: DataHessianReport, rounding: number): string {
  const { step, targets, target, sample, trained } = report;
  const hessian = targets[target].samples[sample];
  const rows = targets.map((each) => [
    listed(each.targets),
    ...[mean(each.samples.map(({ loss }) => loss)), each.values[0], each.values[each.values.length - 1]].map((value) =>
      formatNumber(value),
    ),
    rankText(each.samples.map(({ rank }) => rank)),
    formatNumber(each.gap),
    listed([...each.kernelValues].reverse()),
  ]);
  const vectors = listedVectors(hessian, report.vectors).map(({ name, index }) => {
    const vector = eigenvectorOf(hessian, index);
    return [
      name,
      formatNumber(hessian.values[index]),
      formatNumber(participation(vector), 3),
      namedWeights(weightsOf(vector, report)),
    ];
  });
  return [
    `step ${step}, over ${trained.length} trained parameters; eigenvalues up to ${formatNumber(rounding / 2)} count as zero`,
    "",
    formatTable(["targets", "loss", "smallest", "largest", "rank", "gap G_M", "eigenvalues of √W K √W"], rows, 1),
    "",
    "where all errors vanish the eigenvalues of the Hessian are those of √W K √W, W = 1/N for the quadratic loss",
    "",
    `eigenvectors of targets ${listed(targets[target].targets)}, sample ${sample}`,
    formatTable(["eigenvalue", "value", "parameters", "most weight: layer, Pauli string, share"], vectors, 1),
  ].join("\n");
}

/** The same as JSON: with every eigenvalue, whole eigenvectors, and the landscapes. */
export function dataHessianJson(report: DataHessianReport): object {
  const { step, targets, target, sample, trained, distances, slices, plane } = report;
  const hessian = targets[target].samples[sample];
  return {
    step,
    parameters: trained,
    targets: targets.map((each) => ({
      targets: each.targets,
      loss: mean(each.samples.map(({ loss }) => loss)),
      epsilon: averaged(each.samples, ({ epsilon }) => epsilon),
      K: averaged(each.samples, ({ kernel }) => kernel),
      gap: each.gap,
      eigenvalues: each.values,
      kernelEigenvalues: each.kernelValues,
      samples: each.samples.map(({ epsilon, loss, kernel, kernelValues, gap, rank, values }) => ({
        ...{ loss, epsilon: [...epsilon], K: [...kernel], gap, rank },
        ...{ eigenvalues: [...values], kernelEigenvalues: [...kernelValues] },
      })),
    })),
    eigenvectors: {
      targets: targets[target].targets,
      sample,
      shown: listedVectors(hessian, report.vectors).map(({ name, index }) => {
        const vector = eigenvectorOf(hessian, index);
        return {
          name,
          eigenvalue: hessian.values[index],
          participation: participation(vector),
          parameters: weightsOf(vector, report).slice(0, GIVEN),
          components: [...vector],
        };
      }),
    },
    slices: { distances, along: slices },
    plane: {
      along: plane.names,
      distances: plane.distances,
      loss: rowsOf(plane.loss, plane.distances.length).map((row) => [...row]),
    },
  };
}

function averaged(samples: readonly DataLossHessian[], of: (hessian: DataLossHessian) => Float64Array): number[] {
  return range(of(samples[0]).length).map((a) => mean(samples.map((each) => of(each)[a])));
}

function weightsOf(vector: Float64Array, { trained, axes, experiment }: DataHessianReport): Weight[] {
  return heaviest(vector, { parameters: trained, axes, perLayer: experiment.parameters / experiment.config.layers });
}

function listed(values: readonly number[]): string {
  const shown = values.slice(0, LISTED).map((value) => formatNumber(value));
  return values.length > LISTED ? `${shown.join(", ")}, …` : shown.join(", ");
}
