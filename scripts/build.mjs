// `npm run build:package`: kernels, add-on, dist/ with declarations; `--no-types` leaves the declarations as they are, which no test reads. A part that
// lies there as it was made, from sources as they are, is not made again; `--anew` makes every part.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const recordFile = join(root, "node_modules/.cache/qntk-build.json");
/** Says which tools make the parts. */
const TOOLS = "package-lock.json";
/** What `kernels/build.mjs` writes. */
const OF_KERNELS = /^(kernels\/(rows|small)\.ts|src\/kernels\/\w+-binaries\.ts|native\/kernels\.h)$/;

/** The parts in the order in which they are made: the files each is made from, and those it consists of. */
const parts = {
  kernels: {
    from: () => [TOOLS, ...filesIn("kernels"), ...nativeFiles()].filter((file) => !OF_KERNELS.test(file)),
    made: () => [...filesIn("kernels"), ...nativeFiles(), ...filesIn("src/kernels")].filter((file) => OF_KERNELS.test(file)),
  },
  code: { from: sourcesOfDist, made: () => filesOfDist().filter((file) => !file.endsWith(".mts")) },
  types: { from: sourcesOfDist, made: () => filesOfDist().filter((file) => file.endsWith(".mts")) },
};

function sourcesOfDist() {
  return [TOOLS, "package.json", "tsconfig.json", "tsdown.config.ts", ...filesIn("scripts"), ...filesIn("src")];
}

/** All but the lab, which is built by itself. */
function filesOfDist() {
  return filesIn("dist").filter((file) => !file.startsWith("dist/lab/"));
}

function nativeFiles() {
  return filesIn("native").filter((file) => /^native\/[^/]+\.[ch]$/.test(file));
}

/** Files below a folder, relative to the package's root, in order. */
function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"))
    .sort();
}

/** What sources say, in one number. */
function contentOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** Which files were made, and when, in one number. */
function stateOf(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function recorded() {
  try {
    return JSON.parse(readFileSync(recordFile, "utf8"));
  } catch {
    return {};
  }
}

const run = (script, ...args) => execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
const tsdown = (...args) => run(createRequire(import.meta.url).resolve("tsdown/run"), "--logLevel", "warn", ...args);

const anew = process.argv.includes("--anew");
const record = anew ? {} : recorded();

/** Makes parts with a command, unless all of them are there. */
function make(names, command) {
  const from = contentOf(parts[names[0]].from());
  if (names.every((name) => record[name]?.from === from && record[name].made === stateOf(parts[name].made()))) return;
  for (const name of names) delete record[name];
  write();
  command();
  for (const name of names) record[name] = { from, made: stateOf(parts[name].made()) };
  write();
}

function write() {
  mkdirSync(dirname(recordFile), { recursive: true });
  writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`);
}

make(["kernels"], () => run("kernels/build.mjs"));
// Knows by itself what it was made from.
run("scripts/build-native.mjs");
if (process.argv.includes("--no-types")) make(["code"], () => tsdown("--no-dts"));
else make(["code", "types"], () => tsdown());
