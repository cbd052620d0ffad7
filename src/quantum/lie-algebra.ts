/**
 * The dynamical Lie algebra of a circuit whose generators are Pauli strings or sums of them: everything that nested commutators of its
 * generators can reach, and with it every unitary that the circuit, repeated, can come to.
 */
import { requireInteger } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Circuit } from "./circuit.ts";
import { fixedGates } from "./gates.ts";
import { bitCount, type PauliString, type PauliTerm, parity, qubitBit } from "./pauli.ts";

/** Largest number of qubits for which generators that are sums are closed under commutators. */
export const MAX_SUM_QUBITS = 5;
/** Largest number of qubits for generators that are single strings. */
export const MAX_STRING_QUBITS = 8;

/**
 * The generators of a circuit as seen from its end of fixed gates: one sum of Pauli strings for each parameter, fixed Clifford gates between rotations
 * being moved through them. Undefined where a fixed unitary is not a Clifford gate, so that no string stays one.
 */
export function pauliGenerators(circuit: Circuit): PauliTerm[][] | undefined {
  const { qubits, parameters, operations } = circuit;
  const generators = Array.from({ length: parameters }, (): PauliTerm[] => []);
  // Images of X and Z of every qubit under the fixed gates met so far, U† P U.
  let images = identityImages(qubits);
  for (const operation of operations) {
    if (operation.kind === "dense") return undefined;
    if (operation.kind === "gate") {
      const next = conjugatedByGate(images, operation.gate, operation.qubits, qubits);
      if (next === undefined) return undefined;
      images = next;
      continue;
    }
    const image = imageOf(images, operation.pauli, qubits);
    generators[operation.parameter].push({ ...image, coefficient: image.coefficient * operation.coefficient });
  }
  return generators;
}

/**
 * The dimension of the Lie algebra that the given generators span under commutators, over the reals; at most 4^n - 1.
 *
 * Single strings: two that do not commute give the string of their product, so that the algebra has a basis of strings and is closed by
 * search. Sums: commutators are reduced by those found before, in exact arithmetic, until none is new.
 *
 * @param generators sums of Pauli strings; parts proportional to the identity do not count
 * @throws ArgumentError beyond 8 qubits for strings and 5 for sums
 */
export function lieAlgebraDimension(generators: readonly (readonly PauliTerm[])[], qubits: number): number {
  requireInteger("qubits", qubits, 1);
  const sums = generators.map((terms) => collected(terms)).filter((vector) => vector.size > 0);
  const strings = sums.every((vector) => vector.size === 1);
  const limit = strings ? MAX_STRING_QUBITS : MAX_SUM_QUBITS;
  if (qubits > limit) {
    throw new ArgumentError(
      "qubits",
      qubits,
      `at most ${limit} for the dynamical Lie algebra of ${strings ? "Pauli strings" : "sums of Pauli strings"}`,
    );
  }
  return strings
    ? stringClosure(
        sums.map((vector) => [...vector.keys()][0]),
        4 ** qubits - 1,
      )
    : sumClosure(sums, qubits);
}

/** A vector of Pauli coefficients by key x · 2^n' + z. */
type PauliVector = Map<number, number>;

const SHIFT = 2 ** 24;
const keyOf = ({ x, z }: PauliString) => x * SHIFT + z;
const stringOf = (key: number): PauliString => ({ x: Math.floor(key / SHIFT), z: key % SHIFT });

function collected(terms: readonly PauliTerm[]): PauliVector {
  const vector: PauliVector = new Map();
  for (const term of terms) {
    if (term.x === 0 && term.z === 0) continue;
    vector.set(keyOf(term), (vector.get(keyOf(term)) ?? 0) + term.coefficient);
  }
  for (const [key, value] of vector) if (value === 0) vector.delete(key);
  return vector;
}

const anticommute = (a: PauliString, b: PauliString) => (parity(a.x & b.z) ^ parity(a.z & b.x)) === 1;

function stringClosure(generators: readonly number[], everything: number): number {
  const found = new Set(generators);
  const roots = [...found].map(stringOf);
  const queue = [...roots];
  // Nested commutators with the generators alone reach the whole algebra.
  for (let at = 0; at < queue.length && found.size < everything; at++) {
    const element = queue[at];
    for (const root of roots) {
      if (!anticommute(element, root)) continue;
      const product = { x: element.x ^ root.x, z: element.z ^ root.z };
      if (found.has(keyOf(product))) continue;
      found.add(keyOf(product));
      queue.push(product);
    }
  }
  return found.size;
}

