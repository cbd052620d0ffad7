/**
 * Large sets of matrices kept in a WebAssembly memory from the start, so that kernels make them and engines use them where they are.
 *
 * The first bytes of such a memory say whether an engine has taken the room behind the matrices; a second engine has to copy.
 */
import { bytesOfReal, type Precision, type RealArray } from "../base/precision.ts";
import { createMemory, instantiate, type KernelMemory, type Kernels, MAX_PAGES, PAGE_BYTES } from "./kernels.ts";
import { createLargeMemory } from "./large-memory.ts";
import { hasNativeKernels, instantiateNativeReflections, useLargePages } from "./native.ts";

/** A memory with matrices in it. */
export interface MatrixMemory {
  readonly memory: KernelMemory;
  /** First byte behind the matrices. */
  readonly end: number;
}

/** Bytes from which on matrices are worth a memory of their own. */
const SMALLEST = 2 ** 20;
/** Bytes before the room of the reflections. */
const HEADER_BYTES = 64;

/** What makes Haar unitaries. */
type Reflections = Pick<Kernels, "reflectRows">;

interface Entry {
  /** Plain data that can be posted to a thread; one and the same object for all its matrices. */
  readonly matrices: MatrixMemory;
  readonly room: { readonly at: number; readonly bytes: number };
  kernels?: Reflections;
}

const entries = new WeakMap<ArrayBufferLike, Entry>();

/**
 * Two planes of `count` matrices of size d in a memory of their own; undefined where they are too small for that to pay, too large for
 * a memory, or where threads could not share it.
 */
export function allocateMatrixPlanes(
  d: number,
  count: number,
  smallest = SMALLEST,
): { re: Float64Array; im: Float64Array } | undefined {
  const length = d * d * count;
  const planes = allocatePlanes(d, length, "double", smallest);
  if (planes === undefined) return undefined;
  const { buffer, first } = planes;
  return { re: new Float64Array(buffer, first, length), im: new Float64Array(buffer, first + 8 * length, length) };
}

/** As `allocateMatrixPlanes`, in single precision; with a matrix in double precision in the same memory, to be made there and rounded. */
export function allocateSinglePlanes(
  d: number,
  count: number,
): { re: Float32Array; im: Float32Array; draft: { re: Float64Array; im: Float64Array } } | undefined {
  const length = d * d * count;
  const planes = allocatePlanes(d, length, "single");
  if (planes === undefined) return undefined;
  const { buffer, first, draft } = planes;
  return {
    re: new Float32Array(buffer, first, length),
    im: new Float32Array(buffer, first + 4 * length, length),
    draft: { re: new Float64Array(buffer, draft, d * d), im: new Float64Array(buffer, draft + 8 * d * d, d * d) },
  };
}

/** A matrix of size d in double precision, however small, in a memory of its own; undefined where there can be none. */
export function allocateDraft(d: number): { re: Float64Array; im: Float64Array } | undefined {
  return allocateMatrixPlanes(d, 1, 0);
}

/** A memory with room for reflections, a draft where numbers are single, and two planes; where the latter two begin. */
function allocatePlanes(
  d: number,
  length: number,
  precision: Precision,
  smallest = SMALLEST,
): { buffer: ArrayBufferLike; draft: number; first: number } | undefined {
  const planesBytes = 2 * bytesOfReal[precision] * length;
  const roomBytes = 8 * (2 * d * d + 8 * d);
  const draft = HEADER_BYTES + Math.ceil(roomBytes / HEADER_BYTES) * HEADER_BYTES;
  const first = draft + (precision === "double" ? 0 : 16 * d * d);
  const end = first + planesBytes;
  if (planesBytes < smallest || typeof SharedArrayBuffer === "undefined") return undefined;
  const large = end > MAX_PAGES * PAGE_BYTES;
  if (large && !hasNativeKernels()) return undefined;
  let memory: KernelMemory;
  try {
    memory = large ? createLargeMemory(end) : createMemory(end);
  } catch {
    return undefined;
  }
  useLargePages(memory);
  entries.set(memory.buffer, { matrices: { memory, end }, room: { at: HEADER_BYTES, bytes: roomBytes } });
  return { buffer: memory.buffer, draft, first };
}

/** The memory that an array lies in, if it is one of these. */
export function matrixMemoryOf(array: RealArray): MatrixMemory | undefined {
  return entries.get(array.buffer)?.matrices;
}

/** Makes the memory of an array known to this thread, after both have been posted to it. */
export function adoptMatrixMemory(array: RealArray, matrices: MatrixMemory): void {
  entries.set(array.buffer, { matrices, room: { at: HEADER_BYTES, bytes: 0 } });
}

/** Takes the room behind the matrices; false where it is taken already. */
export function takeMatrixMemory({ memory }: MatrixMemory): boolean {
  return Atomics.compareExchange(new Int32Array(memory.buffer, 0, 1), 0, 0, 1) === 0;
}

/** Gives the room back. */
export function releaseMatrixMemory({ memory }: MatrixMemory): void {
  Atomics.store(new Int32Array(memory.buffer, 0, 1), 0, 0);
}

/** Working arrays beside a matrix, and the kernels to use on both; undefined where the matrix is not in such a memory. */
export interface Workspace {
  readonly kernels: Reflections;
  /** A zeroed array beside the matrix. */
  take(length: number): Float64Array;
}

function reflections(memory: KernelMemory): Reflections {
  return hasNativeKernels() ? instantiateNativeReflections(memory) : instantiate(memory as WebAssembly.Memory, "plain", "double");
}

/** The workspace of the memory an array lies in. Only one is in use at a time: taking a new one reuses the room. */
export function workspaceBeside(array: Float64Array): Workspace | undefined {
  const entry = entries.get(array.buffer);
  if (entry === undefined || entry.room.bytes === 0) return undefined;
  // The build without fused rounding: the same matrices on every machine.
  entry.kernels ??= reflections(entry.matrices.memory);
  let next = entry.room.at;
  return {
    kernels: entry.kernels,
    take(length) {
      const taken = new Float64Array(array.buffer, next, length).fill(0);
      next += 8 * length;
      return taken;
    },
  };
}
