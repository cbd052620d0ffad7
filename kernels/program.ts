// Runs a circuit, given as a list of operations, forward and backward on a whole batch in one call each.
//
// Operations are eight 32-bit words; tables and matrices are given by their address, in units of 16 bytes:
//   ROTATION  x z rotation
//   ROTATION_YZ  bit rotation(RY) rotation(RZ)    (-1: none)
//   PERMUTATION  cycles
//   DIAGONAL  table
//   SMALL  size mask offsets matrix
//   DENSE  re im rotation x z    (the rotation, if any, acts before the matrix; -1: none)
//   QUBIT  bit matrix
//   PAIR  upper lower matrix
// Dense operations read one kept batch and write the next; all others work in place. With several threads every thread runs the same
// program: rows of dense products are split, everything else each thread does for itself, on its own copy. Programs without dense products and
// single rotations may be shared out as a whole (`sharing`): tiles of runs and cycles of permutations are split, the first thread does the rest.
import { address, overlapAt, trigAt, weightAt, word } from "./addresses";
import { multiply, multiplyAdjoint } from "./dense";
import { multiplyDiagonal, multiplySmall, permute } from "./gates";
import { forwardRun, undoRun } from "./layers-yz";
import {
  announce,
  batchBytes,
  blockBytes,
  blocks,
  chunkRows,
  chunks,
  dimension,
  exchange,
  expectation,
  groupAt,
  groups,
  kept,
  operations,
  overlaps,
  panel,
  partial,
  program,
  resultAt,
  resultBytes,
  rotations,
  scratch,
  sharing,
  thread,
  threads,
  vectorsOf,
} from "./layout";
import { meet } from "./meeting";
import { applyObservable, applyShare, realOverlap } from "./observables";
import { addGenerator, overlap, rotate, rotateInPlace } from "./rotations";
import { RESULT_SHIFT, splat, VECTOR_BYTES, VECTOR_SHIFT } from "./simd";
import { multiplyPair, multiplyQubit } from "./small";

const ROTATION: i32 = 0;
const ROTATION_YZ: i32 = 1;
const PERMUTATION: i32 = 2;
const DIAGONAL: i32 = 3;
const SMALL: i32 = 4;
const DENSE: i32 = 5;
const QUBIT: i32 = 6;
const PAIR: i32 = 7;

/** The first row of a dense product that belongs to this thread; a multiple of eight, where there are that many. */
@inline
function firstRow(k: i32): i32 {
  const rows = (dimension / threads) & ~7;
  return k == threads ? dimension : k * rows;
}

/** Says which matrix operation k will multiply with, if it is one that does. */
@inline
function announceDense(k: i32): void {
  const op = program + (<usize>k << 5);
  if (k >= 0 && k < operations && word(op, 0) == DENSE) announce(address(op, 1), address(op, 2));
  else announce(0, 0);
}

/** |0...0> in every column of block 0 of the first kept batch, zero in the tangents. */
export function start(): void {
  memory.fill(kept, 0, batchBytes);
  for (let g = 0; g < groups; g++) {
    const at = kept + groupAt(g);
    for (let v = 0; v < vectorsOf(g); v++) v128.store(at + (<usize>v << VECTOR_SHIFT), splat(1));
  }
}

/** Applies the circuit to the groups g0 .. g1 - 1 of the first kept batch; returns where the final batch is. */
export function forward(g0: i32, g1: i32): usize {
  let psi = kept;
  for (let k = 0; k < operations; k++) {
    const op = program + (<usize>k << 5);
    const kind = word(op, 0);
    if (kind == DENSE) {
      let x = psi;
      if (word(op, 3) >= 0) {
        rotateBatch(psi, scratch, word(op, 4), word(op, 5), word(op, 3), 1);
        x = scratch;
      }
      psi += batchBytes;
      announceDense(k + 1);
      multiply(address(op, 1), address(op, 2), x, psi, firstRow(thread), firstRow(thread + 1));
      meet();
    } else if (kind == ROTATION_YZ) {
      const last = lastOfRun(k, 1);
      for (let g = g0; g < g1; g++) forwardRun(op, program + (<usize>last << 5), psi + groupAt(g), g);
      k = last;
    } else {
      for (let g = g0; g < g1; g++) forwardGate(op, kind, psi, g);
      if (sharing) meet();
    }
  }
  return psi;
}

/** The last of the operations from `k` on, or before `k`, that are all ROTATION_YZ, each on a qubit of its own. */
function lastOfRun(k: i32, step: i32): i32 {
  let last = k;
  let bits = word(program + (<usize>k << 5), 1);
  for (let next = k + step; next >= 0 && next < operations; next += step) {
    const op = program + (<usize>next << 5);
    if (word(op, 0) != ROTATION_YZ || (bits & word(op, 1)) != 0) break;
    bits |= word(op, 1);
    last = next;
  }
  return last;
}