/** A prime below 2^26, so that products of residues are exact in a double. */
const PRIME = 67_108_859;

/**
 * Closure of sums by linear algebra modulo a prime: coefficients, being dyadic fractions, have exact residues, so that no rounding can
 * pass for a new direction. The rank modulo a prime falls short of the true one only if the prime happens to divide a minor.
 */
function sumClosure(generators: readonly PauliVector[], qubits: number): number {
  const d = 2 ** qubits;
  const residues = generators.map((vector) => new Map([...vector].map(([key, value]) => [key, residueOf(value)])));
  const rows: { readonly pivot: number; readonly entries: Float64Array }[] = [];
  const queue: PauliVector[] = [];
  const add = (vector: PauliVector) => {
    const entries = new Float64Array(d * d);
    for (const [key, value] of vector) entries[Math.floor(key / SHIFT) * d + (key % SHIFT)] = value;
    for (const row of rows) {
      const factor = entries[row.pivot];
      if (factor === 0) continue;
      for (let i = 0; i < entries.length; i++) entries[i] = (entries[i] + (PRIME - factor) * row.entries[i]) % PRIME;
    }
    const pivot = entries.findIndex((value) => value !== 0);
    if (pivot < 0) return;
    const inverse = power(entries[pivot], PRIME - 2);
    rows.push({ pivot, entries: entries.map((value) => (value * inverse) % PRIME) });
    queue.push(vector);
  };
  for (const generator of residues) add(generator);
  for (let at = 0; at < queue.length && rows.length < d * d - 1; at++) {
    for (const generator of residues) add(commutator(queue[at], generator));
  }
  return rows.length;
}

/** The residue of a double, which is an integer times a power of two. */
function residueOf(value: number): number {
  let mantissa = Math.abs(value);
  let halvings = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    halvings++;
  }
  const residue = Number((BigInt(mantissa) * BigInt(power((PRIME + 1) / 2, halvings))) % BigInt(PRIME));
  return value < 0 && residue > 0 ? PRIME - residue : residue;
}

/** base^exponent modulo the prime. */
function power(base: number, exponent: number): number {
  let result = 1;
  let factor = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * factor) % PRIME;
    factor = (factor * factor) % PRIME;
  }
  return result;
}

/** -(i/2) [A, B], again a real combination of Pauli strings; coefficients modulo the prime. */
function commutator(a: PauliVector, b: PauliVector): PauliVector {
  const result: PauliVector = new Map();
  for (const [keyA, valueA] of a) {
    const p = stringOf(keyA);
    for (const [keyB, valueB] of b) {
      const q = stringOf(keyB);
      if (!anticommute(p, q)) continue;
      const product = { x: p.x ^ q.x, z: p.z ^ q.z };
      // P Q = i^k R with k odd for strings that anticommute: the commutator is 2 i^k R.
      const sign = productPhase(p, q) === 1 ? 1 : PRIME - 1;
      const term = (sign * ((valueA * valueB) % PRIME)) % PRIME;
      result.set(keyOf(product), ((result.get(keyOf(product)) ?? 0) + term) % PRIME);
    }
  }
  return result;
}

/** k of P Q = i^k R, R being the Pauli string with the exclusive or of the masks. */
function productPhase(p: PauliString, q: PauliString): number {
  const x = p.x ^ q.x;
  const z = p.z ^ q.z;
  // P = i^{|x&z|} X^x Z^z, and Z^z X^x' = (-1)^{|z & x'|} X^x' Z^z.
  return (bitCount(p.x & p.z) + bitCount(q.x & q.z) + 2 * bitCount(p.z & q.x) - bitCount(x & z) + 4 * 64) & 3;
}

/** Signed images of X and Z of every qubit. */
type Images = readonly { readonly x: PauliTerm; readonly z: PauliTerm }[];

