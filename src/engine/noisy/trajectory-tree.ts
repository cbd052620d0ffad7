/**
 * Many quantum trajectories of one circuit at once, as a tree: those that have taken the same Kraus operators so far share one state.
 *
 * A channel turns ψ into K_k ψ / |K_k ψ| with probability |K_k ψ|². Weak noise leaves most trajectories without a jump, and these are one
 * state; every jump starts a branch for the trajectories that take it. No state has a larger probability w of a jump than w_max, so that
 * first a binomial number of trajectories is tried with w_max, and only where there are any, w itself is computed: the law is
 * that of trajectories followed one by one.
 */
import { binomial, multinomial } from "../../base/random/binomial.ts";
import type { CounterStream } from "../../base/random/counter-stream.ts";
import type { StoredMatrix } from "../../linalg/complex-matrix.ts";
import type { StateBatch } from "../engine.ts";
import { rotateInPlace } from "../reference/rotations.ts";
import { copyInto, emptyBatch, realOverlaps } from "../reference/state-batch.ts";
import { applyMatrixInPlace, type Places, transposeInPlace } from "../reference/unitaries.ts";
import {
  applyOperatorInPlace,
  identityOperator,
  multiplyOperators,
  type QubitDensity,
  type QubitOperator,
  qubitDensity,
  scaledOperator,
  traceOf,
  transformDensity,
} from "./qubit-operators.ts";
import type { ChannelStep, QubitStep, TrajectoryStep } from "./trajectory-program.ts";

/** What is done with a final state, not normalised, and the trajectories of every kind that have reached it; it is valid during the call only. */
type AtEnd = (state: StateBatch, counts: Float64Array) => void;

/** Follows trajectories of states of one size. */
interface TrajectoryFollower {
  /**
   * Follows trajectories to their ends.
   *
   * @param state a single one to start from, which is overwritten
   * @param counts how many start, of every kind: kinds are counted apart, and otherwise alike
   */
  follow(steps: readonly TrajectoryStep[], state: StateBatch, counts: Float64Array, stream: CounterStream, atEnd: AtEnd): void;
}

/** The trajectories that take one jump, and what makes their state from that before it. */
interface Jump {
  readonly counts: Float64Array;
  apply(state: StateBatch): void;
}

/** Prepares following trajectories of states of a dimension. */
export function trajectoryFollower(dimension: number): TrajectoryFollower {
  const scratch = emptyBatch(dimension, 1);
  const trial = emptyBatch(dimension, 1);
  /** States of branches, by depth. */
  const states: StateBatch[] = [];

  const applyMatrix = (state: StateBatch, places: Places, matrix: StoredMatrix) =>
    applyMatrixInPlace(state, places, matrix, false, scratch);

  function follow(
    steps: readonly TrajectoryStep[],
    from: number,
    depth: number,
    state: StateBatch,
    counts: Float64Array,
    stream: CounterStream,
    atEnd: AtEnd,
  ): void {
    const branch = (jumps: readonly Jump[], next: number) => {
      states[depth] ??= emptyBatch(dimension, 1);
      for (const { counts: own, apply } of jumps) {
        copyInto(states[depth], state);
        apply(states[depth]);
        own.forEach((count, kind) => {
          counts[kind] -= count;
        });
        follow(steps, next, depth + 1, states[depth], own, stream, atEnd);
      }
      return counts.every((count) => count === 0);
    };
    for (let s = from; s < steps.length; s++) {
      const step = steps[s];
      switch (step.kind) {
        case "qubit":
          if (step.mostJumps > 0 && branch(qubitJumps(step, state, counts, stream), s + 1)) return;
          applyOperatorInPlace(state, step.stride, step.passing);
          break;
        case "exchange":
          transposeInPlace(state, step.places, step.pair);
          break;
        case "matrix":
          applyMatrix(state, step.places, step.matrix);
          break;
        case "rotation":
          rotateInPlace(state, step.rotation.pauli, step.cos, step.sin);
          break;
        case "channel": {
          const jumps =
            step.probabilities === undefined ? weighedJumps(step, state, counts, stream) : mixedJumps(step, counts, stream);
          if (branch(jumps, s + 1)) return;
          if (!step.restsFirst) normalizeAfter(state, () => applyMatrix(state, step.places, step.kraus[0]));
          break;
        }
      }
    }
    atEnd(state, counts);
  }

  /** Jumps of a channel whose probabilities are the same in every state. */
  function mixedJumps(
    { kraus, places, probabilities = [] }: ChannelStep,
    counts: Float64Array,
    stream: CounterStream,
  ): readonly Jump[] {
    const rest = 1 - probabilities[0];
    const tried = tries(counts, rest, stream);
    if (tried === undefined) return [];
    const jumps = new Map<number, Jump>();
    tried.forEach((count, kind) => {
      for (let left = count; left > 0; left--) {
        let draw = stream.uniform() * rest;
        let k = 1;
        while (k < kraus.length - 1 && draw >= probabilities[k]) draw -= probabilities[k++];
        add(jumps, k, kind, counts.length, (state) => normalizeAfter(state, () => applyMatrix(state, places, kraus[k])));
      }
    });
    return [...jumps.values()];
  }

  /** Jumps of any other channel, from the weights of its Kraus operators in the state. */
  function weighedJumps({ kraus, places }: ChannelStep, state: StateBatch, counts: Float64Array, stream: CounterStream): Jump[] {
    const weights = kraus.map((matrix) => {
      copyInto(trial, state);
      applyMatrix(trial, places, matrix);
      return squaredNorm(trial);
    });
    const taken = [...counts].map((count) => multinomial(stream, count, weights));
    return kraus.slice(1).flatMap((matrix, k): Jump[] => {
      const own = Float64Array.from(taken, (each) => each[k + 1]);
      if (own.every((count) => count === 0)) return [];
      return [{ counts: own, apply: (psi) => normalizeAfter(psi, () => applyMatrix(psi, places, matrix)) }];
    });
  }

  return {
    follow: (steps, state, counts, stream, atEnd) => follow(steps, 0, 0, state, counts.slice(), stream, atEnd),
  };
}