function forwardGate(op: usize, kind: i32, psi: usize, g: i32): void {
  const vectors = vectorsOf(g);
  for (let b = 0; b < blocks; b++) {
    const at = psi + <usize>b * blockBytes + groupAt(g);
    if (kind == ROTATION) rotateInPlace(at, dimension, vectors, word(op, 1), word(op, 2), trigAt(word(op, 3), g), 1);
    else applyGate(op, kind, at, vectors, false);
  }
  if (kind != ROTATION) return;
  for (let b = 1; b < blocks; b++) {
    const tangent = psi + <usize>b * blockBytes + groupAt(g);
    addGenerator(psi + groupAt(g), tangent, dimension, vectors, word(op, 1), word(op, 2), weightAt(word(op, 3), b - 1, g), 1);
  }
}

/** A gate without a parameter, or its inverse; where rows are shared, this thread's part of it. */
function applyGate(op: usize, kind: i32, at: usize, vectors: i32, inverse: bool): void {
  if (kind == PERMUTATION) return permute(at, vectors, address(op, 1), inverse, sharing ? thread : 0, sharing ? threads : 1);
  if (!sharing || thread == 0) applyWhole(op, kind, at, vectors, inverse);
}

function applyWhole(op: usize, kind: i32, at: usize, vectors: i32, inverse: bool): void {
  if (kind == PAIR) multiplyPair(at, dimension, vectors, word(op, 1), word(op, 2), address(op, 3), inverse);
  else if (kind == QUBIT) multiplyQubit(at, dimension, vectors, word(op, 1), address(op, 2), inverse);
  else if (kind == DIAGONAL) multiplyDiagonal(at, dimension, vectors, address(op, 1), inverse);
  else multiplySmall(at, dimension, vectors, word(op, 1), word(op, 2), address(op, 3), address(op, 4), inverse, panel);
}

/** Rotates all groups and blocks out of place, tangents included; `direction` -1 undoes it. */
function rotateBatch(input: usize, output: usize, x: i32, z: i32, rotation: i32, direction: f64): void {
  for (let g = 0; g < groups; g++) {
    const vectors = vectorsOf(g);
    const at = groupAt(g);
    for (let b = 0; b < blocks; b++) {
      const block = <usize>b * blockBytes + at;
      rotate(input + block, output + block, dimension, vectors, x, z, trigAt(rotation, g), direction);
    }
    // P commutes with the rotation, so the tangent's term may be added after it either way.
    for (let b = 1; b < blocks; b++) {
      const block = <usize>b * blockBytes + at;
      addGenerator(output + at, output + block, dimension, vectors, x, z, weightAt(rotation, b - 1, g), direction);
    }
  }
}

/** O ψ of the final batch at `psi` in this thread's first scratch batch, and <O>, for the groups g0 .. g1 - 1. */
export function observe(psi: usize, g0: i32, g1: i32): void {
  applyObservable(psi, scratch, g0, g1);
  if (thread > 0) return;
  for (let g = g0; g < g1; g++) realOverlap(psi + groupAt(g), scratch + groupAt(g), vectorsOf(g), expectation + resultAt(g));
}

/** The same by all threads that share rows. */
function observeTogether(psi: usize, g0: i32, g1: i32): void {
  applyShare(psi, scratch, g0, g1);
  meet();
  if (thread == 0) for (let g = g0; g < g1; g++) realOverlap(psi + groupAt(g), scratch + groupAt(g), vectorsOf(g), expectation + resultAt(g));
  meet();
}

/**
 * <O> and its derivatives for the groups g0 .. g1 - 1: the observable acts on the final batch at `psi`, and the circuit is undone on
 * states and co-states.
 */
export function backward(psi: usize, g0: i32, g1: i32): void {
  const lambda = scratch;
  let turn: usize = 0;
  announce(0, 0);
  if (sharing) observeTogether(psi, g0, g1);
  else observe(psi, g0, g1);
  for (let k = operations - 1; k >= 0; k--) {
    const op = program + (<usize>k << 5);
    const kind = word(op, 0);
    if (kind == DENSE) {
      psi -= batchBytes;
      const image = exchange + turn * batchBytes;
      turn = 1 - turn;
      announceDense(k - 1);
      multiplyAdjoint(address(op, 1), address(op, 2), lambda, image, firstRow(thread), firstRow(thread + 1));
      meet();
      const x = word(op, 4);
      const z = word(op, 5);
      const rotation = word(op, 3);
      if (rotation >= 0) {
        rotateBatch(image, lambda, x, z, rotation, -1);
        overlapsOf(lambda, psi, x, z, rotation, 0, groups);
      } else {
        memory.copy(lambda, image, batchBytes);
      }
    } else if (kind == ROTATION) {
      const x = word(op, 1);
      const z = word(op, 2);
      for (let g = g0; g < g1; g++) {
        undoRotation(psi, x, z, word(op, 3), g);
        undoRotation(lambda, x, z, word(op, 3), g);
      }
      overlapsOf(lambda, psi, x, z, word(op, 3), g0, g1);
    } else if (kind == ROTATION_YZ) {
      const first = lastOfRun(k, -1);
      for (let g = g0; g < g1; g++) undoRun(program + (<usize>first << 5), op, psi + groupAt(g), lambda + groupAt(g), g);
      k = first;
    } else {
      for (let g = g0; g < g1; g++) {
        for (let b = 0; b < blocks; b++) {
          const at = <usize>b * blockBytes + groupAt(g);
          applyGate(op, kind, psi + at, vectorsOf(g), true);
          applyGate(op, kind, lambda + at, vectorsOf(g), true);
        }
      }
      if (sharing) meet();
    }
  }
  meet();
  if (threads > 1 && thread == 0 && !sharing) gatherOverlaps();
}

