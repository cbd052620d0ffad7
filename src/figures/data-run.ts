/**
 * A run with data, drawn: every datum's error and kernel, and the loss and accuracy of what is trained on and held out.
 */
import { type DataTargetSummary, type DatumHistory, datumHistory } from "../analysis/data-summary.ts";
import { columnsOfTarget } from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { Panel, PanelBand, PanelCurve, PanelLegend } from "../reproduce/panels.ts";
import { accuracyOf, meanLosses } from "../training/data-losses.ts";
import type { DataPlan } from "../training/data-plan.ts";
import { lossNamed } from "../training/losses.ts";
import type { TrainingRecord } from "../training/record.ts";
import type { StudyPanels } from "./study-figure.ts";

/** Most data whose curves are drawn one by one. */
const DRAWN = 6;
/** Most points of a curve. */
const POINTS = 400;
/** What is left out of logarithmic axes, as rounding. */
const SMALLEST = 1e-14;

/** Panels of one target vector: |ε_α| and K_αα of every datum where they are few, with bands of a standard error with shots; loss, and accuracy where there are many. */
export function dataRunPanels(record: TrainingRecord, data: DataPlan, summaries: readonly DataTargetSummary[]): StudyPanels {
  const panels = summaries.flatMap((summary, target) => targetPanels(record, data, summary, target, summaries.length));
  const seen = summaries.flatMap(({ data: own }) => own.map(({ phase }) => phase));
  const legend: PanelLegend[] = (["frozen-kernel", "critical", "frozen-error", "undetermined"] as const)
    .filter((phase) => data.count <= DRAWN && seen.includes(phase))
    .map((phase) => ({ label: phase.replaceAll("-", " "), color: phase }));
  return { title: "Training on a data set", panels, perRow: 2, legend };
}

function targetPanels(
  record: TrainingRecord,
  data: DataPlan,
  summary: DataTargetSummary,
  target: number,
  targets: number,
): Panel[] {
  const columns = columnsOfTarget(record, target);
  const values = summary.targets.slice(0, DRAWN).map((value) => formatNumber(value, 4));
  const of = targets === 1 ? "" : `, targets ${values.join(", ")}${summary.targets.length > DRAWN ? ", …" : ""}`;
  if (data.count > DRAWN || data.classes !== undefined) return lossPanels(record, data, columns, of);
  const histories = range(data.count).map((datum) => columns.map((column) => datumHistory(record, data, column, datum)));
  const curves = (quantity: "epsilon" | "kernel"): PanelCurve[] =>
    histories.flatMap((each, datum) => {
      const { phase, target: y } = summary.data[datum];
      const same = summary.data.filter((other) => other.phase === phase).length;
      const index = summary.data.slice(0, datum).filter((other) => other.phase === phase).length;
      return [
        {
          name: `datum ${datum}`,
          role: "simulation" as const,
          color: { phase, index, count: same },
          points: thinned(centreOf(each, quantity), quantity === "kernel" ? each[0].kernelSteps : undefined),
          label: `y = ${formatNumber(y, 4)}`,
        },
      ];
    });
  const bands = (quantity: "epsilon" | "kernel"): PanelBand[] =>
    histories.flatMap((each, datum) => {
      const errors = errorsOf(each, quantity);
      if (errors === undefined) return [];
      const { phase } = summary.data[datum];
      const points = thinned(centreOf(each, quantity), quantity === "kernel" ? each[0].kernelSteps : undefined);
      const sizes = thinned(errors);
      const rows = points.flatMap(([t, value], k) =>
        Number.isNaN(value) ? [] : [[t, Math.max(SMALLEST, value - sizes[k][1]), value + sizes[k][1]] as const],
      );
      return [{ name: `datum ${datum}`, color: { phase, index: 0, count: 1 }, rows }];
    });
  const x = { label: "t", type: "linear" as const };
  return [
    {
      name: `errors${of}`,
      x,
      y: { label: "|\\epsilon_\\alpha|", type: "log" },
      curves: curves("epsilon"),
      bands: bands("epsilon"),
    },
    {
      name: `kernels${of}`,
      x,
      y: { label: "K_{\\alpha\\alpha}", type: "log" },
      curves: curves("kernel"),
      bands: bands("kernel"),
    },
  ];
}

