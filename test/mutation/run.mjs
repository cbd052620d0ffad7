/**
 * Mutation testing: every small change of the code that a test should notice, and whether one does. The changes are Stryker's, whose instrumenter is installed for it and not kept in
 * package.json; the tests run in a thread that loads a bundle of each file anew for every change, which takes a tenth of the time that a test runner of its own takes.
 *
 * node test/mutation/run.mjs [optimizers|gradients|theory|theory/inference|...]: some areas, or all of them one after the other; a file of an area is one too, as
 * theory/inference/evidence. The report of each is node_modules/.cache/mutation/AREA.json. `--list` shows the changes that no test noticed, `--again` tries those alone that none noticed the time before, `--sample=N` N of them, drawn with `--seed=S`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import picomatch from "picomatch";
import { rolldown } from "rolldown";
import { peggyGrammars } from "../../scripts/peggy-plugin.mjs";
import { AREAS } from "./areas.mjs";

const CACHE = resolve("node_modules/.cache/mutation");
/** Changes tried by one thread, which keeps every module that it has loaded. */
const CHANGES_OF_A_THREAD = 100;
/** Milliseconds of processor time of the longest test that is asked, unless the area says otherwise: tests of statistics with many runs say little more of one change than quick ones. */
const LONGEST = 3000;
/** Words of help and messages are left to the tests of the command line. */
const options = { plugins: null, excludedMutations: ["StringLiteral"], ignorers: [] };

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const most = Number(process.argv.find((argument) => argument.startsWith("--sample="))?.slice(9) ?? Number.POSITIVE_INFINITY);
const seed = Number(process.argv.find((argument) => argument.startsWith("--seed="))?.slice(7) ?? 1);
const again = process.argv.includes("--again");
const list = process.argv.includes("--list");
/** The files of src/ or test/ that fit a pattern. */
const filesOf = (patterns) =>
  ["src", "test"]
    .flatMap((room) => readdirSync(room, { recursive: true }).map((name) => `${room}/${name}`))
    .filter((file) => picomatch.isMatch(file, patterns))
    .sort();

/** The areas of a name: that area, those in it, or one file of an area, with the tests of all of it. */
function within(name) {
  const areas = Object.keys(AREAS).filter((area) => area === name || area.startsWith(`${name}/`));
  if (areas.length > 0) return areas;
  const [, whole, part] = /^(.+)\/([^/]+)$/.exec(name) ?? [];
  const files = whole in AREAS ? filesOf(AREAS[whole].mutate).filter((file) => file.endsWith(`/${part}.ts`)) : [];
  if (files.length === 0) return [];
  AREAS[name] = { ...AREAS[whole], mutate: files };
  return [name];
}
const unknown = asked.find((name) => within(name).length === 0);
if (unknown !== undefined) throw new Error(`The area is ${unknown}; allowed: theory, ${Object.keys(AREAS).join(", ")}`);

if (!existsSync("node_modules/@stryker-mutator/instrumenter")) {
  const flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
  const { status } = spawnSync("npm", ["install", ...flags, "@stryker-mutator/instrumenter@9"], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
const { createInstrumenter } = await import("@stryker-mutator/instrumenter");
const { createInjector } = await import("typed-inject");
mkdirSync(CACHE, { recursive: true });

/** The files of an area with all changes in them, each behind a switch. */
async function instrument(files) {
  const logger = { debug() {}, info() {}, isDebugEnabled: () => false, warn: console.warn };
  const instrumenter = createInjector().provideValue("logger", logger).injectFunction(createInstrumenter);
  const sources = files.map((name) => ({ name, content: readFileSync(name, "utf8"), mutate: true }));
  const { files: changed, mutants } = await instrumenter.instrument(sources, options);
  const switches =
    "const $mutation = globalThis.mutation; const $active = $mutation.active; const stryCov_9fa48 = $mutation.cover;\n" +
    "const stryMutAct_9fa48 = (id: number) => $active === id && $mutation.hit();\n";
  const code = new Map();
  for (const { name, content } of changed) {
    const end = content.indexOf("function stryMutAct_9fa48");
    const header = content.indexOf("function stryNS_9fa48");
    const rest = content.slice(end).replace(/^function stryMutAct_9fa48[\s\S]*?\n}\n/, "");
    const numbered = rest.replace(/stry(Cov|MutAct)_9fa48\([^)]*\)/g, (call) => call.replaceAll('"', ""));
    code.set(name, end < 0 ? content : switches + content.slice(0, header) + numbered);
  }
  return { code, mutants: mutants.filter(({ status }) => status !== "Ignored") };
}

