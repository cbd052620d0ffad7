/**
 * Exact averages over Haar-random unitaries, as one namespace.
 */
export {
  character,
  compose,
  cyclesOf,
  cycleTypeOf,
  inverse,
  type Partition,
  type Permutation,
  partitionsOf,
  permutationsOf,
  standardTableaux,
} from "./permutations.ts";
export { Rational } from "./rational.ts";
export { ruleOfInvolution, ruleOfPowers, ruleOfProjector, twirlAverage, twirlWords } from "./twirl.ts";
export { type WeingartenFunction, weingarten, weingartenFunction, weingartenWeight } from "./weingarten.ts";