function lossPanels(record: TrainingRecord, data: DataPlan, columns: readonly number[], of: string): Panel[] {
  const loss = lossNamed(data.loss);
  const { count, targets, test: held } = data;
  const length = record.plan.steps + 1;
  const { test } = record.measured;
  const own = (column: number) => targets.subarray(column * count, (column + 1) * count);
  const errors = (column: number, t: number) =>
    record.epsilon.subarray((column * length + t) * count, (column * length + t + 1) * count);
  const rows = range(record.rows);
  const meanOf = (values: (column: number) => number) =>
    columns.reduce((sum, column) => sum + values(column) / columns.length, 0);
  const trained = {
    loss: rows.map((t) => meanOf((column) => meanLosses(loss, { ...data, targets: own(column) }, errors(column, t))[0])),
    accuracy: rows.map((t) => meanOf((column) => accuracyOf(own(column), own(column), errors(column, t), data.classes))),
  };
  const heldOut =
    test === undefined || held === undefined
      ? undefined
      : range(test.steps.length).map((place) => {
          const at = (column: number) =>
            test.values.subarray(
              (column * test.steps.length + place) * held.count,
              (column * test.steps.length + place + 1) * held.count,
            );
          const labels = (column: number) => held.targets.subarray(column * held.count, (column + 1) * held.count);
          return {
            step: test.steps[place],
            loss: meanOf(
              (column) => meanLosses(loss, { count: held.count, targets: labels(column), classes: data.classes }, at(column))[0],
            ),
            accuracy: meanOf((column) => accuracyOf(labels(column), own(column), at(column), data.classes)),
          };
        });
  const curve = (name: string, values: readonly number[], color: PanelCurve["color"], steps?: ArrayLike<number>): PanelCurve => ({
    ...{ name, role: "simulation", color, label: name, points: thinned(Float64Array.from(values), steps) },
  });
  const panel = (quantity: "loss" | "accuracy", label: string): Panel => ({
    name: `${quantity}${of}`,
    x: { label: "t", type: "linear" },
    y: { label, type: quantity === "loss" && trained.loss.every((value) => value > 0) ? "log" : "linear" },
    curves: [
      curve("trained on", trained[quantity], "ink"),
      ...(heldOut === undefined
        ? []
        : [
            curve(
              "held out",
              heldOut.map((each) => each[quantity]),
              "frozen-kernel",
              heldOut.map(({ step }) => step),
            ),
          ]),
    ],
  });
  return [panel("loss", "L"), panel("accuracy", "\\text{accuracy}")];
}

/** What is drawn of a datum: the mean of |ε| or K over samples; with shots of K without the bias of squared estimates. */
function centreOf(histories: readonly DatumHistory[], quantity: "epsilon" | "kernel"): Float64Array {
  const unbiased = histories.flatMap(({ estimates }) => (estimates === undefined ? [] : [estimates.kernelUnbiased]));
  if (quantity === "epsilon" || unbiased.length === 0) return meanSize(histories.map((history) => history[quantity]));
  return overSamples(unbiased, (values) => values.reduce((sum, value) => sum + value / values.length, 0));
}

/** Standard errors of these means, where shots say any. */
function errorsOf(histories: readonly DatumHistory[], quantity: "epsilon" | "kernel"): Float64Array | undefined {
  const name = quantity === "epsilon" ? "epsilonError" : "kernelError";
  const errors = histories.flatMap(({ estimates }) => (estimates === undefined ? [] : [estimates[name]]));
  return errors.length === 0 ? undefined : overSamples(errors, (values) => Math.hypot(...values) / values.length);
}

/** A number from those of all samples, at every row that all of them have. */
function overSamples(series: readonly Float64Array[], of: (values: readonly number[]) => number): Float64Array {
  const rows = Math.min(...series.map(({ length }) => length));
  return Float64Array.from({ length: rows }, (_, t) => of(series.map((each) => each[t])));
}

/** Mean size over samples at every row that all of them have. */
function meanSize(series: readonly Float64Array[]): Float64Array {
  return overSamples(series, (values) => values.reduce((sum, value) => sum + Math.abs(value) / values.length, 0));
}

function thinned(values: Float64Array, steps?: ArrayLike<number>): [number, number][] {
  const stride = Math.max(1, Math.floor(values.length / POINTS));
  const points: [number, number][] = [];
  for (let t = 0; t < values.length; t += stride) points.push([steps?.[t] ?? t, values[t] > SMALLEST ? values[t] : Number.NaN]);
  return points;
}
