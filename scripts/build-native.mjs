// Compiles the add-on that runs the kernels as native code, where a C compiler is found. Says nothing and fails never: without it the
// WebAssembly kernels do the same work. What became of it is written beside it, for `qntk doctor`. QNTK_NATIVE=off leaves it out.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const folder = join(dirname(fileURLToPath(import.meta.url)), "../native");
const output = join(folder, "build");

/** Flags of every file: no product is fused with a sum unless the source says so, and words wrap round. */
export const FLAGS = [
  "-std=gnu11",
  "-O2",
  "-ffp-contract=off",
  "-fno-strict-aliasing",
  "-fwrapv",
  "-fPIC",
  "-fvisibility=hidden",
  "-w",
];
const X64 = "-march=haswell";
const AVX512 = "-march=skylake-avx512";

/** The files of the add-on for an architecture, each with its flags; with AVX-512 if asked. */
export function unitsFor(architecture, avx512) {
  const kernels = (prefix, width, flags) =>
    ["double", "single"].map((precision) => ({
      source: "kernels.c",
      object: `${prefix}_${width}_${precision}.o`,
      flags: [
        ...flags,
        `-DVECTOR_BYTES=${width}`,
        `-DSINGLE=${precision === "single" ? 1 : 0}`,
        `-DTABLE=${prefix}_${width}_${precision}`,
      ],
    }));
  if (architecture === "arm64") {
    return [
      { source: "addon.c", object: "addon.o", flags: [] },
      { source: "reflect.c", object: "reflect.o", flags: [] },
      ...kernels("kernels", 16, []),
    ];
  }
  return [
    // The add-on itself runs on any processor, to say what it finds.
    { source: "addon.c", object: "addon.o", flags: avx512 ? ["-DWITH_AVX512"] : [] },
    { source: "reflect.c", object: "reflect.o", flags: [X64] },
    ...kernels("kernels", 16, [X64]),
    ...kernels("kernels", 32, [X64]),
    ...(avx512 ? [...kernels("kernels_wide", 32, [AVX512]), ...kernels("kernels_wide", 64, [AVX512])] : []),
  ];
}

/** Whether this machine has AVX-512: what it cannot run is not compiled on it. */
function hasAvx512() {
  try {
    return /\bavx512vl\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return false;
  }
}

async function compilerHere() {
  for (const name of [process.env.CC, "cc", "clang", "gcc"]) {
    if (name === undefined || name === "") continue;
    try {
      const { stdout } = await run(name, ["--version"]);
      return { name, version: stdout.split("\n")[0].trim() };
    } catch {
      // The next one.
    }
  }
  return undefined;
}

/** Everything that the add-on is made of, in one number. */
function fingerprint(version) {
  const hash = createHash("sha256").update(`${version} ${process.arch} ${process.platform}`);
  for (const name of readdirSync(folder).sort()) if (/\.[ch]$/.test(name)) hash.update(readFileSync(join(folder, name)));
  return hash.update(readFileSync(fileURLToPath(import.meta.url))).digest("hex");
}

async function build() {
  if (process.env.QNTK_NATIVE === "off") return { reason: "QNTK_NATIVE=off was set when qntk was installed" };
  if (!existsSync(join(folder, "kernels.h"))) return undefined;
  if (!["x64", "arm64"].includes(process.arch)) return { reason: `there are no native kernels for ${process.arch}` };
  if (process.platform === "win32") return { reason: "on Windows nothing is compiled at install" };
  const compiler = await compilerHere();
  if (compiler === undefined) return { reason: "no C compiler (cc, clang or gcc) was found when qntk was installed" };
  const made = fingerprint(compiler.version);
  if (existsSync(join(output, "qntk.node")) && known()?.made === made) return undefined;
  const include = createRequire(import.meta.url)("node-api-headers").include_dir;
  const objects = join(output, `objects-${process.pid}`);
  mkdirSync(objects, { recursive: true });
  try {
    const units = unitsFor(process.arch, hasAvx512());
    await Promise.all(
      units.map(({ source, object, flags }) =>
        run(compiler.name, [...FLAGS, ...flags, `-I${include}`, "-c", join(folder, source), "-o", join(objects, object)]),
      ),
    );
    const link = process.platform === "darwin" ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"];
    const file = join(objects, "qntk.node");
    await run(compiler.name, [...link, ...units.map(({ object }) => join(objects, object)), "-o", file]);
    renameSync(file, join(output, "qntk.node"));
    return { compiler: compiler.version, made };
  } catch (error) {
    return {
      reason: `compiling failed: ${
        String(error.stderr ?? error.message)
          .trim()
          .split("\n")[0]
      }`,
    };
  } finally {
    rmSync(objects, { recursive: true, force: true });
  }
}

function known() {
  try {
    return JSON.parse(readFileSync(join(output, "build.json"), "utf8"));
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const result = await build();
    if (result !== undefined) {
      mkdirSync(output, { recursive: true });
      if (result.reason !== undefined) rmSync(join(output, "qntk.node"), { force: true });
      writeFileSync(join(output, "build.json"), `${JSON.stringify(result, null, 2)}\n`);
    }
  } catch {
    // An installation goes on without it.
  }
}
