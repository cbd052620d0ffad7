/**
 * Exact simulation of noisy circuits: density matrices as real Pauli vectors, gradients by the adjoint of every channel.
 *
 * <O> = o · r(θ) with r_P = tr(P ρ) and o the coefficients of O, pulled back through readout and noisy basis changes. The sweep back
 * carries λ, the observable in the Heisenberg picture, through the transposes of all maps; at each rotation R(φ) with φ = c θ_p,
 *   ∂<O>/∂φ = λ · G r,   G = R⁻¹ dR/dφ,
 * where r is the forward vector kept there, since channels cannot be undone. Tangents r' and λ' along given vectors give
 * Hessian-vector products, as in the reference engine.
 */
import { requireLength } from "../../base/assert.ts";
import { cosine, sine } from "../../base/elementary.ts";
import { ArgumentError } from "../../base/errors.ts";
import type { Circuit, Rotation } from "../../quantum/circuit.ts";
import { measurementPlan } from "../../quantum/measurement-groups.ts";
import type { NoiseModel, ReadoutError } from "../../quantum/noise/noise-model.ts";
import { basisChange, type NoisyCircuit, withNoise, withoutChannels } from "../../quantum/noise/noise-model.ts";
import { pauliNumber } from "../../quantum/noise/transfer-matrix.ts";
import type { Observable, PauliSumObservable } from "../../quantum/observables.ts";
import type { PauliTerm } from "../../quantum/pauli.ts";
import {
  columnsOf,
  type DifferentiableSimulator,
  type HessianVectorProducts,
  requireLoadable,
  vectorsPerColumn,
} from "../engine.ts";
import {
  addPairGeneratorInPlace,
  applyTransferInPlace,
  emptyPauliBatch,
  generatorOverlaps,
  type PauliBatch,
  pauliPlaces,
  rotatePairsInPlace,
  shrinkInPlace,
  zeroDensities,
} from "./pauli-vectors.ts";
import { compileProgram, type ProgramStep } from "./program.ts";

/** Most qubits of an exact noisy simulation; beyond, trajectories. */
export const MAX_NOISY_QUBITS = 7;

/** Numbers of kept vectors, at the most, that one sweep holds; more columns are done in several. */
const KEPT_NUMBERS = 1 << 24;

/** A noisy circuit and an observable ready to be evaluated. */
export interface NoisySimulator extends DifferentiableSimulator {
  readonly noisy: NoisyCircuit;
  /** The final density matrices as Pauli vectors, global depolarising noise included, readout not. */
  finalVectors(theta: Float64Array): PauliBatch;
}

/** A batch of angles and, for every column, `group - 1` vectors along which tangents are carried. */
interface Angles {
  readonly theta: Float64Array;
  readonly vectors: Float64Array;
  readonly group: number;
}

/**
 * Prepares a circuit with noise, in complex128 accuracy, for up to 7 qubits.
 *
 * @throws ArgumentError for more qubits, an observable that is no Pauli sum, or a circuit the model cannot be applied to
 */
export function loadNoisy(circuit: Circuit, observable: Observable, model: NoiseModel): NoisySimulator {
  requireLoadable(circuit, observable);
  return loadNoisyCircuit(withNoise(circuit, model), observable, circuit);
}

