/**
 * What `qntk theory late-time` prints: tables and JSON.
 */
import { formatNumber } from "../base/format.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { EndReport, TargetReport } from "../reports/late-time.ts";
import { overparametrisationThreshold } from "../theory/finite-depth/excitations.ts";
import { formatTable } from "./table.ts";

/** Names of the ends of a spectrum. */
export const endNames = { min: "O_min", max: "O_max" } as const;

/** The tables. */
export function lateTimeText(parameters: number, ends: readonly EndReport[], targets: readonly TargetReport[]): string {
  return [...ends.map((end) => `\n${endTable(parameters, end)}`), `\n${targetTable(targets)}`, ...measuredTables(targets)].join(
    "\n",
  );
}

function endTable(parameters: number, report: EndReport): string {
  const { end, excitations, circuit, ensemble, edge } = report;
  const threshold = overparametrisationThreshold(excitations);
  const degenerate = excitations.degeneracy > 1 ? `, ${excitations.degeneracy} states at the end` : "";
  const reached = circuit.filter((modes) => modes !== undefined).length;
  const head = `${endNames[end]}: gap ${formatNumber(excitations.gap)}${degenerate}; L = ${parameters} is ${formatNumber(parameters / threshold, 3)} times the threshold 2(d − ${excitations.degeneracy}) = ${threshold}`;
  const row = (name: string, value: number, error: number, deviation: number) => [
    name,
    ...[value, error, deviation].map((number) => formatNumber(number)),
  ];
  const average = (name: string, { value, error, deviation }: { value: number; error: number; deviation: number }) =>
    row(name, value, error, deviation);
  return [
    head,
    formatTable(
      ["late-time λ from", "λ", "± error", "spread"],
      [
        row(`tangent vectors, ${reached} of ${circuit.length} samples`, report.mean, report.error, report.deviation),
        ...(ensemble === undefined
          ? []
          : [
              average("random circuits, trained", ensemble.trained),
              average("random circuits, evenly", ensemble.even),
              average("Wishart matrices", ensemble.wishart),
            ]),
        row("edge at this d", edge.mean, Number.NaN, edge.deviation),
        row("edge for large d", edge.lambda, Number.NaN, Number.NaN),
        row("deep circuits", report.deep, Number.NaN, Number.NaN),
      ],
      1,
    ),
  ].join("\n");
}

function targetTable(targets: readonly TargetReport[]): string {
  return formatTable(
    ["target", "phase", "R", "λ", "C", "gap G_M", "rate", "time constant"],
    targets.map(({ target, phase, residual, lambda, c, gap, rate, time }) => [
      formatNumber(target, 6),
      phaseLabels[phase],
      ...[residual, lambda, c, gap, rate, time].map((value) => formatNumber(value)),
    ]),
    2,
  );
}

function measuredTables(targets: readonly TargetReport[]): string[] {
  return targets.flatMap(({ target, measured }) => {
    if (measured === undefined) return [];
    const rows = measured.map((row, sample) => [
      String(sample),
      formatNumber(row.measured),
      formatNumber(row.final),
      `${formatNumber((row.final / row.measured - 1) * 100, 3)} %`,
      formatNumber(row.separation, 3),
    ]);
    const header = ["sample", "measured μ/K", "tangent vectors", "difference", "next mode / last"];
    return [`\ntarget ${formatNumber(target, 6)}, the run's own end`, formatTable(header, rows, 0)];
  });
}

/** The same as JSON. */
export function lateTimeJson(parameters: number, ends: readonly EndReport[], targets: readonly TargetReport[]): unknown {
  return {
    parameters,
    ends: ends.map(({ end, excitations, circuit, mean, error, deviation, ensemble, edge, deep }) => ({
      end,
      gap: excitations.gap,
      degeneracy: excitations.degeneracy,
      threshold: overparametrisationThreshold(excitations),
      lambda: {
        tangentVectors: {
          value: mean,
          error,
          deviation,
          samples: circuit.map((modes) => modes?.lambda),
          separations: circuit.map((modes) => modes?.separation),
        },
        trainedEnsemble: ensemble?.trained,
        evenEnsemble: ensemble?.even,
        wishart: ensemble?.wishart,
        edge: { value: edge.mean, deviation: edge.deviation },
        largeDimensionEdge: edge.lambda,
        deep,
      },
    })),
    targets: targets.map(({ target, phase, residual, lambda, c, gap, rate, time, measured }) => ({
      target,
      phase,
      R: residual,
      lambda,
      C: c,
      gap,
      rate,
      timeConstant: time,
      measured,
    })),
  };
}
