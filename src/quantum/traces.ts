/**
 * Traces of powers of observables: from Pauli sums term by term, without matrices, so that any number of qubits works.
 */
import { requireInteger } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { type ComplexMatrix, multiply } from "../linalg/complex-matrix.ts";
import type { Observable, PauliSumObservable } from "./observables.ts";
import { bitCount, MAX_QUBITS, type PauliString, type PauliTerm, parity } from "./pauli.ts";

/** Largest power whose trace is computed. */
const MAX_TRACE_POWER = 8;

/** Products of terms that one power of a Pauli sum may take. */
const MAX_PRODUCTS = 2 ** 24;

/**
 * tr O, tr O², ..., tr O^powers.
 *
 * Pauli sums are multiplied as Pauli sums: with m terms tr O⁴ takes m² products, whatever the number of qubits. Projectors have
 * traces 1. Dense matrices are multiplied.
 *
 * @param powers 1 to 8
 * @throws ArgumentError for another number, or a Pauli sum whose powers have too many terms
 */
export function tracesOfPowers(observable: Observable, powers: number): number[] {
  requireInteger("powers", powers, 1, MAX_TRACE_POWER);
  if (observable.kind === "projector") return Array<number>(powers).fill(1);
  return observable.kind === "dense" ? denseTraces(observable.matrix, powers) : pauliTraces(observable, powers);
}

/** P Q = i^phase R: the phase, an integer mod 4. R has the masks' exclusive or. */
export function productPhase(p: PauliString, q: PauliString): number {
  // With P = i^{|x & z|} X^x Z^z, moving Z^{z_p} past X^{x_q} gives (-1)^{|z_p & x_q|}.
  const own = bitCount(p.x & p.z) + bitCount(q.x & q.z) - bitCount((p.x ^ q.x) & (p.z ^ q.z));
  return (((own + 2 * parity(p.z & q.x)) % 4) + 4) % 4;
}

/** Traces by tr O^{a+b} = d Σ_P c_P(O^a) c_P(O^b): half the powers are enough, and powers of a Hermitian O have real coefficients. */
function pauliTraces({ qubits, terms }: PauliSumObservable, powers: number): number[] {
  const dimension = 2 ** qubits;
  const sums = [new Map([[0, { x: 0, z: 0, coefficient: 1 }]])];
  for (let a = 1; a <= Math.ceil(powers / 2); a++) sums.push(timesSum(sums[a - 1], terms));
  return Array.from({ length: powers }, (_, k) => {
    const half = Math.ceil((k + 1) / 2);
    let overlap = 0;
    for (const [key, { coefficient }] of sums[k + 1 - half]) overlap += coefficient * (sums[half].get(key)?.coefficient ?? 0);
    return dimension * overlap;
  });
}

/** The Pauli sum A B, for commuting A and B, whose product has real coefficients. */
function timesSum(sum: ReadonlyMap<number, PauliTerm>, terms: readonly PauliTerm[]): Map<number, PauliTerm> {
  if (sum.size * terms.length > MAX_PRODUCTS) {
    throw new ArgumentError(
      "observable",
      new Described(`a sum of ${terms.length} Pauli strings`),
      `a sum whose powers take at most ${MAX_PRODUCTS} products`,
    );
  }
  const product = new Map<number, PauliTerm>();
  for (const a of sum.values()) {
    for (const b of terms) {
      const phase = productPhase(a, b);
      // Imaginary parts cancel between P Q and Q P.
      if (phase % 2 === 1) continue;
      const x = a.x ^ b.x;
      const z = a.z ^ b.z;
      const key = x * 2 ** MAX_QUBITS + z;
      const coefficient = (phase === 0 ? 1 : -1) * a.coefficient * b.coefficient + (product.get(key)?.coefficient ?? 0);
      product.set(key, { x, z, coefficient });
    }
  }
  return product;
}

function denseTraces(matrix: ComplexMatrix, powers: number): number[] {
  const halves = [matrix];
  for (let a = 2; a <= Math.ceil(powers / 2); a++) halves.push(multiply(halves[a - 2], matrix));
  return Array.from({ length: powers }, (_, k) => {
    const half = Math.ceil((k + 1) / 2);
    return k === 0 ? realTrace(matrix) : realOverlap(halves[k - half], halves[half - 1]);
  });
}

function realTrace({ rows, re }: ComplexMatrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += re[i * rows + i];
  return sum;
}

/** tr(A†B) of Hermitian matrices, which is real. */
function realOverlap(a: ComplexMatrix, b: ComplexMatrix): number {
  let sum = 0;
  for (let i = 0; i < a.re.length; i++) sum += a.re[i] * b.re[i] + a.im[i] * b.im[i];
  return sum;
}
