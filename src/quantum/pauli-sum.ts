/**
 * Pauli sums as people write them.
 *
 * Strings without quotes have qubit 0 first; labels in quotes are Qiskit's, whose last letter is qubit 0. Products of letters on one qubit are worked out, so
 * that coefficients are complex on the way; what is left of them at the end must be real.
 */
/// <reference path="../base/peggy.d.ts" />
import { requireText } from "../base/assert.ts";
import { errorAt, parsed, type Source, withinStack } from "../base/source.ts";
import { bitCount, MAX_QUBITS, type PauliTerm, qubitBit } from "./pauli.ts";
import { parse } from "./pauli-sum.peggy";
import type { Part, PauliSyntax, SparseTerm } from "./pauli-syntax.ts";

/** (re + i im) P, bit q of the masks belonging to qubit q, and P = i^{|x & z|} X^x Z^z. */
interface Term {
  readonly x: number;
  readonly z: number;
  readonly re: number;
  readonly im: number;
}

/** Terms by their masks. */
type Sum = Map<string, Term>;

/** Most terms of a sum, products of sums worked out. */
const MAX_TERMS = 1_000_000;
/** Size of an imaginary part, relative to its coefficient, that is taken for rounding. */
const ROUNDING = 1e-12;

const WHAT = "a term such as 0.5*ZZ, 0.5 [Z0 Z1] or 0.5 * Z(0) @ Z(1)";

/**
 * The terms of a real Pauli sum.
 *
 * Read are: `-1.0*XXII + 0.5*ZIIZ`, `0.17 [Z0] + 0.5 [X0 X1]` (OpenFermion), `0.17 * Z(0) @ Z(1)` (PennyLane), `0.5*Z0*Z1`, `Z0 Z1`,
 * `SparsePauliOp(['ZZ', 'XI'], coeffs=[1.+0.j, 0.5+0.j])` and lists of labels and coefficients (Qiskit, whose labels have qubit 0 last), numbers as terms, brackets,
 * complex coefficients without an imaginary part, U+2212 as minus. Equal strings are added up.
 *
 * @param text the sum
 * @param qubits required number of qubits; where left out, the letters of the strings, or the largest qubit that is named
 * @param path where the text comes from, for messages
 * @throws SourceError pointing at the first term that cannot be read
 */
export function parsePauliSum(text: string, qubits?: number, path = "pauli"): { qubits: number; terms: PauliTerm[] } {
  const source: Source = { text, path };
  requireText(path, text, "0.5*ZZ - XI");
  if (text.trim() === "") throw errorAt(source, 0, "there is no term; one is needed at least, such as 0.5*ZZ");
  const tree = parsed((each) => parse(each), source, WHAT) as PauliSyntax;
  const reader = new SumReader(source, qubits);
  const sum = withinStack(source, () => reader.sumOf(tree));
  const length = reader.qubits(tree);
  const terms = [...sum.values()].map((term) => {
    if (Math.abs(term.im) > ROUNDING * Math.hypot(term.re, term.im))
      throw errorAt(
        source,
        whereComplex(tree, source, term, qubits),
        "the coefficient of a term is complex; those of an observable are real",
      );
    // Adding 0 takes the sign off a zero.
    return { coefficient: term.re + 0, x: reversed(term.x, length), z: reversed(term.z, length) };
  });
  return { qubits: length, terms };
}

/** Reads a tree; knows how many qubits it has met. */
/** Where a string first has an imaginary part: its number, or the summand that it comes from. */
function whereComplex(tree: PauliSyntax, source: Source, string: Pick<Term, "x" | "z">, qubits?: number): number {
  if (tree.kind === "group" || tree.kind === "negative") return whereComplex(tree.value, source, string, qubits);
  const parts = tree.kind === "sum" ? tree.parts.map(({ value }) => value) : [tree];
  for (const part of parts) {
    const reader = new SumReader(source, qubits);
    const found = reader.sumOf(part).get(keyOf(string));
    if (found !== undefined && found.im !== 0) return reader.imaginary ?? part.at;
  }
  return tree.at;
}

class SumReader {
  /** Where the first number with an imaginary part stands. */
  imaginary?: number;
  #letters?: number;
  #highest = -1;
  #highestAt = 0;

  constructor(
    readonly source: Source,
    readonly required?: number,
  ) {}

