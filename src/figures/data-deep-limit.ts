/**
 * Draws the deep-circuit limit of training on data, with a run beside it where there is one.
 */
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { DataDeepLimitPrediction, DataDeepLimitReport } from "../reports/data-deep-limit.ts";
import type { Panel, PanelCurve } from "../reproduce/panels.ts";
import type { StudyPanels } from "./study-figure.ts";

/** What is left out of logarithmic axes, as rounding. */
const SMALLEST = 1e-14;
/** Most data whose curves are drawn. */
const DRAWN = 6;

/** Panels of |ε_α| and K_αα for every target vector: the run solid, the prediction dashed. */
export function dataDeepLimitPanels({ times, predictions }: DataDeepLimitReport): StudyPanels {
  const panels = predictions.flatMap((prediction): Panel[] => {
    const { targets, simulated } = prediction;
    const count = targets.length;
    const of = `targets ${targets
      .slice(0, DRAWN)
      .map((value) => formatNumber(value, 4))
      .join(", ")}`;
    const panel = (
      name: string,
      label: string,
      pick: (from: Pick<DataDeepLimitPrediction, "epsilon" | "kernel">, k: number, a: number) => number,
      run: Pick<DataDeepLimitPrediction, "epsilon" | "kernel"> | undefined,
    ): Panel => ({
      name: `${name}, ${of}`,
      x: { label: "\\text{step } t", domain: [0, times[times.length - 1]], integer: true },
      y: { label, type: "log" },
      curves: range(Math.min(count, DRAWN)).flatMap((a): PanelCurve[] => {
        const points = (from: Pick<DataDeepLimitPrediction, "epsilon" | "kernel">) =>
          times.map((t, k) => {
            const value = Math.abs(pick(from, k, a));
            return [t, value > SMALLEST ? value : Number.NaN] as const;
          });
        const color = { phase: "frozen-kernel", index: a, count: Math.min(count, DRAWN) } as const;
        return [
          ...(run === undefined ? [] : [{ name: `datum ${a}`, role: "simulation" as const, color, points: points(run) }]),
          {
            ...{ name: `datum ${a}, deep limit`, role: "theory", color: run === undefined ? color : "ink" },
            ...{ points: points(prediction), label: `y = ${formatNumber(targets[a], 4)}` },
          },
        ];
      }),
    });
    const errors = simulated && { epsilon: simulated.epsilon, kernel: [] };
    const kernels = simulated?.kernel && { epsilon: [], kernel: simulated.kernel };
    return [
      panel("errors", "|\\varepsilon_\\alpha|", ({ epsilon }, k, a) => epsilon[k][a], errors),
      panel("kernels", "K_{\\alpha\\alpha}", ({ kernel }, k, a) => kernel[k][a * count + a], kernels),
    ];
  });
  return { title: "The deep-circuit limit of training on data", panels, perRow: 2, legend: [], dashedName: "deep limit" };
}
