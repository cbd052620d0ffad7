/**
 * Frame potentials of circuits and data as tables and JSON.
 */
import { formatNumber } from "../base/format.ts";
import { plainNumber } from "../base/words.ts";
import type { DataFramePotentialReport } from "../reports/data-frame-potential.ts";
import { FOLLOWED_ORDER } from "../reports/frame-potential.ts";
import { formatTable } from "./table.ts";

/** The ensembles and the circuit at random angles; below, each target vector along its training. */
export function dataFramePotentialText(report: DataFramePotentialReport): string {
  const { orders, haar, prepared, monteCarlo, training = [], count } = report;
  const header = [
    ...["k", "Haar"],
    ...(prepared === undefined ? [] : [`${count} prepared`]),
    ...(monteCarlo ? ["circuit", "±", "sigmas from Haar"] : []),
  ];
  const rows = orders.map((k, i) => {
    const row = [String(k), formatNumber(haar[i], 8), ...(prepared === undefined ? [] : [formatNumber(prepared[i], 8)])];
    if (monteCarlo === undefined) return row;
    const { value, error } = monteCarlo[i];
    return [...row, formatNumber(value, 5), formatNumber(error, 3), ((value - haar[i]) / error).toFixed(1).replace("-", "−")];
  });
  const histories = training.map(({ targets, steps, estimates, error }) => {
    const lines = steps.map((t, i) => [
      ...[String(t), formatNumber(estimates[i].value, 5), formatNumber(estimates[i].error, 3), formatNumber(error[i], 3)],
    ]);
    const table = formatTable(["step", `F of order ${FOLLOWED_ORDER}`, "±", "mean |ε|"], lines, 0);
    return `\n\ntargets ${targets.map(plainNumber).join(", ")}\n${table}`;
  });
  return `${formatTable(header, rows, 0)}${histories.join("")}`;
}

/** The same as JSON. */
export function dataFramePotentialJson(report: DataFramePotentialReport): object {
  const { dimension, count, orders, haar, prepared, monteCarlo, training } = report;
  return {
    ...{ dimension, data: count, orders, haar },
    ...(prepared && { prepared }),
    ...(monteCarlo && { monteCarlo }),
    ...(training && {
      training: training.map(({ targets, ...history }) => ({ order: FOLLOWED_ORDER, targets, ...history })),
    }),
  };
}
