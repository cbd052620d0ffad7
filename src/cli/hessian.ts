/**
 * `qntk hessian`: the Hessian of the loss at a step of a run, its eigenvectors, the landscape along them and the run's path in it.
 */

import { storedThetaBefore } from "../analysis/theta-history.ts";
import { trajectoryOf } from "../analysis/trajectories.ts";
import { mean, range } from "../base/arrays.ts";
import { requireInteger, requirePositive } from "../base/assert.ts";
import { type PrincipalComponents, principalComponents } from "../linalg/principal-components.ts";
import { landscapeSteps } from "../probes/landscape.ts";
import { type LossHessian, lossHessian } from "../probes/loss-hessian.ts";
import { frozenErrorGap } from "../theory/finite-depth/late-modes.ts";
import { GAP_ROUNDING, hamiltonianGap } from "../theory/imaginary-time/effective-hamiltonian.ts";
import { lambdaAt, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import { emptyRecord, fillBlock, type TrainingRecord } from "../training/record.ts";
import { advance, type TrainingState } from "../training/step.ts";
import { runSteps } from "./build.ts";
import { describeRun } from "./describe.ts";
import { hessianJson, hessianText } from "./hessian-output.ts";
import { parseNumber } from "./run-options.ts";
import { note, print, printJson } from "./terminal.ts";
import type { LateTimeOptionValues } from "./theory/late-time-commands.ts";
import { requirePlotFile, writePlot } from "./theory/plot-file.ts";
import { placesOf, rowsOf, type Subject, subjectOf, type TargetPlace } from "./theory/subject.ts";

/** The Hessians of one target's samples. */
export interface TargetHessian extends TargetPlace {
  readonly samples: readonly LossHessian[];
  /** Eigenvalues averaged over samples in sorted order, ascending. */
  readonly values: readonly number[];
  /** Gap of these averages. */
  readonly gap: number;
  /** K inside the spectrum; |R λ| at and beyond its ends, with λ = μ/K at the last row clear of rounding; |λ| for the linear loss. */
  readonly predictedGap: number;
}

/** Loss along a line through the angles. */
export interface Slice {
  readonly name: string;
  readonly eigenvalue: number;
  readonly loss: readonly number[];
}

/** Everything the command shows. */
export interface HessianReport {
  readonly step: number;
  readonly targets: readonly TargetHessian[];
  /** Index of the target and the sample whose eigenvectors and landscape are shown. */
  readonly target: number;
  readonly sample: number;
  readonly distances: readonly number[];
  readonly slices: readonly Slice[];
  /** <O> in the plane of the first and the last of the slices' directions, shape (distances, distances). */
  readonly plane: Float64Array;
  readonly path: PathReport;
}

/** Trajectories of one sample towards every target, in the plane they vary most in. */
export interface PathReport {
  readonly shares: readonly number[];
  /** (first, second) coordinate of every row kept, one list for each target. */
  readonly paths: readonly (readonly (readonly [number, number])[])[];
  /** Domain of the plane, and <O> on an even grid over it, shape (distances, distances). */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly relief: Float64Array;
}

/** Points of a slice, and of a side of a plane. */
const LINE_POINTS = 121;
const PLANE_POINTS = 41;
/** Rows of a path that are kept, the more of them the earlier: training slows down. */
const PATH_ROWS = 150;
/** Rows of training done at once. */
const BLOCK = 32;
/** Room around a path, as a share of its extent. */
const PATH_ROOM = 0.15;

/** Runs the command and returns its exit code. */
export async function hessianCommand(dir: string | undefined, values: LateTimeOptionValues): Promise<number> {
  requirePlotFile(values.plot, values.force ?? false);
  const { step: asked, rounding: roundingText, sample: sampleText, show: showText, ...options } = values;
  const integer = (name: string, text: unknown, otherwise: number) =>
    text === undefined ? otherwise : parseNumber(name, text as string);
  const rounding = integer("rounding", roundingText, GAP_ROUNDING);
  requirePositive("rounding", rounding);
  const subject = await subjectOf({ ...options, ...(dir !== undefined && { run: dir }) }, true);
  const { config, circuit, spectrum, targets: all } = subject.experiment;
  const last = subject.run === undefined ? config.steps : subject.run.record.rows - 1;
  const step = integer("step", asked, last);
  requireInteger("step", step, 0, last);
  const shown = integer("show", showText, all.length);
  requireInteger("show", shown, 1, all.length);
  const sample = integer("sample", sampleText, 0);
  requireInteger("sample", sample, 0, config.samples - 1);

  const { record, theta } = await anglesAt(subject, step);
  const targets = await hessiansOf(subject, record, theta, step, rounding);
  const landscape = await landscapeOf(subject, targets, shown - 1, sample);
  const path = await pathOf(subject, record, sample, step);
  const report: HessianReport = { step, targets, target: shown - 1, sample, ...landscape, path };
  if (subject.json) printJson(hessianJson(report, config, circuit));
  else if (!subject.quiet) {
    print(describeRun(config, circuit.parameters, spectrum));
    print(hessianText(report, config, circuit, rounding));
  }
  if (values.plot !== undefined) {
    const { hessianFigure } = await import("./hessian-figure.ts");
    await writePlot(values.plot, (style) => hessianFigure(report, config.loss, style));
    if (!subject.quiet) note(`figure  ${values.plot}`);
  }
  return 0;
}

/** The record of the run, or of one simulated up to the step, and the angles of all columns at the step. */
async function anglesAt(subject: Subject, step: number): Promise<{ record: TrainingRecord; theta: Float64Array }> {
  const { experiment, simulator, run, quiet } = subject;
  const start: TrainingState = { row: 0, theta: experiment.theta };
  if (run === undefined) {
    const { plan, config, circuit } = experiment;
    const own = { ...plan, measure: { mu: Math.max(1, Math.round(config.steps / 200)) } };
    const record = emptyRecord(own, config.samples, circuit.parameters);
    const training = (function* () {
      let state = start;
      const recordRows = (count: number) => {
        const { state: next, block } = advance(simulator, own, state, count);
        fillBlock(record, block);
        return next;
      };
      while (state.row < step) {
        state = recordRows(Math.min(BLOCK, step - state.row));
        yield state.row;
      }
      recordRows(1);
      return state.theta;
    })();
    const theta = await runSteps(training, "training", step, quiet);
    record.rows = step + 1;
    return { record, theta };
  }
  const { record, document, finalTheta } = run;
  if (document.status === "complete" && step === record.rows - 1) return { record, theta: finalTheta };
  const from = storedThetaBefore(record, step) ?? start;
  const steps = simulateTo(simulator, { ...record.plan, measure: {} }, from, step);
  return { record, theta: await runSteps(steps, "simulating again", step, quiet) };
}

/** The angles of a row from those of an earlier one. Yields the rows done. */
function* simulateTo(
  simulator: Subject["simulator"],
  plan: TrainingRecord["plan"],
  from: TrainingState,
  step: number,
): Generator<number, Float64Array, void> {
  let state = from;
  while (state.row < step) {
    state = advance(simulator, plan, state, Math.min(BLOCK, step - state.row)).state;
    yield state.row;
  }
  return state.theta;
}

async function hessiansOf(
  subject: Subject,
  record: TrainingRecord,
  theta: Float64Array,
  step: number,
  rounding: number,
): Promise<TargetHessian[]> {
  const { experiment, simulator, quiet } = subject;
  const { circuit, config, spectrum } = experiment;
  const columns = rowsOf(theta, circuit.parameters);
  const found = await runSteps(
    (function* () {
      const hessians: LossHessian[] = [];
      for (const [column, angles] of columns.entries()) {
        hessians.push(lossHessian(simulator, angles, { target: record.plan.targets[column], loss: config.loss, rounding }));
        yield hessians.length;
      }
      return hessians;
    })(),
    "Hessians",
    columns.length,
    quiet,
  );
  return placesOf(subject).map((place, k): TargetHessian => {
    const samples = found.slice(k * config.samples, (k + 1) * config.samples);
    const lambda = mean(
      range(config.samples).map((sample) => {
        const trajectory = trajectoryOf(record, k * config.samples + sample, spectrum);
        return lambdaAt(trajectory, Math.min(step, lastKernelStep(trajectory)));
      }),
    );
    const beyond = config.loss === "linear" ? Math.abs(lambda) : frozenErrorGap(place.residual, lambda);
    return {
      ...place,
      samples,
      values: range(circuit.parameters).map((i) => mean(samples.map(({ values }) => values[i]))),
      gap: hamiltonianGap(
        samples.map(({ values }) => values),
        rounding,
      ),
      predictedGap: place.end === undefined ? mean(samples.map(({ kernel }) => kernel)) : beyond,
    };
  });
}

/** Column k of a Hessian's eigenvectors. */
export function eigenvectorOf({ vectors, values }: LossHessian, k: number): Float64Array {
  const size = values.length;
  return Float64Array.from({ length: size }, (_, l) => vectors[l * size + k]);
}

/** Indices of the eigenvectors shown: the largest eigenvalue, that of the gap, and the one nearest to zero. */
export function shownVectors({ values, gap }: LossHessian): { name: string; index: number }[] {
  const flattest = values.reduce((best, value, k) => (Math.abs(value) < Math.abs(values[best]) ? k : best), 0);
  const atGap = values.indexOf(gap);
  const list = [
    { name: "largest", index: values.length - 1 },
    { name: "gap", index: atGap },
    { name: "nearest to zero", index: flattest },
  ];
  return list.filter(({ index }, k) => index >= 0 && list.findIndex((other) => other.index === index) === k);
}

async function landscapeOf(subject: Subject, targets: readonly TargetHessian[], shown: number, sample: number) {
  const { simulator, quiet, experiment } = subject;
  const hessian = targets[shown].samples[sample];
  const goal = hessian.expectation - hessian.epsilon;
  const lossOf = (value: number) => (experiment.config.loss === "linear" ? value : (value - goal) ** 2 / 2);
  const distances = range(LINE_POINTS).map((k) => Math.PI * ((2 * k) / (LINE_POINTS - 1) - 1));
  const directions = shownVectors(hessian).map(({ name, index }) => ({
    name,
    eigenvalue: hessian.values[index],
    vector: eigenvectorOf(hessian, index),
  }));
  const slices: Slice[] = [];
  for (const { name, eigenvalue, vector } of directions) {
    const line = landscapeSteps(simulator, hessian.theta, [vector], distances);
    const values = await runSteps(line, "landscape", LINE_POINTS, quiet);
    slices.push({ name, eigenvalue, loss: Array.from(values, lossOf) });
  }
  const side = range(PLANE_POINTS).map((k) => Math.PI * ((2 * k) / (PLANE_POINTS - 1) - 1));
  const [first, second = first] = directions;
  const plane = landscapeSteps(simulator, hessian.theta, [first.vector, second.vector], side, side);
  return { distances, slices, plane: (await runSteps(plane, "landscape", PLANE_POINTS ** 2, quiet)).map(lossOf) };
}

/** The angles of one sample along its way to every target, simulated again, in the plane of their principal components. */
async function pathOf(subject: Subject, record: TrainingRecord, sample: number, step: number): Promise<PathReport> {
  const { simulator, quiet, experiment } = subject;
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
        while (state.row < stop) {
          state = advance(simulator, plan, state, Math.min(BLOCK, stop - state.row)).state;
          yield state.row;
        }
        kept.push(state.theta);
      }
      return kept;
    })(),
    "path",
    step,
    quiet,
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
  return { shares: found.shares, paths, x, y, relief: await reliefOf(subject, found, x, y) };
}

async function reliefOf(
  { simulator, quiet }: Subject,
  { mean: centre, components: [u, v] }: PrincipalComponents,
  x: readonly [number, number],
  y: readonly [number, number],
): Promise<Float64Array> {
  const along = ([low, high]: readonly [number, number]) =>
    range(PLANE_POINTS).map((k) => low + ((high - low) * k) / (PLANE_POINTS - 1));
  return runSteps(landscapeSteps(simulator, centre, [u, v], along(x), along(y)), "landscape", PLANE_POINTS ** 2, quiet);
}

function domainOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = PATH_ROOM * (high - low || 1);
  return [low - room, high + room];
}
