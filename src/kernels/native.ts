/**
 * The native kernels: the same sources compiled for this processor, in an add-on that Node loads where it was built (scripts/build-native.mjs).
 * The environment variable QNTK_NATIVE names another file, or is "off".
 *
 * They round a product and a sum once, as the relaxed build does, and sum in the same order: the same numbers to the last bit. There are none in browsers.
 */
import { bytesOfReal, type Precision } from "../base/precision.ts";
import { kernelsVersion } from "./double-binaries.ts";
import type { BatchShape, KernelMemory, Kernels } from "./kernels.ts";

/** What the add-on exports. */
interface Addon {
  /** Bytes of the vectors there are, the narrowest first. */
  readonly widths: readonly number[];
  /** Of the sources it was made from. */
  readonly version: string;
  /** Name of the instructions. */
  readonly name: string;
  /** Most vectors of a group. */
  readonly groupVectors: number;
  instantiate(bytes: Uint8Array, width: number, single: boolean): Omit<Kernels, "reflectRows">;
  reflectRows(bytes: Uint8Array, ...rest: Parameters<Kernels["reflectRows"]>): void;
  advise(bytes: Uint8Array, length: number): void;
}

/** Whether the native kernels run here, and how or why not. */
export type NativeStatus =
  | { readonly available: true; readonly simd: string; readonly vectorBytes: readonly number[]; readonly file: string }
  | { readonly available: false; readonly reason: string };

/** Where the add-on lies, from the built package, from its sources and from the bundle of the benchmarks. */
const PLACES = ["../native/build/", "../../native/build/", "../../../native/build/"];
/** Rows of the result that are made together; a panel has as many columns of a matrix three times. */
const PANEL_COLUMNS = 32;
/** A vector of 64 bytes against one of 32: some processors take as long for it as for two of them. */
const COST_OF_64 = 1.6;

type Loaded = { readonly addon: Addon; readonly file: string } | { readonly reason: string };

let loaded: Loaded | undefined;

/** Whether the native kernels run here. */
export function nativeStatus(): NativeStatus {
  const found = load();
  if ("reason" in found) return { available: false, reason: found.reason };
  const { name, widths } = found.addon;
  return { available: true, simd: name, vectorBytes: widths, file: found.file };
}

/** Whether the native kernels run here. */
export function hasNativeKernels(): boolean {
  return !("reason" in load());
}

function load(): Loaded {
  loaded ??= loadOnce();
  return loaded;
}

function loadOnce(): Loaded {
  const node = globalThis.process?.getBuiltinModule;
  if (node === undefined) return { reason: "add-ons need Node, from version 20.16 on" };
  const asked = globalThis.process.env.QNTK_NATIVE;
  if (asked === "off") return { reason: "QNTK_NATIVE=off is set" };
  const { createRequire } = node("node:module");
  const { existsSync, readFileSync } = node("node:fs");
  const { fileURLToPath } = node("node:url");
  const require = createRequire(import.meta.url);
  const folders = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const files =
    asked !== undefined && asked !== ""
      ? [asked]
      : folders.map((folder) => `${folder}qntk.node`).filter((file) => existsSync(file));
  for (const file of [...files, ...prebuiltNames()]) {
    try {
      const addon = require(file) as Addon;
      if (addon.version !== kernelsVersion)
        return { reason: "the add-on was built from other sources: run npm run build:native" };
      if (addon.widths.length > 0) return { addon, file };
      return { reason: "this processor has neither AVX2 with FMA nor NEON" };
    } catch (error) {
      if (files.includes(file))
        return { reason: `the add-on cannot be loaded: ${error instanceof Error ? error.message : error}` };
    }
  }
  for (const folder of folders) {
    const note = `${folder}build.json`;
    if (existsSync(note)) {
      const { reason } = JSON.parse(readFileSync(note, "utf8")) as { reason?: string };
      if (reason !== undefined) return { reason };
    }
  }
  return { reason: "the add-on was not built" };
}

/** Packages that may hold the add-on for this platform, built elsewhere. */
function prebuiltNames(): string[] {
  const { platform, arch } = globalThis.process;
  return platform === "linux"
    ? [`qntk-linux-${arch}-gnu`, `qntk-linux-${arch}-musl`]
    : [`qntk-${platform}-${arch}${platform === "win32" ? "-msvc" : ""}`];
}

function requireAddon(): Addon {
  const found = load();
  if ("reason" in found) throw new Error(`There are no native kernels here: ${found.reason}.`);
  return found.addon;
}

/** How the native kernels had better lay out so many columns, `together` where a matrix acts on all of them: in as few vectors as can be. */
export function nativeShape(columns: number, precision: Precision, together: boolean): BatchShape {
  const { widths, groupVectors } = requireAddon();
  const cost = (width: number) => Math.ceil((columns * bytesOfReal[precision]) / width) * (width === 64 ? COST_OF_64 : 1);
  const vectorBytes = widths.reduce((best, width) => (cost(width) < cost(best) ? width : best));
  return { vectorBytes, width: together ? groupVectors : 1 };
}

/** Bytes of a thread's panel for a matrix of size d. */
export function nativePanelBytes(d: number): number {
  return 3 * PANEL_COLUMNS * 8 * d;
}

/** The native kernels working on a memory, with vectors of the given width. */
export function instantiateNative(memory: KernelMemory, precision: Precision, vectorBytes: number): Kernels {
  const addon = requireAddon();
  // Other memories may move when they grow.
  if (!(memory.buffer instanceof SharedArrayBuffer)) throw new Error("Native kernels need a shared memory.");
  const bytes = new Uint8Array(memory.buffer, 0, 1);
  const kernels = addon.instantiate(bytes, vectorBytes, precision === "single");
  return {
    configure: kernels.configure,
    start: kernels.start,
    fillTrig: kernels.fillTrig,
    forward: (first, end) => unlessGivenUp(kernels.forward(first, end)),
    observe: kernels.observe,
    backward(psi, first, end) {
      unlessGivenUp(kernels.backward(psi, first, end) as unknown as number);
    },
    undo: kernels.undo,
    descend: kernels.descend,
    reflectRows: (...rest) => addon.reflectRows(bytes, ...rest),
  };
}

/** Bytes from which on a memory is asked for in large pages: two of the usual size. */
const LARGE_PAGES_FROM = 2 ** 22;

/**
 * Asks the system for large pages for a memory, before it is written to; again after it has grown. With small ones fetching ahead ends every
 * 4 KiB: matrices are read half as fast. Does nothing without the add-on or where the system has none.
 */
export function useLargePages({ buffer }: KernelMemory): void {
  if (buffer.byteLength < LARGE_PAGES_FROM) return;
  const found = load();
  if ("addon" in found) found.addon.advise(new Uint8Array(buffer, 0, 1), buffer.byteLength);
}

/** The native kernels that make Haar unitaries on a memory, rounded as every build of them rounds. */
export function instantiateNativeReflections(memory: KernelMemory): Pick<Kernels, "reflectRows"> {
  const addon = requireAddon();
  const bytes = new Uint8Array(memory.buffer, 0, 1);
  return { reflectRows: (...rest) => addon.reflectRows(bytes, ...rest) };
}

/** A thread that has waited too long for another one stops as WebAssembly does. */
function unlessGivenUp(result: number): number {
  if (result < 0) throw new WebAssembly.RuntimeError("a thread has not answered");
  return result;
}
