/**
 * Counts of measured outcomes, shot by shot as a device gives them: drawn from exact probabilities, or from one quantum trajectory for every
 * shot.
 */
import { requireFields } from "../base/assert.ts";
import { multinomial } from "../base/random/binomial.ts";
import type { CounterStream } from "../base/random/counter-stream.ts";
import type { StateBatch } from "../engine/engine.ts";
import { compileTrajectories } from "../engine/noisy/trajectory-program.ts";
import { squaredNorm, trajectoryFollower } from "../engine/noisy/trajectory-tree.ts";
import { copyInto, emptyBatch } from "../engine/reference/state-batch.ts";
import { rotationsOf } from "../quantum/circuit.ts";
import { measurementPlan } from "../quantum/measurement-groups.ts";
import {
  basisChange,
  isGlobal,
  type NoiseModel,
  withIndependentNoisyRotations,
  withNoise,
  withoutChannels,
} from "../quantum/noise/noise-model.ts";
import { loadOutcomes, OUTCOME_FIELDS, type OutcomeProblem, type OutcomeSource, requirePauliSum } from "./outcomes.ts";

/** What outcomes are counted for. */
export interface CountProblem extends OutcomeProblem {
  /** Whether noisy gates are simulated by quantum trajectories, not by density matrices. Default false. */
  readonly trajectories?: boolean;
}

/** Draws the outcomes of shots. */
export interface CountSource extends Pick<OutcomeSource, "circuit" | "plan" | "model" | "dispose"> {
  /**
   * Measures circuits.
   *
   * @param angles shape (circuits, rotations)
   * @param shots for each circuit and group
   * @returns for each circuit and each group the count of every outcome, shape (2^n), qubit 0 the most significant bit
   */
  counts(stream: CounterStream, angles: Float64Array, shots: number): readonly (readonly Float64Array[])[];
}

/**
 * Prepares the counting of a circuit's outcomes.
 *
 * @throws ArgumentError for an observable that is no Pauli sum, or noise that cannot be simulated
 */
export function loadCounts(options: CountProblem): CountSource {
  requireFields("loadCounts", options, [...OUTCOME_FIELDS, "trajectories"]);
  const { trajectories = false, ...problem } = options;
  return trajectories && !isGlobal(problem.model) ? countsOfTrajectories(problem) : countsOfProbabilities(problem);
}

function countsOfProbabilities(problem: OutcomeProblem): CountSource {
  const { circuit, plan, model, outcomes, dispose } = loadOutcomes(problem);
  const rotations = rotationsOf(circuit).length;
  const size = 2 ** plan.qubits;
  return {
    ...{ circuit, plan, model, dispose },
    counts(stream, angles, shots) {
      const tables = outcomes(angles);
      return Array.from({ length: angles.length / rotations }, (_, k) =>
        tables.map((table) => multinomial(stream, shots, table.subarray(k * size, (k + 1) * size))),
      );
    },
  };
}

function countsOfTrajectories({ circuit, observable, model }: OutcomeProblem): CountSource {
  const { qubits } = circuit;
  const noisy = withNoise(circuit, model);
  const written = withoutChannels(noisy);
  const rotations = rotationsOf(written).length;
  const plan = measurementPlan(requirePauliSum(observable));
  const size = 2 ** qubits;
  const none = new Float64Array(0);
  const compiled = compileTrajectories(withIndependentNoisyRotations(noisy).operations, qubits);
  const changes = plan.groups.map(({ letters }) => compileTrajectories(basisChange(letters, model), qubits)(none));
  const [start, turned] = [emptyBatch(size, 1), emptyBatch(size, 1)];
  const [circuits, turns] = [trajectoryFollower(size), trajectoryFollower(size)];
  return {
    ...{ circuit: written, plan, model },
    counts: (stream, angles, shots) =>
      Array.from({ length: angles.length / rotations }, (_, k) => {
        const tables = plan.groups.map(() => new Float64Array(size));
        const steps = compiled(angles.subarray(k * rotations, (k + 1) * rotations));
        start.re.fill(0);
        start.im.fill(0);
        start.re[0] = 1;
        circuits.follow(steps, start, new Float64Array(tables.length).fill(shots), stream, (state, counts) => {
          tables.forEach((table, g) => {
            if (counts[g] === 0) return;
            copyInto(turned, state);
            turns.follow(changes[g], turned, counts.subarray(g, g + 1), stream, (final, [count]) => {
              addOutcomes(table, final, count, model, stream);
            });
          });
        });
        return tables;
      }),
    dispose() {},
  };
}

/** Adds the outcomes of measuring a state, not normalised, some times. */
function addOutcomes(table: Float64Array, state: StateBatch, count: number, model: NoiseModel, stream: CounterStream): void {
  const { re, im } = state;
  const norm = squaredNorm(state);
  const { depolarizing: p } = model;
  if (count > 1) {
    const probabilities = re.map((x, b) => ((1 - p) * (x * x + im[b] ** 2)) / norm + p / re.length);
    misreadInPlace(probabilities, model);
    multinomial(stream, count, probabilities).forEach((n, b) => {
      table[b] += n;
    });
    return;
  }
  // One shot needs no table: an outcome, then every qubit read, rightly or wrongly.
  let b = p > 0 && stream.uniform() < p ? stream.integer(re.length) : drawnOutcome(state, stream.uniform() * norm);
  for (let bit = re.length >> 1, q = 0; bit > 0; bit >>= 1, q++) {
    const { p10, p01 } = model.readout[q] ?? { p10: 0, p01: 0 };
    const wrong = (b & bit) === 0 ? p10 : p01;
    if (wrong > 0 && stream.uniform() < wrong) b ^= bit;
  }
  table[b]++;
}

/** The outcome at which the weights of a state have added up to more than a draw. */
function drawnOutcome({ re, im }: StateBatch, draw: number): number {
  let left = draw;
  for (let b = 0; b < re.length - 1; b++) {
    left -= re[b] ** 2 + im[b] ** 2;
    if (left < 0) return b;
  }
  return re.length - 1;
}

/** The probabilities of what is read from those of what is there. */
function misreadInPlace(probabilities: Float64Array, { readout }: NoiseModel): void {
  for (let bit = probabilities.length >> 1, q = 0; bit > 0; bit >>= 1, q++) {
    const { p10, p01 } = readout[q] ?? { p10: 0, p01: 0 };
    if (p10 === 0 && p01 === 0) continue;
    for (let b = 0; b < probabilities.length; b++) {
      if ((b & bit) !== 0) continue;
      const [zero, one] = [probabilities[b], probabilities[b | bit]];
      probabilities[b] = (1 - p10) * zero + p01 * one;
      probabilities[b | bit] = p10 * zero + (1 - p01) * one;
    }
  }
}
