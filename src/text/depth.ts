/**
 * What `qntk depth` prints: table and JSON.
 */

import { summarizeDepth } from "../analysis/depth.ts";
import { formatNumber } from "../base/format.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import type { DepthResult } from "../reports/depth.ts";
import { overparametrisationThreshold } from "../theory/finite-depth/excitations.ts";
import { endNames } from "./late-time.ts";
import { formatTable } from "./table.ts";

/** The table. */
export function depthText(
  { ansatz, qubits, observable, samples, steps, eta, target }: ExperimentConfig,
  result: DepthResult,
): string {
  const { rows, excitations, bottom } = result;
  const name = endNames[excitations.end];
  const threshold = overparametrisationThreshold(excitations);
  const unsettled = rows.flatMap(({ samples: all, layers }) => {
    const moving = all.filter(({ remaining }) => !(remaining <= 1e-3 * excitations.gap)).length;
    return moving === 0 ? [] : [`${layers} layers: ${moving} of ${all.length}`];
  });
  const unstable = rows.flatMap(({ samples: all, layers, oscillating = 0 }) =>
    oscillating === 0 ? [] : [`${layers} layers: ${oscillating} of ${all.length}`],
  );
  return [
    `${ansatz} n=${qubits}, ${observable}, ${name} = ${formatNumber(bottom, 6)}, target ${String(target[0]).replace("-", "−")}, eta=${eta}, ${samples} samples, ${steps} steps`,
    `over-parametrisation threshold 2(d − ${excitations.degeneracy}) = ${threshold} parameters`,
    "",
    formatTable(
      [
        "layers",
        "L",
        `${name}(L)`,
        "± SD",
        `at ${name}`,
        "rank F",
        "rank H",
        "λ∞ tangents",
        "± SD",
        "μ/K measured",
        "random circuits",
        "edge",
        "± SD",
      ],
      rows.map((row) => {
        const { expectation, reached, fisherRank, hessianRank, lambda, measuredLambda, edge } = summarizeDepth(row, excitations);
        return [
          String(row.layers),
          String(row.parameters),
          formatNumber(expectation.mean, 6),
          formatNumber(expectation.deviation, 3),
          `${reached}/${row.samples.length}`,
          rankText(fisherRank),
          rankText(hessianRank),
          ...[
            lambda.mean,
            lambda.deviation,
            measuredLambda.mean,
            row.ensemble?.value ?? Number.NaN,
            edge.mean,
            edge.deviation,
          ].map((value) => formatNumber(value, 3)),
        ];
      }),
      0,
    ),
    ...(unsettled.length === 0 ? [] : [`still moving (more than a thousandth of the gap to go): ${unsettled.join("; ")}`]),
    ...(unstable.length === 0 ? [] : [`oscillating, since η is above the limit of stability: ${unstable.join("; ")}`]),
  ].join("\n");
}

function rankText([low, high]: readonly [number, number]): string {
  return low === high ? String(low) : `${low}–${high}`;
}

/** The same as JSON, with every sample. */
export function depthJson({ rows, excitations, bottom }: DepthResult): unknown {
  return {
    end: excitations.end,
    extreme: bottom,
    gap: excitations.gap,
    threshold: overparametrisationThreshold(excitations),
    depths: rows.map((row) => ({
      layers: row.layers,
      parameters: row.parameters,
      oscillating: row.oscillating ?? 0,
      ...summarizeDepth(row, excitations),
      ensemble: row.ensemble,
      samples: row.samples,
    })),
  };
}
