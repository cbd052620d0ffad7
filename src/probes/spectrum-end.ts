/**
 * Where training below (or above) the spectrum ends: the angles that gradient flow reaches from given ones, found without training.
 *
 * Beyond the spectrum ε does not change its sign, so gradient flow of any loss follows the path of steepest descent of <O> (ascent above
 * the spectrum), whatever the target: only the clock differs. That path is followed with steps as long as it allows; where ε - R is
 * small enough for the dynamics to be linear, its end is the nearest point with ε = R, found by least-norm Newton steps.
 */
import { requireLength } from "../base/assert.ts";
import { columnsOf, type Simulator } from "../engine/engine.ts";
import { tangentVectors } from "../gradients/tangents.ts";
import { type HermitianEigen, symmetricEigen } from "../linalg/eigen.ts";
import type { Excitations } from "../theory/finite-depth/excitations.ts";
import { excitedComponents } from "./amplitudes.ts";

/** The end of one column's path. */
export interface PathEnd {
  /** Angles, shape (parameters). */
  readonly theta: Float64Array;
  /** Distance of <O> from the end of the spectrum. */
  readonly distance: number;
  /** Whether the end of the spectrum was reached, to `REACHED` of the gap. */
  readonly reached: boolean;
}

/** Largest deviation of a step's gain from that of gradient flow, relative, at which it is accepted. */
const DEVIATION = 0.1;
/** Deviation below which the next step is longer. */
const GROW_BELOW = 0.05;
/** Distance from the end, in units of the gap, at which the dynamics counts as linear. */
const LINEAR = 1e-4;
/** Distance from the end, in units of the gap, that counts as reached. */
const REACHED = 1e-9;
/** Share of a singular value's square below which a direction counts as one the parameters cannot move. */
const STIFF = 1e-12;
/** Newton steps: they converge quadratically. */
const NEWTON_STEPS = 6;
/** Steps of descent unless the caller says otherwise. */
const MAX_DESCENT_STEPS = 5000;

/**
 * Follows every column to the end of the spectrum. Yields the share done, an estimate.
 *
 * @param theta angles to start from, shape (columns, parameters)
 * @param eigen all eigenvalues and eigenvectors of the observable
 * @returns one end for each column; those not reached are where the descent got to, a local minimum or a slow stretch
 * @throws ArgumentError if the angles do not fit the circuit
 */
export function* pathEndSteps(
  simulator: Simulator,
  theta: Float64Array,
  eigen: HermitianEigen,
  excitations: Excitations,
  maxSteps = MAX_DESCENT_STEPS,
): Generator<number, PathEnd[], void> {
  const { parameters } = simulator.circuit;
  const columns = columnsOf(simulator.circuit, theta);
  requireLength("theta", theta, columns * parameters);
  const sign = excitations.end === "min" ? 1 : -1;
  const bottom = sign * (excitations.end === "min" ? eigen.values[0] : eigen.values[eigen.values.length - 1]);
  const angles = theta.slice();
  const heights = (values: Float64Array) => values.map((value) => sign * value - bottom);
  let { expectation, gradient } = simulator.gradient(angles);
  const height = heights(expectation);
  const start = height.slice();
  const stride = new Float64Array(columns).fill(1e-2);
  const goal = LINEAR * excitations.gap;
  for (let step = 0; step < maxSteps; step++) {
    const active = [...height.keys()].filter((c) => height[c] > goal);
    if (active.length === 0) break;
    const trial = new Float64Array(active.length * parameters);
    active.forEach((c, k) => {
      for (let l = 0; l < parameters; l++) {
        const at = c * parameters + l;
        trial[k * parameters + l] = angles[at] - sign * stride[c] * gradient[at];
      }
    });
    const next = simulator.gradient(trial);
    const reached = heights(next.expectation);
    active.forEach((c, k) => {
      let kernel = 0;
      for (let l = 0; l < parameters; l++) kernel += gradient[c * parameters + l] ** 2;
      const deviation = Math.abs((height[c] - reached[k]) / (stride[c] * kernel) - 1);
      if (!(deviation <= DEVIATION)) {
        stride[c] /= 2;
        return;
      }
      angles.set(trial.subarray(k * parameters, (k + 1) * parameters), c * parameters);
      gradient.set(next.gradient.subarray(k * parameters, (k + 1) * parameters), c * parameters);
      height[c] = reached[k];
      if (deviation < GROW_BELOW) stride[c] *= 1.5;
    });
    const done = [...height.keys()].map((c) => Math.log(start[c] / Math.max(goal, height[c])) / Math.log(start[c] / goal));
    yield Math.min(0.9, ...done.filter(Number.isFinite));
  }
  const ends: PathEnd[] = [];
  for (let c = 0; c < columns; c++) {
    let point: Float64Array = angles.slice(c * parameters, (c + 1) * parameters);
    let distance = height[c];
    for (let k = 0; k < NEWTON_STEPS && distance <= 100 * goal && distance > 1e-3 * REACHED * excitations.gap; k++) {
      const trial = newtonStep(simulator, point, eigen, excitations);
      ({ expectation, gradient } = simulator.gradient(trial));
      const [value] = heights(expectation);
      if (!(value < distance)) break;
      [point, distance] = [trial, value];
    }
    ends.push({ theta: point, distance, reached: distance <= REACHED * excitations.gap });
    yield 0.9 + (0.1 * (c + 1)) / columns;
  }
  return ends;
}

/** As `pathEndSteps`, in one call. */
export function pathEnds(
  simulator: Simulator,
  theta: Float64Array,
  eigen: HermitianEigen,
  excitations: Excitations,
  maxSteps = MAX_DESCENT_STEPS,
): PathEnd[] {
  const steps = pathEndSteps(simulator, theta, eigen, excitations, maxSteps);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** θ - Vᵀ (V Vᵀ)^{-1} x: the nearest point at which the linearised excited amplitudes x vanish. */
function newtonStep(simulator: Simulator, theta: Float64Array, eigen: HermitianEigen, excitations: Excitations): Float64Array {
  const { tangents, amplitudes } = excitedComponents(tangentVectors(simulator, theta), eigen, excitations);
  const size = amplitudes.length;
  const parameters = theta.length;
  const metric = new Float64Array(size * size);
  for (let l = 0; l < parameters; l++) {
    const row = tangents.subarray(l * size, (l + 1) * size);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) metric[i * size + j] += row[i] * row[j];
  }
  const { values, vectors } = symmetricEigen(metric, size);
  const solution = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    if (values[k] <= STIFF * values[size - 1]) continue;
    let weight = 0;
    for (let i = 0; i < size; i++) weight += vectors[i * size + k] * amplitudes[i];
    for (let i = 0; i < size; i++) solution[i] += (vectors[i * size + k] * weight) / values[k];
  }
  return theta.map((angle, l) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += tangents[l * size + i] * solution[i];
    return angle - sum;
  });
}
