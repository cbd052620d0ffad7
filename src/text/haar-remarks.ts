/**
 * What theory says of the Haar ensemble beside its averages, as lines.
 */
import { formatNumber } from "../base/format.ts";
import { ansatzOf, observableOf } from "../experiment/chosen.ts";
import type { TheoryProblem } from "../reports/problem.ts";
import { sdKAsPrinted, sdKOfIndependentLayers } from "../theory/haar/index.ts";

/** What else theory says about the same problem. */
export function haarRemarks(problem: TheoryProblem): string[] {
  const { config, parameters, target } = problem;
  const { definition: ansatz } = ansatzOf(config);
  const { definition: observable, fields } = observableOf(config);
  const facts: [string, readonly number[]][] = [
    ["SD K if layers were independent (ref. 29)", [sdKOfIndependentLayers(problem)]],
    ["SD K at the leading order of Eqs. 44–46, an erratum", [sdKAsPrinted(problem)]],
  ];
  if (ansatz.meanKernel !== undefined) facts.push([`mean K of the ${ansatz.title} as it is`, [ansatz.meanKernel(problem)]]);
  const chain = observable.asymptotics?.(fields, { qubits: config.qubits, parameters, target });
  if (chain !== undefined) {
    const { meanK, lambda, zeta } = chain.averages;
    facts.push([`mean K, λ, ζ of a long ${chain.of}`, [meanK, lambda, zeta]]);
  }
  const width = Math.max(...facts.map(([label]) => [...label].length));
  return facts.map(([label, numbers]) => `${label.padEnd(width)}  ${numbers.map((value) => formatNumber(value, 5)).join(", ")}`);
}
