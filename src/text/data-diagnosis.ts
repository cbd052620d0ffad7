/**
 * What `qntk diagnose` prints of training on data: text and JSON.
 */
import { range } from "../base/arrays.ts";
import { formatNumber } from "../base/format.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { describeData, describeRun } from "../experiment/describe.ts";
import type { DataDiagnosis } from "../reports/data-diagnosis.ts";
import { formatTable } from "./table.ts";

/** Most data whose kernel and errors are printed one by one. */
const PRINTED = 6;

/** The report; `seconds` is what the gradients of the whole training take in one thread. */
export function dataDiagnosisText(
  diagnosis: DataDiagnosis,
  config: ExperimentConfig,
  spectrum: { min: number; max: number },
  { error, seconds }: { readonly error: number; readonly seconds: number },
): string {
  const { count, parameters, samples, kernel, spread, haarKernel, eigenvalues, rates, targets, memory } = diagnosis;
  const listed = (values: readonly number[]) =>
    `${values
      .slice(0, PRINTED)
      .map((value) => formatNumber(value))
      .join(", ")}${values.length > PRINTED ? ", …" : ""}`;
  const matrix = range(Math.min(count, PRINTED)).map((a) => [
    String(a),
    ...range(Math.min(count, PRINTED)).map((b) => {
      const at = a * count + b;
      const measured = samples === 1 ? formatNumber(kernel[at]) : `${formatNumber(kernel[at])} ± ${formatNumber(spread[at], 2)}`;
      return haarKernel === undefined ? measured : `${measured} (${formatNumber(haarKernel[at])})`;
    }),
  ]);
  const slow = [...rates].map((rate) => 1 / rate);
  const lines = [
    describeRun(config, parameters, spectrum),
    describeData(config, count),
    "",
    `K(0), mean ± deviation over ${samples} samples${haarKernel === undefined ? "" : " (average over random circuits of the Haar ensemble)"}`,
    formatTable(["", ...range(Math.min(count, PRINTED)).map(String)], matrix, 1),
    "",
    `eigenvalues of K   ${listed([...eigenvalues].reverse())}; effective rank ${formatNumber(diagnosis.effectiveRank, 3)} of ${count}`,
    `rates per step     ${listed([...rates].reverse())}; time constants ${listed([...slow].reverse())} steps, while K stays as it is`,
    "",
    formatTable(
      ["targets", "phase to expect", "loss(0)", "ε(0)", "largest stable η", `steps to |ε| = ${formatNumber(error)}`],
      targets.map(({ targets: own, phases, loss, epsilon, largestStableEta, steps }) => [
        listed(own),
        phases === undefined ? "–" : phases.phase.replaceAll("-", " ").replaceAll("+", " + "),
        formatNumber(loss),
        listed(epsilon),
        formatNumber(largestStableEta),
        formatNumber(steps ?? Number.NaN),
      ]),
      2,
    ),
    "",
    `cost               about ${formatNumber(seconds, 2)} s in one thread for gradients alone, ${formatNumber(memory / 2 ** 20, 3)} MiB for the record`,
    "Phases are those of data that reach their ends independently of one another, as orthogonal states of a deep circuit do.",
  ];
  if (parameters < count)
    lines.push(`${parameters} trained parameters are fewer than ${count} data: K has at most rank ${parameters}.`);
  for (const { targets: own, largestStableEta } of targets)
    if (config.eta >= largestStableEta)
      lines.push(
        `η = ${config.eta} is not below ${formatNumber(largestStableEta)} for targets ${listed(own)}: gradient descent may diverge.`,
      );
  return lines.join("\n");
}

/** The report as JSON. */
export function dataDiagnosisJson(
  { count, parameters, samples, kernel, spread, haarKernel, eigenvalues, effectiveRank, rates, targets, memory }: DataDiagnosis,
  eta: number,
  { error, seconds }: { readonly error: number; readonly seconds: number },
): object {
  const matrix = (values: Float64Array) => range(count).map((a) => [...values.subarray(a * count, (a + 1) * count)]);
  return {
    ...{ data: count, parameters, samples, eta, error },
    kernel: matrix(kernel),
    spread: matrix(spread),
    ...(haarKernel !== undefined && { haarKernel: matrix(haarKernel) }),
    ...{ eigenvalues, effectiveRank, rates, timeConstants: rates.map((rate) => 1 / rate) },
    targets: targets.map(({ phases, ...rest }) => ({
      ...rest,
      ...(phases !== undefined && {
        phase: phases.phase,
        data: phases.data,
        errorsThatStay: phases.errorsThatStay,
        kernelsThatVanish: phases.kernelsThatVanish,
      }),
    })),
    cost: { seconds, recordBytes: memory },
  };
}
