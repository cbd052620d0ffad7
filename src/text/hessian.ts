/**
 * What `qntk hessian` prints: tables and JSON.
 */

import { mean, standardDeviation } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { HessianReport, TargetHessian } from "../reports/hessian.ts";
import { eigenvectorOf, listedVectors, rotationAxes } from "../reports/hessian-vectors.ts";
import { rowsOf } from "../reports/subject.ts";
import { formatTable } from "./table.ts";

/** Parameters named for each eigenvector. */
const NAMED = 4;
/** Parameters given for each eigenvector in JSON. */
export const GIVEN = 10;

/** A parameter's part in an eigenvector. */
export interface Weight {
  readonly parameter: number;
  /** Counted from 1. */
  readonly layer: number;
  /** Pauli strings of the rotations that it turns. */
  readonly paulis: readonly string[];
  /** Component of the unit vector. */
  readonly component: number;
}

/** The tables. */
export function hessianText(report: HessianReport, rounding: number): string {
  const { experiment, step, targets, target, sample, path } = report;
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
  const vectors = listedVectors(hessian, report.vectors).map(({ name, index }) => {
    const vector = eigenvectorOf(hessian, index);
    return [
      name,
      formatNumber(hessian.values[index]),
      formatNumber(participation(vector), 3),
      namedWeights(weightsOf(vector, experiment)),
    ];
  });
  return [
    `step ${step}; eigenvalues up to ${formatNumber(rounding / 2)} count as zero`,
    "",
    formatTable(["target", "phase", "ε", "K", "smallest", "largest", "rank", "gap G_M", "expected"], rows, 2),
    "",
    `eigenvectors of target ${formatNumber(shown.target, 6)}, sample ${sample}`,
    formatTable(["eigenvalue", "value", "parameters", "most weight: layer, Pauli string, share"], vectors, 1),
    "",
    `path of sample ${sample}: ${path.shares.map((share) => `${(100 * share).toFixed(1)} %`).join(" and ")} of its variance in the plane drawn`,
  ].join("\n");
}

/** The same as JSON: with every eigenvalue, whole eigenvectors, and the landscapes. */
export function hessianJson(report: HessianReport): object {
  const { experiment, step, targets, target, sample, distances, slices, plane, path } = report;
  const hessian = targets[target].samples[sample];
  return {
    step,
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
      shown: listedVectors(hessian, report.vectors).map(({ name, index }) => {
        const vector = eigenvectorOf(hessian, index);
        return {
          name,
          eigenvalue: hessian.values[index],
          participation: participation(vector),
          parameters: weightsOf(vector, experiment).slice(0, GIVEN),
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

/** 1 / Σ v_l⁴: how many parameters a unit vector is spread over. */
export function participation(vector: Float64Array): number {
  return 1 / vector.reduce((sum, value) => sum + value ** 4, 0);
}

/** The parameters of a vector, the heaviest first. */
function weightsOf(vector: Float64Array, { config, circuit }: HessianReport["experiment"]): Weight[] {
  const parameters = [...vector.keys()];
  return heaviest(vector, { parameters, axes: rotationAxes(circuit), perLayer: circuit.parameters / config.layers });
}

/** The parameters of a vector's components, the heaviest first. */
export function heaviest(
  vector: Float64Array,
  {
    parameters,
    axes,
    perLayer,
  }: { readonly parameters: readonly number[]; readonly axes: readonly (readonly string[])[]; readonly perLayer: number },
): Weight[] {
  return [...vector.keys()]
    .sort((a, b) => vector[b] ** 2 - vector[a] ** 2)
    .map((k) => ({
      parameter: parameters[k],
      layer: Math.floor(parameters[k] / perLayer) + 1,
      paulis: axes[k],
      component: vector[k],
    }));
}

/** The heaviest parameters of a vector in words. */
export function namedWeights(weights: readonly Weight[]): string {
  return weights
    .slice(0, NAMED)
    .map(({ layer, paulis, component }) => `${layer} ${paulis.join("+")} ${(100 * component ** 2).toFixed(0)} %`)
    .join(", ");
}

/** Ranks of several samples: one number, or the smallest and the largest. */
export function rankText(ranks: readonly number[]): string {
  const [low, high] = [Math.min(...ranks), Math.max(...ranks)];
  return low === high ? String(low) : `${low}–${high}`;
}
