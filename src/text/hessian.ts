/**
 * What `qntk hessian` prints: tables and JSON.
 */

import { mean, standardDeviation } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import { parameterNamesOf, perLayer } from "../experiment/chosen.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { HessianReport, TargetHessian } from "../reports/hessian.ts";
import { rotationAxes } from "../reports/hessian-vectors.ts";
import { rowsOf } from "../reports/subject.ts";
import { type Components, eigenvectorJson, eigenvectorTable, landscapeJson, rankText } from "./eigenvectors.ts";
import { formatTable } from "./table.ts";

/** The tables. */
export function hessianText(report: HessianReport, rounding: number): string {
  const { experiment, trained, step, targets, target, sample, path } = report;
  const shown = targets[target];
  const hessian = shown.samples[sample];
  const rows = targets.map((each) => [
    formatNumber(each.target, 6),
    phaseLabels[each.phase],
    ...[
      averaged(each, ({ epsilon }) => epsilon),
      averaged(each, ({ kernel }) => kernel),
      each.values[0],
      each.values[each.values.length - 1],
    ].map((value) => formatNumber(value)),
    rankText(each.samples.map(({ rank }) => rank)),
    ...[each.gap, each.predictedGap].map((value) => formatNumber(value)),
  ]);
  return [
    `step ${step}${trained.length === experiment.circuit.parameters ? "" : `, over ${trained.length} trained parameters`}; eigenvalues up to ${formatNumber(rounding / 2)} count as zero`,
    "",
    formatTable(["target", "phase", "ε", "K", "smallest", "largest", "rank", "gap G_M", "expected"], rows, 2),
    "",
    `eigenvectors of target ${formatNumber(shown.target, 6)}, sample ${sample}`,
    eigenvectorTable(hessian, report.vectors, componentsOf(report)),
    "",
    `path of sample ${sample}: ${path.shares.map((share) => `${(100 * share).toFixed(1)} %`).join(" and ")} of its variance in the plane drawn`,
  ].join("\n");
}

/** The same as JSON: with every eigenvalue, whole eigenvectors, and the landscapes. */
export function hessianJson(report: HessianReport): object {
  const { trained, step, targets, target, sample, path } = report;
  const hessian = targets[target].samples[sample];
  return {
    step,
    parameters: trained,
    targets: targets.map((each) => ({
      target: each.target,
      phase: each.phase,
      R: each.residual,
      epsilon: averaged(each, ({ epsilon }) => epsilon),
      K: averaged(each, ({ kernel }) => kernel),
      gap: each.gap,
      expectedGap: each.predictedGap,
      gapDeviation: standardDeviation(each.samples.map(({ gap }) => gap)),
      eigenvalues: each.values,
      samples: each.samples.map(({ epsilon, kernel, mu, gap, rank, values }) => ({
        ...{ epsilon, K: kernel, mu, gap, rank },
        eigenvalues: [...values],
      })),
    })),
    eigenvectors: {
      target: targets[target].target,
      sample,
      shown: eigenvectorJson(hessian, report.vectors, componentsOf(report)),
    },
    ...landscapeJson(report),
    path: {
      shares: path.shares,
      steps: path.steps,
      coordinates: path.paths,
      plane: {
        x: path.x,
        y: path.y,
        expectation: rowsOf(path.relief, Math.round(Math.sqrt(path.relief.length))).map((row) => [...row]),
      },
    },
  };
}

function averaged({ samples }: TargetHessian, pick: (hessian: TargetHessian["samples"][number]) => number): number {
  return mean(samples.map(pick));
}

/** What eigenvectors are made of: the trained parameters. */
function componentsOf({ experiment: { config, circuit }, trained }: HessianReport): Components {
  const [axes, names] = [rotationAxes(circuit), parameterNamesOf(config)];
  return {
    parameters: trained,
    axes: trained.map((l) => axes[l]),
    names: names && trained.map((l) => names[l]),
    perLayer: perLayer(config, circuit.parameters),
  };
}
