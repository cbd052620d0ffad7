/**
 * Memories of more than WebAssembly's 4 GiB, which native kernels alone can use.
 */
import { type KernelMemory, PAGE_BYTES } from "./kernels.ts";

/** Bytes from which on a memory is one of these: what WebAssembly has, less some room for runs. */
export const LARGE_BYTES = 0.75 * 2 ** 32;
/** Room that is set aside for a memory to grow in place: a multiple of its first size, of which no more than is used becomes memory. */
const ROOM = 4;
/** The same where a buffer that grows cannot be so large, as on Node 20: whole from the beginning. */
const FIXED_ROOM = 1.25;

/** A shared buffer that grows in place; not yet among the types of this language level. */
interface GrowableBuffer extends SharedArrayBuffer {
  grow(bytes: number): void;
}

/** A memory of at least the given size, shared between threads. */
export function createLargeMemory(bytes: number): KernelMemory {
  const first = Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
  const Growable = SharedArrayBuffer as new (bytes: number, options: { maxByteLength: number }) => SharedArrayBuffer;
  try {
    return { buffer: new Growable(first, { maxByteLength: ROOM * first }) };
  } catch {
    return { buffer: new SharedArrayBuffer(PAGE_BYTES * Math.ceil((FIXED_ROOM * first) / PAGE_BYTES)) };
  }
}

/** Makes a memory longer by so many pages. */
export function growMemory(memory: KernelMemory, pages: number): void {
  if (memory instanceof WebAssembly.Memory) memory.grow(pages);
  else (memory.buffer as GrowableBuffer).grow(memory.buffer.byteLength + pages * PAGE_BYTES);
}
