// How batches lie in memory, and what one run of a program needs. Set once for each run, in every thread's instance.
//
// A batch has `blocks` blocks: block 0 holds the states, the others their tangents. A block has groups of up to `width` vectors of two
// columns; row j of a group holds the real parts of its vectors, then the imaginary parts.

/** 2^qubits. */
export let dimension: i32 = 0;
/** Vectors of a full group, and of the last one. */
export let width: i32 = 0;
export let lastWidth: i32 = 0;
export let groups: i32 = 0;
export let blocks: i32 = 0;
/** Bytes of a block, and of a whole batch. */
export let blockBytes: usize = 0;
export let batchBytes: usize = 0;
/** Bytes of one number for every column (padded to pairs). */
export let lineBytes: usize = 0;
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
/** Counters that threads meet at. */
export let meeting: usize = 0;
export let threads: i32 = 1;
/** Milliseconds that a thread waits for the others in one place. */
export let patience: i32 = 0;
export let thread: i32 = 0;

/** Reads the description of a run, for one of its threads. The words are in this order. */
export function configure(at: usize, ownThread: i32): void {
  dimension = load<i32>(at, 0);
  width = load<i32>(at, 4);
  lastWidth = load<i32>(at, 8);
  groups = load<i32>(at, 12);
  blocks = load<i32>(at, 16);
  program = load<u32>(at, 20);
  operations = load<i32>(at, 24);
  trig = load<u32>(at, 28);
  weights = load<u32>(at, 32);
  kept = load<u32>(at, 36);
  exchange = load<u32>(at, 40);
  partial = load<u32>(at, 44);
  overlaps = load<u32>(at, 48);
  expectation = load<u32>(at, 52);
  observable = load<u32>(at, 56);
  meeting = load<u32>(at, 60);
  threads = load<i32>(at, 64);
  rotations = load<i32>(at, 84);
  patience = load<i32>(at, 88);
  const vectors = (groups - 1) * width + lastWidth;
  lineBytes = <usize>vectors << 4;
  blockBytes = (<usize>dimension * <usize>vectors) << 5;
  batchBytes = blockBytes * <usize>blocks;
  thread = ownThread;
  scratch = load<u32>(at, 68) + <usize>ownThread * load<u32>(at, 72);
  panel = load<u32>(at, 76) + <usize>ownThread * load<u32>(at, 80);
  operand = load<u32>(at, 92) + <usize>ownThread * ((batchBytes >> 1) * 3);
}

@inline
export function vectorsOf(group: i32): i32 {
  return group == groups - 1 ? lastWidth : width;
}

/** Start of a group within a block. */
@inline
export function groupAt(group: i32): usize {
  return (<usize>group * <usize>width * <usize>dimension) << 5;
}

/** Start of a group within a line of one number for every column. */
@inline
export function lineAt(group: i32): usize {
  return (<usize>group * <usize>width) << 4;
}

/** Rows of one chunk of an overlap: the same for every number of threads, so that sums are. */
@inline
export function chunkRows(): i32 {
  return max<i32>(min<i32>(dimension, 32), dimension >> 6);
}

@inline
export function chunks(): i32 {
  return dimension / chunkRows();
}
