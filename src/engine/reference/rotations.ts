/**
 * Pauli rotations on a batch of states, and the inner products with a Pauli string that gradients are made of.
 *
 * P|j> = (a + ib)(-1)^{|j & z|} |j xor x>, where a + ib = i^{|x & z|}.
 */
import { type PauliString, parity, yPhase } from "../../quantum/pauli.ts";
import type { StateBatch } from "../engine.ts";

/**
 * ψ_c <- exp(-i φ_c P / 2) ψ_c for every column c.
 *
 * @param cos cos(φ_c / 2), shape (columns)
 * @param sin sin(φ_c / 2), shape (columns)
 */
export function rotateInPlace(
  { dimension, columns, re, im }: StateBatch,
  pauli: PauliString,
  cos: Float64Array,
  sin: Float64Array,
): void {
  if (pauli.x === 0) {
    for (let j = 0; j < dimension; j++) {
      const sign = parity(j & pauli.z) === 1 ? -1 : 1;
      const at = j * columns;
      for (let c = 0; c < columns; c++) {
        const s = sign * sin[c];
        const r = re[at + c];
        const i = im[at + c];
        re[at + c] = cos[c] * r + s * i;
        im[at + c] = cos[c] * i - s * r;
      }
    }
    return;
  }
  const [a, b] = yPhase(pauli);
  for (let j = 0; j < dimension; j++) {
    const k = j ^ pauli.x;
    if (k < j) continue;
    const signJ = parity(j & pauli.z) === 1 ? -1 : 1;
    const signK = parity(k & pauli.z) === 1 ? -1 : 1;
    // -i P|j> = (b - ia) signJ |k>
    const [jr, ji] = [signJ * b, -signJ * a];
    const [kr, ki] = [signK * b, -signK * a];
    const atJ = j * columns;
    const atK = k * columns;
    for (let c = 0; c < columns; c++) {
      const cosine = cos[c];
      const sine = sin[c];
      const r = re[atJ + c];
      const i = im[atJ + c];
      const u = re[atK + c];
      const v = im[atK + c];
      re[atJ + c] = cosine * r + sine * (kr * u - ki * v);
      im[atJ + c] = cosine * i + sine * (kr * v + ki * u);
      re[atK + c] = cosine * u + sine * (jr * r - ji * i);
      im[atK + c] = cosine * v + sine * (jr * i + ji * r);
    }
  }
}

/**
 * Adds w · (-i/2) P ψ_c to every tangent of column c, w being the tangent's weight.
 *
 * The batch holds groups of `group` columns: a state ψ and its group - 1 tangents.
 *
 * @param weights shape (columns); the entries of the states themselves are not read
 */
export function addGeneratorInPlace(batch: StateBatch, group: number, pauli: PauliString, weights: Float64Array): void {
  const { dimension, columns, re, im } = batch;
  const [a, b] = yPhase(pauli);
  for (let j = 0; j < dimension; j++) {
    const sign = parity(j & pauli.z) === 1 ? -0.5 : 0.5;
    const [gr, gi] = [sign * b, -sign * a];
    const source = j * columns;
    const target = (j ^ pauli.x) * columns;
    for (let first = 0; first < columns; first += group) {
      const r = gr * re[source + first] - gi * im[source + first];
      const i = gr * im[source + first] + gi * re[source + first];
      for (let c = first + 1; c < first + group; c++) {
        re[target + c] += weights[c] * r;
        im[target + c] += weights[c] * i;
      }
    }
  }
}

/**
 * Im <λ|P|ψ> for every group, and its derivative Im <λ'|P|ψ> + Im <λ|P|ψ'> for every tangent of the group.
 *
 * @returns shape (columns): the value at the group's first place, the derivatives at the places of the tangents
 */
export function imaginaryOverlaps(lambda: StateBatch, psi: StateBatch, group: number, pauli: PauliString): Float64Array {
  const { dimension, columns } = psi;
  const [a, b] = yPhase(pauli);
  const overlaps = new Float64Array(columns);
  for (let j = 0; j < dimension; j++) {
    const sign = parity(j & pauli.z) === 1 ? -1 : 1;
    const at = j * columns;
    const to = (j ^ pauli.x) * columns;
    for (let first = 0; first < columns; first += group) {
      // P ψ at place j xor x is (a + ib) sign ψ_j.
      const pr = sign * (a * psi.re[at + first] - b * psi.im[at + first]);
      const pi = sign * (a * psi.im[at + first] + b * psi.re[at + first]);
      const lr = lambda.re[to + first];
      const li = lambda.im[to + first];
      overlaps[first] += lr * pi - li * pr;
      for (let c = first + 1; c < first + group; c++) {
        const tr = sign * (a * psi.re[at + c] - b * psi.im[at + c]);
        const ti = sign * (a * psi.im[at + c] + b * psi.re[at + c]);
        overlaps[c] += lambda.re[to + c] * pi - lambda.im[to + c] * pr + (lr * ti - li * tr);
      }
    }
  }
  return overlaps;
}
