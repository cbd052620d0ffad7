/**
 * From a snapshot to the configuration of the package, and to the command line that runs the same.
 *
 * Global depolarising noise of strength p turns <O> into (1 - p) <O> + p tr(O)/d, so that a noisy network is the ideal one for the
 * observable (1 - p) O + p tr(O)/d: its Pauli sum is what is trained.
 */
import { type ExperimentConfigInput, formatPauliSum, type PauliSumObservable, streams as streamTable } from "qntk";
import { chosenOf, ownValues, perDatumField } from "./definition-fields.ts";
import { sizeOfCircuit } from "./own-circuit.ts";
import { encodesAngles, hasTable, TABLE_FILE } from "./own-table.ts";
import { shotsOf } from "./shots.ts";
import { hasData, initialSnapshot, type Snapshot } from "./snapshot.ts";

/** Steps between two measurements of μ. */
const MU_STRIDE = 10;

/** The configuration of a snapshot's run, for `parseExperiment`. */
export function experimentOf(snapshot: Snapshot): ExperimentConfigInput {
  const { qubits, layers, loss, eta, steps, samples, seed, streams } = snapshot;
  const { ansatz, optimizer } = chosenOf(snapshot);
  const shots = shotsOf(snapshot);
  const table = hasTable(snapshot);
  return {
    ansatz: snapshot.ansatz,
    ...(ansatz.definition.size === undefined && { qubits, layers }),
    ...ownValues(ansatz.definition, snapshot),
    ...observableFields(snapshot),
    loss,
    ...(table ? tableFields(snapshot) : { ...(hasData(snapshot) && { data: snapshot.data }), target: targetsOf(snapshot) }),
    ...(optimizer.definition.plain !== true && { optimizer: snapshot.optimizer, ...ownValues(optimizer.definition, snapshot) }),
    eta,
    steps,
    samples,
    ...(streams !== initialSnapshot.streams && { streams }),
    ...(streamTable.get(streams).seeded && { seed }),
    // Shots measure no second derivatives, and of a table there would be too many.
    ...(shots === undefined ? { measure: table ? {} : { mu: MU_STRIDE } } : { shots }),
  };
}

/** A table and how it enters the circuit; its column y has the targets. */
function tableFields({ encode, reupload }: Snapshot): Partial<ExperimentConfigInput> {
  return { data: TABLE_FILE, encode, ...(reupload > 1 && encodesAngles(encode) && { reupload }) };
}

/** The targets of a snapshot's run: one, or one for each datum. */
function targetsOf(snapshot: Snapshot): (string | number)[] {
  const all = hasData(snapshot) ? snapshot.targets.split(",") : [snapshot.target];
  return all.map((target) => (/^(min|max)/.test(target) ? target : Number(target)));
}

function observableFields(snapshot: Snapshot): Partial<ExperimentConfigInput> {
  const { definition, fields } = chosenOf(snapshot).observable;
  const { seed, streams, noise } = snapshot;
  const { qubits } = sizeOfCircuit(chosenOf(snapshot).ansatz, snapshot) ?? snapshot;
  if (noise > 0 && definition.isPauliSum) {
    const { terms } = definition.build(fields, { qubits, seed, streams, arrays: {} }) as PauliSumObservable;
    return { observable: "pauli", pauli: formatPauliSum(depolarised(terms, noise), qubits) };
  }
  const each = hasData(snapshot) && snapshot.states !== "" ? perDatumField(snapshot.observable) : undefined;
  return {
    observable: definition.name,
    ...ownValues(definition, snapshot),
    ...(each !== undefined && { [each]: snapshot.states }),
  };
}

function depolarised(terms: PauliSumObservable["terms"], noise: number): PauliSumObservable["terms"] {
  return terms.map((term) => (term.x === 0 && term.z === 0 ? term : { ...term, coefficient: (1 - noise) * term.coefficient }));
}

/** The command line that computes the same numbers. */
export function commandOf(snapshot: Snapshot): string {
  const { target, measure, ...rest } = experimentOf(snapshot);
  const options = Object.entries(rest).map(([name, value]) => `${flagOf(name)} ${quoted(String(value))}`);
  const all = target as (string | number)[] | undefined;
  const aims = all === undefined ? [] : [all.length === 1 ? `--target ${all[0]}` : `--target=${all.join(",")}`];
  const measured = measure?.mu === undefined ? [] : [`--measure mu:${measure.mu}`];
  return ["npx qntk train", ...options, ...aims, ...measured].join(" ");
}

function flagOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function quoted(text: string): string {
  return /^[\w.+:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
