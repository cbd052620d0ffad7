/**
 * The landscape around a Hessian: the loss along eigenvectors, and the paths of a sample to every target.
 */

import { range } from "../base/arrays.ts";
import type { Staged } from "../base/stages.ts";
import { stage } from "../base/stages.ts";
import { type PrincipalComponents, principalComponents } from "../linalg/principal-components.ts";
import { type LandscapeSource, landscapeSteps } from "../probes/landscape.ts";
import type { LossHessian } from "../probes/loss-hessian.ts";
import { lossNamed } from "../training/losses.ts";
import { simulateTo } from "../training/simulate-to.ts";
import type { TrainingState } from "../training/state.ts";
import { type Eigensystem, eigenvectorOf, landscapeVectors } from "./hessian-vectors.ts";
import type { SubjectOfRun } from "./subject.ts";

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

/** The loss along lines and in a plane. */
export interface Landscape {
  readonly distances: readonly number[];
  readonly slices: readonly Slice[];
  readonly plane: PlaneReport;
}

/** The loss along the eigenvectors of a Hessian, and in the plane of two. */
export function* landscapeOf(
  { simulator, experiment }: SubjectOfRun,
  trained: readonly number[],
  hessian: LossHessian,
): Staged<Landscape> {
  const goal = hessian.expectation - hessian.epsilon;
  const definition = lossNamed(experiment.config.loss);
  const lossOf = (value: number) => (definition.aims === "end" ? value : definition.value(value - goal));
  return yield* landscapeAlong(simulator, hessian, (vector) => widened(vector, trained, hessian.theta.length), lossOf);
}

/**
 * A landscape along the eigenvectors of a Hessian, and in the plane of two.
 *
 * @param wide an eigenvector as a direction of all angles
 * @param lossOf the loss of a number of the source; the number itself where left out
 */
export function* landscapeAlong(
  source: LandscapeSource,
  hessian: Eigensystem & { readonly theta: Float64Array },
  wide: (vector: Float64Array) => Float64Array,
  lossOf: (value: number) => number = (value) => value,
): Staged<Landscape> {
  const distances = evenly([-Math.PI, Math.PI], LINE_POINTS);
  const directions = landscapeVectors(hessian).map(({ name, index }) => ({
    name,
    eigenvalue: hessian.values[index],
    vector: wide(eigenvectorOf(hessian, index)),
  }));
  const slices: Slice[] = [];
  for (const { name, eigenvalue, vector } of directions) {
    const line = landscapeSteps(source, hessian.theta, [vector], distances);
    const values = yield* stage("landscape", LINE_POINTS, line);
    slices.push({ name, eigenvalue, loss: Array.from(values, lossOf) });
  }
  const [first, second = first] = directions;
  const side = evenly([-Math.PI, Math.PI], PLANE_POINTS);
  const steps = landscapeSteps(source, hessian.theta, [first.vector, second.vector], side, side);
  const loss = (yield* stage("landscape", PLANE_POINTS ** 2, steps)).map(lossOf);
  return { distances, slices, plane: { names: [first.name, second.name], distances: side, loss } };
}

/** A vector over some parameters as one over all. */
export function widened(vector: Float64Array, some: readonly number[], parameters: number): Float64Array {
  const wide = new Float64Array(parameters);
  some.forEach((l, k) => {
    wide[l] = vector[k];
  });
  return wide;
}

/** The angles of one sample along its way to every target, simulated again, in the plane of their principal components. */
export function* pathOf(subject: SubjectOfRun, sample: number, step: number): Staged<PathReport> {
  const { simulator, experiment, run } = subject;
  const { record } = run;
  const { circuit, theta: initial, config } = experiment;
  const size = circuit.parameters;
  const goals = experiment.targets.map((_, k) => record.plan.targets[k * config.samples + sample]);
  const plan = { ...record.plan, targets: Float64Array.from(goals), critical: undefined, measure: {} };
  const stops = [...new Set(range(PATH_ROWS).map((k) => Math.round((step + 1) ** ((k + 1) / PATH_ROWS) - 1)))].filter(
    (row) => row > 0,
  );
  const start = initial.slice(sample * size, (sample + 1) * size);
  const rows = yield* stage(
    "path",
    step,
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
  return { shares: found.shares, steps: [0, ...stops], paths, x, y, relief: yield* reliefOf(subject, found, { x, y }) };
}

function* reliefOf(
  { simulator }: SubjectOfRun,
  { mean: centre, components: [u, v] }: PrincipalComponents,
  { x, y }: Pick<PathReport, "x" | "y">,
): Staged<Float64Array> {
  const steps = landscapeSteps(simulator, centre, [u, v], evenly(x, PLANE_POINTS), evenly(y, PLANE_POINTS));
  return yield* stage("landscape", PLANE_POINTS ** 2, steps);
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