/** As `loadNoisy`, for noise already placed; `circuit` is what the simulator says it is of. */
export function loadNoisyCircuit(
  noisy: NoisyCircuit,
  observable: Observable,
  circuit: Circuit = withoutChannels(noisy),
): NoisySimulator {
  const { qubits, parameters, model } = noisy;
  const measured = measuredVector(requireNoisyProblem(observable, model), model);
  const size = 4 ** qubits;
  const steps = compileProgram(noisy.operations, qubits);
  const scratchRows = Math.max(1, ...steps.map((step) => (step.kind === "matrix" ? step.matrix.size : 1)));
  const rotations = steps.filter((step) => step.kind === "rotation").length;

  function forward(angles: Angles, kept?: Float64Array[]): PauliBatch {
    const columns = (angles.theta.length / parameters) * angles.group;
    const r = zeroDensities(qubits, columns, angles.group);
    const scratch = new Float64Array(scratchRows * columns);
    for (const step of steps) {
      if (step.kind === "matrix") {
        applyTransferInPlace(r, step.places, step.matrix, false, scratch);
        continue;
      }
      const { cos, sin, weights } = rotationAngles(step.rotation, angles, columns);
      rotatePairsInPlace(r, step.pairs, cos, sin);
      if (angles.group > 1) addPairGeneratorInPlace(r, angles.group, step.pairs, weights);
      kept?.push(r.values.slice());
    }
    return r;
  }

  /** cos φ, sin φ and c v_p for every column of the batch. */
  function rotationAngles({ parameter, coefficient }: Rotation, { theta, vectors, group }: Angles, columns: number) {
    const cos = new Float64Array(columns);
    const sin = new Float64Array(columns);
    const weights = new Float64Array(columns);
    for (let first = 0, c = 0; first < columns; first += group, c++) {
      const angle = coefficient * theta[c * parameters + parameter];
      cos.fill(cosine(angle), first, first + group);
      sin.fill(sine(angle), first, first + group);
      for (let k = 0; k < group - 1; k++) {
        weights[first + 1 + k] = coefficient * vectors[(c * (group - 1) + k) * parameters + parameter];
      }
    }
    return { cos, sin, weights };
  }

  function sweep(angles: Angles): HessianVectorProducts {
    const { group } = angles;
    const kept: Float64Array[] = [];
    const r = forward(angles, kept);
    const { columns } = r;
    const expectation = overlapsWith(measured, r).filter((_, c) => c % group === 0);
    const lambda = emptyPauliBatch(size, columns);
    for (let k = 0; k < size; k++) for (let c = 0; c < columns; c += group) lambda.values[k * columns + c] = measured[k];
    const gradient = new Float64Array(angles.theta.length);
    const product = new Float64Array(angles.vectors.length);
    const scratch = new Float64Array(scratchRows * columns);
    for (const step of steps.toReversed()) {
      if (step.kind === "matrix") {
        applyTransferInPlace(lambda, step.places, step.matrix, true, scratch);
        continue;
      }
      const { parameter, coefficient } = step.rotation;
      const overlaps = generatorOverlaps(lambda, { size, columns, values: kept.pop() as Float64Array }, group, step.pairs);
      for (let first = 0, c = 0; first < columns; first += group, c++) {
        gradient[c * parameters + parameter] += coefficient * overlaps[first];
        for (let k = 0; k < group - 1; k++) {
          product[(c * (group - 1) + k) * parameters + parameter] += coefficient * overlaps[first + 1 + k];
        }
      }
      const { cos, sin, weights } = rotationAngles(step.rotation, angles, columns);
      // Rᵀ = R⁻¹, and its derivative is -Rᵀ G.
      if (group > 1)
        addPairGeneratorInPlace(
          lambda,
          group,
          step.pairs,
          weights.map((w) => -w),
        );
      rotatePairsInPlace(
        lambda,
        step.pairs,
        cos,
        sin.map((s) => -s),
      );
    }
    return { expectation, gradient, product };
  }

  /** Evaluates columns in as many sweeps as memory asks for. */
  function sweeps(theta: Float64Array, vectors: Float64Array, perColumn: number): HessianVectorProducts {
    const columns = columnsOf(circuit, theta);
    requireLength("vectors", vectors, theta.length * perColumn);
    const atOnce = Math.max(1, Math.floor(KEPT_NUMBERS / (size * (1 + perColumn) * Math.max(1, rotations))));
    const expectation = new Float64Array(columns);
    const gradient = new Float64Array(theta.length);
    const product = new Float64Array(vectors.length);
    for (let first = 0; first < columns; first += atOnce) {
      const from = first * parameters;
      const to = Math.min(columns, first + atOnce) * parameters;
      const part = sweep({
        theta: theta.subarray(from, to),
        vectors: vectors.subarray(from * perColumn, to * perColumn),
        group: 1 + perColumn,
      });
      expectation.set(part.expectation, first);
      gradient.set(part.gradient, from);
      product.set(part.product, from * perColumn);
    }
    return { expectation, gradient, product };
  }

  const none = new Float64Array(0);
  const finalVectors = (theta: Float64Array) => {
    columnsOf(circuit, theta);
    const r = forward({ theta, vectors: none, group: 1 });
    shrinkInPlace(r, 1 - model.depolarizing);
    return r;
  };
  return {
    circuit,
    observable,
    noisy,
    finalVectors,
    expectation(theta) {
      columnsOf(circuit, theta);
      return overlapsWith(measured, forward({ theta, vectors: none, group: 1 }));
    },
    gradient(theta) {
      const { expectation, gradient } = sweeps(theta, none, 0);
      return { expectation, gradient };
    },
    hessianVectorProduct: (theta, vectors) => sweeps(theta, vectors, vectorsPerColumn(theta, vectors)),
    dispose() {},
  };
}

/**
 * The observable, where it can be measured with noise.
 *
 * @throws ArgumentError for one that is no Pauli sum, or on more than 7 qubits
 */
export function requireNoisyProblem(observable: Observable, { name }: NoiseModel): PauliSumObservable {
  if (observable.kind !== "pauli-sum")
    throw new ArgumentError(
      "observable",
      observable.kind,
      "xxz, tfim or pauli, with noise: what a device measures are Pauli strings",
    );
  if (observable.qubits > MAX_NOISY_QUBITS)
    throw new ArgumentError(
      "qubits",
      observable.qubits,
      `at most ${MAX_NOISY_QUBITS} qubits with noise ${name}, or more with shots, which trajectories simulate`,
    );
  return observable;
}

