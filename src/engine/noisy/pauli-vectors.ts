/**
 * Kernels on batches of density matrices, kept as the real vectors r_P = tr(P ρ) over all Pauli strings P (see transfer-matrix.ts for
 * their numbers). The batch index runs fastest.
 *
 * A rotation turns pairs of coefficients into each other, a channel is a real matrix, and both have transposes: the maps of observables.
 */
import { pauliNumber, pauliOfNumber, type TransferMatrix } from "../../quantum/noise/transfer-matrix.ts";
import { bitCount, type PauliString, parity } from "../../quantum/pauli.ts";

/** Vectors of a batch: coefficient k of column c is values[k * columns + c]. */
export interface PauliBatch {
  /** 4^n. */
  readonly size: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A batch of zero vectors. */
export function emptyPauliBatch(size: number, columns: number): PauliBatch {
  return { size, columns, values: new Float64Array(size * columns) };
}

/** |0...0><0...0| in the first column of every group, zero tangents in the others: r_P = 1 for strings of I and Z. */
export function zeroDensities(qubits: number, columns: number, group: number): PauliBatch {
  const batch = emptyPauliBatch(4 ** qubits, columns);
  for (let k = 0; k < batch.size; k++) {
    if (pauliOfNumber(k, qubits).x !== 0) continue;
    for (let c = 0; c < columns; c += group) batch.values[k * columns + c] = 1;
  }
  return batch;
}

/**
 * The pairs (Q, Q') of coefficients that a rotation exp(-i φ P / 2) mixes, flat:
 * r_Q <- cos φ r_Q - sin φ r_Q', r_Q' <- sin φ r_Q + cos φ r_Q', where -i P Q = Q'.
 */
export function rotationPairs(pauli: PauliString, qubits: number): Int32Array {
  const p = pauliNumber(pauli, qubits);
  const pairs: number[] = [];
  for (let k = 0; k < 4 ** qubits; k++) {
    const q = pauliOfNumber(k, qubits);
    // Strings that commute with P stay; of each pair, the one from which the other follows with a plus sign comes first.
    if (parity(pauli.x & q.z) === parity(pauli.z & q.x)) continue;
    const product = { x: pauli.x ^ q.x, z: pauli.z ^ q.z };
    const quarterTurns =
      bitCount(pauli.x & pauli.z) + bitCount(q.x & q.z) - bitCount(product.x & product.z) + 2 * bitCount(pauli.z & q.x) - 1;
    if ((quarterTurns & 3) === 0) pairs.push(k, k ^ p);
  }
  return Int32Array.from(pairs);
}

/** Rotates every column by its own angle, given by cos φ and sin φ. */
export function rotatePairsInPlace(
  { columns, values }: PauliBatch,
  pairs: Int32Array,
  cos: Float64Array,
  sin: Float64Array,
): void {
  for (let k = 0; k < pairs.length; k += 2) {
    const first = pairs[k] * columns;
    const second = pairs[k + 1] * columns;
    for (let c = 0; c < columns; c++) {
      const a = values[first + c];
      const b = values[second + c];
      values[first + c] = cos[c] * a - sin[c] * b;
      values[second + c] = sin[c] * a + cos[c] * b;
    }
  }
}

/**
 * Adds w G r to every tangent of a group, r being the group's own vector and G the rotation's generator: G r_Q = -r_Q', G r_Q' = r_Q.
 *
 * @param weights shape (columns); the entries of the groups' own vectors are not read
 */
export function addPairGeneratorInPlace(
  { columns, values }: PauliBatch,
  group: number,
  pairs: Int32Array,
  weights: Float64Array,
): void {
  for (let k = 0; k < pairs.length; k += 2) {
    const first = pairs[k] * columns;
    const second = pairs[k + 1] * columns;
    for (let own = 0; own < columns; own += group) {
      const a = values[first + own];
      const b = values[second + own];
      for (let c = own + 1; c < own + group; c++) {
        values[first + c] -= weights[c] * b;
        values[second + c] += weights[c] * a;
      }
    }
  }
}

/**
 * λ · G r for every group, and its derivative λ' · G r + λ · G r' for every tangent of the group.
 *
 * @returns shape (columns): the value at the group's first place, the derivatives at the places of the tangents
 */
export function generatorOverlaps(lambda: PauliBatch, r: PauliBatch, group: number, pairs: Int32Array): Float64Array {
  const { columns } = r;
  const overlaps = new Float64Array(columns);
  for (let k = 0; k < pairs.length; k += 2) {
    const first = pairs[k] * columns;
    const second = pairs[k + 1] * columns;
    for (let own = 0; own < columns; own += group) {
      const [a, b] = [r.values[first + own], r.values[second + own]];
      const [u, v] = [lambda.values[first + own], lambda.values[second + own]];
      overlaps[own] += v * a - u * b;
      for (let c = own + 1; c < own + group; c++) {
        overlaps[c] +=
          lambda.values[second + c] * a - lambda.values[first + c] * b + (v * r.values[first + c] - u * r.values[second + c]);
      }
    }
  }
  return overlaps;
}

/** Where the coefficients that a matrix on some qubits mixes lie: for every base, places base + offsets[s]. */
export interface PauliPlaces {
  readonly bases: Int32Array;
  readonly offsets: Int32Array;
}

/** The places of a transfer matrix on the given qubits of `qubits`, the first the most significant of its index. */
export function pauliPlaces(qubits: number, on: readonly number[]): PauliPlaces {
  const units = on.map((q) => 4 ** (qubits - 1 - q));
  const digit = (k: number, unit: number) => Math.floor(k / unit) & 3;
  const offsets = Int32Array.from({ length: 4 ** on.length }, (_, s) =>
    units.reduce((offset, unit, k) => offset + digit(s, 4 ** (on.length - 1 - k)) * unit, 0),
  );
  const bases = Array.from({ length: 4 ** qubits }, (_, k) => k).filter((k) => units.every((unit) => digit(k, unit) === 0));
  return { bases: Int32Array.from(bases), offsets };
}

/**
 * r <- R r, or Rᵀ r, for every column.
 *
 * @param scratch at least 4^k rows of `columns` numbers
 */
export function applyTransferInPlace(
  { columns, values }: PauliBatch,
  { bases, offsets }: PauliPlaces,
  { size, values: matrix }: TransferMatrix,
  transposed: boolean,
  scratch: Float64Array,
): void {
  const rowStride = transposed ? 1 : size;
  const termStride = transposed ? size : 1;
  for (const base of bases) {
    for (let s = 0; s < size; s++) {
      const from = (base + offsets[s]) * columns;
      scratch.set(values.subarray(from, from + columns), s * columns);
    }
    for (let s = 0; s < size; s++) {
      const to = (base + offsets[s]) * columns;
      values.fill(0, to, to + columns);
      for (let t = 0; t < size; t++) {
        const factor = matrix[s * rowStride + t * termStride];
        if (factor === 0) continue;
        const from = t * columns;
        for (let c = 0; c < columns; c++) values[to + c] += factor * scratch[from + c];
      }
    }
  }
}

/** Multiplies every coefficient but that of the identity by a factor. */
export function shrinkInPlace({ columns, values }: PauliBatch, factor: number): void {
  for (let k = columns; k < values.length; k++) values[k] *= factor;
}