  qubits(tree: PauliSyntax): number {
    const qubits = this.required ?? this.#letters ?? this.#highest + 1;
    if (this.#highest >= qubits)
      throw errorAt(
        this.source,
        this.#highestAt,
        `qubit ${this.#highest} is beyond the ${qubits === 1 ? "1 letter" : `${qubits} letters`} of the strings`,
      );
    if (qubits === 0) throw errorAt(this.source, tree.at, "nothing says how many qubits there are: no term has a letter");
    return qubits;
  }

  sumOf(tree: PauliSyntax): Sum {
    switch (tree.kind) {
      case "sum":
        return this.#summed(tree.parts);
      case "product":
        return this.#multiplied(tree.parts);
      case "group":
        return this.sumOf(tree.value);
      case "negative":
        return scaled(this.sumOf(tree.value), -1, 0);
      case "number":
        return single({ x: 0, z: 0, re: this.#finite(tree.value, tree.at), im: 0 });
      case "imaginary":
        if (tree.value !== 0) this.imaginary ??= tree.at;
        return single({ x: 0, z: 0, re: 0, im: this.#finite(tree.value, tree.at) });
      case "complex":
        return added(this.sumOf(tree.re), this.#imaginaryPart(tree.im), 1);
      case "identity":
        return single({ x: 0, z: 0, re: 1, im: 0 });
      case "pauli":
        return single(this.#letter(tree.letter, tree.index, tree.at));
      case "brackets":
        return this.#multiplied(tree.factors.map((value) => ({ operator: "*", value })));
      case "dense":
        return this.#dense(tree.letters, tree.at);
      case "sparse":
        return this.#sparse(tree.terms);
    }
  }

  #summed(parts: readonly Part[]): Sum {
    const sum: Sum = new Map();
    for (const { operator = "+", value } of parts) addInPlace(sum, this.sumOf(value), operator === "-" ? -1 : 1);
    this.#requireRoom(sum, parts[0].value.at);
    return sum;
  }

  #multiplied(parts: readonly Part[]): Sum {
    let product: Sum = single({ x: 0, z: 0, re: 1, im: 0 });
    let strings = 0;
    for (const { operator, value } of parts) {
      if (value.kind === "dense" && value.letters.length > 1 && ++strings > 1)
        throw errorAt(this.source, value.at, "a sign is missing here: strings of letters are not multiplied");
      const factor = this.sumOf(value);
      if (operator === "/") product = this.#divided(product, factor, value.at);
      else if (product.size * factor.size > MAX_TERMS)
        throw errorAt(this.source, value.at, `brackets with more than the ${MAX_TERMS} terms that are read, once multiplied`);
      else product = times(product, factor);
    }
    return product;
  }

  #divided(sum: Sum, by: Sum, at: number): Sum {
    const [divisor] = by.values();
    if (by.size !== 1 || divisor.x !== 0 || divisor.z !== 0 || divisor.im !== 0 || divisor.re === 0)
      throw errorAt(this.source, at, "a term is divided by real numbers other than 0 only");
    return scaled(sum, 1 / divisor.re, 0);
  }

  #imaginaryPart(tree: PauliSyntax): Sum {
    const sum = scaled(this.sumOf(tree), 0, 1);
    if ([...sum.values()].some(({ im }) => im !== 0)) this.imaginary ??= tree.at;
    return sum;
  }

  #letter(letter: "X" | "Y" | "Z", index: number, at: number): Term {
    const limit = this.required ?? MAX_QUBITS;
    if (!(index < limit))
      throw errorAt(
        this.source,
        at,
        `${letter}${index} is beyond qubit ${limit - 1}, the last ${this.required === undefined ? "that is read" : `of ${limit}`}`,
      );
    if (index > this.#highest) this.#highestAt = at;
    this.#highest = Math.max(this.#highest, index);
    const bit = 1 << index;
    return { x: letter === "Z" ? 0 : bit, z: letter === "X" ? 0 : bit, re: 1, im: 0 };
  }

  #dense(letters: string, at: number): Sum {
    // An I by itself is a constant.
    if (letters === "I") return single({ x: 0, z: 0, re: 1, im: 0 });
    this.#requireLength(letters, at);
    return single(stringOf(letters, (k) => k));
  }

  #sparse(terms: readonly SparseTerm[]): Sum {
    const sum: Sum = new Map();
    for (const { label, coefficient, places } of terms) {
      const { letters, at } = label;
      if (!/^[IXYZ]*$/.test(letters)) throw errorAt(this.source, at, `label ${letters} has letters other than I, X, Y and Z`);
      let string: Term;
      if (places === undefined) {
        this.#requireLength(letters, at);
        string = stringOf(letters, (k) => letters.length - 1 - k);
      } else {
        if (places.length !== letters.length || new Set(places).size < places.length)
          throw errorAt(this.source, at, `label ${letters} needs ${letters.length} different qubits`);
        for (const place of places) this.#letter("X", place, at);
        string = stringOf(letters, (k) => places[k]);
      }
      const factor = coefficient === undefined ? single({ x: 0, z: 0, re: 1, im: 0 }) : this.sumOf(coefficient);
      const [number] = factor.values();
      if (factor.size !== 1 || number.x !== 0 || number.z !== 0)
        throw errorAt(this.source, coefficient?.at ?? at, `the coefficient of ${letters} is no number`);
      addInPlace(sum, times(factor, single(string)), 1);
    }
    return sum;
  }

  #requireLength(letters: string, at: number): void {
    const { source, required } = this;
    if (letters.length > MAX_QUBITS)
      throw errorAt(source, at, `there are ${letters.length} letters; at most ${MAX_QUBITS} are read`);
    const wanted = required ?? this.#letters;
    if (wanted !== undefined && letters.length !== wanted)
      throw errorAt(
        source,
        at,
        `${letters} has ${letters.length === 1 ? "1 letter" : `${letters.length} letters`}; ${required === undefined ? `the strings before have ${wanted}` : `there are ${wanted === 1 ? "1 qubit" : `${wanted} qubits`}, with one letter each`}`,
      );
    this.#letters = letters.length;
  }

