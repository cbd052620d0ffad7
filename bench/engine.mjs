// Times the reference engine, a fast one and the command line on the paper's circuits, against a goal for each. Reports, never gates.
// Usage: npm run bench -- [--engine NAME] [--full] [--only PATTERN] [--seconds S] [--json]
//   --engine   native, wasm, or auto, the default
//   --full     also what takes minutes or a gigabyte: n=8 L=768, n=20
//   --only     cases whose name matches this regular expression
//   --seconds  spent on each measurement (default 1.5)
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  bestBuild,
  CounterStream,
  drawOnThreads,
  emptyRecord,
  haarUnitary,
  hessian,
  initialAngles,
  loadWasmEngine,
  nativeStatus,
  randomPauliAnsatz,
  referenceEngine,
  resolveEngine,
  sharesRows,
  startShards,
  xxz,
} from "../node_modules/.cache/qntk-bench/support.mjs";
import { fmaPeak } from "./peak.mjs";
import { build, costOf, workloads } from "./workloads.mjs";

const { values: options } = parseArgs({
  options: {
    engine: { type: "string", default: "auto" },
    full: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    seconds: { type: "string", default: "1.5" },
    json: { type: "boolean", default: false },
  },
});
const fastEngine = resolveEngine(options.engine);
const budget = Number(options.seconds) * 1e3;
const only = new RegExp(options.only);
const cli = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));
/** The goals are for two cores. */
const threads = Math.min(2, cpus().length);

/** Goals that are not rates. Of ratios and times the measured value is to stay below, of speed-ups above. */
const GOALS = { hvp: 2.3, speedUp: 5, hessian: 2, haar: 8 / 768, haarSet: 8, help: 0.25, transition: 4 };

const machine = {
  cpu: cpus()[0].model,
  cores: cpus().length,
  node: process.version,
  kernels: fastEngine === "native" ? nativeStatus().simd : `${bestBuild()} SIMD`,
};
const results = [];
const say = options.json ? () => {} : console.log;

