// Compares a gradient step of qntk with the same step in NumPy, TensorCircuit on JAX, PennyLane Lightning and Qulacs, on one machine in one run.
//
// Every tool gets the same circuit, matrices and angles. Energies and gradients must agree with ours to 1e-10 before anything is timed; a
// disagreement fails the run. The tools are then timed in turn, several rounds of them. Writes docs/benchmarks.md.
//
// Usage: npm run bench:peers -- [options]
//   --full           also n=8 L=768 (0.8 GB of matrices for each process) and n=20
//   --only PATTERN   workloads whose name matches this regular expression; nothing is written to docs/
//   --node PATH      run our side under this Node (as often as wanted); default: the one that runs this
//   --rounds N       rounds of timing (default 9)
//   --seconds S      spent on one tool in one round (default 0.5)
//   --threads N      threads to try (as often as wanted; default: 1 and, where there are more cores, 2)
//   --check          compare energies and gradients, and time nothing
//   --json FILE      also write every number to a file
//   --from FILE      measure nothing: write docs/benchmarks.md from such a file
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { converse } from "./peers/conversation.mjs";
import { benchmarksDocument } from "./peers/document.mjs";
import { preparePython } from "./peers/environment.mjs";
import { handOver } from "./peers/hand-over.mjs";
import { workloads } from "./workloads.mjs";

/** Largest difference of any energy or gradient entry from ours. */
const TOLERANCE = 1e-10;
/** Pause between two tools, in ms: threads of the one before may still be spinning. */
const PAUSE = 100;

const here = import.meta.dirname;
const documentPath = join(here, "../docs/benchmarks.md");
const script = (name) => join(here, "peers", name);

const { values: options } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    node: { type: "string", multiple: true, default: [process.execPath] },
    rounds: { type: "string", default: "9" },
    seconds: { type: "string", default: "0.5" },
    threads: { type: "string", multiple: true, default: cpus().length > 1 ? ["1", "2"] : ["1"] },
    check: { type: "boolean", default: false },
    json: { type: "string" },
    from: { type: "string" },
  },
});

/** The Python tools: script, arguments, and on how many threads each is tried. */
const tools = {
  numpy: { script: "peer_numpy.py" },
  tensorcircuit: { script: "peer_tensorcircuit.py", args: ["scan"] },
  "tensorcircuit-unrolled": { script: "peer_tensorcircuit.py", args: ["unrolled"], onlyAllThreads: true },
  lightning: { script: "peer_lightning.py" },
  qulacs: { script: "peer_qulacs.py" },
};

const cores = cpus().length;
const threadCounts = options.threads.map(Number);
/** Where workloads are handed over. */
const scratch = mkdtempSync(join(tmpdir(), "qntk-peers-"));
process.once("exit", () => rmSync(scratch, { recursive: true }));
process.once("SIGINT", () => process.exit(130));

