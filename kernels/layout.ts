// How batches lie in memory, and what one run of a program needs. Set once for each run, in every thread's instance.
//
// A batch has `blocks` blocks: block 0 holds the states, the others their tangents. A block has groups of up to `width` vectors of two
// columns, four in single precision; row j of a group holds the real parts of its vectors, then the imaginary parts.

import { RESULT_SHIFT, ROW_SHIFT, VECTOR_SHIFT } from "./simd";

/** Most rows whose products are added up in single precision. */
export const SINGLE_ROWS: i32 = 256;

/** Bytes between two blocks: without them rows of the same number would share their sets of the cache. */
const BLOCK_GAP: usize = 1024;

/** Where the memory begins that addresses count from; 0 where they are addresses already. */
export let base: usize = 0;
/** 2^qubits. */
export let dimension: i32 = 0;
/** Vectors of a full group, and of the last one. */
export let width: i32 = 0;
export let lastWidth: i32 = 0;
export let groups: i32 = 0;
export let blocks: i32 = 0;
/** Columns that are not padding. */
export let columns: i32 = 0;
/** Bytes of a block, and of a whole batch. */
export let blockBytes: usize = 0;
export let batchBytes: usize = 0;
/** Bytes of one real, and of one result, for every column (padded to whole vectors). */
export let lineBytes: usize = 0;
export let resultBytes: usize = 0;
/** Operations, and how many. */
export let program: usize = 0;
export let operations: i32 = 0;
/** Rotations of the circuit. */
export let rotations: i32 = 0;
/** cos and sin of half angles, [rotation][group][cos, sin]. */
export let trig: usize = 0;
/** Tangent weights, [rotation][block - 1][column]. */
export let weights: usize = 0;
/** Batches kept on the way forward, one after the other. */
export let kept: usize = 0;
/** Two batches that co-states of dense layers are written to in turn. */
export let exchange: usize = 0;
/** This thread's own batch. */
export let scratch: usize = 0;
/** Room for a panel of a transposed matrix. */
export let panel: usize = 0;
/** This thread's own operand of a dense product, taken apart into one and a half batches. */
export let operand: usize = 0;
/** Partial overlaps [rotation][block][chunk][column], summed into [rotation][block][column]; one line of them where one thread works. */
export let partial: usize = 0;
export let overlaps: usize = 0;
/** <O> of every column. */
export let expectation: usize = 0;
/** The observable, see observables.ts. */
export let observable: usize = 0;
/** How many observables there are where columns have one of several, their descriptions one after the other; 0 where all have the same. */
export let choices: i32 = 0;
/** For each of them, 1 for the columns that have it and 0 for the others. */
export let masks: usize = 0;
/** This thread's own batch for the image of one of them. */
export let chosen: usize = 0;
/** Planes of the matrix that will be multiplied with next, or 0: what native kernels fetch ahead. */
export let followingRe: usize = 0;
export let followingIm: usize = 0;
/** This thread's own room for a run of RY and RZ, and the first operation of the run. */
export let room: usize = 0;
export let operationRun: usize = 0;
/** Whether threads share the rows of every operation, in place; otherwise each has its own copy of what no matrix acts on. */
export let sharing: bool = false;
/** The chunk of rows whose overlaps are being summed, or -1 where they are summed in one. */
export let chunk: i32 = -1;
/** Counters that threads meet at. */
export let meeting: usize = 0;
export let threads: i32 = 1;
/** Milliseconds that a thread waits for the others in one place. */
export let patience: i32 = 0;
export let thread: i32 = 0;

/** Says which matrix will be next. */
@inline
export function announce(re: usize, im: usize): void {
  followingRe = re;
  followingIm = im;
}

/** Says which run of RY and RZ is at work. */
@inline
export function setRun(first: usize): void {
  operationRun = first;
}

/** Says which chunk of rows is summed. */
@inline
export function setChunk(c: i32): void {
  chunk = c;
}

/** A size in memory: words count units of 16 bytes. */
@inline
function sizeAt(at: usize): usize {
  return <usize>load<u32>(at) << 4;
}

/** An address in memory, in the same units. */
@inline
export function addressAt(at: usize): usize {
  return base + sizeAt(at);
}

/** Reads the description of a run, for one of its threads. The words are in this order. */
export function configure(at: usize, ownThread: i32): void {
  dimension = load<i32>(at, 0);
  width = load<i32>(at, 4);
  lastWidth = load<i32>(at, 8);
  groups = load<i32>(at, 12);
  blocks = load<i32>(at, 16);
  program = addressAt(at + 20);
  operations = load<i32>(at, 24);
  trig = addressAt(at + 28);
  weights = addressAt(at + 32);
  kept = addressAt(at + 36);
  exchange = addressAt(at + 40);
  partial = addressAt(at + 44);
  overlaps = addressAt(at + 48);
  expectation = addressAt(at + 52);
  observable = addressAt(at + 56);
  meeting = addressAt(at + 60);
  threads = load<i32>(at, 64);
  rotations = load<i32>(at, 84);
  patience = load<i32>(at, 88);
  const vectors = (groups - 1) * width + lastWidth;
  lineBytes = <usize>vectors << VECTOR_SHIFT;
  resultBytes = <usize>vectors << RESULT_SHIFT;
  blockBytes = ((<usize>dimension * <usize>vectors) << ROW_SHIFT) + BLOCK_GAP;
  batchBytes = blockBytes * <usize>blocks;
  thread = ownThread;
  sharing = load<i32>(at, 120) != 0;
  scratch = addressAt(at + 68) + (sharing ? 0 : <usize>ownThread * batchBytes);
  panel = addressAt(at + 72) + <usize>ownThread * sizeAt(at + 76);
  operand = addressAt(at + 80) + <usize>ownThread * ((batchBytes >> 1) * 3);
  choices = load<i32>(at, 96);
  masks = addressAt(at + 100);
  chosen = addressAt(at + 104) + <usize>ownThread * batchBytes;
  columns = load<i32>(at, 108);
  room = addressAt(at + 112) + <usize>ownThread * sizeAt(at + 116);
}

@inline
export function vectorsOf(group: i32): i32 {
  return group == groups - 1 ? lastWidth : width;
}

/** Start of a group within a block. */
@inline
export function groupAt(group: i32): usize {
  return (<usize>group * <usize>width * <usize>dimension) << ROW_SHIFT;
}

/** Start of a group within a line of one real for every column. */
@inline
export function lineAt(group: i32): usize {
  return (<usize>group * <usize>width) << VECTOR_SHIFT;
}

/** Start of a group within a line of one result for every column. */
@inline
export function resultAt(group: i32): usize {
  return (<usize>group * <usize>width) << RESULT_SHIFT;
}

/**
 * Rows of one chunk of an overlap: the same for every number of threads, so that sums are. Chunks are added up in double precision, so in
 * single precision they are kept short.
 */
@inline
export function chunkRows(): i32 {
  const rows = max<i32>(min<i32>(dimension, 32), dimension >> 6);
  return SINGLE ? min<i32>(rows, SINGLE_ROWS) : rows;
}

@inline
export function chunks(): i32 {
  return dimension / chunkRows();
}

/** Chunks of rows that runs of rotations are summed in, where they do not fit into one tile. */
export const RUN_CHUNKS: i32 = 64;
