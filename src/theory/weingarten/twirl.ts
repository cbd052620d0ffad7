/**
 * Averages of products of traces over Haar-random unitaries, exact, and their nesting for several independent unitaries.
 */
import { requireInteger } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { compose, cyclesOf, cycleTypeOf, inverse, type Permutation, permutationsOf } from "./permutations.ts";
import { Rational } from "./rational.ts";
import { weingartenWeight } from "./weingarten.ts";

/** Largest number of pairs U, U† that an average may hold: the sum has (k!)² terms. */
const MAX_TWIRL_DEGREE = 5;

/**
 * E over Haar-random U of Π_cycles tr(U A_i U† B_i U A_γ(i) U† B_γ(i) ...), the cycles being those of γ.
 *
 * Equal to Σ_{σ,τ} Wg(σ τ⁻¹, d) tr_{τ⁻¹}(A) tr_{σγ}(B), where tr_π(A) = Π over the cycles of π of tr(A_i A_π(i) ...). Exact for
 * every d >= 1, also below the degree.
 *
 * @param word γ, on the k pairs
 * @param dimension d
 * @param inner tr_π(A), given the cycles of π; may itself be an average
 * @param outer tr_π(B)
 * @throws ArgumentError for more than five pairs or a dimension below 1
 */
export function twirlAverage(
  word: Permutation,
  dimension: number,
  inner: (cycles: readonly (readonly number[])[]) => Rational,
  outer: (cycles: readonly (readonly number[])[]) => Rational,
): Rational {
  requireInteger("dimension", dimension, 1);
  requireInteger("degree", word.length, 0, MAX_TWIRL_DEGREE);
  const all = permutationsOf(word.length);
  const inners = all.map((tau) => ({ tau: inverse(tau), value: inner(cyclesOf(inverse(tau))) })).filter(nonZero);
  const outers = all.map((sigma) => ({ sigma, value: outer(cyclesOf(compose(sigma, word))) })).filter(nonZero);
  let sum = Rational.ZERO;
  for (const { tau, value } of inners) {
    for (const { sigma, value: other } of outers) {
      const weight = word.length === 0 ? Rational.ONE : weingartenWeight(cycleTypeOf(compose(sigma, tau)), dimension);
      sum = sum.plus(weight.times(value).times(other));
    }
  }
  return sum;
}

/**
 * The average of Π_w tr(w) over the unitary U that separates two sets of letters: every letter of `innerLetters` stands for U A U†,
 * the others stand for themselves.
 *
 * Words are products of matrices, one character each; a trace is cyclic. `inner` and `outer` receive products of traces of words in
 * their own letters only, the empty word being the identity, and may average further.
 *
 * @example the mean of tr(UAU† B): twirlWords(["ab"], d, "a", () => trA, () => trB)
 */
export function twirlWords(
  words: readonly string[],
  dimension: number,
  innerLetters: string,
  inner: (words: readonly string[]) => Rational,
  outer: (words: readonly string[]) => Rational,
): Rational {
  const isInner = (letter: string) => innerLetters.includes(letter);
  const innerSegments: string[] = [];
  const outerSegments: string[] = [];
  const word: number[] = [];
  const innerOnly: string[] = [];
  const outerOnly: string[] = [];
  for (const text of words) {
    const letters = [...text];
    const start = letters.findIndex((letter, i) => isInner(letter) && !isInner(letters.at(i - 1) as string));
    if (start < 0) {
      (letters.length > 0 && isInner(letters[0]) ? innerOnly : outerOnly).push(text);
      continue;
    }
    const turned = [...letters.slice(start), ...letters.slice(0, start)].join("");
    const first = innerSegments.length;
    for (const { segment, isIn } of segmentsOf(turned, isInner)) (isIn ? innerSegments : outerSegments).push(segment);
    for (let i = first; i < innerSegments.length; i++) word.push(i + 1 < innerSegments.length ? i + 1 : first);
  }
  const joined = (segments: readonly string[], cycles: readonly (readonly number[])[]) =>
    cycles.map((cycle) => cycle.map((i) => segments[i]).join(""));
  return twirlAverage(
    word,
    dimension,
    (cycles) => inner([...joined(innerSegments, cycles), ...innerOnly]),
    (cycles) => outer([...joined(outerSegments, cycles), ...outerOnly]),
  );
}

/**
 * Traces of words in one letter with known traces of powers: Π_w tr(A^|w|), the empty word giving d.
 *
 * @param traces tr A, tr A², ...
 * @throws ArgumentError if a word is longer than the list of traces
 */
export function ruleOfPowers(traces: readonly Rational[], dimension: number): (words: readonly string[]) => Rational {
  return (words) =>
    words.reduce((product, { length }) => {
      if (length > traces.length)
        throw new ArgumentError("traces", `${traces.length} of them`, `the traces of the first ${length} powers`);
      return product.times(length === 0 ? Rational.of(dimension) : traces[length - 1]);
    }, Rational.ONE);
}

/** Traces of powers of a pure state's projector, all 1, the empty word giving d. */
export function ruleOfProjector(dimension: number): (words: readonly string[]) => Rational {
  return (words) =>
    words.reduce((product, { length }) => (length === 0 ? product.times(Rational.of(dimension)) : product), Rational.ONE);
}

/** Traces of powers of a traceless involution, such as a Pauli string: d for even powers, 0 for odd ones. */
export function ruleOfInvolution(dimension: number): (words: readonly string[]) => Rational {
  return (words) =>
    words.reduce(
      (product, { length }) => (length % 2 === 0 ? product.times(Rational.of(dimension)) : Rational.ZERO),
      Rational.ONE,
    );
}

function nonZero({ value }: { value: Rational }): boolean {
  return !value.isZero();
}

function segmentsOf(text: string, isInner: (letter: string) => boolean): { segment: string; isIn: boolean }[] {
  const segments: { segment: string; isIn: boolean }[] = [];
  for (const letter of text) {
    const last = segments.at(-1);
    if (last !== undefined && last.isIn === isInner(letter)) last.segment += letter;
    else segments.push({ segment: letter, isIn: isInner(letter) });
  }
  return segments;
}
