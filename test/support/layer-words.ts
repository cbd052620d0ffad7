/**
 * Derivatives of ε as sums of traces of words, and their averages by nested twirls: the derivations behind the closed forms.
 *
 * Letters: p the state |ψ><ψ| before a rotation, x its generator, o the observable carried back to the same place; for a pair of
 * layers l < m separated by the Haar-random unitary W, p and x belong to l (inside W), o and y to m (outside). With g_l = ∂_l ε,
 * ∂_l = (i/2) tr(p [x, .]).
 */
import { Rational, ruleOfInvolution, ruleOfPowers, ruleOfProjector, twirlWords } from "../../src/theory/weingarten/index.ts";

/** Σ coefficient · tr(word), the coefficients counting powers of i/2 apart. */
export type TraceSum = readonly (readonly [number, string])[];

/** tr(p o), the energy of layer l = that of layer m. */
export const energy: TraceSum = [[1, "po"]];
/** g_l / (i/2) = tr(p [x, o]). */
export const first: TraceSum = [
  [1, "pxo"],
  [-1, "xpo"],
];
/** g_m / (i/2) = tr(p [y, o]). */
export const second: TraceSum = [
  [1, "pyo"],
  [-1, "poy"],
];
/** ∂_l ∂_m ε / (i/2)² = tr([p, x] [y, o]). */
export const mixed: TraceSum = [
  [1, "pxyo"],
  [-1, "pxoy"],
  [-1, "xpyo"],
  [1, "xpoy"],
];
/** ∂_l² ε / (i/2)² = tr(p [x, [x, o]]) = 2 tr(p o) - 2 tr(p x o x). */
export const repeated: TraceSum = [
  [2, "po"],
  [-2, "pxox"],
];

/** Averages of products of trace sums over the Haar ensemble of an observable with given traces of powers. */
export function layerAverager(dimension: number, traces: readonly Rational[]) {
  const state = ruleOfProjector(dimension);
  const observable = ruleOfPowers(traces, dimension);
  const involution = ruleOfInvolution(dimension);
  const inLayer = memoized((words) =>
    twirlWords(words, dimension, "p", state, (left) => twirlWords(left, dimension, "o", observable, involution)),
  );
  const inside = memoized((words) => twirlWords(words, dimension, "p", state, involution));
  const outside = memoized((words) => twirlWords(words, dimension, "o", observable, involution));
  const acrossLayers = memoized((words) => twirlWords(words, dimension, "px", inside, outside));
  return {
    /** Letters p, x, o: state and observable independent, x fixed. */
    oneLayer: (...factors: TraceSum[]) => averageOf(factors, inLayer),
    /** Letters p, x inside W, y, o outside. */
    twoLayers: (...factors: TraceSum[]) => averageOf(factors, acrossLayers),
  };
}

/** The average of a product of trace sums, given that of a product of traces. */
export function averageOf(factors: readonly TraceSum[], average: (words: readonly string[]) => Rational): Rational {
  let terms: { coefficient: number; words: string[] }[] = [{ coefficient: 1, words: [] }];
  for (const factor of factors) {
    terms = terms.flatMap(({ coefficient, words }) =>
      factor.map(([weight, word]) => ({ coefficient: coefficient * weight, words: [...words, word] })),
    );
  }
  return terms.reduce((sum, { coefficient, words }) => sum.plus(Rational.of(coefficient).times(average(words))), Rational.ZERO);
}

/** Remembers averages by the words they are of; traces are cyclic and commute. */
function memoized(average: (words: readonly string[]) => Rational): (words: readonly string[]) => Rational {
  const known = new Map<string, Rational>();
  return (words) => {
    const canonical = words.map(leastRotation).sort();
    const key = canonical.join();
    const value = known.get(key) ?? average(canonical);
    known.set(key, value);
    return value;
  };
}

function leastRotation(word: string): string {
  return [...word].map((_, i) => word.slice(i) + word.slice(0, i)).sort()[0] ?? "";
}
