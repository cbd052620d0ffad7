/**
 * What `qntk hessian` prints of a run with data: tables and JSON.
 */
import { mean, range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import { perLayer } from "../experiment/chosen.ts";
import type { DataHessianReport, DataLossHessian } from "../reports/data-hessian.ts";
import { type Components, eigenvectorJson, eigenvectorTable, landscapeJson, rankText } from "./eigenvectors.ts";
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
  return [
    `step ${step}, over ${trained.length} trained parameters; eigenvalues up to ${formatNumber(rounding / 2)} count as zero`,
    "",
    formatTable(["targets", "loss", "smallest", "largest", "rank", "gap G_M", "eigenvalues of √W K √W"], rows, 1),
    "",
    "where all errors vanish the eigenvalues of the Hessian are those of √W K √W, W = 1/N for the quadratic loss",
    "",
    `eigenvectors of targets ${listed(targets[target].targets)}, sample ${sample}`,
    eigenvectorTable(hessian, report.vectors, componentsOf(report)),
  ].join("\n");
}

/** The same as JSON: with every eigenvalue, whole eigenvectors, and the landscapes. */
export function dataHessianJson(report: DataHessianReport): object {
  const { step, targets, target, sample, trained } = report;
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
      shown: eigenvectorJson(hessian, report.vectors, componentsOf(report)),
    },
    ...landscapeJson(report),
  };
}

function averaged(samples: readonly DataLossHessian[], of: (hessian: DataLossHessian) => Float64Array): number[] {
  return range(of(samples[0]).length).map((a) => mean(samples.map((each) => of(each)[a])));
}

/** What eigenvectors are made of: the trained parameters. */
function componentsOf({ trained, axes, names, experiment }: DataHessianReport): Components {
  return { parameters: trained, axes, names, perLayer: perLayer(experiment.config, experiment.parameters) };
}

function listed(values: readonly number[]): string {
  const shown = values.slice(0, LISTED).map((value) => formatNumber(value));
  return values.length > LISTED ? `${shown.join(", ")}, …` : shown.join(", ");
}
