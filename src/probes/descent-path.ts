/**
 * Paths of steepest descent of <O>, followed with steps as long as they allow: what gradient flow passes, whatever its target and learning rate.
 */
import { requireInteger } from "../base/assert.ts";
import { columnsOf, type DifferentiableSimulator } from "../engine/engine.ts";
import type { PathPoint } from "../theory/lotka-volterra/path-clock.ts";

/** Largest deviation of a step's gain from that of gradient flow, relative, at which it is accepted. */
const DEVIATION = 0.1;
/** Deviation below which the next step is longer. */
const GROW_BELOW = 0.05;

/** What is asked of a simulator. */
export type PathSimulator = Pick<DifferentiableSimulator, "circuit" | "gradient">;

/**
 * Follows every column for a number of gradients. Yields how many have been done.
 *
 * @param theta angles to start from, shape (columns, parameters)
 * @param signs 1 to descend, -1 to ascend, one for each column
 * @param gradients how many gradients are computed of each column
 * @param enough <O> at which a column has come far enough, one for each
 * @param passed takes the angles of every point, column by column, where they are asked for
 * @returns the points of every column, <O> monotonic
 * @throws ArgumentError for angles that do not fit the circuit, or fewer than three gradients
 */
export function* descentPathSteps(
  simulator: PathSimulator,
  theta: Float64Array,
  signs: ArrayLike<number>,
  gradients: number,
  enough: ArrayLike<number>,
  passed?: (column: number, theta: Float64Array) => void,
): Generator<number, PathPoint[][], void> {
  requireInteger("gradients", gradients, 3);
  const { parameters } = simulator.circuit;
  const columns = columnsOf(simulator.circuit, theta);
  const angles = theta.slice();
  const { expectation, gradient } = simulator.gradient(angles);
  const kernelOf = (values: Float64Array, row: number) => {
    let kernel = 0;
    for (let l = 0; l < parameters; l++) kernel += values[row * parameters + l] ** 2;
    return kernel;
  };
  const paths = [...expectation].map((value, c): PathPoint[] => [{ expectation: value, kernel: kernelOf(gradient, c) }]);
  const pass = (column: number) => passed?.(column, angles.slice(column * parameters, (column + 1) * parameters));
  for (const c of paths.keys()) pass(c);
  const stride = new Float64Array(columns).fill(1e-2);
  for (let done = 1; done < gradients; done++) {
    const active = [...paths.keys()].filter((c) => signs[c] * (paths[c][paths[c].length - 1].expectation - enough[c]) > 0);
    if (active.length === 0) break;
    const trial = new Float64Array(active.length * parameters);
    active.forEach((c, k) => {
      for (let l = 0; l < parameters; l++) {
        const at = c * parameters + l;
        trial[k * parameters + l] = angles[at] - signs[c] * stride[c] * gradient[at];
      }
    });
    const next = simulator.gradient(trial);
    active.forEach((c, k) => {
      const before = paths[c][paths[c].length - 1];
      const gained = signs[c] * (before.expectation - next.expectation[k]);
      const deviation = Math.abs(gained / (stride[c] * before.kernel) - 1);
      if (!(deviation <= DEVIATION)) {
        stride[c] /= 2;
        return;
      }
      angles.set(trial.subarray(k * parameters, (k + 1) * parameters), c * parameters);
      gradient.set(next.gradient.subarray(k * parameters, (k + 1) * parameters), c * parameters);
      paths[c].push({ expectation: next.expectation[k], kernel: kernelOf(next.gradient, k) });
      pass(c);
      if (deviation < GROW_BELOW) stride[c] *= 1.5;
    });
    yield done;
  }
  return paths;
}
