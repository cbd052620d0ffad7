// qntk's sweep over data as one of the tools that bench/data-peers.mjs compares: the same conversation as the Python scripts beside it.
import { createInterface } from "node:readline";
import { loadData } from "../../node_modules/.cache/qntk-bench/data-problem.mjs";

let call;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    if (request.op === "hello") answer = { versions: { node: process.version } };
    else if (request.op === "load") answer = load(request.workload);
    else answer = timed(request.seconds);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function load(workload) {
  const start = performance.now();
  call = loadData(workload).gradient;
  const { expectation, gradient } = call();
  return {
    first: (performance.now() - start) / 1e3,
    stages: {},
    energies: [...expectation],
    gradients: [...gradient],
  };
}

/** Processor time in seconds. */
function spentSoFar() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds of each call by the clock and of processor time. */
function timed(seconds) {
  const calls = [];
  const spent = [];
  const before = spentSoFar();
  const start = performance.now();
  do {
    const [began, used] = [performance.now(), spentSoFar()];
    call();
    calls.push((performance.now() - began) / 1e3);
    spent.push(spentSoFar() - used);
  } while (performance.now() - start < seconds * 1e3);
  return { calls, spent, processor: (spentSoFar() - before) / ((performance.now() - start) / 1e3) };
}
