/**
 * Memories of more than WebAssembly's 4 GiB, which native kernels alone can use.
 */
import { type KernelMemory, PAGE_BYTES } from "./kernels.ts";

/** Bytes from which on a memory is one of these: what WebAssembly has, less some room for runs. */
export const LARGE_BYTES = 0.75 * 2 ** 32;

/** A shared buffer that grows in place, as far as four times its first size. */
class LargeMemory implements KernelMemory {
  readonly buffer: SharedArrayBuffer;

  constructor(bytes: number) {
    const first = Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
    const options = { maxByteLength: 4 * first };
    this.buffer = new (SharedArrayBuffer as new (bytes: number, options: object) => SharedArrayBuffer)(first, options);
  }

  grow(pages: number): void {
    (this.buffer as SharedArrayBuffer & { grow(bytes: number): void }).grow(this.buffer.byteLength + pages * PAGE_BYTES);
  }
}

/** A memory of at least the given size, shared between threads. */
export function createLargeMemory(bytes: number): KernelMemory {
  return new LargeMemory(bytes);
}
