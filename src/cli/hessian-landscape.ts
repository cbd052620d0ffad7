/**
 * The landscape that `qntk hessian` shows: the loss along eigenvectors, and the paths of a sample to every target.
 */

import { range } from "../base/arrays.ts";
import { type PrincipalComponents, principalComponents } from "../linalg/principal-components.ts";
import { landscapeSteps } from "../probes/landscape.ts";
import type { LossHessian } from "../probes/loss-hessian.ts";
import { runSteps } from "../running/build.ts";
import { simulateTo } from "../training/simulate-to.ts";
import type { TrainingState } from "../training/step.ts";
import { eigenvectorOf, landscapeVectors } from "./hessian-vectors.ts";
import { terminalListener } from "./terminal.ts";
import type { StoredSubject } from "./theory/subject.ts";

/** Loss along a line through the angles. */
export interface Slice {
  readonly name: string;
  readonly eigenvalue: number;
  readonly loss: readonly number[];
}

/** Loss in the plane of the first two slices' directions. */
export interface PlaneReport {
  readonly names: readonly [string, string];
  /** Along either direction. */
  readonly distances: readonly number[];
  /** Shape (distances along the second, distances along the first). */
  readonly loss: Float64Array;
}

/** Trajectories of one sample towards every target, in the plane they vary most in. */
export interface PathReport {
  readonly shares: readonly number[];
  /** The rows kept. */
  readonly steps: readonly number[];
  /** (first, second) coordinate of every row kept, one list for each target. */
  readonly paths: readonly (readonly (readonly [number, number])[])[];
  /** Domain of the plane, and <O> on an even grid over it, shape (points along y, points along x). */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly relief: Float64Array;
}

/** Points of a slice, and of a side of a plane. */
const LINE_POINTS = 121;
const PLANE_POINTS = 41;
/** Rows of a path that are kept, the more of them the earlier: training slows down. */
const PATH_ROWS = 150;
/** Room around a path, as a share of its extent. */
const PATH_ROOM = 0.15;

/** The loss along the eigenvectors of a Hessian, and in the plane of two. */
export async function landscapeOf({ simulator, quiet, experiment }: StoredSubject, hessian: LossHessian, signal: AbortSignal) {
  const goal = hessian.expectation - hessian.epsilon;
  const lossOf = (value: number) => (experiment.config.loss === "linear" ? value : (value - goal) ** 2 / 2);
  const distances = evenly([-Math.PI, Math.PI], LINE_POINTS);
  const directions = landscapeVectors(hessian).map(({ name, index }) => ({
    name,
    eigenvalue: hessian.values[index],
    vector: eigenvectorOf(hessian, index),
  }));
  const slices: Slice[] = [];
  for (const { name, eigenvalue, vector } of directions) {
    const line = landscapeSteps(simulator, hessian.theta, [vector], distances);
    const values = await runSteps(line, "landscape", LINE_POINTS, terminalListener(quiet), signal);
    slices.push({ name, eigenvalue, loss: Array.from(values, lossOf) });
  }
  const [first, second = first] = directions;
  const side = evenly([-Math.PI, Math.PI], PLANE_POINTS);
  const steps = landscapeSteps(simulator, hessian.theta, [first.vector, second.vector], side, side);
  const loss = (await runSteps(steps, "landscape", PLANE_POINTS ** 2, terminalListener(quiet), signal)).map(lossOf);
  return { distances, slices, plane: { names: [first.name, second.name] as const, distances: side, loss } };
}

/** The angles of one sample along its way to every target, simulated again, in the plane of their principal components. */
export async function pathOf(subject: StoredSubject, sample: number, step: number, signal: AbortSignal): Promise<PathReport> {
  const { simulator, quiet, experiment, run } = subject;
  const { record } = run;
  const { circuit, theta: initial, config } = experiment;
  const size = circuit.parameters;
  const goals = experiment.targets.map((_, k) => record.plan.targets[k * config.samples + sample]);
  const plan = { ...record.plan, targets: Float64Array.from(goals), critical: undefined, measure: {} };
  const stops = [...new Set(range(PATH_ROWS).map((k) => Math.round((step + 1) ** ((k + 1) / PATH_ROWS) - 1)))].filter(
    (row) => row > 0,
  );
  const start = initial.slice(sample * size, (sample + 1) * size);
  const rows = await runSteps(
    (function* () {
      let state: TrainingState = {
        row: 0,
        theta: Float64Array.from({ length: goals.length * size }, (_, at) => start[at % size]),
      };
      const kept = [state.theta];
      for (const stop of stops) {
        state = yield* simulateTo(simulator, plan, state, stop);
        kept.push(state.theta);
      }
      return kept;
    })(),
    "path",
    step,
    terminalListener(quiet),
    signal,
  );
  const all = new Float64Array(rows.length * goals.length * size);
  rows.forEach((theta, r) => {
    all.set(theta, r * goals.length * size);
  });
  const found = principalComponents(all, size, Math.min(2, size));
  const dimensions = found.components.length;
  const coordinate = (row: number, k: number) => (k < dimensions ? found.scores[row * dimensions + k] : 0);
  const paths = goals.map((_, k) =>
    rows.map((_row, r) => [coordinate(r * goals.length + k, 0), coordinate(r * goals.length + k, 1)] as const),
  );
  const x = domainOf(paths.flat().map(([first]) => first));
  const y = domainOf(paths.flat().map(([, second]) => second));
  return { shares: found.shares, steps: [0, ...stops], paths, x, y, relief: await reliefOf(subject, found, { x, y, signal }) };
}

async function reliefOf(
  { simulator, quiet }: StoredSubject,
  { mean: centre, components: [u, v] }: PrincipalComponents,
  { x, y, signal }: Pick<PathReport, "x" | "y"> & { readonly signal: AbortSignal },
): Promise<Float64Array> {
  const steps = landscapeSteps(simulator, centre, [u, v], evenly(x, PLANE_POINTS), evenly(y, PLANE_POINTS));
  return runSteps(steps, "landscape", PLANE_POINTS ** 2, terminalListener(quiet), signal);
}

/** Points spread evenly from one end to the other. */
function evenly([low, high]: readonly [number, number], points: number): number[] {
  return range(points).map((k) => low + ((high - low) * k) / (points - 1));
}

function domainOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = PATH_ROOM * (high - low || 1);
  return [low - room, high + room];
}
