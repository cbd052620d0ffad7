/**
 * Frame potentials by Monte Carlo: of a circuit at random angles, and along its training.
 */
import { ArgumentError } from "../base/errors.ts";
import { circuitUnitaries, unitariesAlong } from "../ensembles/unitaries.ts";
import { buildCircuit } from "../experiment/build.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { initialAngles } from "../quantum/streams/index.ts";
import {
  estimateFramePotentials,
  type FramePotentialEstimate,
  haarFramePotential,
  restrictedHaarFramePotential,
} from "../theory/frame-potential/index.ts";
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

/** Bytes that the sampled unitaries may take. */
const MAX_UNITARY_BYTES = 2 ** 30;

/** Frame potentials of the ensembles, and of a circuit where it is drawn. */
export interface FramePotentialReport {
  readonly orders: readonly number[];
  readonly haar: readonly number[];
  readonly restrictedHaar: readonly number[];
  readonly monteCarlo?: readonly FramePotentialEstimate[];
  /** With those of the ensembles at the order that is followed. */
  readonly training?: FramePotentialHistory & { readonly haar: number; readonly restrictedHaar: number };
}

/** What is asked of a circuit. */
interface Drawn {
  /** Circuits that are drawn; none where left out. */
  readonly draws?: number;
  /** Steps that each is trained for. */
  readonly steps: number;
  readonly onRows?: (rows: number) => void;
}

/**
 * The frame potentials of some orders.
 *
 * @throws ArgumentError for more draws than fit in memory
 */
export function framePotentials(problem: TheoryProblem, orders: readonly number[], asked: Drawn): FramePotentialReport {
  const { dimension, config } = problem;
  const { draws, steps, onRows } = asked;
  const most = Math.floor(MAX_UNITARY_BYTES / (16 * dimension ** 2));
  if (draws !== undefined && draws > most)
    throw new ArgumentError("--monte-carlo", draws, `at most ${most} unitaries of ${config.qubits} qubits, which fit in 1 GiB`);
  const haar = (k: number) => Number(haarFramePotential(k, dimension));
  const restrictedHaar = (k: number) => Number(restrictedHaarFramePotential(k, dimension));
  const ensembles = { orders, haar: orders.map(haar), restrictedHaar: orders.map(restrictedHaar) };
  if (draws === undefined) return ensembles;
  const circuit = circuitOf(problem);
  const monteCarlo = framePotentialsAtRandomAngles(problem, circuit, draws, orders);
  if (steps === 0) return { ...ensembles, monteCarlo };
  const history = framePotentialsAlongTraining(problem, circuit, { draws, steps, onRows });
  const followed = { haar: haar(FOLLOWED_ORDER), restrictedHaar: restrictedHaar(FOLLOWED_ORDER) };
  return { ...ensembles, monteCarlo, training: { ...history, ...followed } };
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
