/**
 * Draws ensembles of circuits with data: frame potentials, and averages at late time for every pair of data.
 */
import { range } from "../base/arrays.ts";
import { plainNumber } from "../base/words.ts";
import type { DataFramePotentialReport } from "../reports/data-frame-potential.ts";
import { FOLLOWED_ORDER } from "../reports/frame-potential.ts";
import type { RestrictedHaarDataReport } from "../reports/restricted-haar-data.ts";
import type { CurveColor, Panel, PanelCurve } from "../reproduce/panels.ts";
import type { StudyPanels } from "./study-figure.ts";

/** Most data, and most target vectors, that are drawn. */
const DRAWN_DATA = 6;
const DRAWN_VECTORS = 5;

/** F^(k) against k, of Haar random circuits and of those that prepare the data; along training F^(2) of every target vector between the two. */
export function dataFramePotentialPanels(report: DataFramePotentialReport): StudyPanels {
  const { orders, haar, prepared, monteCarlo, training = [], count } = report;
  const levels = [
    { name: "Haar random", color: "frozen-kernel", values: haar },
    ...(prepared === undefined ? [] : [{ name: `${count} prepared`, color: "critical", values: prepared } as const]),
  ] as const;
  const byOrder: Panel = {
    name: "frame potentials against their order",
    x: { label: "k", domain: [orders[0] - 0.5, orders[orders.length - 1] + 0.5], integer: true },
    y: { label: "\\mathcal{F}^{(k)}", type: "log" },
    curves: [
      ...levels.map(
        ({ name, color, values }): PanelCurve => ({
          ...{ name, role: "simulation", color, points: orders.map((k, i) => [k, values[i]] as const) },
        }),
      ),
      ...(monteCarlo === undefined
        ? []
        : [
            {
              ...({ name: "circuit at random angles", role: "simulation", color: "frozen-error", mark: "dots" } as const),
              points: orders.map((k, i) => [k, monteCarlo[i].value] as const),
              errors: monteCarlo.map(({ error }) => error),
            },
          ]),
    ],
  };
  const at = orders.indexOf(FOLLOWED_ORDER);
  const vectors = training.slice(0, DRAWN_VECTORS);
  const along: Panel[] =
    vectors.length === 0
      ? []
      : [
          {
            name: "along training",
            x: { label: "\\text{step } t", domain: [0, vectors[0].steps[vectors[0].steps.length - 1]], integer: true },
            y: { label: `\\mathcal{F}^{(${FOLLOWED_ORDER})}` },
            curves: [
              ...(at < 0 ? [] : levels).map(
                ({ name, color, values }): PanelCurve => ({
                  ...{ name, role: "simulation", color },
                  points: [vectors[0].steps[0], vectors[0].steps[vectors[0].steps.length - 1]].map(
                    (t) => [t, values[at]] as const,
                  ),
                }),
              ),
              ...vectors.map(
                ({ targets, steps, estimates }, k): PanelCurve => ({
                  ...{ name: `targets ${listed(targets)}`, role: "simulation", mark: "dots", label: listed(targets) },
                  color: { phase: "frozen-error", index: k, count: vectors.length },
                  points: steps.map((t, i) => [t, estimates[i].value] as const),
                  errors: estimates.map(({ error }) => error),
                }),
              ),
            ],
          },
        ];
  return {
    title: "Frame potentials of circuits and data",
    ...{ panels: [byOrder, ...along], perRow: along.length + 1 },
    legend: [
      ...levels.map(({ name, color }) => ({ label: name, color })),
      ...(monteCarlo === undefined ? [] : [{ label: "circuit (dots)", color: "frozen-error" as const }]),
    ],
  };
}

/** K̄_αβ, μ̄_ααβ and λ_ααβ at late time against β, with a colour for every α: theory as lines through dots, circuits drawn as hollow ones. */
export function restrictedHaarDataPanels(reports: readonly RestrictedHaarDataReport[]): StudyPanels {
  const count = Math.min(reports[0].count, DRAWN_DATA);
  const color = (a: number): CurveColor => ({ phase: "frozen-kernel", index: a, count });
  const panels = reports.slice(0, DRAWN_VECTORS).flatMap((report): Panel[] => {
    const { kernel, mu, lambda, monteCarlo } = report;
    const panel = (
      what: string,
      label: string,
      theory: { readonly mean: Float64Array; readonly error?: Float64Array },
      drawn: { readonly mean: Float64Array; readonly error: Float64Array } | undefined,
    ): Panel => {
      const row = (values: Float64Array, a: number) => [...values.subarray(a * report.count, a * report.count + count)];
      const points = (values: Float64Array, a: number) => row(values, a).map((value, b) => [b, value] as const);
      const { error } = theory;
      return {
        name: `${what}, targets ${listed(report.targets)}`,
        x: { label: "\\beta", domain: [-0.5, count - 0.5], integer: true },
        y: { label },
        curves: range(count).flatMap((a): PanelCurve[] => [
          { name: `α = ${a}`, role: "simulation", color: color(a), points: points(theory.mean, a) },
          {
            ...{ name: `α = ${a}, averages`, role: "simulation", color: color(a), mark: "dots", points: points(theory.mean, a) },
            ...(error !== undefined && { errors: row(error, a) }),
          },
          ...(drawn === undefined
            ? []
            : [
                {
                  ...({ name: `α = ${a}, circuits drawn`, role: "simulation", color: color(a), mark: "hollow-dots" } as const),
                  points: points(drawn.mean, a),
                },
              ]),
        ]),
      };
    };
    return [
      panel("kernels", "\\overline{K_{\\alpha\\beta}}", kernel, monteCarlo?.kernel),
      panel("curvatures", "\\overline{\\mu_{\\alpha\\alpha\\beta}}", mu, monteCarlo?.mu),
      panel("ratios", "\\lambda_{\\alpha\\alpha\\beta}", { mean: lambda }, undefined),
    ];
  });
  return {
    title: "Averages of data at late time",
    ...{ panels, perRow: 3 },
    legend: [
      ...range(count).map((a) => ({ label: `datum ${a}`, color: color(a) })),
      ...(reports[0].monteCarlo === undefined ? [] : [{ label: "circuits drawn (open dots)", color: "muted" as const }]),
    ],
  };
}

function listed(targets: readonly number[]): string {
  const rest = targets.length > DRAWN_DATA ? ", …" : "";
  return `${targets.slice(0, DRAWN_DATA).map(plainNumber).join(", ")}${rest}`;
}
