/**
 * A WebAssembly memory with what is put into it once, and room behind that for one run after the other.
 */
import { QntkError } from "../../base/errors.ts";
import { createMemory, MAX_PAGES, PAGE_BYTES } from "../../kernels/kernels.ts";

/** Alignment of everything: a cache line. */
const ALIGNMENT = 64;

/** Hands out addresses one after the other. */
export class Allocator {
  constructor(public end: number = ALIGNMENT) {}

  /** An aligned place for that many bytes. */
  take(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / ALIGNMENT) * ALIGNMENT;
    return at;
  }
}

/** A memory that grows as far as 4 GiB. */
export class Arena {
  #float64: Float64Array;
  #int32: Int32Array;

  constructor(readonly memory: WebAssembly.Memory) {
    this.#float64 = new Float64Array(memory.buffer);
    this.#int32 = new Int32Array(memory.buffer);
  }

  /**
   * An arena of its own.
   *
   * @throws QntkError beyond 4 GiB, or where the machine has less
   */
  static ofSize(bytes: number): Arena {
    requireAddressable(bytes);
    try {
      return new Arena(createMemory(bytes));
    } catch {
      throw outOfMemory(bytes);
    }
  }

  /** Grows the memory to at least the given size. */
  reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    requireAddressable(bytes);
    try {
      this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch {
      throw outOfMemory(bytes);
    }
    this.#float64 = new Float64Array(this.memory.buffer);
    this.#int32 = new Int32Array(this.memory.buffer);
  }

  /** The memory as numbers; valid until it grows. */
  get float64(): Float64Array {
    return this.#float64;
  }

  /** The memory as words; valid until it grows. */
  get int32(): Int32Array {
    return this.#int32;
  }
}

function requireAddressable(bytes: number): void {
  if (bytes > MAX_PAGES * PAGE_BYTES) throw outOfMemory(bytes);
}

function outOfMemory(bytes: number): QntkError {
  return new QntkError(
    `The circuit and its states need ${(bytes / 2 ** 30).toPrecision(3)} GiB, more than the engine has (at most 4 GiB): lower qubits, layers, samples or targets.`,
  );
}
