/**
 * What is counted of a circuit, as text.
 */
import { counted } from "../base/words.ts";
import type { CircuitFacts } from "../reports/circuit-facts.ts";

/** Names of parameters that are listed. */
const LISTED = 40;

/** A line for each count. */
export function circuitFactsText(facts: CircuitFacts): string {
  const { qubits, size, gates, depth, operations } = facts;
  const kinds = Object.entries(gates).map(([name, count]) => `${count} ${name}`);
  return [
    `qubits      ${qubits}`,
    `gates       ${size}: ${kinds.join(", ")}`,
    `depth       ${depth}`,
    `parameters  ${parameterWords(facts)}`,
    `simulated   ${counted(operations.rotations, "rotation")} and ${counted(operations.fixed, "fixed gate")}`,
  ].join("\n");
}

function parameterWords({ parameters }: CircuitFacts): string {
  const names = parameters.map(({ name }) => name);
  if (names.length === 0) return "0";
  const shown = names.length > LISTED ? [...names.slice(0, LISTED), "…"] : names;
  return `${names.length}: ${shown.join(", ")}`;
}
