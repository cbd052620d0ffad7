// qntk as one of the tools that bench/peers.mjs compares: the same conversation as the Python scripts beside it.
// Usage: node qntk.mjs THREADS. What is timed is a whole training step: gradient, update and record.
import { createInterface } from "node:readline";
import {
  bestBuild,
  emptyRecord,
  loadWasmEngine,
  nativeStatus,
  randomPauliAnsatz,
  resolveEngine,
  startShards,
} from "../../node_modules/.cache/qntk-bench/support.mjs";
import { build } from "../workloads.mjs";

const threads = Number(process.argv[2]);
/** native where it was built; the environment may name another. */
const engine = resolveEngine(process.env.QNTK_BENCH_ENGINE ?? "auto");
/** Angles hardly move, so that every step costs the same. */
const ETA = 1e-9;
/** Numbers of ε that one run may record. */
const RECORD = 5e6;

let run;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    if (request.op === "hello")
      answer = { versions: { node: process.version, kernels: engine === "native" ? nativeStatus().simd : bestBuild() } };
    else if (request.op === "load") answer = await load(request.workload);
    else if (request.op === "products") answer = products(request.seconds);
    else if (request.op === "haar") answer = haar();
    else answer = await timed(request.seconds);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await run?.shards.dispose();

async function load(workload) {
  const start = performance.now();
  const { circuit, observable, theta } = build(workload);
  const built = performance.now();
  const columns = workload.columns;
  const plan = {
    loss: "quadratic",
    eta: ETA,
    steps: Math.floor(RECORD / columns),
    targets: new Float64Array(columns),
    measure: {},
  };
  const record = emptyRecord(plan, columns, circuit.parameters);
  const prepared = performance.now();
  const shards = startShards({ engine, circuit, observable, plan, state: { row: 0, theta }, threads });
  await shards.advance(record, 1);
  const first = (performance.now() - prepared) / 1e3;
  await shards.dispose();

  // The gradient itself, which a training step keeps to itself: checked against ε and K of the first row.
  const simulator = await loadWasmEngine(circuit, observable, 1, "double", engine);
  const { expectation, gradient } = simulator.gradient(theta);
  for (let c = 0; c < columns; c++) {
    const row = gradient.subarray(c * circuit.parameters, (c + 1) * circuit.parameters);
    const kernel = row.reduce((sum, slope) => sum + slope * slope, 0);
    requireClose("ε", record.epsilon[c * (plan.steps + 1)], expectation[c]);
    requireClose("K", record.kernel[c * (plan.steps + 1)], kernel);
  }

  run = {
    record,
    shards: startShards({ engine, circuit, observable, plan, state: { row: 0, theta }, threads }),
    left: plan.steps,
    secondsPerStep: 0,
    simulator,
    theta,
  };
  await advance(1);
  return {
    first,
    stages: { circuit: (built - start) / 1e3 },
    threads: shards.threads,
    energies: [...expectation],
    gradients: [...gradient],
  };
}

/** Processor time in seconds. */
function spentSoFar() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Processor time of a call, from as many as take a hundredth of a second. */
function spentOn(call) {
  const before = spentSoFar();
  let calls = 0;
  do {
    call();
    calls++;
  } while (spentSoFar() - before < 0.01);
  return (spentSoFar() - before) / calls;
}

/** Gradients and Hessian-vector products in turn. */
function products(seconds) {
  const { simulator, theta } = run;
  const gradients = [];
  const products = [];
  for (const start = spentSoFar(); gradients.length === 0 || spentSoFar() - start < seconds; ) {
    gradients.push(spentOn(() => simulator.gradient(theta)));
    products.push(spentOn(() => simulator.hessianVectorProduct(theta, theta)));
  }
  return { gradients, products };
}

/** A Haar unitary of size 256, drawn as for a circuit. */
function haar() {
  const matrices = 4;
  return { spent: [spentOn(() => randomPauliAnsatz({ qubits: 8, layers: matrices })) / matrices] };
}

/** Trains that many steps; the seconds one took. */
async function advance(steps) {
  if (steps > run.left) throw new Error(`only ${run.left} steps are left to be timed`);
  run.left -= steps;
  const start = performance.now();
  await run.shards.advance(run.record, steps);
  run.secondsPerStep = (performance.now() - start) / 1e3 / steps;
  return run.secondsPerStep;
}

/** Seconds of a step, from runs of steps as long as a round of training; and the processor time they took. */
async function timed(seconds) {
  const calls = [];
  const spent = [];
  const before = process.cpuUsage();
  const start = performance.now();
  while (performance.now() - start < seconds * 1e3) {
    const steps = Math.max(1, Math.floor(Math.min(0.15, seconds / 2) / run.secondsPerStep));
    const began = spentSoFar();
    calls.push(await advance(steps));
    spent.push((spentSoFar() - began) / steps);
  }
  const { user, system } = process.cpuUsage(before);
  return { calls, spent, processor: (user + system) / 1e3 / (performance.now() - start) };
}

function requireClose(name, one, other) {
  if (!(Math.abs(one - other) <= 1e-10 * Math.max(1, Math.abs(other))))
    throw new Error(`${name} is ${one} in the run, ${other} alone`);
}
