/**
 * Frame potentials by Monte Carlo: of a circuit at random angles, and along its training.
 */
import { ArgumentError } from "../base/errors.ts";
import { circuitUnitaries, unitariesAlong } from "../ensembles/unitaries.ts";
import { buildCircuit } from "../experiment/build.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { initialAngles } from "../quantum/streams/index.ts";
import { estimateFramePotentials, type FramePotentialEstimate } from "../theory/frame-potential/index.ts";
import { train } from "../training/train.ts";
import type { TheoryProblem } from "./problem.ts";

/** Times at which the frame potential is followed along training. */
const TIMES = 40;
/** Order that is followed. */
export const FOLLOWED_ORDER = 2;

/** F(t) along training. */
export interface FramePotentialHistory {
  readonly steps: readonly number[];
  readonly estimates: readonly FramePotentialEstimate[];
}

/** The circuit that is drawn. */
export function circuitOf({ config, arrays }: TheoryProblem): Circuit {
  return buildCircuit(config, arrays);
}

/** F of a circuit at random angles. */
export function framePotentialsAtRandomAngles(
  { engine, seed }: TheoryProblem,
  circuit: Circuit,
  draws: number,
  orders: readonly number[],
): FramePotentialEstimate[] {
  const theta = initialAngles({ samples: draws, parameters: circuit.parameters, seed });
  return estimateFramePotentials(circuitUnitaries(engine, circuit, theta), orders);
}

/** Trains the circuit from random angles and estimates F(t) at some times. */
export function framePotentialsAlongTraining(
  { config, engine, observable, seed, target }: TheoryProblem,
  circuit: Circuit,
  { draws, steps, onRows = () => {} }: { draws: number; steps: number; onRows?: (rows: number) => void },
): FramePotentialHistory {
  const { record } = train({
    ...{ circuit, observable, engine, seed, steps },
    targets: [target],
    samples: draws,
    eta: config.eta,
    measure: { theta: Math.max(1, Math.ceil(steps / TIMES)) },
    onProgress: (rows) => {
      onRows(rows);
      return undefined;
    },
  });
  const lost = record.events?.find(({ ends }) => ends);
  if (lost !== undefined)
    throw new ArgumentError("--eta", config.eta, `a smaller learning rate: ${lost.reason} at step ${lost.step}`);
  const series = record.measured.theta;
  if (series === undefined) return { steps: [], estimates: [] };
  const history = { columns: draws, times: series.steps.length, values: series.values };
  const estimates = Array.from(
    unitariesAlong(engine, circuit, history),
    (unitaries) => estimateFramePotentials(unitaries, [FOLLOWED_ORDER])[0],
  );
  return { steps: [...series.steps], estimates };
}