  #finite(value: number, at: number): number {
    if (!Number.isFinite(value)) throw errorAt(this.source, at, "this number is too large; coefficients are finite");
    return value;
  }

  #requireRoom(sum: Sum, at: number): void {
    if (sum.size > MAX_TERMS) throw errorAt(this.source, at, `there are more than the ${MAX_TERMS} terms that are read`);
  }
}

function stringOf(letters: string, qubitOf: (k: number) => number): Term {
  let [x, z] = [0, 0];
  for (let k = 0; k < letters.length; k++) {
    const bit = 1 << qubitOf(k);
    if (letters[k] === "X" || letters[k] === "Y") x |= bit;
    if (letters[k] === "Z" || letters[k] === "Y") z |= bit;
  }
  return { x, z, re: 1, im: 0 };
}

const keyOf = ({ x, z }: Pick<Term, "x" | "z">) => `${x},${z}`;

function single(term: Term): Sum {
  return new Map([[keyOf(term), term]]);
}

function addInPlace(sum: Sum, other: Sum, sign: 1 | -1): void {
  for (const [key, term] of other) {
    const known = sum.get(key);
    sum.set(key, { ...term, re: (known?.re ?? 0) + sign * term.re, im: (known?.im ?? 0) + sign * term.im });
  }
}

function added(a: Sum, b: Sum, sign: 1 | -1): Sum {
  const sum = new Map(a);
  addInPlace(sum, b, sign);
  return sum;
}

function scaled(sum: Sum, re: number, im: number): Sum {
  return new Map(
    [...sum].map(([key, term]) => [key, { ...term, re: term.re * re - term.im * im, im: term.re * im + term.im * re }]),
  );
}

function times(a: Sum, b: Sum): Sum {
  const product: Sum = new Map();
  for (const p of a.values()) for (const q of b.values()) addInPlace(product, single(productOf(p, q)), 1);
  return product;
}

/** P Q: i^{yP + yQ} X^xP Z^zP X^xQ Z^zQ, the letters moved past each other, over the i^y of the product. */
function productOf(p: Term, q: Term): Term {
  const [x, z] = [p.x ^ q.x, p.z ^ q.z];
  const power = bitCount(p.x & p.z) + bitCount(q.x & q.z) - bitCount(x & z) + 2 * bitCount(p.z & q.x);
  const re = p.re * q.re - p.im * q.im;
  const im = p.re * q.im + p.im * q.re;
  switch (((power % 4) + 4) % 4) {
    case 0:
      return { x, z, re, im };
    case 1:
      return { x, z, re: -im, im: re };
    case 2:
      return { x, z, re: -re, im: -im };
    default:
      return { x, z, re: im, im: -re };
  }
}

/** Masks with qubit 0 as the most significant bit. */
function reversed(mask: number, qubits: number): number {
  let result = 0;
  for (let q = 0; q < qubits; q++) if ((mask & (1 << q)) !== 0) result |= qubitBit(qubits, q);
  return result;
}
