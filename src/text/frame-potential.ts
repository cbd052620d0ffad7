/**
 * Frame potentials as tables.
 */
import { formatNumber } from "../base/format.ts";
import { FOLLOWED_ORDER, type FramePotentialHistory, type FramePotentialReport } from "../reports/frame-potential.ts";
import type { FramePotentialEstimate } from "../theory/frame-potential/index.ts";
import { formatTable } from "./table.ts";

/** Those of the ensembles, and of the circuit where it was drawn. */
export function framePotentialTable(
  orders: readonly number[],
  haar: readonly number[],
  restrictedHaar: readonly number[],
  monteCarlo: readonly FramePotentialEstimate[] | undefined,
): string {
  const header = ["k", "Haar", "restricted Haar", ...(monteCarlo ? ["circuit", "±", "sigmas from Haar"] : [])];
  const rows = orders.map((k, i) => {
    const row = [String(k), formatNumber(haar[i], 8), formatNumber(restrictedHaar[i], 8)];
    if (monteCarlo === undefined) return row;
    const { value, error } = monteCarlo[i];
    return [...row, formatNumber(value, 5), formatNumber(error, 3), ((value - haar[i]) / error).toFixed(1).replace("-", "−")];
  });
  return formatTable(header, rows, 0);
}

/** That of the circuit along its training. */
export function framePotentialHistoryTable({ steps, estimates }: FramePotentialHistory): string {
  const rows = steps.map((t, i) => [String(t), formatNumber(estimates[i].value, 5), formatNumber(estimates[i].error, 3)]);
  return formatTable(["step", `F of order ${FOLLOWED_ORDER}`, "±"], rows, 0);
}

/** As `qntk theory frame-potential --json` prints them, of dimension d and for training towards a target. */
export function framePotentialJson(
  { orders, haar, restrictedHaar, monteCarlo, training }: FramePotentialReport,
  { dimension, target }: { readonly dimension: number; readonly target: number },
): object {
  return {
    ...{ dimension, orders, haar, restrictedHaar },
    ...(monteCarlo && { monteCarlo }),
    ...(training && { training: { order: FOLLOWED_ORDER, target, steps: training.steps, estimates: training.estimates } }),
  };
}

/** As it prints them otherwise. */
export function framePotentialText(
  { orders, haar, restrictedHaar, monteCarlo, training }: FramePotentialReport,
  { dimension, config }: { readonly dimension: number; readonly config: { readonly qubits: number } },
): string {
  return [
    `Frame potentials on n = ${config.qubits}, d = ${dimension}\n`,
    framePotentialTable(orders, haar, restrictedHaar, monteCarlo),
    ...(training === undefined ? [] : [`\n${framePotentialHistoryTable(training)}`]),
  ].join("\n");
}