/** One file of tests with all that it takes, apart from packages. */
async function bundleOf(area, file, code) {
  const path = `${CACHE}/${area.replaceAll("/", "-")}-${file.replaceAll("/", "-")}.mjs`;
  const bundle = await rolldown({
    input: resolve(file),
    platform: "node",
    external: (id) => !/^[./]/.test(id) && id !== "vitest",
    plugins: [
      peggyGrammars(),
      {
        name: "changes",
        resolveId: (id) => (id === "vitest" ? { id: resolve("test/mutation/vitest.mjs"), external: "absolute" } : undefined),
        load: (id) => (code.has(id) ? { code: code.get(id), moduleType: "ts" } : undefined),
        transform: (text, id) =>
          text.includes("import.meta")
            ? text
                .replaceAll("import.meta.dirname", JSON.stringify(dirname(id)))
                .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href))
            : undefined,
      },
    ],
    onLog() {},
  });
  await bundle.write({ file: path, format: "esm", codeSplitting: false });
  await bundle.close();
  return path;
}

let thread;
let tried = 0;
/** What a thread says to a request, or that it took too long. */
function ask(request, limit) {
  if (thread === undefined)
    thread = new Worker(resolve("test/mutation/worker.mjs"), { resourceLimits: { maxOldGenerationSizeMb: 3000 } });
  const own = thread;
  return new Promise((answer) => {
    const end = async (reply) => {
      clearTimeout(timer);
      own.off("message", end).off("error", fail);
      if (reply.lost || ++tried % CHANGES_OF_A_THREAD === 0) {
        thread = undefined;
        await own.terminate();
      }
      answer(reply);
    };
    const fail = ({ message }) => end({ killedBy: "the thread", message, lost: true });
    const timer = setTimeout(() => end({ endless: true, lost: true }), limit);
    own.on("message", end).on("error", fail);
    own.postMessage(request);
  });
}

/** The same items in an order that a fixed seed gives. */
function shuffled(items) {
  const all = [...items];
  let state = seed;
  for (let k = all.length - 1; k > 0; k--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (k + 1));
    [all[k], all[other]] = [all[other], all[k]];
  }
  return all;
}

