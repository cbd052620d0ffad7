// Cross-compiles the native kernels for every platform, with zig alone (`pip install ziglang`, or npm's @ziglang/cli), into packages laid out
// as napi-rs does: npm/<platform>/ with a manifest that says where it may be installed, and the add-on. qntk loads whichever of them it finds.
//
//   node scripts/build-prebuilt.mjs [--zig "python3 -m ziglang"] [--only linux-arm64-gnu] [--out npm]
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { FLAGS, unitsFor } from "./build-native.mjs";

const run = promisify(execFile);
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const headers = createRequire(import.meta.url)("node-api-headers");

/** Platforms: zig's name for each, and what npm asks of the machine. */
const PLATFORMS = {
  "linux-x64-gnu": { target: "x86_64-linux-gnu.2.17", os: "linux", cpu: "x64", libc: "glibc" },
  "linux-x64-musl": { target: "x86_64-linux-musl", os: "linux", cpu: "x64", libc: "musl" },
  "linux-arm64-gnu": { target: "aarch64-linux-gnu.2.17", os: "linux", cpu: "arm64", libc: "glibc" },
  "linux-arm64-musl": { target: "aarch64-linux-musl", os: "linux", cpu: "arm64", libc: "musl" },
  "darwin-x64": { target: "x86_64-macos", os: "darwin", cpu: "x64" },
  "darwin-arm64": { target: "aarch64-macos", os: "darwin", cpu: "arm64" },
  "win32-x64-msvc": { target: "x86_64-windows-gnu", os: "win32", cpu: "x64" },
};

/** zig names processors in its own way. */
const ZIG_FLAGS = { "-march=haswell": "-mcpu=haswell", "-march=skylake-avx512": "-mcpu=skylake_avx512" };

const { values } = parseArgs({
  options: { zig: { type: "string", default: "zig" }, only: { type: "string" }, out: { type: "string", default: "npm" } },
});
const [zig, ...first] = values.zig.split(" ");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

for (const [name, platform] of Object.entries(PLATFORMS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const folder = resolve(values.out, name);
  await compile(platform, folder);
  describe(name, platform, folder);
  console.log(`${name}: ${join(folder, "qntk.node")}`);
}

async function compile({ target, os, cpu }, folder) {
  const objects = join(folder, "objects");
  mkdirSync(objects, { recursive: true });
  const zigCc = (...args) => run(zig, [...first, "cc", "-target", target, ...args], { maxBuffer: 2 ** 26 });
  const units = unitsFor(cpu, cpu === "x64");
  const include = [`-I${headers.include_dir}`, ...(os === "win32" ? ["-DBUILDING_NODE_EXTENSION"] : [])];
  // Windows code is not position independent by a flag.
  const flags = os === "win32" ? FLAGS.filter((flag) => flag !== "-fPIC") : FLAGS;
  for (const { source, object, flags: own } of units) {
    const architecture = own.map((flag) => ZIG_FLAGS[flag] ?? flag);
    await zigCc(...flags, ...architecture, ...include, "-c", join(root, "native", source), "-o", join(objects, object));
  }
  const list = units.map(({ object }) => join(objects, object));
  await zigCc("-s", ...(await linkFlags(os, objects)), ...list, "-o", join(folder, "qntk.node"));
  rmSync(objects, { recursive: true, force: true });
  for (const extra of ["qntk.lib", "qntk.pdb"]) rmSync(join(folder, extra), { force: true });
}

async function linkFlags(os, objects) {
  // Not a bundle, which zig links wrongly or not at all; Node loads a library as well.
  if (os === "darwin") return ["-shared", "-undefined", "dynamic_lookup"];
  if (os === "linux") return ["-shared"];
  // Symbols of node.exe come from an import library that is made from their list.
  const list = join(objects, "node.def");
  const symbols = [headers.def_paths.js_native_api_def, headers.def_paths.node_api_def].map((path) => readFileSync(path, "utf8"));
  const names = symbols.flatMap((text) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => /^napi_|^node_api_/.test(line)),
  );
  writeFileSync(list, `LIBRARY node.exe\nEXPORTS\n${names.map((name) => `  ${name}`).join("\n")}\n`);
  await run(zig, [...first, "dlltool", "-d", list, "-l", join(objects, "node.lib"), "-m", "i386:x86-64"]);
  return ["-shared", join(objects, "node.lib")];
}

function describe(name, { os, cpu, libc }, folder) {
  const manifest = {
    name: `qntk-${name}`,
    version,
    description: `The native kernels of qntk for ${name}.`,
    license: "MIT",
    main: "qntk.node",
    files: ["qntk.node"],
    os: [os],
    cpu: [cpu],
    ...(libc !== undefined && { libc: [libc] }),
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
