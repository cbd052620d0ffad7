/**
 * Tangent vectors ∂ψ/∂θ_l of the final state, and the quantum Fisher information they make.
 *
 * A rotation moved by π is its own derivative: exp(-i (φ + π) P/2) = -i P exp(-i φ P/2), so ∂ψ/∂φ = ψ(φ + π)/2 exactly, from any
 * engine's final states.
 */
import { requireLength } from "../base/assert.ts";
import { requireSimulator, type Simulator } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { symmetricEigenvalues } from "../linalg/eigen.ts";
import { type Circuit, rotationsOf, withIndependentRotations } from "../quantum/circuit.ts";

/** The final state of one column and its derivatives. */
export interface Tangents {
  /** d and L. */
  readonly dimension: number;
  readonly parameters: number;
  /** ψ, shape (d). */
  readonly state: { readonly re: Float64Array; readonly im: Float64Array };
  /** ∂ψ/∂θ_l, shape (L, d). */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Circuits evaluated in one batch. */
const SHIFTS_AT_ONCE = 128;

/**
 * ψ = U(θ)|0...0> and ∂ψ/∂θ_p = Σ_r c_r ψ(φ_r + π)/2 over the rotations r of parameter p. Costs one circuit for each rotation. Yields the number
 * of rotations done.
 *
 * @param theta the angles of one column, shape (parameters)
 * @throws ArgumentError if the angles do not fit the circuit
 */
export function* tangentSteps(
  { engine, circuit, observable }: Simulator,
  theta: Float64Array,
): Generator<number, Tangents, void> {
  const simulator = engineNamed(engine).load(withIndependentRotations(circuit), observable);
  try {
    return yield* independentTangents(simulator, circuit, theta);
  } finally {
    simulator.dispose();
  }
}

/** As `tangentSteps`, on the circuit loaded with a parameter for every rotation. */
export function* independentTangents(
  independent: Pick<Simulator, "finalStates">,
  circuit: Circuit,
  theta: Float64Array,
): Generator<number, Tangents, void> {
  requireLength("theta", theta, circuit.parameters);
  const rotations = rotationsOf(circuit);
  const dimension = 2 ** circuit.qubits;
  const angles = Float64Array.from(rotations, ({ coefficient, parameter }) => coefficient * theta[parameter]);
  const re = new Float64Array(circuit.parameters * dimension);
  const im = new Float64Array(circuit.parameters * dimension);
  const final = independent.finalStates(angles);
  for (let first = 0; first < rotations.length; first += SHIFTS_AT_ONCE) {
    const some = rotations.slice(first, first + SHIFTS_AT_ONCE);
    const batch = new Float64Array(some.length * rotations.length);
    some.forEach((_, k) => {
      batch.set(angles, k * rotations.length);
      batch[k * rotations.length + first + k] += Math.PI;
    });
    const shifted = independent.finalStates(batch);
    some.forEach(({ parameter, coefficient }, k) => {
      for (let i = 0; i < dimension; i++) {
        re[parameter * dimension + i] += (coefficient / 2) * shifted.re[i * some.length + k];
        im[parameter * dimension + i] += (coefficient / 2) * shifted.im[i * some.length + k];
      }
    });
    yield first + some.length;
  }
  return { dimension, parameters: circuit.parameters, state: { re: final.re, im: final.im }, re, im };
}

/** As `tangentSteps`, in one call. */
export function tangentVectors(simulator: Simulator, theta: Float64Array): Tangents {
  requireSimulator(simulator);
  return lastOf(tangentSteps(simulator, theta));
}

/** As `independentTangents`, in one call. */
export function stateTangents(independent: Pick<Simulator, "finalStates">, circuit: Circuit, theta: Float64Array): Tangents {
  return lastOf(independentTangents(independent, circuit, theta));
}

function lastOf(steps: Generator<number, Tangents, void>): Tangents {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Eigenvalues, ascending, of the quantum Fisher information F_lm = 4 Re(<∂_l ψ|∂_m ψ> - <∂_l ψ|ψ><ψ|∂_m ψ>) that may differ from zero:
 * min(L, 2 d) of them.
 */
export function fisherEigenvalues({ dimension, parameters, state, re, im }: Tangents): Float64Array {
  // Real rows of length 2 d with F = 4 B Bᵀ; of B Bᵀ and Bᵀ B the smaller has every non-zero eigenvalue.
  const width = 2 * dimension;
  const rows = new Float64Array(parameters * width);
  for (let l = 0; l < parameters; l++) {
    let overlapRe = 0;
    let overlapIm = 0;
    for (let i = 0; i < dimension; i++) {
      const at = l * dimension + i;
      overlapRe += state.re[i] * re[at] + state.im[i] * im[at];
      overlapIm += state.re[i] * im[at] - state.im[i] * re[at];
    }
    for (let i = 0; i < dimension; i++) {
      const at = l * dimension + i;
      rows[l * width + 2 * i] = 2 * (re[at] - overlapRe * state.re[i] + overlapIm * state.im[i]);
      rows[l * width + 2 * i + 1] = 2 * (im[at] - overlapRe * state.im[i] - overlapIm * state.re[i]);
    }
  }
  const wide = parameters < width;
  const size = wide ? parameters : width;
  const gram = new Float64Array(size * size);
  if (wide) {
    for (let l = 0; l < size; l++) {
      for (let m = 0; m <= l; m++) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += rows[l * width + i] * rows[m * width + i];
        gram[l * size + m] = sum;
        gram[m * size + l] = sum;
      }
    }
  } else {
    for (let l = 0; l < parameters; l++) {
      const row = rows.subarray(l * width, (l + 1) * width);
      for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) gram[i * width + j] += row[i] * row[j];
    }
  }
  return symmetricEigenvalues(gram, size);
}

/** Eigenvalue of the Fisher information below which it counts as zero, relative to the largest 4 <∂_l ψ|∂_l ψ>. */
const RANK_TOLERANCE = 1e-10;

/**
 * The rank of the quantum Fisher information: the number of independent directions the state can move in, at most 2 d - 2. It is 0 where all parameters turn no more than the phase of ψ.
 */
export function fisherRank(tangents: Tangents): number {
  const { dimension, parameters, re, im } = tangents;
  let largest = 0;
  for (let l = 0; l < parameters; l++) {
    let square = 0;
    for (let at = l * dimension; at < (l + 1) * dimension; at++) square += re[at] ** 2 + im[at] ** 2;
    largest = Math.max(largest, 4 * square);
  }
  return fisherEigenvalues(tangents).filter((value) => value > RANK_TOLERANCE * largest).length;
}
