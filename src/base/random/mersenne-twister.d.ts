declare module "mersenne-twister" {
  /** MT19937 after Matsumoto and Nishimura; a number seeds by `init_genrand`, an array by `init_by_array`. */
  export default class MersenneTwister {
    constructor(seed: number | number[]);
    /** Next 32-bit word. */
    random_int(): number;
    /** Next number in [0, 1) with 53 random bits: (a >>> 5, b >>> 6) of two words. */
    random_long(): number;
  }
}
