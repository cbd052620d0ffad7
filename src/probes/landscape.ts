/**
 * Slices of <O> through a point of a circuit's angles, along given directions.
 */
import { requireLength } from "../base/assert.ts";

/** What is looked at: a number for every column of angles, such as <O> or the loss of a data set. */
export interface LandscapeSource {
  readonly circuit: { readonly parameters: number };
  expectation(theta: Float64Array): Float64Array;
}

/** Columns evaluated in one batch. */
const AT_ONCE = 256;

/**
 * <O> at θ + x u + y v for every x and y. Yields the number of points done.
 *
 * @param theta shape (parameters)
 * @param directions u, and v for a plane; of shape (parameters)
 * @param xs distances along u
 * @param ys distances along v; [0] for a line
 * @returns shape (ys, xs)
 * @throws ArgumentError if a shape does not fit
 */
export function* landscapeSteps(
  simulator: LandscapeSource,
  theta: Float64Array,
  [u, v]: readonly [Float64Array, Float64Array?],
  xs: readonly number[],
  ys: readonly number[] = [0],
): Generator<number, Float64Array, void> {
  const { parameters } = simulator.circuit;
  for (const [name, array] of [["theta", theta] as const, ["directions", u] as const]) requireLength(name, array, parameters);
  if (v !== undefined) requireLength("directions", v, parameters);
  const total = xs.length * ys.length;
  const values = new Float64Array(total);
  for (let first = 0; first < total; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, total - first);
    const batch = new Float64Array(count * parameters);
    for (let k = 0; k < count; k++) {
      const x = xs[(first + k) % xs.length];
      const y = ys[Math.floor((first + k) / xs.length)];
      for (let l = 0; l < parameters; l++) batch[k * parameters + l] = theta[l] + x * u[l] + (v === undefined ? 0 : y * v[l]);
    }
    values.set(simulator.expectation(batch), first);
    yield first + count;
  }
  return values;
}
