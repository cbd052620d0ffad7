/**
 * A memory of the kernels with what is put into it once, and room behind that for one run after the other.
 */
import { QntkError } from "../../base/errors.ts";
import type { Precision, RealArray } from "../../base/precision.ts";
import { createMemory, type KernelMemory, MAX_PAGES, PAGE_BYTES } from "../../kernels/kernels.ts";
import { createLargeMemory, growMemory, LARGE_BYTES } from "../../kernels/large-memory.ts";
import { useLargePages } from "../../kernels/native.ts";
import { type KernelChoice, type KernelSet, kernelSet } from "./kernel-set.ts";

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

/** Most arenas kept, and the most bytes of each. */
const MAX_SPARE = 4;
const MAX_SPARE_BYTES = 2 ** 26;

const spare: Arena[] = [];

/** A memory that grows: as far as 4 GiB for WebAssembly, and further for native kernels alone. */
export class Arena {
  #float64: Float64Array;
  #float32: Float32Array;
  #int32: Int32Array;
  readonly #kernels = new Map<string, KernelSet>();

  constructor(readonly memory: KernelMemory) {
    useLargePages(memory);
    this.#float64 = new Float64Array(memory.buffer);
    this.#float32 = new Float32Array(memory.buffer);
    this.#int32 = new Int32Array(memory.buffer);
  }

  /**
   * An arena of its own: one that has been given back, or a new one.
   *
   * @throws QntkError beyond 4 GiB for WebAssembly, or where the machine has less
   */
  static ofSize(bytes: number, engine: KernelChoice["engine"] = "wasm"): Arena {
    if (engine === "native" && bytes > LARGE_BYTES) return Arena.#large(bytes);
    const used = spare.pop();
    if (used !== undefined) {
      used.reserve(bytes);
      return used;
    }
    requireAddressable(bytes);
    try {
      return new Arena(createMemory(bytes));
    } catch {
      throw outOfMemory(bytes);
    }
  }

  static #large(bytes: number): Arena {
    try {
      return new Arena(createLargeMemory(bytes));
    } catch {
      throw outOfMemory(bytes);
    }
  }

  /** Keeps the arena for the next circuit: making a memory takes longer than simulating a small one. */
  giveBack(): void {
    if (spare.length < MAX_SPARE && this.memory.buffer.byteLength <= MAX_SPARE_BYTES) spare.push(this);
  }

  /** The kernels working on this memory. */
  kernels(choice: KernelChoice): KernelSet {
    const key = `${choice.engine} ${choice.build} ${choice.precision}`;
    const known = this.#kernels.get(key) ?? kernelSet(this.memory, choice);
    this.#kernels.set(key, known);
    return known;
  }

  /** Grows the memory to at least the given size. */
  reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    if (this.memory instanceof WebAssembly.Memory) requireAddressable(bytes);
    try {
      growMemory(this.memory, Math.ceil(missing / PAGE_BYTES));
    } catch {
      throw outOfMemory(bytes);
    }
    useLargePages(this.memory);
    this.#float64 = new Float64Array(this.memory.buffer);
    this.#float32 = new Float32Array(this.memory.buffer);
    this.#int32 = new Int32Array(this.memory.buffer);
  }

  /** The memory as numbers of a precision; valid until it grows. */
  reals(precision: Precision): RealArray {
    return precision === "double" ? this.#float64 : this.#float32;
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
    `The circuit and its states need ${(bytes / 2 ** 30).toPrecision(3)} GiB, ${
      bytes > MAX_PAGES * PAGE_BYTES ? "more than WebAssembly has (at most 4 GiB; engine native has more)" : "more than there is"
    }: lower qubits, layers, samples, targets or precision.`,
  );
}
