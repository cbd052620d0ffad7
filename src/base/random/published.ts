/**
 * The generators behind the authors' published data, bit for bit: JAX threefry uniforms, NumPy's legacy
 * `RandomState` and Python's `random`. Which seed draws what is stated where circuits and angles are made.
 */
import MersenneTwister from "mersenne-twister";
import { threefry2x32 } from "./threefry.ts";

const TWO_POW_20 = 1048576;
const TWO_POW_MINUS_52 = 2 ** -52;

/**
 * `jax.random.uniform(PRNGKey(seed), (count,), dtype=float64)`, threefry2x32 without partitioning.
 *
 * The counters 0 .. 2 count - 1 are split in halves (x0 = first half, x1 = second half) and encrypted pairwise with key
 * (0, seed). Of the concatenated output the first half holds the high, the second the low 32 bits of each 64-bit word, whose
 * top 52 bits become the mantissa of a number in [1, 2), minus 1. The numbers therefore depend on `count`.
 *
 * @param seed integer in [0, 2^32)
 * @param count how many numbers, rows of a matrix one after the other
 */
export function jaxUniform(seed: number, count: number): Float64Array {
  const words = new Uint32Array(2 * count);
  const pair = new Uint32Array(2);
  for (let i = 0; i < count; i++) {
    threefry2x32(0, seed, i, count + i, pair);
    words[i] = pair[0];
    words[count + i] = pair[1];
  }
  return Float64Array.from({ length: count }, (_, i) => (words[i] * TWO_POW_20 + (words[count + i] >>> 12)) * TWO_POW_MINUS_52);
}

/** NumPy's legacy `numpy.random.RandomState(seed)`: MT19937, polar normals with the second of each pair cached. */
export class NumpyRandomState {
  readonly #twister: MersenneTwister;
  #spareNormal = Number.NaN;

  /** @param seed integer in [0, 2^32) */
  constructor(seed: number) {
    this.#twister = new MersenneTwister(seed);
  }

  /** `random_sample()`: the next number in [0, 1). */
  uniform(): number {
    return this.#twister.random_long();
  }

  /** `standard_normal()`: Marsaglia's polar method; the second value of a pair is returned first. */
  normal(): number {
    if (!Number.isNaN(this.#spareNormal)) {
      const spare = this.#spareNormal;
      this.#spareNormal = Number.NaN;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const r2 = x * x + y * y;
      if (r2 < 1 && r2 !== 0) {
        const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
        this.#spareNormal = factor * x;
        return factor * y;
      }
    }
  }
}

/** Python's `random.seed(seed)` followed by `random.random()` and `random.choices()`. */
export class PythonRandom {
  readonly #twister: MersenneTwister;

  /** @param seed integer in [0, 2^32) */
  constructor(seed: number) {
    this.#twister = new MersenneTwister([seed]);
  }

  /** `random.random()`: the next number in [0, 1). */
  uniform(): number {
    return this.#twister.random_long();
  }

  /** The index that `random.choices(population)` picks from a population of `size`: floor(random() * size). */
  choice(size: number): number {
    return Math.floor(this.uniform() * size);
  }
}
