/**
 * Where the arrays of a run lie in memory, behind the image of its circuit.
 */

import type { BatchShape } from "../../kernels/kernels.ts";
import { Allocator } from "./arena.ts";
import { addressWord, type Image } from "./image.ts";

/** Most steps of gradient descent in one call. */
export const DESCENT_STEPS = 64;

/** Bytes between two blocks of a batch, as the kernels have them. */
const BLOCK_GAP = 1024;

/** Rows above which runs of rotations are summed in chunks, as the kernels have it. */
const RUN_TILE = 4096;

/** Where a run of a given size has its arrays. */
export interface Layout {
  readonly columns: number;
  readonly blocks: number;
  /** Bytes of a vector of so many columns, and vectors in a full group. */
  readonly vectorBytes: number;
  readonly lanes: number;
  readonly width: number;
  readonly vectors: number;
  readonly groups: number;
  /** Bytes of one real, and of one result, which is double, for every column. */
  readonly lineBytes: number;
  readonly resultBytes: number;
  readonly theta: number;
  readonly trig: number;
  readonly weights: number;
  readonly overlaps: number;
  readonly expectation: number;
  /** For gradient descent: the gradient, offsets of every column, and a line of <O> and of kernels for each step. */
  readonly gradient: number;
  readonly offsets: number;
  readonly values: number;
  readonly kernels: number;
  /** Batches kept on the way forward, of which the first is the input. */
  readonly kept: number;
  /** For each of several observables, a line of ones for the columns that have it. */
  readonly masks: number;
}

/** Size of a run. */
export interface RunSize {
  readonly qubits: number;
  readonly parameters: number;
  readonly rotations: number;
  readonly columns: number;
  readonly blocks: number;
  readonly threads: number;
  readonly patience: number;
  readonly lanes: number;
  readonly shape: BatchShape;
  /** Observables, of which a column has one; 1 where all have the same. */
  readonly observables: number;
  /** Whether threads share the rows of every operation. */
  readonly sharing: boolean;
}

/** Lays the arrays of a run out behind the image and writes their description for the kernels. */
export function layOut(
  image: Image,
  { qubits, parameters, rotations, columns, blocks, threads, patience, lanes, shape, observables, sharing }: RunSize,
): Layout {
  const { arena, denseOperations } = image;
  const dimension = 2 ** qubits;
  const { vectorBytes, width } = shape;
  const vectors = Math.ceil(columns / lanes);
  const groups = Math.ceil(vectors / width);
  const lastWidth = vectors - (groups - 1) * width;
  const lineBytes = vectorBytes * vectors;
  const resultBytes = 8 * lanes * vectors;
  const batchBytes = blocks * (2 * vectorBytes * dimension * vectors + BLOCK_GAP);
  const chunks = Math.max(1, Math.min(64, dimension / 32));
  const roomBytes = image.layered ? roomOf(qubits, blocks, vectorBytes, width) : 0;
  const allocator = new Allocator(image.end);
  const theta = allocator.take(8 * lanes * vectors * parameters);
  const trig = allocator.take(2 * rotations * lineBytes);
  const weights = allocator.take(rotations * (blocks - 1) * lineBytes);
  const overlaps = allocator.take(rotations * blocks * resultBytes);
  const expectation = allocator.take(resultBytes);
  const gradient = allocator.take(8 * columns * parameters);
  const offsets = allocator.take(8 * columns);
  const values = allocator.take(8 * columns * DESCENT_STEPS);
  const kernels = allocator.take(8 * columns * DESCENT_STEPS);
  const kept = allocator.take((denseOperations + 1) * batchBytes);
  const exchange = allocator.take(denseOperations > 0 ? 2 * batchBytes : 0);
  const summed = threads > 1 || (image.layered && dimension > RUN_TILE);
  const partial = allocator.take((summed ? rotations * blocks * chunks : 1) * resultBytes);
  const scratch = allocator.take((sharing ? 1 : threads) * batchBytes);
  const panel = allocator.take(threads * image.panelBytes);
  const operand = allocator.take(image.multiplies ? (threads * 3 * batchBytes) / 2 : 0);
  const choices = observables > 1 ? observables : 0;
  const masks = allocator.take(choices * lineBytes);
  const chosen = allocator.take(choices > 0 ? threads * batchBytes : 0);
  const room = allocator.take(threads * roomBytes);
  arena.reserve(allocator.end);
  arena.float64.fill(0, theta / 8, kept / 8);
  arena.float64.fill(0, masks / 8, chosen / 8);
  arena.int32.set(
    [
      ...[dimension, width, lastWidth, groups, blocks, addressWord(image.program), image.operations],
      ...[trig, weights, kept, exchange, partial, overlaps, expectation, image.observable, image.meeting].map(addressWord),
      ...[threads, ...[scratch, panel, image.panelBytes, operand].map(addressWord)],
      ...[rotations, Math.ceil(1000 * patience), vectorBytes, choices, addressWord(masks), addressWord(chosen), columns],
      ...[...[room, roomBytes].map(addressWord), sharing ? 1 : 0],
    ],
    image.description / 4,
  );
  return {
    ...{
      columns,
      blocks,
      vectorBytes,
      lanes,
      width,
      vectors,
      groups,
      lineBytes,
      resultBytes,
      theta,
      trig,
      weights,
      overlaps,
      expectation,
    },
    ...{ gradient, offsets, values, kernels, kept, masks },
  };
}

/**
 * Bytes of a thread's room for a run of RY and RZ, as kernels/runs-yz.ts fills it: a list, products of rows, two lines of shears for every
 * qubit, and tables of 16 lines for every four of them.
 */
function roomOf(qubits: number, blocks: number, vectorBytes: number, width: number): number {
  const tangents = blocks - 1;
  const lines = (2 + tangents) * qubits + 16 * Math.ceil(qubits / 4) * (2 + tangents);
  return 128 + (2 + 64 + width * lines) * vectorBytes;
}

/** Where a column lies: the vectors before its group, its lane in the group, and how many vectors the group has. */
export function placeOf(
  column: number,
  lanes: number,
  width: number,
  vectors: number,
): { start: number; lane: number; groupVectors: number } {
  const start = width * Math.floor(column / (lanes * width));
  return { start, lane: column - lanes * start, groupVectors: Math.min(width, vectors - start) };
}