say(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.kernels} kernels\n`);
const peak = fmaPeak();
if (peak !== undefined) say(`products and sums of doubles on one core now: ${peak.toFixed(1)} GFLOP/s\n`);
for (const workload of workloads) {
  if (only.test(workload.name) && (options.full || !workload.full)) await benchWorkload(workload);
}
const singles = {
  "Hessian n=4 L=128 B=20": benchHessian,
  "Haar unitary d=256": benchHaar,
  ...(options.full && { "768 Haar unitaries d=256": benchHaarSet }),
  "qntk --help": benchHelp,
  "qntk transition": benchTransition,
};
for (const [name, bench] of Object.entries(singles)) if (only.test(name)) await bench(name);
if (options.json) console.log(JSON.stringify({ machine, peak, results }, null, 2));

/** Gradients, Hessian-vector products and training steps of a workload on either engine. */
async function benchWorkload(workload) {
  const { name, rates } = workload;
  const { circuit, observable, theta } = build(workload);
  const { work, unit } = costOf(workload);
  const add = (engine, threads, what, seconds, goal) =>
    report({ name, engine, threads, what, seconds, ...against(work / seconds / 1e9, unit, goal) });
  const gradients = async (engine, threads, simulator, goal) => {
    const gradient = await median(() => simulator.gradient(theta));
    add(engine, threads, "gradient", gradient, goal);
    const product = await median(() => simulator.hessianVectorProduct(theta, theta));
    const ratio = below(product / gradient, "gradients", engine === fastEngine ? GOALS.hvp : undefined);
    report({ name, engine, threads, what: "HVP", seconds: product, ...ratio });
    simulator.dispose();
    return gradient;
  };

  const slow = await gradients("reference", 1, referenceEngine.load(circuit, observable));
  const fast = await gradients(fastEngine, 1, await loadWasmEngine(circuit, observable, 1, "double", fastEngine), rates[0]);
  report({ name, engine: fastEngine, threads: 1, what: "over reference", ...against(slow / fast, "times", GOALS.speedUp) });
  if (threads > 1 && sharesRows({ engine: fastEngine, circuit }, theta.length / circuit.parameters)) {
    await gradients(fastEngine, threads, await loadWasmEngine(circuit, observable, threads, "double", fastEngine), rates[1]);
  }
  for (const wanted of new Set([1, threads])) {
    const run = startRun(circuit, observable, theta, wanted);
    const seconds = await run.secondsPerStep();
    if (wanted === run.threads) add(fastEngine, wanted, "training step", seconds, rates[wanted - 1]);
    await run.dispose();
  }
}

/** A training run whose steps are timed in rounds, as the command line trains. */
function startRun(circuit, observable, theta, wanted) {
  const columns = theta.length / circuit.parameters;
  const steps = Math.floor(5e6 / columns);
  const plan = { loss: "quadratic", eta: 1e-9, steps, targets: new Float64Array(columns), measure: {} };
  const record = emptyRecord(plan, columns, circuit.parameters);
  const shards = startShards({ engine: fastEngine, circuit, observable, plan, state: { row: 0, theta }, threads: wanted });
  const advance = (rows) => shards.advance(record, rows);
  return {
    threads: shards.threads,
    async secondsPerStep() {
      await advance(1);
      const one = await median(() => advance(1), 150);
      const rows = Math.max(1, Math.floor(0.15 / one));
      return (await median(() => advance(rows))) / rows;
    },
    dispose: () => shards.dispose(),
  };
}

async function benchHessian(name) {
  const circuit = randomPauliAnsatz({ qubits: 4, layers: 128 });
  const theta = initialAngles({ samples: 20, parameters: circuit.parameters });
  for (const engine of ["reference", fastEngine]) {
    const observable = xxz({ qubits: 4 });
    const simulator =
      engine === fastEngine
        ? await loadWasmEngine(circuit, observable, 1, "double", fastEngine)
        : referenceEngine.load(circuit, observable);
    const seconds = await median(() => hessian(simulator, theta));
    report({
      name,
      engine,
      threads: 1,
      what: "time",
      seconds,
      ...below(seconds, "s", engine === fastEngine ? GOALS.hessian : undefined),
    });
    simulator.dispose();
  }
}

/** Haar unitaries drawn, in plain JavaScript and by the kernels, which make those of a whole circuit in place. */
async function benchHaar(name) {
  const stream = new CounterStream(0, "haar-unitary", 0);
  const matrices = 4;
  const makers = {
    reference: [1, () => haarUnitary(256, () => stream.normal())],
    [fastEngine]: [matrices, () => randomPauliAnsatz({ qubits: 8, layers: matrices })],
  };
  for (const [engine, [count, make]] of Object.entries(makers)) {
    const seconds = (await median(make)) / count;
    report({
      name,
      engine,
      threads: 1,
      what: "time",
      seconds,
      ...below(seconds, "s", engine === fastEngine ? GOALS.haar : undefined),
    });
  }
}

/** The unitaries of the paper's largest circuit, on all threads. */
async function benchHaarSet(name) {
  for (const wanted of new Set([1, threads])) {
    const seconds = await median(() => drawOnThreads({ qubits: 8, layers: 768 }, wanted));
    const goal = wanted === threads ? GOALS.haarSet : undefined;
    report({ name, engine: fastEngine, threads: wanted, what: "time", seconds, ...below(seconds, "s", goal) });
  }
}

async function benchHelp(name) {
  const seconds = await median(() => runCli(["--help"]));
  report({ name, what: "time", seconds, ...below(seconds, "s", GOALS.help) });
}

async function benchTransition(name) {
  const folder = mkdtempSync(join(tmpdir(), "qntk-bench-"));
  let runs = 0;
  const seconds = await median(() => runCli(["transition", "--quiet", "--out", join(folder, String(runs++))]));
  rmSync(folder, { recursive: true });
  report({ name, what: "time", seconds, ...below(seconds, "s", GOALS.transition) });
}

function runCli(args) {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`qntk ${args.join(" ")} failed: ${stderr}`);
}

/** A value that is to reach a goal, or to stay below it, and how far it does, in percent. */
function against(value, unit, goal) {
  return { value, unit, goal, percentOfGoal: goal === undefined ? undefined : (100 * value) / goal };
}
function below(value, unit, goal) {
  return { value, unit, goal, percentOfGoal: goal === undefined ? undefined : (100 * goal) / value };
}

function report(result) {
  results.push(result);
  const { name, engine = "", threads: used, what, seconds, value, unit, goal, percentOfGoal } = result;
  const by = used === undefined ? engine : `${engine}, ${used} thread${used === 1 ? "" : "s"}`;
  const time = seconds === undefined ? "" : `${(seconds * 1e3).toPrecision(4)} ms`;
  const met = goal === undefined ? "" : `${percentOfGoal.toFixed(0)} % of goal ${goal.toPrecision(3)}`;
  say(
    [
      name.padEnd(22),
      by.padEnd(20),
      what.padEnd(15),
      time.padStart(11),
      `${value.toPrecision(3)} ${unit}`.padStart(16),
      met,
    ].join("  "),
  );
}

/** Median seconds of a call, over as many calls as fit in the budget. A first call that is long enough counts; others warm up. */
async function median(call, milliseconds = budget) {
  const times = [];
  const until = performance.now() + milliseconds;
  do {
    const start = performance.now();
    await call();
    times.push((performance.now() - start) / 1e3);
  } while (performance.now() < until);
  if (times.length > 1) times.shift();
  return times.sort((a, b) => a - b)[times.length >> 1];
}
