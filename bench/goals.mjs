// Measures the goals of docs/benchmarks.md: ratios of processor time, one thread each, all tools in turn in many short rounds of one run.
//
// Processor time, because other work on the machine changes the clock and hardly that; the least of all rounds, and the median beside it.
// Energies and gradients must agree with ours to 1e-10 first, as in bench/peers.mjs, which has the tools.
//
// Usage: npm run bench:goals -- [options]
//   --full           also n=8 L=768 (0.8 GB of matrices for each process)
//   --only PATTERN   goals whose name matches this regular expression
//   --node PATH      run our side under this Node (as often as wanted); default: the one that runs this
//   --rounds N       rounds (default 11)
//   --json FILE      also write every number to a file
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fmaPeak } from "./peak.mjs";
import { converse } from "./peers/conversation.mjs";
import { preparePython } from "./peers/environment.mjs";
import { handOver } from "./peers/hand-over.mjs";
import { costOf, workloads } from "./workloads.mjs";

const { values: options } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    node: { type: "string", multiple: true, default: [process.execPath] },
    rounds: { type: "string", default: "11" },
    json: { type: "string" },
  },
});
/** Seconds of a tool's turn. */
const TURN = 0.12;
const TOLERANCE = 1e-10;
const rounds = Number(options.rounds);
const here = import.meta.dirname;
const cli = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));
const script = (name) => join(here, "peers", name);
const ONE_THREAD = {
  ...{ OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", QULACS_NUM_THREADS: "1", NPROC: "1", JAX_PLATFORMS: "cpu" },
  ...{ XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false", JAX_ENABLE_COMPILATION_CACHE: "false", PYTHONDONTWRITEBYTECODE: "1" },
};
const numpy = (limit) => ({ tool: "numpy", script: "peer_numpy.py", limit });
const jax = (limit, first) => ({ tool: "JAX, scan", script: "peer_tensorcircuit.py", args: ["scan"], limit, first });
const qulacs = (limit) => ({ tool: "Qulacs", script: "peer_qulacs.py", limit });

/** Tools that a workload is compared with, and the share of their time it may take; what part of the peak it is to reach. */
const comparisons = {
  "RPA n=6 L=192 B=10": { peers: [numpy(0.45), jax(undefined, 50)], share: undefined },
  "RPA n=6 L=192 B=100": { peers: [numpy(0.65)], share: 0.8 },
  "RPA n=8 L=96 B=10": { peers: [numpy(0.5), jax(0.3)], share: undefined },
  "RPA n=8 L=96 B=30": { peers: [numpy(0.75)], share: 0.8 },
  "RPA n=8 L=96 B=100": { peers: [numpy(0.9)], share: 0.8 },
  "RPA n=8 L=768 B=10": { peers: [numpy(0.5)], share: undefined },
  "RPA n=8 L=768 B=30": { peers: [numpy(0.75)], share: 0.8 },
  "HEA n=8 D=48 B=10": { peers: [qulacs(1 / 40)], each: 0.1 },
  "HEA n=16 D=10 B=1": { peers: [] },
  "HEA n=20 D=10 B=1": { peers: [qulacs(0.2)] },
};
const HVP = 2.3;

const rows = [];
const only = new RegExp(options.only);
const { python, missing } = preparePython(console.log);
if (missing !== undefined) console.log(`No Python environment: ${missing}`);
const load = loadavg()[0];
const scratch = mkdtempSync(join(tmpdir(), "qntk-goals-"));
const extra = { name: "RPA n=8 L=96 B=100", ansatz: "rpa", qubits: 8, layers: 96, columns: 100 };
try {
  for (const workload of [...workloads, extra]) {
    const comparison = comparisons[workload.name];
    if (comparison === undefined || !only.test(workload.name) || (workload.layers === 768 && !options.full)) continue;
    await measure(workload, comparison);
  }
  if (only.test("Haar")) await measureHaar();
  if (only.test("start")) measureStarts();
} finally {
  rmSync(scratch, { recursive: true });
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ load, rounds, rows }, null, 1)}\n`);

async function measure(workload, { peers, share, each }) {
  const folder = join(scratch, "workload");
  handOver(workload, folder);
  const seats = [
    ...options.node.map((path) => ({ path, own: true, command: path, args: [script("qntk.mjs"), "1"] })),
    ...(missing === undefined ? peers : []).map((peer) => ({
      ...{ peer, command: python, args: [script(peer.script), ...(peer.args ?? [])] },
    })),
  ].map((seat) => ({ ...seat, spent: [], gradients: [], products: [], player: converse(seat.command, seat.args, ONE_THREAD) }));
  try {
    let ours;
    for (const seat of seats) {
      const answer = await seat.player.ask({ op: "load", folder, workload });
      ours ??= answer;
      seat.first = answer.first;
      if (!agree(answer, ours)) throw new Error(`${workload.name}: ${seat.command} ${seat.args.join(" ")} disagrees with ours`);
      if (seat.own) seat.node = (await seat.player.ask({ op: "hello" })).versions.node;
    }
    const peaks = [];
    for (let round = 0; round < rounds; round++) {
      if (share !== undefined) peaks.push(fmaPeak());
      for (let k = 0; k < seats.length; k++) {
        const seat = seats[(k + round) % seats.length];
        seat.spent.push(...(await seat.player.ask({ op: "time", seconds: TURN })).spent);
        if (!seat.own || round % 2 > 0) continue;
        const { gradients, products } = await seat.player.ask({ op: "products", seconds: TURN });
        seat.gradients.push(...gradients);
        seat.products.push(...products);
      }
    }
    for (const seat of seats.filter(({ own }) => own)) describe(workload, seat, seats, { share, each, peaks });
  } finally {
    await Promise.all(seats.map(({ player }) => player.end()));
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe(workload, seat, seats, { share, each, peaks }) {
  const { name, columns } = workload;
  const { node } = seat;
  const add = (what, allowed, [least, typical], atLeast = false) => {
    rows.push({ name, what, node, allowed, least, median: typical, atLeast });
    const sign = allowed === undefined ? "" : `${atLeast ? "≥" : "≤"} ${allowed.toPrecision(3)}`;
    console.log(`${name}, ${node}: ${what} ${sign}: ${least.toPrecision(3)}, median ${typical.toPrecision(3)}`);
  };
  add("ms for a step", undefined, [least(seat.spent) * 1e3, median(seat.spent) * 1e3]);
  for (const { peer, spent, first } of seats.filter((other) => other.peer !== undefined)) {
    const ratio = [least(seat.spent) / least(spent), median(seat.spent) / median(spent)];
    if (peer.limit < 0.1)
      add(
        `times faster than ${peer.tool}`,
        1 / peer.limit,
        ratio.map((value) => 1 / value),
        true,
      );
    else add(`time over that of ${peer.tool}`, peer.limit, ratio);
    if (peer.first !== undefined)
      add(`first step before that of ${peer.tool}, times`, peer.first, [first / seat.first, first / seat.first], true);
  }
  if (each !== undefined)
    add(
      "ms for a gradient of one sample",
      each,
      [least(seat.spent), median(seat.spent)].map((s) => (s * 1e3) / columns),
    );
  const { work } = costOf(workload);
  if (share !== undefined && peaks[0] !== undefined) {
    const rate = (seconds) => work / seconds / 1e9;
    add(
      "share of the peak",
      share,
      [rate(least(seat.gradients)) / Math.max(...peaks), rate(median(seat.gradients)) / median(peaks)],
      true,
    );
  }
  add("HVP in gradients", HVP, [least(seat.products) / least(seat.gradients), median(seat.products) / median(seat.gradients)]);
}

async function measureHaar() {
  const seats = [
    ...options.node.map((path) => ({ own: true, player: converse(path, [script("qntk.mjs"), "1"], ONE_THREAD), spent: [] })),
    ...(missing === undefined ? [{ player: converse(python, [script("peer_scipy.py")], ONE_THREAD), spent: [] }] : []),
  ];
  for (const seat of seats) seat.node = (await seat.player.ask({ op: "hello" })).versions.node;
  for (let round = 0; round < 3 * rounds; round++) {
    for (const { player, spent } of seats) spent.push(...(await player.ask({ op: "haar" })).spent);
  }
  await Promise.all(seats.map(({ player }) => player.end()));
  const other = seats.find(({ own }) => !own)?.spent ?? [Number.NaN];
  for (const { node, spent } of seats.filter(({ own }) => own)) {
    const [a, b] = [least(spent) / least(other), median(spent) / median(other)];
    rows.push({ name: "Haar unitary d=256", what: "time over that of SciPy", node, allowed: 1, least: a, median: b });
    console.log(
      `Haar unitary d=256, ${node}: ${(least(spent) * 1e3).toPrecision(3)} ms, over SciPy ${a.toPrecision(3)}, median ${b.toPrecision(3)}`,
    );
  }
}

/** Processor time of the command line; the shell reports it. */
function measureStarts() {
  const cases = {
    "qntk train, n = 2, five steps": [["train", "--qubits", "2", "--steps", "5"], 0.6],
    "qntk --help": [["--help"], 0.15],
  };
  for (const path of options.node) {
    const node = spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim();
    for (const [name, [args, allowed]] of Object.entries(cases)) {
      const spent = [];
      for (let round = 0; round < rounds; round++) {
        const own = args[0] === "train" ? [...args, "--out", join(scratch, `run-${round}`)] : args;
        const line = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2>&1';
        const { stderr } = spawnSync("bash", ["-c", line, "bash", path, cli, ...own], { encoding: "utf8" });
        spent.push(
          stderr
            .trim()
            .split(" ")
            .reduce((sum, part) => sum + Number(part), 0),
        );
        rmSync(join(scratch, `run-${round}`), { recursive: true, force: true });
      }
      rows.push({ name, what: "s of processor time", node, allowed, least: least(spent), median: median(spent) });
      console.log(`${name}, ${node}: ≤ ${allowed} s: ${least(spent).toPrecision(3)}, median ${median(spent).toPrecision(3)}`);
    }
  }
}

function agree(answer, ours) {
  const close = (one, other) => one.length === other.length && one.every((value, k) => Math.abs(value - other[k]) <= TOLERANCE);
  return close(answer.energies, ours.energies) && close(answer.gradients, ours.gradients);
}

function least(values) {
  return Math.min(...values);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