/** Undoes a rotation in place, tangents included. */
function undoRotation(batch: usize, x: i32, z: i32, rotation: i32, g: i32): void {
  const vectors = vectorsOf(g);
  const at = batch + groupAt(g);
  for (let b = 1; b < blocks; b++) {
    addGenerator(at, at + <usize>b * blockBytes, dimension, vectors, x, z, weightAt(rotation, b - 1, g), -1);
  }
  for (let b = 0; b < blocks; b++) rotateInPlace(at + <usize>b * blockBytes, dimension, vectors, x, z, trigAt(rotation, g), -1);
}

/**
 * Overlaps Im <λ|P|ψ> and their derivatives Im <λ'|P|ψ> + Im <λ|P|ψ'>, chunk by chunk. With several threads the chunks are shared out and
 * their sums kept apart until all are there, so that they are added up in the same order.
 */
function overlapsOf(lambda: usize, psi: usize, x: i32, z: i32, rotation: i32, g0: i32, g1: i32): void {
  const rows = chunkRows();
  const count = chunks();
  for (let c = thread; c < count; c += threads) {
    for (let b = 0; b < blocks; b++) {
      const block = <usize>b * blockBytes;
      for (let g = g0; g < g1; g++) {
        const at = groupAt(g);
        const vectors = vectorsOf(g);
        let out = overlapAt(rotation, b, g);
        let added = c > 0;
        if (threads > 1) {
          out = partial + <usize>((rotation * blocks + b) * count + c) * resultBytes + resultAt(g);
          added = false;
        }
        const from = c * rows;
        if (b == 0) {
          overlap(lambda + at, psi + at, vectors, x, z, from, from + rows, out, added);
        } else {
          // Both terms of a chunk are added up before the chunk is added to the others, with any number of threads.
          const sum = added ? partial + resultAt(g) : out;
          overlap(lambda + block + at, psi + at, vectors, x, z, from, from + rows, sum, false);
          overlap(lambda + at, psi + block + at, vectors, x, z, from, from + rows, sum, true);
          if (added) addResults(out, sum, vectors);
        }
      }
    }
  }
}

function addResults(out: usize, line: usize, vectors: i32): void {
  const bytes = <usize>vectors << RESULT_SHIFT;
  for (let p: usize = 0; p < bytes; p += VECTOR_BYTES) v128.store(out + p, f64x2.add(v128.load(out + p), v128.load(line + p)));
}

/** Adds up the chunks of every overlap, in order. */
function gatherOverlaps(): void {
  const parts = chunks();
  const count = rotations * blocks;
  for (let k = 0; k < count; k++) {
    const out = overlaps + <usize>k * resultBytes;
    const first = partial + <usize>(k * parts) * resultBytes;
    for (let p: usize = 0; p < resultBytes; p += VECTOR_BYTES) {
      let sum = v128.load(first + p);
      for (let c = 1; c < parts; c++) sum = f64x2.add(sum, v128.load(first + <usize>c * resultBytes + p));
      v128.store(out + p, sum);
    }
  }
}

/** Undoes the circuit on the final batch, in place as far as it goes; returns where the input is recovered. */
export function undo(psi: usize): usize {
  let batch = psi;
  let turn: usize = 0;
  for (let k = operations - 1; k >= 0; k--) {
    const op = program + (<usize>k << 5);
    const kind = word(op, 0);
    if (kind == DENSE) {
      const image = exchange + turn * batchBytes;
      turn = 1 - turn;
      multiplyAdjoint(address(op, 1), address(op, 2), batch, image, 0, dimension);
      batch = image;
      if (word(op, 3) >= 0) {
        for (let g = 0; g < groups; g++) undoRotation(batch, word(op, 4), word(op, 5), word(op, 3), g);
      }
    } else {
      for (let g = 0; g < groups; g++) {
        if (kind == ROTATION) undoRotation(batch, word(op, 1), word(op, 2), word(op, 3), g);
        else if (kind == ROTATION_YZ) {
          if (word(op, 3) >= 0) undoRotation(batch, 0, word(op, 1), word(op, 3), g);
          if (word(op, 2) >= 0) undoRotation(batch, word(op, 1), word(op, 1), word(op, 2), g);
        } else if (kind == PERMUTATION) permute(batch + groupAt(g), vectorsOf(g), address(op, 1), true, 0, 1);
        else applyWhole(op, kind, batch + groupAt(g), vectorsOf(g), true);
      }
    }
  }
  return batch;
}
