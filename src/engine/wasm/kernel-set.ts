/**
 * Which kernels a circuit runs on, WebAssembly or native, and how each of them wants its batches.
 */
import { bytesOfReal, type Precision } from "../../base/precision.ts";
import { type BatchShape, instantiate, type KernelBuild, type KernelMemory, type Kernels } from "../../kernels/kernels.ts";
import { instantiateNative, nativePanelBytes, nativeShape } from "../../kernels/native.ts";

/** The kernels of a circuit; plain data that can be posted to a thread. */
export interface KernelChoice {
  readonly engine: "wasm" | "native";
  readonly build: KernelBuild;
  readonly precision: Precision;
}

/** The kernels on a memory, for vectors of so many bytes. */
export type KernelSet = (vectorBytes: number) => Kernels;

/** Bytes of the vectors of WebAssembly, and of the widest there are. */
const WASM_VECTOR = 16;
export const WIDEST_VECTOR = 64;
/** Most vectors of a group in WebAssembly, where a matrix acts on all its columns. */
const WASM_WIDTH = 5;

/** The kernels on a memory. */
export function kernelSet(memory: KernelMemory, { engine, build, precision }: KernelChoice): KernelSet {
  const known = new Map<number, Kernels>();
  return (vectorBytes) => {
    const kernels = known.get(vectorBytes) ?? instance(vectorBytes);
    known.set(vectorBytes, kernels);
    return kernels;
  };

  function instance(vectorBytes: number): Kernels {
    if (engine === "native") return instantiateNative(memory, precision, vectorBytes);
    return instantiate(memory as WebAssembly.Memory, build, precision);
  }
}

/** How so many columns are laid out; `together` where matrices act on all qubits, which are then read once for a group of vectors. */
export function shapeOf({ engine, precision }: KernelChoice, columns: number, together: boolean): BatchShape {
  if (engine === "native") return nativeShape(columns, precision, together);
  return { vectorBytes: WASM_VECTOR, width: together ? WASM_WIDTH : 1 };
}

/** Bytes of a thread's panel: of a matrix of size d that is transposed, in WebAssembly 16 rows in two planes, each 64 bytes longer than its terms. */
export function panelBytesOf({ engine }: KernelChoice, d: number): number {
  return engine === "native" ? nativePanelBytes(d) : 2 * 16 * (8 * d + 64);
}

/** Columns of a vector. */
export function lanesOf({ vectorBytes }: BatchShape, precision: Precision): number {
  return vectorBytes / bytesOfReal[precision];
}
