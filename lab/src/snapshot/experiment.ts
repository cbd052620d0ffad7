/**
 * From a snapshot to the configuration of the package, and to the command line that runs the same.
 *
 * Global depolarising noise of strength p turns <O> into (1 - p) <O> + p tr(O)/d, so that a noisy network is the ideal one for the
 * observable (1 - p) O + p tr(O)/d: its Pauli sum is what is trained.
 */
import { type ExperimentConfigInput, formatPauliSum, type PauliSumObservable } from "qntk";
import { chosenOf, ownValues } from "./definition-fields.ts";
import { sizeOfCircuit } from "./own-circuit.ts";
import type { Snapshot } from "./snapshot.ts";

/** Steps between two measurements of μ. */
const MU_STRIDE = 10;

/** The configuration of a snapshot's run, for `parseExperiment`. */
export function experimentOf(snapshot: Snapshot): ExperimentConfigInput {
  const { qubits, layers, loss, target, eta, steps, samples, seed, streams } = snapshot;
  const { ansatz, optimizer } = chosenOf(snapshot);
  return {
    ansatz: snapshot.ansatz,
    ...(ansatz.definition.size === undefined && { qubits, layers }),
    ...ownValues(ansatz.definition, snapshot),
    ...observableFields(snapshot),
    loss,
    target: [/^(min|max)/.test(target) ? target : Number(target)],
    ...(optimizer.definition.plain !== true && { optimizer: snapshot.optimizer, ...ownValues(optimizer.definition, snapshot) }),
    eta,
    steps,
    samples,
    ...(streams === "default" ? { seed } : { streams }),
    measure: { mu: MU_STRIDE },
  };
}

function observableFields(snapshot: Snapshot): Partial<ExperimentConfigInput> {
  const { definition, fields } = chosenOf(snapshot).observable;
  const { seed, streams, noise } = snapshot;
  const { qubits } = sizeOfCircuit(chosenOf(snapshot).ansatz, snapshot) ?? snapshot;
  if (noise > 0 && definition.isPauliSum) {
    const { terms } = definition.build(fields, { qubits, seed, streams, arrays: {} }) as PauliSumObservable;
    return { observable: "pauli", pauli: formatPauliSum(depolarised(terms, noise), qubits) };
  }
  return { observable: definition.name, ...ownValues(definition, snapshot) };
}

function depolarised(terms: PauliSumObservable["terms"], noise: number): PauliSumObservable["terms"] {
  return terms.map((term) => (term.x === 0 && term.z === 0 ? term : { ...term, coefficient: (1 - noise) * term.coefficient }));
}

/** The command line that computes the same numbers. */
export function commandOf(snapshot: Snapshot): string {
  const { target, measure, ...rest } = experimentOf(snapshot);
  const options = Object.entries(rest).map(([name, value]) => `${flagOf(name)} ${quoted(String(value))}`);
  const [only] = target as (string | number)[];
  return ["npx qntk train", ...options, `--target ${only}`, `--measure mu:${measure?.mu}`].join(" ");
}

function flagOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function quoted(text: string): string {
  return /^[\w.+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
