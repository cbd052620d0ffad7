/**
 * Shots in the lab: how many, and why there are none where they cannot be.
 */
import { optimizers } from "qntk";
import { chosenOf } from "./definition-fields.ts";
import { sizeOfCircuit } from "./own-circuit.ts";
import { hasData, type Snapshot } from "./snapshot.ts";

/** Multiplications by gates that one row may take, over all samples: some seconds. */
const MAX_ROW_WORK = 2 ** 24;

/** Shots of a snapshot's run; undefined for exact values. */
export function shotsOf(snapshot: Snapshot): number | undefined {
  return snapshot.shots === 0 || shotsProblem(snapshot) !== undefined ? undefined : snapshot.shots;
}

/** Why a snapshot's run is exact whatever its shots are, in one phrase; undefined where it is not. */
export function shotsProblem(snapshot: Snapshot): string | undefined {
  if (hasData(snapshot)) return "with data the lab is exact";
  if (snapshot.noise > 0) return "not together with noise p, which stands in O here";
  const optimizer = optimizers.get(snapshot.optimizer);
  if (optimizer.needsMetric === true) return `not with ${optimizer.title}, whose metric is that of the ideal state`;
  const size = sizeOfCircuit(chosenOf(snapshot).ansatz, snapshot);
  // Two shifted circuits for each parameter, each of about as many gates as there are parameters.
  const work = size === undefined ? 0 : 2 * snapshot.samples * size.parameters ** 2 * 2 ** size.qubits;
  if (work > MAX_ROW_WORK) return "a step would take seconds: choose fewer samples or a smaller circuit";
  return undefined;
}
