/**
 * Runs in words: one line for the terminal, and the command line that computes them again.
 */
import { type ExperimentConfig, experimentSchema } from "../experiment/config.ts";
import { formatNumber } from "./terminal.ts";

/** The commands that train. */
export type RunCommandName = "train" | "transition";

/** One line that says what was trained. */
export function describeRun(config: ExperimentConfig, parameters: number, extremes: { min: number; max: number }): string {
  const { ansatz, qubits, observable, samples, steps, eta, loss } = config;
  return `${ansatz} n=${qubits} L=${parameters}, ${observable} in [${formatNumber(extremes.min)}, ${formatNumber(extremes.max)}], ${loss} loss, eta=${eta}, ${samples} samples, ${steps} steps`;
}

/** The command line that computes a configuration again. */
export function commandLineOf(name: RunCommandName, config: ExperimentConfig): string {
  const defaults = experimentSchema.parse({});
  const options = Object.entries(config).flatMap(([field, value]) => {
    if (value === undefined || JSON.stringify(value) === JSON.stringify(defaults[field as keyof ExperimentConfig])) return [];
    if (field === "target") return (value as (string | number)[]).map((target) => `--target ${quote(String(target))}`);
    if (field === "measure")
      return [
        `--measure ${
          Object.entries(value as Record<string, number>)
            .map(([k, v]) => `${k}:${v}`)
            .join(",") || "none"
        }`,
      ];
    return [`--${field} ${quote(String(value))}`];
  });
  return ["npx qntk", name, ...options].join(" ");
}

function quote(text: string): string {
  return /^[\w.+:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
