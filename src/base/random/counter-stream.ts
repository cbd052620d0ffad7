/**
 * The default random streams: counter based, keyed by (seed, purpose, index).
 *
 * A stream depends on nothing but its key, so sample k draws the same numbers whatever the batch size, the order of
 * evaluation, the worker that evaluates it, Node or browser.
 */
import { requireInteger } from "../assert.ts";
import { cosine, logarithm, sine } from "../elementary.ts";
import { threefry2x32 } from "./threefry.ts";

const TWO_POW_32 = 4294967296;
const TWO_POW_MINUS_53 = 2 ** -53;

/** A sequence of random numbers determined by (seed, purpose, index). */
export class CounterStream {
  readonly #key = new Uint32Array(2);
  readonly #word = new Uint32Array(2);
  #block = 0;
  #spareNormal = Number.NaN;

  /**
   * @param seed integer in [0, 2^53)
   * @param purpose what the numbers are for, in ASCII; streams of different purposes are independent
   * @param index which of the independent streams of this purpose (a sample, a layer), integer in [0, 2^32)
   * @throws ArgumentError for a seed or index outside its range
   */
  constructor(seed: number, purpose: string, index = 0) {
    requireInteger("seed", seed, 0);
    requireInteger("index", index, 0, TWO_POW_32 - 1);
    threefry2x32(seed % TWO_POW_32, Math.floor(seed / TWO_POW_32), fnv1a(purpose), 0, this.#key);
    threefry2x32(this.#key[0], this.#key[1], index, 1, this.#key);
  }

  /** Next uniform number in [0, 1), a multiple of 2^-53. */
  uniform(): number {
    threefry2x32(this.#key[0], this.#key[1], this.#block % TWO_POW_32, Math.floor(this.#block / TWO_POW_32), this.#word);
    this.#block++;
    return ((this.#word[0] >>> 5) * 67108864 + (this.#word[1] >>> 6)) * TWO_POW_MINUS_53;
  }

  /** Next standard normal number (Box-Muller; both of a pair are used). */
  normal(): number {
    if (!Number.isNaN(this.#spareNormal)) {
      const spare = this.#spareNormal;
      this.#spareNormal = Number.NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * logarithm(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * sine(angle);
    return radius * cosine(angle);
  }

  /** Next integer in [0, bound), bound <= 2^32. */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }
}

/** 32-bit FNV-1a hash of an ASCII string. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
