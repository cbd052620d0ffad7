/**
 * The builds of the kernels, and whether each runs here. Relaxed SIMD is switched on where this version of Node has it behind a flag.
 */
import { setFlagsFromString } from "node:v8";
import { bestBuild, type KernelBuild } from "../../src/kernels/kernels.ts";

setFlagsFromString("--experimental-wasm-relaxed-simd");

const relaxedRuns = bestBuild() === "relaxed";

/** Each build, whether it is left out, and a title that says why. */
export const kernelBuilds: readonly { build: KernelBuild; skip: boolean; title: string }[] = [
  { build: "plain", skip: false, title: "plain" },
  { build: "relaxed", skip: !relaxedRuns, title: relaxedRuns ? "relaxed" : "relaxed (skipped: no relaxed SIMD here)" },
];
