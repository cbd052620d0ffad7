// What a run of RY and RZ on many qubits needs, written into its thread's room: the shears of every RY, and tables of the phases of all RZ.
//
// The room holds the operation of every bit, the products of some rows, two lines of shears for every bit, a line of swings for every bit and
// tangent, and tables of phases and of weights for every four bits.
import { overlapAt, sumAt, trigAt, weightAt, word } from "./addresses";
import { blocks, dimension, operationRun, RUN_CHUNKS, room, setChunk, vectorsOf } from "./layout";
import { add, divide, flip, fma, fnma, lineLoad, mul, RESULT_SHIFT, signBits, splat, storeResult, subtract, VECTOR_BYTES, VECTOR_SHIFT, zero } from "./simd";

/** Bits of a table's index, and entries of a table. */
export const TABLE_BITS: i32 = 4;
export const ENTRIES: i32 = 16;
/** Rows whose overlaps are added up in one go. */
export const SUMMED: i32 = 64;
/** Bytes of the list of operations. */
const LIST_BYTES: usize = 128;

@inline
function qubits(): i32 {
  return 31 - clz(dimension);
}

@inline
function tables(): i32 {
  return (qubits() + TABLE_BITS - 1) / TABLE_BITS;
}

/** Where a phase taken from the tables is put together; products follow. */
@inline
export function upperAt(): usize {
  return room + LIST_BYTES;
}

@inline
export function productsAt(): usize {
  return room + LIST_BYTES + 2 * VECTOR_BYTES;
}

/** Lines tan(θ/4) and sin(θ/2) of the RY of a bit, both with the sign of cos(θ/2). */
@inline
export function shearsAt(bit: i32, vectors: i32): usize {
  const index = 31 - clz(bit);
  return productsAt() + <usize>SUMMED * VECTOR_BYTES + ((<usize>(2 * index) * <usize>vectors) << VECTOR_SHIFT);
}

/** Cos and sin lines of the phases, [table][index]. */
@inline
export function phasesAt(vectors: i32): usize {
  return shearsAt(dimension, vectors);
}

/** Half the weights of a tangent's RY of a bit. */
@inline
export function swingAt(bit: i32, tangent: i32, vectors: i32): usize {
  const index = 31 - clz(bit);
  const lines = 2 * ENTRIES * tables() + tangent * qubits() + index;
  return phasesAt(vectors) + ((<usize>lines * <usize>vectors) << VECTOR_SHIFT);
}

/** Half the weights of a tangent's RZ, with their signs, [table][index]. */
@inline
export function weightsAt(tangent: i32, vectors: i32): usize {
  const line = tangent * ENTRIES * tables();
  return swingAt(1, blocks - 1, vectors) + ((<usize>line * <usize>vectors) << VECTOR_SHIFT);
}

/** The place of a bit's operation in the run, or -1. */
@inline
function placeOf(bit: i32): i32 {
  return load<i32>(room + (<usize>(31 - clz(bit)) << 2));
}

/** The RY of a bit in the run, or -1; and its RZ. */
@inline
function turnOf(bit: i32): i32 {
  return placeOf(bit) < 0 ? -1 : word(operationRun + (<usize>placeOf(bit) << 5), 2);
}

@inline
function shiftOf(bit: i32): i32 {
  return placeOf(bit) < 0 ? -1 : word(operationRun + (<usize>placeOf(bit) << 5), 3);
}

@inline
export function isTurned(bit: i32): bool {
  return turnOf(bit) >= 0;
}

/** Whether any bit has an RZ. */
@inline
export function isShifted(): bool {
  return load<i32>(room + LIST_BYTES - 4) > 0;
}

/** The line of a bit's overlap with Y, in a block. */
@inline
export function turnOverlapAt(bit: i32, block: i32, group: i32): usize {
  return sumAt(turnOf(bit), block, group);
}

/** Adds a vector to a bit's overlap with Z, if the run has an operation on it. */
export function addOverlap(bit: i32, v: i32, group: i32, block: i32, value: v128): void {
  if (shiftOf(bit) >= 0) storeResult(sumAt(shiftOf(bit), block, group) + (<usize>v << RESULT_SHIFT), value, true);
}

/** Sets the sums of all operations of a run to zero, those of the chunk at hand. */
export function clearOverlaps(first: usize, last: usize, group: i32): void {
  const bytes = <usize>vectorsOf(group) << RESULT_SHIFT;
  for (let op = first; op <= last; op += 32) {
    for (let b = 0; b < blocks; b++) {
      if (word(op, 2) >= 0) memory.fill(sumAt(word(op, 2), b, group), 0, bytes);
      if (word(op, 3) >= 0) memory.fill(sumAt(word(op, 3), b, group), 0, bytes);
    }
  }
}

/** Adds up the chunks of all operations of a run, in order. */
export function gatherRun(first: usize, last: usize, group: i32): void {
  for (let op = first; op <= last; op += 32) {
    for (let b = 0; b < blocks; b++) {
      if (word(op, 2) >= 0) gatherChunks(word(op, 2), b, group);
      if (word(op, 3) >= 0) gatherChunks(word(op, 3), b, group);
    }
  }
}