if (options.from !== undefined) {
  writeDocument(JSON.parse(readFileSync(options.from, "utf8")));
} else {
  const comparison = await compare();
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(comparison, null, 1)}\n`);
  if (comparison.workloads.some((workload) => workload.entries.some((entry) => entry.disagreement !== undefined))) {
    console.log("\nTools disagree: nothing is written to docs/.");
    process.exitCode = 1;
  } else if (options.only === "" && !options.check) {
    writeDocument(comparison);
  }
}

async function compare() {
  const { python, missing, failed = [] } = preparePython(console.log);
  if (missing !== undefined) console.log(`No Python environment, so only qntk is measured. ${missing}`);
  const environment = { skipped: failed.map((pin) => ({ tool: pin, reason: "pip could not install it" })), versions: {} };
  const nodes = [];
  for (const path of options.node) nodes.push({ path, ...(await hello(path, [script("qntk.mjs"), "1"])).versions });
  const usable = new Set();
  for (const [name, { script: file, args = [] }] of Object.entries(tools)) {
    try {
      if (missing !== undefined) throw new Error(missing);
      Object.assign(environment.versions, (await hello(python, [script(file), ...args])).versions);
      usable.add(name);
    } catch ({ message: reason }) {
      environment.skipped.push({ tool: name, reason });
      console.log(`${name} is skipped: ${reason}`);
    }
  }
  const memoryGB = Math.round(totalmem() / 2 ** 30);
  const machine = { cpu: cpus()[0].model, cores, memoryGB, platform: process.platform, load: loadavg()[0] };
  if (missing === undefined)
    environment.versions.python = spawnSync(python, ["--version"], { encoding: "utf8" }).stdout.trim().split(" ")[1];

  const compared = [];
  for (const workload of workloads) {
    if (workload.peers.length === 0 || (workload.full && !options.full) || !new RegExp(options.only).test(workload.name))
      continue;
    console.log(`\n${workload.name}`);
    const seats = workload.peers.filter((name) => usable.has(name)).flatMap((name) => peerSeats(name, python));
    compared.push(await compareWorkload(workload, [...nodes.flatMap(ownSeats), ...seats]));
  }
  const engines = options.check || options.only !== "" ? [] : nodes.map(benchEngine);
  const settings = { full: options.full, rounds: Number(options.rounds), seconds: Number(options.seconds), threadCounts };
  return { date: new Date().toISOString().slice(0, 10), machine, nodes, environment, settings, workloads: compared, engines };
}

/** What a tool says about itself. */
async function hello(command, args) {
  const tool = converse(command, args, threadEnvironment(1));
  try {
    return await tool.ask({ op: "hello" });
  } finally {
    await tool.end();
  }
}

/** A seat is a tool with a number of threads. */
function ownSeats({ path, node }) {
  return threadCounts.map((threads) => ({
    tool: "qntk",
    node,
    threads,
    command: path,
    args: [script("qntk.mjs"), String(threads)],
  }));
}

function peerSeats(tool, python) {
  const { script: file, args = [], onlyAllThreads } = tools[tool];
  return (onlyAllThreads ? threadCounts.slice(-1) : threadCounts).map((threads) => ({
    tool,
    threads,
    command: python,
    args: [script(file), ...args],
  }));
}

/** Every library's own way of being told how many threads to use, and where to leave no traces. */
function threadEnvironment(threads) {
  const count = String(threads);
  return {
    OMP_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    QULACS_NUM_THREADS: count,
    NPROC: count,
    XLA_FLAGS: threads === 1 ? "--xla_cpu_multi_thread_eigen=false" : "",
    JAX_PLATFORMS: "cpu",
    JAX_ENABLE_COMPILATION_CACHE: "false",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/** Loads a workload into every seat, compares their results, and times those that agree. */
async function compareWorkload(workload, seats) {
  const folder = join(scratch, "workload");
  const entries = [];
  const playing = [];
  try {
    handOver(workload, folder);
    let ours;
    for (const { tool, node, threads, command, args } of seats) {
      const start = performance.now();
      const player = converse(command, args, threadEnvironment(threads));
      const entry = { tool, node, threads };
      try {
        const answer = await player.ask({ op: "load", folder, workload });
        const fromNothing = (performance.now() - start) / 1e3;
        if (tool === "qntk" && answer.threads < threads) {
          // One column cannot be split.
          await player.end();
          continue;
        }
        ours ??= answer;
        Object.assign(entry, { first: answer.first, fromNothing, stages: answer.stages, ...differences(answer, ours) });
        const { energyDifference, gradientDifference } = entry;
        if (!(Math.max(energyDifference, gradientDifference) <= TOLERANCE)) {
          entry.disagreement = `differs from ours by ${energyDifference.toExponential(1)} in energies, ${gradientDifference.toExponential(1)} in gradients`;
        }
      } catch ({ message: reason }) {
        if (tool === "qntk") throw new Error(`qntk failed: ${reason}`);
        entry.failure = reason;
      }
      entries.push(entry);
      describeCheck(entry);
      if (entry.failure === undefined && entry.disagreement === undefined && !options.check) playing.push({ entry, player });
      else await player.end();
    }
    if (playing.length > 0) await play(playing);
  } finally {
    await Promise.all(playing.map(({ player }) => player.end()));
    rmSync(folder, { recursive: true, force: true });
  }
  const { name, ansatz, qubits, layers, columns } = workload;
  return { name, ansatz, qubits, layers, columns, entries };
}

function differences({ energies, gradients }, ours) {
  const largest = (one, other) =>
    one.length === other.length
      ? one.reduce((most, value, k) => Math.max(most, Math.abs(value - other[k])), 0)
      : Number.POSITIVE_INFINITY;
  return {
    energyDifference: largest(energies, ours.energies),
    gradientDifference: largest(gradients, ours.gradients),
  };
}

function describeCheck({ tool, node, threads, failure, disagreement, energyDifference, gradientDifference, first }) {
  const seat = `${tool}${node === undefined ? "" : ` (Node ${node})`}, ${threads} thread${threads === 1 ? "" : "s"}`;
  if (failure !== undefined) console.log(`  ${seat}: FAILED: ${failure}`);
  else if (disagreement !== undefined) console.log(`  ${seat}: DISAGREES: ${disagreement}`);
  else {
    const agreement = `energies ${energyDifference.toExponential(1)}, gradients ${gradientDifference.toExponential(1)}`;
    console.log(`  ${seat}: agrees (${agreement}); first step after ${first.toPrecision(3)} s`);
  }
}

/** Rounds of timing: every tool once in each, each round beginning with another one. One more round before warms up. */
async function play(playing) {
  const visits = new Map(playing.map(({ entry }) => [entry, []]));
  const rounds = Number(options.rounds);
  for (let round = 0; round <= rounds; round++) {
    for (let k = 0; k < playing.length; k++) {
      const { entry, player } = playing[(k + round) % playing.length];
      if (entry.failure !== undefined) continue;
      await wait(PAUSE);
      try {
        const { calls, spent, processor } = await player.ask({ op: "time", seconds: Number(options.seconds) });
        if (round > 0) visits.get(entry).push({ seconds: median(calls), spent, processor });
      } catch ({ message: reason }) {
        entry.failure = reason;
      }
    }
  }
  for (const [entry, visited] of visits) {
    if (entry.failure !== undefined) continue;
    const seconds = visited.map((visit) => visit.seconds).sort((a, b) => a - b);
    const quarter = Math.floor(seconds.length / 4);
    Object.assign(entry, {
      seconds: median(seconds),
      spread: [seconds[quarter], seconds[seconds.length - 1 - quarter]],
      processors: median(visited.map((visit) => visit.processor)),
      spent: spentOver(visited.flatMap((visit) => visit.spent)),
    });
    const { least, middle } = entry.spent;
    const [clock, atLeast, typical] = [entry.seconds, least, middle].map((value) => (value * 1e3).toPrecision(4));
    console.log(
      `  ${entry.tool}${entry.node ? ` (Node ${entry.node})` : ""}, ${entry.threads} T: ${clock} ms, processor ${atLeast} (median ${typical}) ms`,
    );
  }
}

/** Processor time of a call in seconds: what other work on the machine hardly changes. */
function spentOver(values) {
  return { least: Math.min(...values), middle: median(values) };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** The engine's own benchmarks under a Node. */
function benchEngine({ path, node }) {
  console.log(`\nThe engine under Node ${node}`);
  const args = [join(here, "engine.mjs"), "--json", ...(options.full ? ["--full"] : [])];
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`bench/engine.mjs failed under Node ${node}: ${stderr}`);
  return { node, ...JSON.parse(stdout) };
}

function writeDocument(comparison) {
  let before = "";
  try {
    before = readFileSync(documentPath, "utf8");
  } catch {
    // The first one.
  }
  writeFileSync(documentPath, benchmarksDocument(comparison, before));
  console.log(`\nWrote ${documentPath}`);
}