/** <ψ|ψ> of a single state. */
export function squaredNorm(state: StateBatch): number {
  return realOverlaps(state, state)[0];
}

/** Does something to a state and makes its norm 1. */
function normalizeAfter(state: StateBatch, change: () => void): void {
  change();
  const factor = 1 / Math.sqrt(squaredNorm(state));
  for (let k = 0; k < state.re.length; k++) {
    state.re[k] *= factor;
    state.im[k] *= factor;
  }
}

/** Counts a trajectory of a kind among those of a jump. */
function add<Key>(jumps: Map<Key, Jump>, key: Key, kind: number, kinds: number, apply: Jump["apply"]): void {
  const jump = jumps.get(key) ?? { counts: new Float64Array(kinds), apply };
  jump.counts[kind]++;
  jumps.set(key, jump);
}

/** How many trajectories of every kind are tried with a probability; undefined where none is, as mostly. */
function tries(counts: Float64Array, probability: number, stream: CounterStream): Float64Array | undefined {
  let tried: Float64Array | undefined;
  for (let kind = 0; kind < counts.length; kind++) {
    const count = counts[kind] === 0 ? 0 : binomial(stream, counts[kind], probability);
    if (count === 0) continue;
    tried ??= new Float64Array(counts.length);
    tried[kind] = count;
  }
  return tried;
}

/** The jumps of trajectories during what happens to one qubit. */
function qubitJumps(step: QubitStep, state: StateBatch, counts: Float64Array, stream: CounterStream): readonly Jump[] {
  const tried = tries(counts, step.mostJumps, stream);
  if (tried === undefined) return [];
  const rho = qubitDensity(state, step.stride);
  const probability = 1 - traceOf(transformDensity(step.noJump, rho)) / traceOf(rho);
  const jumps = new Map<string, Jump>();
  tried.forEach((count, kind) => {
    for (let left = count; left > 0; left--) {
      if (stream.uniform() * step.mostJumps >= probability) continue;
      const path = jumpPath(step, rho, probability, stream);
      if (path === undefined) continue;
      add(jumps, path.name, kind, counts.length, (psi) => applyOperatorInPlace(psi, step.stride, path.operator));
    }
  });
  return [...jumps.values()];
}

/**
 * The Kraus operators of a trajectory that jumps at least once during what happens to one qubit; their product makes its norm 1.
 *
 * @returns undefined where rounding leaves the draw over, which counts as no jump
 */
function jumpPath(
  { elements }: QubitStep,
  before: QubitDensity,
  probability: number,
  stream: CounterStream,
): { name: string; operator: QubitOperator } | undefined {
  let rho = before;
  let operator = identityOperator();
  let name = "";
  // One number for the whole path: what a choice leaves of it is again uniform, in the weight of what was chosen.
  let draw = stream.uniform() * probability * traceOf(before);
  for (const element of elements) {
    let chosen = element.kind === "matrix" ? element.matrix : element.kraus[0];
    if (element.kind === "channel") {
      for (let k = 1; k < element.kraus.length; k++) {
        const weight = traceOf(transformDensity(element.kraus[k], rho));
        if (draw < weight) {
          chosen = element.kraus[k];
          name += `${elements.indexOf(element)}:${k} `;
          break;
        }
        draw -= weight;
      }
    }
    rho = transformDensity(chosen, rho);
    operator = multiplyOperators(chosen, operator);
  }
  return name === "" ? undefined : { name, operator: scaledOperator(operator, 1 / Math.sqrt(traceOf(rho))) };
}
