// Compares the gradients of all data of a circuit with the same in JAX under vmap over data: one thread each, in turn in many short rounds of one run.
//
// Expectations and gradients must agree with ours to 1e-10 before anything is timed. Processor time, because other work on the machine changes
// the clock and hardly that; the least of all rounds, with the median beside it.
//
// Usage: npm run bench:data-peers -- [options]
//   --python PATH    a Python with jax and numpy; default: the environment of bench/peers/requirements.txt, made where there is none
//   --rounds N       rounds (default 11)
//   --seconds S      spent on one tool in one round (default 0.3)
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dataProblem } from "../node_modules/.cache/qntk-bench/data-problem.mjs";
import { converse } from "./peers/conversation.mjs";
import { preparePython } from "./peers/environment.mjs";
import { handOver } from "./peers/hand-over.mjs";

const { values: options } = parseArgs({
  options: {
    python: { type: "string" },
    rounds: { type: "string", default: "11" },
    seconds: { type: "string", default: "0.3" },
  },
});
const TOLERANCE = 1e-10;
const ONE_THREAD = {
  ...{ OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", NPROC: "1", JAX_PLATFORMS: "cpu" },
  ...{ XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false", JAX_ENABLE_COMPILATION_CACHE: "false", PYTHONDONTWRITEBYTECODE: "1" },
};

/** Ten samples each, as `npm run bench:data` has them. */
const workloads = [
  { data: 2, qubits: 4, layers: 160 },
  { data: 32, qubits: 6, layers: 96 },
].map((sizes) => ({
  ...{ name: `N=${sizes.data} n=${sizes.qubits} L=${sizes.layers}`, ansatz: "rpa", columns: 10 },
  ...sizes,
}));

const script = (name) => join(import.meta.dirname, "peers", name);
const scratch = mkdtempSync(join(tmpdir(), "qntk-data-peers-"));
process.once("exit", () => rmSync(scratch, { recursive: true }));
const { python, missing } = options.python === undefined ? preparePython(console.log) : { python: options.python };
if (missing !== undefined) throw new Error(`No Python environment. ${missing}`);

for (const workload of workloads) await compare(workload);

/** Loads a workload into both, compares their results and times them in turn. */
async function compare(workload) {
  const folder = join(scratch, `${workload.data}`);
  handOver(workload, folder, dataProblem(workload));
  const tools = [
    { name: "qntk", tool: converse(process.execPath, [script("qntk-data.mjs")], ONE_THREAD) },
    { name: "JAX", tool: converse(python, [script("peer_jax_data.py")], ONE_THREAD) },
  ].map((each) => ({ ...each, spent: [], wall: [] }));
  console.log(`\n${workload.name}, ${workload.columns} samples, load ${loadavg()[0].toFixed(1)}`);
  try {
    const answers = [];
    for (const { name, tool } of tools) {
      const { versions } = await tool.ask({ op: "hello" });
      const answer = await tool.ask({ op: "load", folder, workload });
      answers.push(answer);
      const worst = (key) => answer[key].reduce((most, value, k) => Math.max(most, Math.abs(value - answers[0][key][k])), 0);
      const [energies, gradients] = [worst("energies"), worst("gradients")];
      if (!(answer.gradients.length === answers[0].gradients.length && Math.max(energies, gradients) <= TOLERANCE))
        throw new Error(`${name} differs from ours by ${energies} in expectations, ${gradients} in gradients`);
      const said = Object.entries(versions).map(([key, version]) => `${key} ${version}`);
      console.log(
        `  ${name} (${said.join(", ")}): first after ${answer.first.toFixed(2)} s, differs by ${gradients.toExponential(1)}`,
      );
    }
    const rounds = Number(options.rounds);
    for (let round = 0; round <= rounds; round++) {
      for (let k = 0; k < tools.length; k++) {
        const { tool, spent, wall } = tools[(k + round) % tools.length];
        const { calls, spent: used } = await tool.ask({ op: "time", seconds: Number(options.seconds) });
        // The first round warms up.
        if (round === 0) continue;
        spent.push(median(used));
        wall.push(median(calls));
      }
    }
    const inMs = (values) => `${(1e3 * Math.min(...values)).toFixed(2)} (${(1e3 * median(values)).toFixed(2)}) ms`;
    for (const { name, spent, wall } of tools) console.log(`  ${name}: processor ${inMs(spent)}, clock ${inMs(wall)}`);
    const [own, other] = tools;
    const ratio = (of) =>
      `${(Math.min(...own[of]) / Math.min(...other[of])).toFixed(3)} (${(median(own[of]) / median(other[of])).toFixed(3)})`;
    console.log(`  qntk over JAX: processor ${ratio("spent")}, clock ${ratio("wall")}; load ${loadavg()[0].toFixed(1)}`);
  } finally {
    await Promise.all(tools.map(({ tool }) => tool.end()));
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
