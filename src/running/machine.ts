/**
 * What this machine has for qntk: which engine runs and why, how to get the faster one, threads, memory, Python, Slurm, the lab.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { packageVersion } from "../base/package-info.ts";
import { type EnginesHere, enginesHere, resolveEngine } from "./engines.ts";

/** Milliseconds that another program may take to tell its version. */
const PATIENCE_MS = 10_000;

/** Python's version, and that of Qiskit and its simulator, where they are installed. */
const PYTHON_PROGRAM = `import json, platform
from importlib import metadata
def version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
print(json.dumps({"version": platform.python_version(), "qiskit": version("qiskit"), "qiskitAer": version("qiskit-aer")}))`;

/** Something that was looked for: what is there, or why it is not. */
type Found<T> = ({ readonly available: true } & T) | { readonly available: false; readonly reason: string };

/** What was found. */
export interface Machine {
  readonly qntk: string;
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly engine: EnginesHere & {
    /** What `--engine auto` is here, and why. */
    readonly auto: "native" | "wasm";
    readonly why: string;
    /** How to get the faster engine; null where it runs. */
    readonly faster: string | null;
  };
  readonly threads: number;
  /** Bytes. */
  readonly memory: { readonly total: number; readonly free: number };
  readonly python: Found<{
    readonly command: string;
    readonly version: string;
    readonly qiskit: string | null;
    readonly qiskitAer: string | null;
  }>;
  readonly slurm: Found<{ readonly version: string }>;
  readonly lab: Found<{ readonly folder: string }>;
}

/** Looks for everything; Python and Slurm are asked for their versions. */
export async function thisMachine(): Promise<Machine> {
  const [python, slurm] = await Promise.all([findPython(), findSlurm()]);
  return {
    qntk: packageVersion,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    engine: engines(),
    threads: availableParallelism(),
    memory: { total: totalmem(), free: freemem() },
    python,
    slurm,
    lab: findLab(),
  };
}

function engines(): Machine["engine"] {
  const { native, wasm } = enginesHere();
  const auto = resolveEngine("auto") === "native" ? "native" : "wasm";
  const why = native.available
    ? `the kernels were compiled for this processor (${native.simd}); they give the numbers of the relaxed WebAssembly build`
    : `there are no native kernels: ${native.reason}`;
  return { auto, why, native, wasm, faster: native.available ? null : advice() };
}

function advice(): string {
  if (process.env.QNTK_NATIVE === "off") return "unset QNTK_NATIVE";
  if (process.platform === "win32")
    return "build the add-on elsewhere with scripts/build-prebuilt.mjs and name it in QNTK_NATIVE";
  const compiler = process.platform === "darwin" ? "xcode-select --install" : "a C compiler, such as apt-get install gcc";
  return `install ${compiler}, then run: npm rebuild qntk (in a clone: npm run build:native)`;
}

async function findPython(): Promise<Machine["python"]> {
  const command = process.env.QNTK_PYTHON ?? (process.platform === "win32" ? "python" : "python3");
  try {
    return { available: true, command, ...JSON.parse(await outputOf(command, ["-c", PYTHON_PROGRAM])) };
  } catch {
    return { available: false, reason: `${command} cannot be run` };
  }
}

async function findSlurm(): Promise<Machine["slurm"]> {
  try {
    return { available: true, version: (await outputOf("sbatch", ["--version"])).trim() };
  } catch {
    return { available: false, reason: "there is no sbatch" };
  }
}

function findLab(): Machine["lab"] {
  const folder = fileURLToPath(new URL("./lab/", import.meta.url));
  if (existsSync(`${folder}index.html`)) return { available: true, folder };
  return { available: false, reason: "it is built by npm run build in a clone, and part of the published package" };
}

function outputOf(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { timeout: PATIENCE_MS }, (error, stdout) => (error === null ? resolve(stdout) : reject(error)));
  });
}
