/**
 * From a published experiment to a configuration that simulates it.
 */
import { CRITICAL_TARGET, type ExperimentConfig, parseExperiment } from "../../../experiment/config.ts";
import type { Strides } from "../../../training/plan.ts";
import { CONVERGED_AFTER, CONVERGED_FROM, type PublishedExperiment } from "./catalogue.ts";

/** Learning rate of every published run. */
const PUBLISHED_ETA = 1e-3;

/**
 * The configuration of a published experiment.
 *
 * A `converged` target is the critical one, whose preliminary run is the published run it comes from.
 */
export function configurationOf(
  { ansatz, qubits, layers, observable, coefficient, loss, target, streams }: PublishedExperiment,
  { samples, steps, measure }: { samples: number; steps: number; measure: Strides },
): ExperimentConfig {
  return parseExperiment({
    ansatz,
    qubits,
    layers,
    observable,
    ...{ xxz: { coupling: coefficient }, tfim: { field: coefficient }, projector: {} }[observable],
    loss,
    ...(target === "converged"
      ? { target: [CRITICAL_TARGET], criticalFrom: CONVERGED_FROM, criticalSteps: CONVERGED_AFTER }
      : { target: [target] }),
    eta: PUBLISHED_ETA,
    steps,
    samples,
    streams,
    measure,
  });
}

/** A name for an experiment, equal for equal experiments. */
export function experimentName({ ansatz, qubits, layers, observable, coefficient, loss, target }: PublishedExperiment): string {
  const size = ansatz === "rpa" ? `L${layers}` : `D${layers}`;
  const goal = loss === "linear" ? "linear loss" : `target ${target === "converged" ? "converged" : target}`;
  const model = observable === "projector" ? observable : `${observable} ${coefficient}`;
  return `${ansatz} n${qubits} ${size} ${model} ${goal}`;
}

/** A name for the circuit of an experiment, equal for equal circuits. */
export function circuitName({ ansatz, qubits, layers, streams }: PublishedExperiment): string {
  return `${ansatz} n${qubits} ${layers} ${streams}`;
}