function identityImages(qubits: number): Images {
  return Array.from({ length: qubits }, (_, q) => ({
    x: { x: qubitBit(qubits, q), z: 0, coefficient: 1 },
    z: { x: 0, z: qubitBit(qubits, q), coefficient: 1 },
  }));
}

/** The image of a string: the product of the images of its letters. */
function imageOf(images: Images, pauli: PauliString, qubits: number): PauliTerm {
  let result: PauliString = { x: 0, z: 0 };
  // Y = i X Z.
  let phase = bitCount(pauli.x & pauli.z);
  let coefficient = 1;
  const times = (term: PauliTerm) => {
    phase += productPhase(result, term);
    coefficient *= term.coefficient;
    result = { x: result.x ^ term.x, z: result.z ^ term.z };
  };
  for (let q = 0; q < qubits; q++) {
    if (pauli.x & qubitBit(qubits, q)) times(images[q].x);
    if (pauli.z & qubitBit(qubits, q)) times(images[q].z);
  }
  return { ...result, coefficient: (phase & 3) === 0 ? coefficient : -coefficient };
}

/** Images after one more gate G: U† P U with U = G U_before is U_before† (G† P G) U_before. Undefined unless G is a Clifford gate. */
function conjugatedByGate(
  images: Images,
  gate: keyof typeof fixedGates,
  at: readonly number[],
  qubits: number,
): Images | undefined {
  const { matrix } = fixedGates[gate];
  const result = [...images];
  for (const [place, q] of at.entries()) {
    const bit = 1 << (at.length - 1 - place);
    const x = conjugatedString(matrix, { x: bit, z: 0 });
    const z = conjugatedString(matrix, { x: 0, z: bit });
    if (x === undefined || z === undefined) return undefined;
    const spread = (term: PauliTerm): PauliTerm => {
      const local = { x: spreadMask(term.x, at, qubits), z: spreadMask(term.z, at, qubits) };
      const image = imageOf(images, local, qubits);
      return { ...image, coefficient: image.coefficient * term.coefficient };
    };
    result[q] = { x: spread(x), z: spread(z) };
  }
  return result;
}

function spreadMask(mask: number, at: readonly number[], qubits: number): number {
  return at.reduce((sum, q, place) => (mask & (1 << (at.length - 1 - place)) ? sum | qubitBit(qubits, q) : sum), 0);
}

/** G† P G as a signed Pauli string; undefined where it is none. */
function conjugatedString(matrix: (typeof fixedGates)["X"]["matrix"], pauli: PauliString): PauliTerm | undefined {
  const d = matrix.rows;
  for (let x = 0; x < d; x++) {
    for (let z = 0; z < d; z++) {
      const trace = overlapTrace(matrix, pauli, { x, z }) / d;
      if (Math.abs(Math.abs(trace) - 1) < 1e-9) return { x, z, coefficient: Math.sign(trace) };
    }
  }
  return undefined;
}

/** Re tr(G† P G Q). */
function overlapTrace({ rows: d, re, im }: (typeof fixedGates)["X"]["matrix"], p: PauliString, q: PauliString): number {
  let sum = 0;
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < d; b++) {
      // <a|G† P G|b> <b|Q|a>: Q takes a to b = a ^ q.x.
      if ((a ^ q.x) !== b) continue;
      let elementRe = 0;
      let elementIm = 0;
      for (let i = 0; i < d; i++) {
        // conj(G_{ja}) P_{ji} G_{ib} with j = i ^ p.x.
        const j = i ^ p.x;
        const [pr, pi] = matrixElement(p, i);
        const gr = pr * re[i * d + b] - pi * im[i * d + b];
        const gi = pr * im[i * d + b] + pi * re[i * d + b];
        elementRe += re[j * d + a] * gr + im[j * d + a] * gi;
        elementIm += re[j * d + a] * gi - im[j * d + a] * gr;
      }
      const [qr, qi] = matrixElement(q, a);
      sum += elementRe * qr - elementIm * qi;
    }
  }
  return sum;
}

/** <i ^ x|P|i>. */
function matrixElement(p: PauliString, i: number): readonly [number, number] {
  const sign = parity(i & p.z) === 1 ? -1 : 1;
  const phase = bitCount(p.x & p.z) & 3;
  return [sign * [1, 0, -1, 0][phase], sign * [0, 1, 0, -1][phase]];
}
