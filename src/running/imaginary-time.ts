/**
 * The gaps that late times of a run with the natural gradient go by, found before it trains.
 */
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { spansAllDirections } from "../probes/imaginary-time.ts";
import { withIndependentRotations } from "../quantum/circuit.ts";
import type { RunDocument } from "../runs/run-document.ts";
import { excitationsOf } from "../theory/finite-depth/excitations.ts";
import { optimizerOf } from "../training/optimizer-of.ts";
import { trainedParameters } from "../training/trained.ts";

/**
 * Distances of both ends of the observable from the next levels; undefined where the run does not follow imaginary time (another optimiser, data, tangents at
 * the angles of its first column that leave directions out) or not all levels are known.
 */
export function imaginaryTimeGaps({ circuit, observable, spectrum, plan, theta, data }: Experiment): RunDocument["gaps"] {
  const { definition, fields } = optimizerOf(plan);
  const { eigenvalues } = spectrum;
  if (definition.imaginaryTime?.(fields) !== true || data !== undefined || eigenvalues === undefined) return undefined;
  const simulator = engineNamed(resolveEngine("auto")).load(withIndependentRotations(circuit), observable);
  const first = theta.slice(0, circuit.parameters);
  const spans = spansAllDirections(simulator, circuit, first, trainedParameters(plan, circuit.parameters));
  simulator.dispose();
  if (!spans) return undefined;
  return { min: excitationsOf(eigenvalues, "min").gap, max: excitationsOf(eigenvalues, "max").gap };
}
