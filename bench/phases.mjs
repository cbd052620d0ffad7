/**
 * How often the right phase is named from shots, and how often the 95 % intervals of R, λ and the rate hold the true values: seeded runs of each phase.
 *
 * node bench/phases.mjs [--seeds 200] [--from 0] [--shots 1000] [--file runs.jsonl]: two qubits, hea of four layers, XXZ with J = 4, η = 0.002, 600 steps,
 * 10 samples. With a file every run is added to it as a line, and those that are there already are not done again.
 *
 * R is 8 and 0. The truth of λ and of the rate is the mean over initial angles, from 2,000 samples of other seeds without scatter, whose rows count as rows from shots do: λ drifts
 * while K falls, and what shots show of it is where K stands clear of its error.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  CounterStream,
  hardwareEfficientAnsatz,
  shots as measured,
  noise,
  spectrum,
  summarizeTargets,
  train,
  xxz,
} from "../dist/index.mjs";
import { inference as theory } from "../dist/theory.mjs";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "0" },
    shots: { type: "string", default: "1000" },
    file: { type: "string" },
  },
});
const [seeds, first, shots] = [Number(values.seeds), Number(values.from), Number(values.shots)];
const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = xxz({ qubits: 2, coupling: 4 });
const extremes = spectrum(observable);
const [steps, samples, eta] = [600, 10, 0.002];
const PHASES = [
  { target: -10, phase: "frozen-kernel", residual: 0 },
  { target: -12, phase: "critical", residual: 0 },
  { target: -20, phase: "frozen-error", residual: 8 },
];
/** Seed from which the exact samples of the truth are drawn, and how many runs of 100. */
const [TRUTH_SEED, TRUTH_RUNS] = [1_000_000, 20];

/** One run from exact rows and one from shots. */
function runOf(target, phase, seed) {
  const options = { circuit, observable, targets: [target], samples, steps, eta, seed };
  const exact = summarizeTargets(train(options).record, [target], extremes)[0];
  const stream = (row, column) => new CounterStream(seed, "shots", row * samples + column);
  const simulator = measured.loadShots({ circuit, observable, model: noise.noiselessModel, engine: "wasm", shots, stream });
  const { inference } = summarizeTargets(train({ ...options, simulator, shots }).record, [target], extremes)[0];
  const { residual, lambda, rate, lambdaTo } = inference.phase === phase ? inference.constants : {};
  return { target, seed, shots, exact: exact.phase, named: inference.phase, residual, lambda, rate, lambdaTo };
}

const lines = values.file !== undefined && existsSync(values.file) ? readFileSync(values.file, "utf8").trim().split("\n") : [];
const runs = lines
  .filter(Boolean)
  .map((line) => JSON.parse(line))
  .filter((run) => run.shots === shots && run.seed < seeds && run.seed >= first);
for (let seed = first; seed < seeds; seed++)
  for (const { target, phase } of PHASES) {
    if (runs.some((run) => run.seed === seed && run.target === target)) continue;
    const run = runOf(target, phase, seed);
    runs.push(run);
    if (values.file !== undefined) appendFileSync(values.file, `${JSON.stringify(run)}\n`);
  }

/** Variance of a component of the gradient for this circuit with so many shots: E[K̂] - K is L times that (0.39 with 1000). */
const VARIANCE = 24.3 / shots;

/** The errors that rows from shots state, for exact rows: they say how much each counts, and λ drifts while K falls. */
function withErrors(epsilon, kernel) {
  const kernelError = kernel.map((k) => Math.sqrt(4 * k * VARIANCE + 2 * circuit.parameters * VARIANCE ** 2));
  return { epsilon, kernel, kernelError, epsilonError: epsilon.map(() => Math.sqrt(2 * VARIANCE)), eta };
}

/** Means over initial angles of λ and of the rate, from exact rows that count as rows from shots do. */
function truthOf(target, phase) {
  const found = [];
  for (let k = 0; k < TRUTH_RUNS; k++) {
    const { record } = train({ circuit, observable, targets: [target], samples: 100, steps, eta, seed: TRUTH_SEED + k });
    for (let c = 0; c < 100; c++) {
      const part = (all) => all.slice(c * (steps + 1), (c + 1) * (steps + 1));
      const { lambda, rate } = theory.inferConstants([withErrors(part(record.epsilon), part(record.kernel))], phase);
      found.push({ lambda: lambda.value, rate: rate.value });
    }
  }
  const average = (name) => {
    const known = found.map((own) => own[name]).filter(Number.isFinite);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return { lambda: average("lambda"), rate: average("rate") };
}

for (const { target, phase, residual } of PHASES) {
  const own = runs.filter((run) => run.target === target);
  const determined = own.filter((run) => run.exact === phase);
  const right = own.filter((run) => run.named === phase);
  const wrong = own.filter((run) => run.named !== phase && run.named !== "undetermined");
  const to = Math.round(right.reduce((sum, run) => sum + run.lambdaTo, 0) / right.length);
  const truth = { residual, ...truthOf(target, phase) };
  const covered = Object.entries(truth).map(([name, value]) => {
    const holding = right.filter((run) => run[name].low <= value && value <= run[name].high);
    return `${name} ${value.toPrecision(4)} covered in ${((100 * holding.length) / right.length).toFixed(1)} %`;
  });
  console.log(
    `${shots} shots, target ${target}, ${phase}: ${own.length} runs, ${determined.length} named from exact rows, of these ${determined.filter((run) => run.named === phase).length} rightly from shots; ${wrong.length} of all wrongly; λ to step ${to}; ${covered.join(", ")}`,
  );
}
