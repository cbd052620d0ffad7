/**
 * The compiled kernels: choosing the build that runs here, and instantiating it on a memory. Runs in Node and in the browser.
 */
import type { Precision } from "../base/precision.ts";
import { type Binaries, bytesOf } from "./binaries.ts";
import { doubleBinaries } from "./double-binaries.ts";
import { singleBinaries } from "./single-binaries.ts";

/** Which instructions the kernels use: `relaxed` rounds a product and a sum once, where the machine can. */
export type KernelBuild = "plain" | "relaxed";

/** What the kernels export; see kernels/ for each. Addresses are bytes in their memory. */
export interface Kernels {
  configure(description: number, thread: number): void;
  start(): void;
  fillTrig(theta: number, parameters: number, factors: number, which: number): void;
  forward(firstGroup: number, endGroup: number): number;
  observe(psi: number, firstGroup: number, endGroup: number): void;
  backward(psi: number, firstGroup: number, endGroup: number): void;
  undo(psi: number): number;
  descend(
    steps: number,
    columns: number,
    parameters: number,
    theta: number,
    factors: number,
    which: number,
    gradient: number,
    offsets: number,
    eta: number,
    bound: number,
    values: number,
    kernels: number,
  ): number;
  reflectRows(
    re: number,
    im: number,
    size: number,
    k: number,
    from: number,
    vRe: number,
    vIm: number,
    scale: number,
    wRe: number,
    wIm: number,
  ): void;
}

/** What the kernels work on: a WebAssembly memory, or, for the native ones, a larger one. */
export interface KernelMemory {
  readonly buffer: ArrayBufferLike;
}

/** How a batch is laid out: bytes of a vector, and vectors of a full group. */
export interface BatchShape {
  readonly vectorBytes: number;
  readonly width: number;
}

/** Bytes of a page of WebAssembly memory. */
export const PAGE_BYTES = 65536;
/** Most pages of a memory: 4 GiB. */
export const MAX_PAGES = 65536;

const binaries: Readonly<Record<Precision, Binaries>> = { double: doubleBinaries, single: singleBinaries };

const modules = new Map<string, WebAssembly.Module>();

let best: KernelBuild | undefined;

/** The fastest build that runs here. */
export function bestBuild(): KernelBuild {
  best ??= WebAssembly.validate(bytesOf(doubleBinaries, "relaxed")) ? "relaxed" : "plain";
  return best;
}

/** The WebAssembly kernels working on a memory. */
export function instantiate(memory: WebAssembly.Memory, build: KernelBuild, precision: Precision): Kernels {
  const shared = typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer;
  const name = shared ? (`${build}Shared` as const) : build;
  const key = `${precision} ${name}`;
  const module = modules.get(key) ?? new WebAssembly.Module(bytesOf(binaries[precision], name));
  modules.set(key, module);
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Kernels;
}

/** A memory of at least the given size, shared between threads where the platform allows it. */
export function createMemory(bytes: number): WebAssembly.Memory {
  const initial = Math.ceil(bytes / PAGE_BYTES);
  return new WebAssembly.Memory({ initial, maximum: MAX_PAGES, shared: typeof SharedArrayBuffer !== "undefined" });
}

function abort(): never {
  throw new Error("a kernel has stopped");
}