async function test(area) {
  const { mutate, tests, longest = LONGEST } = AREAS[area];
  const { code, mutants } = await instrument(filesOf(mutate).map((file) => resolve(file)));
  const last = Math.max(...mutants.map(({ id }) => Number(id)));
  const files = [];
  for (const file of filesOf(tests)) {
    const bundle = await bundleOf(area, file, code);
    const found = await ask({ bundle, changes: last + 1, hitLimit: Number.POSITIVE_INFINITY }, 600_000);
    if (found.killedBy !== undefined || found.lost)
      throw new Error(`${file} fails as it is: ${found.killedBy}: ${found.message}`);
    // Once more without counting what is reached, which takes long itself.
    const timed = await ask({ bundle, mutant: -1, hitLimit: Number.POSITIVE_INFINITY }, 600_000);
    const [loading, ...times] = timed.times;
    const quick = [...times.keys()].filter((t) => timed.spent[t] <= longest);
    const left = times.length - quick.length;
    if (left > 0) console.log(`${file}: ${left} of ${times.length} tests take more than ${longest} ms and are not asked`);
    if (loading > 5 * LONGEST) console.log(`${file}: not asked, as loading it takes ${loading.toFixed(0)} ms`);
    else files.push({ file, bundle, coverage: found.coverage, quick, loading, times });
  }
  const report = `${CACHE}/${area.replaceAll("/", "-")}.json`;
  const kept = again && existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : [];
  const keyOf = ({ fileName, location: { start, end }, replacement }) =>
    [fileName.replace(`${resolve(".")}/`, ""), start.line + 1, start.column + 1, end.line + 1, end.column + 1, replacement].join(
      ":",
    );
  const before = new Map(kept.map((entry) => [entry.key, entry]));
  const entries = [];
  const started = performance.now();
  const drawn = most < mutants.length ? shuffled(mutants).slice(0, most) : mutants;
  for (const mutant of drawn) {
    const key = keyOf(mutant);
    const known = before.get(key);
    if (known !== undefined && known.status !== "Survived" && known.status !== "NoCoverage") {
      entries.push(known);
      continue;
    }
    const reaching = files
      .map((file) => {
        const { tests: byTest, static: loading } = file.coverage;
        const chosen = file.quick.filter((t) => loading[mutant.id] > 0 || byTest[t][mutant.id] > 0);
        const hits = loading[mutant.id] + byTest.reduce((sum, each) => sum + each[mutant.id], 0);
        const time = chosen.reduce((sum, t) => sum + file.times[t], file.loading);
        return { ...file, chosen, hits, time };
      })
      .filter(({ chosen }) => chosen.length > 0)
      .sort((a, b) => a.time - b.time);
    let status = reaching.length === 0 ? "NoCoverage" : "Survived";
    let by;
    for (const { file, bundle, chosen, hits, time } of reaching) {
      const request = { bundle, mutant: Number(mutant.id), tests: chosen, hitLimit: 1000 + 5 * hits };
      const reply = await ask(request, 5000 + 5 * time);
      if (reply.endless) status = "Timeout";
      else if (reply.killedBy !== undefined) status = "Killed";
      if (status !== "Survived") {
        by = `${file}: ${reply.killedBy}: ${reply.message}`;
        break;
      }
    }
    entries.push({ key, status, by, mutator: mutant.mutatorName });
    if (entries.length % 50 === 0) {
      writeFileSync(
        report,
        JSON.stringify([...entries, ...kept.filter((entry) => !entries.some((other) => other.key === entry.key))]),
      );
      const seconds = (performance.now() - started) / 1000;
      console.log(`${area}: ${entries.length} of ${drawn.length}, ${seconds.toFixed(0)} s`);
    }
  }
  writeFileSync(report, JSON.stringify(entries, undefined, 1));
  for (const { bundle } of files) rmSync(bundle);
  return entries;
}

function say(name, entries) {
  const counts = {};
  for (const { status } of entries) counts[status] = (counts[status] ?? 0) + 1;
  const found = (counts.Killed ?? 0) + (counts.Timeout ?? 0);
  console.log(`${name}: ${found} of ${entries.length} found (${((100 * found) / entries.length).toFixed(1)} %)`, counts);
  const fileOf = ({ key }) => key.split(":")[0];
  for (const file of new Set(entries.map(fileOf))) {
    const own = entries.filter((entry) => fileOf(entry) === file);
    const missed = own.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    console.log(`  ${file}: ${own.length - missed.length} of ${own.length}`);
    if (!list) continue;
    const lines = readFileSync(file, "utf8").split("\n");
    for (const { key, status } of missed) {
      const [, line, column, endLine, endColumn, ...replacement] = key.split(":");
      const text = lines[line - 1].slice(column - 1, line === endLine ? endColumn - 1 : undefined);
      console.log(
        `    ${status === "Survived" ? "" : "(not reached) "}${line}:${column} ${text} -> ${replacement.join(":").replace(/\s+/g, " ").slice(0, 120)}`,
      );
    }
  }
}

const together = [];
const areas = asked.length > 0 ? asked.flatMap(within) : Object.keys(AREAS);
for (const area of areas) {
  const entries = await test(area);
  say(area, entries);
  together.push(...entries);
}
if (areas.length > 1) say("together", together);
await thread?.terminate();