function gatherChunks(rotation: i32, block: i32, group: i32): void {
  const bytes = <usize>vectorsOf(group) << RESULT_SHIFT;
  const out = overlapAt(rotation, block, group);
  for (let p: usize = 0; p < bytes; p += VECTOR_BYTES) {
    let sum = zero();
    for (let c = 0; c < RUN_CHUNKS; c++) {
      setChunk(c);
      sum = f64x2.add(sum, v128.load(sumAt(rotation, block, group) + p));
    }
    v128.store(out + p, sum);
  }
}

/** Fills the room for the operations first .. last. */
export function prepareRun(first: usize, last: usize, group: i32): void {
  const vectors = vectorsOf(group);
  const half = <usize>vectors << VECTOR_SHIFT;
  memory.fill(room, 255, LIST_BYTES);
  let shifted = 0;
  for (let op = first; op <= last; op += 32) {
    store<i32>(room + (<usize>(31 - clz(word(op, 1))) << 2), <i32>((op - first) >> 5));
    if (word(op, 3) >= 0) shifted++;
  }
  clearTables(group);
  for (let op = first; op <= last; op += 32) {
    if (word(op, 2) >= 0) prepareTurn(word(op, 1), word(op, 2), group);
  }
  store<i32>(room + LIST_BYTES - 4, shifted);
  if (shifted == 0) return;
  const phases = phasesAt(vectors);
  for (let bit = 1; bit < dimension; bit <<= 1) {
    const index = 31 - clz(bit);
    const table = index / TABLE_BITS;
    const count = 1 << (index % TABLE_BITS);
    const rotation = shiftOf(bit);
    doublePhases(phases + <usize>(2 * ENTRIES * table) * half, count, half, rotation >= 0 ? trigAt(rotation, group) : 0);
    for (let b = 1; b < blocks; b++) {
      const weights = weightsAt(b - 1, vectors) + <usize>(ENTRIES * table) * half;
      doubleWeights(weights, count, half, rotation >= 0 ? weightAt(rotation, b - 1, group) : 0);
    }
  }
}

/** The first entries of all tables: phases 1, weights 0. */
function clearTables(group: i32): void {
  const vectors = vectorsOf(group);
  const half = <usize>vectors << VECTOR_SHIFT;
  for (let table = 0; table < tables(); table++) {
    const at = phasesAt(vectors) + <usize>(2 * ENTRIES * table) * half;
    for (let p: usize = 0; p < half; p += VECTOR_BYTES) {
      v128.store(at + p, splat(1));
      v128.store(at + half + p, zero());
    }
    for (let b = 1; b < blocks; b++) memory.fill(weightsAt(b - 1, vectors) + <usize>(ENTRIES * table) * half, 0, half);
  }
}

/**
 * Shears and swings of the RY of a bit. Where cos(θ/2) is negative they are those of minus the rotation, and the first entry of the first
 * table changes its sign.
 */
function prepareTurn(bit: i32, rotation: i32, group: i32): void {
  const vectors = vectorsOf(group);
  const half = <usize>vectors << VECTOR_SHIFT;
  const shears = shearsAt(bit, vectors);
  const phases = phasesAt(vectors);
  const trig = trigAt(rotation, group);
  for (let p: usize = 0; p < half; p += VECTOR_BYTES) {
    const cosine = lineLoad(trig + p);
    const sign = signBits(cosine);
    const s = flip(lineLoad(trig + half + p), sign);
    v128.store(shears + p, divide(s, add(splat(1), flip(cosine, sign))));
    v128.store(shears + half + p, s);
    v128.store(phases + p, flip(lineLoad(phases + p), sign));
  }
  for (let b = 1; b < blocks; b++) {
    const weight = weightAt(rotation, b - 1, group);
    const swing = swingAt(bit, b - 1, vectors);
    for (let p: usize = 0; p < half; p += VECTOR_BYTES) v128.store(swing + p, mul(splat(0.5), lineLoad(weight + p)));
  }
}

/** The phases of one more bit: the entries there are, times exp(-iφ/2) where the bit is 0, times exp(iφ/2) where it is 1. */
function doublePhases(entries: usize, count: i32, half: usize, trig: usize): void {
  const bytes = <usize>count * (half << 1);
  if (trig == 0) return memory.copy(entries + bytes, entries, bytes);
  for (let p: usize = 0; p < half; p += VECTOR_BYTES) {
    const cosine = lineLoad(trig + p);
    const sine = lineLoad(trig + half + p);
    let at = entries + p;
    for (let k = 0; k < count; k++, at += half << 1) {
      const c = lineLoad(at);
      const s = lineLoad(at + half);
      const to = at + bytes;
      v128.store(at, fma(sine, s, mul(cosine, c)));
      v128.store(at + half, fnma(sine, c, mul(cosine, s)));
      v128.store(to, fnma(sine, s, mul(cosine, c)));
      v128.store(to + half, fma(sine, c, mul(cosine, s)));
    }
  }
}

/** The weights of one more bit: half its weight added where the bit is 0, taken away where it is 1. */
function doubleWeights(entries: usize, count: i32, half: usize, weight: usize): void {
  const bytes = <usize>count * half;
  if (weight == 0) return memory.copy(entries + bytes, entries, bytes);
  for (let p: usize = 0; p < half; p += VECTOR_BYTES) {
    const h = mul(splat(0.5), lineLoad(weight + p));
    let at = entries + p;
    for (let k = 0; k < count; k++, at += half) {
      const own = lineLoad(at);
      v128.store(at, add(own, h));
      v128.store(at + bytes, subtract(own, h));
    }
  }
}