/**
 * The coefficients by which final Pauli vectors give <O>, as measured: every group of terms through its own basis change, with the noise of
 * that, and readout that errs.
 */
function measuredVector(observable: PauliSumObservable, model: NoiseModel): Float64Array {
  const { qubits } = observable;
  const size = 4 ** qubits;
  const { groups, constant } = measurementPlan(observable);
  const total = new Float64Array(size);
  for (const { letters, terms } of groups) {
    const own = emptyPauliBatch(size, 1);
    for (const term of terms) addMeasuredTerm(own.values, term, qubits, model.readout);
    const steps = compileProgram(basisChange(letters, model), qubits);
    pullBackInPlace(own, steps);
    for (let k = 0; k < size; k++) total[k] += own.values[k];
  }
  total[0] += constant;
  for (let k = 1; k < size; k++) total[k] *= 1 - model.depolarizing;
  return total;
}

/** Adds c Π_q (a_q + b_q Z_q), what is read in place of c Π_q Z_q on the qubits of a term after its basis change. */
function addMeasuredTerm(values: Float64Array, term: PauliTerm, qubits: number, readout: readonly ReadoutError[]): void {
  const on = Array.from({ length: qubits }, (_, q) => q).filter((q) => ((term.x | term.z) >> (qubits - 1 - q)) & 1);
  for (let subset = 0; subset < 2 ** on.length; subset++) {
    let weight = term.coefficient;
    let z = 0;
    on.forEach((q, k) => {
      const { p10, p01 } = readout[q] ?? { p10: 0, p01: 0 };
      if ((subset >> k) & 1) {
        weight *= 1 - p10 - p01;
        z |= 1 << (qubits - 1 - q);
      } else {
        weight *= p01 - p10;
      }
    });
    values[pauliNumber({ x: 0, z }, qubits)] += weight;
  }
}

/** Carries observables back through fixed steps. */
function pullBackInPlace(batch: PauliBatch, steps: readonly ProgramStep[]): void {
  for (const step of steps.toReversed()) {
    if (step.kind === "matrix") {
      applyTransferInPlace(batch, step.places, step.matrix, true, new Float64Array(step.matrix.size * batch.columns));
    }
  }
}

/** Probabilities of all outcomes of measuring every qubit after a basis change, readout errors included. */
export interface OutcomeTable {
  /** p(b) of column c is probabilities[c * 2^n + b], qubit 0 the most significant bit of b. */
  readonly probabilities: Float64Array;
  readonly columns: number;
}

/** Measures final vectors in the basis of the given letters. */
export function measureVectors(final: PauliBatch, letters: string, model: NoiseModel): OutcomeTable {
  const qubits = letters.length;
  const { columns, size } = final;
  const r = { size, columns, values: final.values.slice() };
  for (const step of compileProgram(basisChange(letters, model), qubits)) {
    if (step.kind === "matrix") {
      applyTransferInPlace(r, step.places, step.matrix, false, new Float64Array(step.matrix.size * columns));
    }
  }
  // Every qubit: (r_I, r_Z) -> (r_I ± r_Z) / 2, then the confusion of its two outcomes.
  for (let q = 0; q < qubits; q++) {
    const { p10, p01 } = model.readout[q] ?? { p10: 0, p01: 0 };
    const { bases, offsets } = pauliPlaces(qubits, [q]);
    for (const base of bases) {
      const [zero, one] = [(base + offsets[0]) * columns, (base + offsets[2]) * columns];
      for (let c = 0; c < columns; c++) {
        const up = (r.values[zero + c] + r.values[one + c]) / 2;
        const down = (r.values[zero + c] - r.values[one + c]) / 2;
        r.values[zero + c] = (1 - p10) * up + p01 * down;
        r.values[one + c] = p10 * up + (1 - p01) * down;
      }
    }
  }
  const outcomes = 2 ** qubits;
  const probabilities = new Float64Array(columns * outcomes);
  for (let b = 0; b < outcomes; b++) {
    const from = pauliNumber({ x: 0, z: b }, qubits) * columns;
    for (let c = 0; c < columns; c++) probabilities[c * outcomes + b] = r.values[from + c];
  }
  return { probabilities, columns };
}

function overlapsWith(measured: Float64Array, { columns, values }: PauliBatch): Float64Array {
  const overlaps = new Float64Array(columns);
  measured.forEach((weight, k) => {
    if (weight === 0) return;
    for (let c = 0; c < columns; c++) overlaps[c] += weight * values[k * columns + c];
  });
  return overlaps;
}
