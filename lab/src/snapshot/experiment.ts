/**
 * From a snapshot to the configuration of the package, and to the command line that runs the same.
 *
 * Global depolarising noise of strength p turns <O> into (1 - p) <O> + p tr(O)/d, so that a noisy network is the ideal one for the
 * observable (1 - p) O + p tr(O)/d: its Pauli sum is what is trained.
 */
import { type ExperimentConfigInput, formatPauliSum, type PauliSumObservable, pauliSum, tfim, xxz } from "qntk";
import type { Snapshot } from "./snapshot.ts";

/** Steps between two measurements of μ. */
const MU_STRIDE = 10;

/** The configuration of a snapshot's run, for `parseExperiment`. */
export function experimentOf(snapshot: Snapshot): ExperimentConfigInput {
  const { ansatz, entangler, qubits, layers, loss, target, eta, steps, samples, seed, streams } = snapshot;
  return {
    ansatz,
    qubits,
    layers,
    ...(ansatz === "rpa" && entangler !== "haar" && { entangler }),
    ...observableOf(snapshot),
    loss,
    target: [/^(min|max)/.test(target) ? target : Number(target)],
    eta,
    steps,
    samples,
    ...(streams === "default" ? { seed } : { streams }),
    measure: { mu: MU_STRIDE },
  };
}

function observableOf(snapshot: Snapshot): Partial<ExperimentConfigInput> {
  const { observable, qubits, coupling, field, pauli, state, noise } = snapshot;
  if (noise > 0 && observable !== "projector")
    return { observable: "pauli", pauli: formatPauliSum(noisyTerms(snapshot), qubits) };
  switch (observable) {
    case "xxz":
      return { observable, coupling };
    case "tfim":
      return { observable, field };
    case "projector":
      return { observable, state };
    case "pauli":
      return { observable, pauli };
  }
}

function noisyTerms({ observable, qubits, coupling, field, pauli, noise }: Snapshot): PauliSumObservable["terms"] {
  const ideal =
    observable === "xxz" ? xxz({ qubits, coupling }) : observable === "tfim" ? tfim({ qubits, field }) : pauliSum(pauli, qubits);
  return ideal.terms.map((term) =>
    term.x === 0 && term.z === 0 ? term : { ...term, coefficient: (1 - noise) * term.coefficient },
  );
}

/** The command line that computes the same numbers. */
export function commandOf(snapshot: Snapshot): string {
  const { target, measure, ...rest } = experimentOf(snapshot);
  const options = Object.entries(rest).map(([name, value]) => `--${name} ${quoted(String(value))}`);
  const [only] = target as (string | number)[];
  return ["npx qntk train", ...options, `--target ${only}`, `--measure mu:${measure?.mu}`].join(" ");
}

function quoted(text: string): string {
  return /^[\w.+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
