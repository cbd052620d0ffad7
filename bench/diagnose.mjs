/**
 * Whether what `qntk diagnose` predicts holds: circuits of many kinds, predictions from some initial angles, training from others.
 *
 * node bench/diagnose.mjs [--circuits 210] [--from 0] [--pilot 100] [--loss linear] [--noise depolarizing:0.05] [--file cases.jsonl]
 *
 * Every case is a circuit (hea, rpa, two-local, strongly-entangling, qaoa; two to four qubits; depths below and above 2d - 2 parameters), an observable, a target inside the spectrum,
 * at its end or beyond, and a learning rate, drawn by the number of the case. Sixty samples of another seed are trained to |ε - R| <= error, or given up after MAX_STEPS.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildExperiment, CounterStream, linearLoss, parseExperiment, train } from "../dist/index.mjs";
import { diagnosisSteps, exactSimulator, pilotSteps, placesOf, subjectOfExperiment } from "../dist/reports.mjs";

const { values } = parseArgs({
  options: {
    circuits: { type: "string", default: "210" },
    from: { type: "string", default: "0" },
    pilot: { type: "string", default: "100" },
    loss: { type: "string" },
    noise: { type: "string" },
    file: { type: "string" },
  },
});
const [circuits, first, gradients] = [Number(values.circuits), Number(values.from), Number(values.pilot)];
const MAX_STEPS = 4000;
const SAMPLES = 60;

/** The case of a number. */
function caseOf(number) {
  const stream = new CounterStream(number, "diagnose-cases");
  const pick = (list) => list[Math.floor(stream.uniform() * list.length)];
  const ansatz = pick(["hea", "rpa", "two-local", "strongly-entangling", "hea", "rpa"]);
  const qubits = pick([2, 2, 3, 3, 4]);
  const threshold = 2 * 2 ** qubits - 2;
  const relative = pick([0.7, 1.2, 2, 3]);
  const perLayer = { hea: 2 * qubits, rpa: 1, "two-local": 2 * qubits, "strongly-entangling": 3 * qubits }[ansatz];
  const layers = Math.max(1, Math.round((relative * threshold) / perLayer));
  const observable = pick([{ observable: "xxz", coupling: 2 }, { observable: "xxz", coupling: 4 }, { observable: "tfim" }]);
  const target = pick(["min+10%", "min+25%", "min+40%", "min", "min-10%", "min-30%", "max-20%", "max+20%"]);
  const eta = pick([0.001, 0.002, 0.005]);
  const { loss, noise } = values;
  const kind = { ...(loss !== undefined && { loss }), ...(noise !== undefined && { noise }) };
  return parseExperiment({
    ansatz,
    qubits,
    layers,
    ...observable,
    ...kind,
    target: [target],
    eta,
    seed: number,
    samples: 10,
    steps: 10,
  });
}

const run = (steps) => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

/** The first step at which a column is as near as asked. */
function reachedAt({ epsilon }, column, residual, error) {
  for (let step = 0; step <= MAX_STEPS; step++)
    if (Math.abs(epsilon[column * (MAX_STEPS + 1) + step] - residual) <= error) return { step, rule: "residual" };
  return undefined;
}

function resultOf(number) {
  const config = caseOf(number);
  const experiment = buildExperiment(config);
  const subject = subjectOfExperiment(experiment);
  const simulator = exactSimulator(subject);
  const [place] = placesOf(subject);
  const error = place.phase === "critical" ? 2e-2 : 1e-3;
  const began = process.cpuUsage();
  const [pilot] = run(pilotSteps(experiment, simulator, [place], { gradients, error }));
  const cost = process.cpuUsage(began).user / 1e6;
  const [theory] = run(diagnosisSteps(subject, error)).targets;
  // Where gradient descent may diverge, as the command says then, nothing is forecast.
  if (!(config.eta < theory.largestStableEta))
    return { number, stable: false, pilot, samples: [], theory: {}, cost, trainCost: 0 };
  // The circuit is that of the case; the angles are others.
  const trainedAt = process.cpuUsage();
  const { record } = train({
    circuit: experiment.circuit,
    observable: experiment.observable,
    targets: [place.target],
    samples: SAMPLES,
    eta: config.eta,
    steps: MAX_STEPS,
    seed: 500_000 + number,
    ...(values.loss === "linear" && { loss: linearLoss }),
    // The rule knows the ends without noise alone.
    ...(values.noise === undefined ? { stopWhen: [`residual<${error}`] } : { simulator: { ...simulator, dispose() {} } }),
  });
  const trainCost = process.cpuUsage(trainedAt).user / 1e6;
  const samples = Array.from({ length: SAMPLES }, (_, column) => {
    const event =
      values.noise === undefined
        ? record.events?.find((each) => each.column === column && each.ends)
        : reachedAt(record, column, place.residual, error);
    const rows = event === undefined ? MAX_STEPS : event.step;
    const at = column * (MAX_STEPS + 1) + rows;
    const [e1, e2] = [record.epsilon[at - 1], record.epsilon[at]];
    const [k1, k2] = [record.kernel[at - 1], record.kernel[at]];
    const settled = event?.rule === "residual";
    return {
      steps: settled ? event.step : null,
      rate: settled && rows > 0 ? (place.phase === "frozen-kernel" ? Math.log(e2 / e1) : Math.log(k2 / k1)) : null,
      kernel: settled && place.phase === "frozen-kernel" ? k2 : null,
      lambda: settled ? (place.phase === "frozen-kernel" ? (k2 - k1) / (2 * (e2 - e1)) : k2 / (2 * (e2 - place.residual))) : null,
    };
  });
  const { ansatz, qubits, observable, eta } = config;
  return {
    ...{
      number,
      ansatz,
      qubits,
      observable,
      eta,
      parameters: experiment.parameters,
      target: config.target[0],
      phase: place.phase,
      stable: config.eta < theory.largestStableEta,
    },
    theory: {
      steps: theory.approach?.steps ?? null,
      soonest: theory.approach?.deepSteps ?? null,
      lambda: theory.approach?.lambda ?? null,
      c: theory.approach?.c ?? null,
    },
    ...{ pilot, samples, cost, trainCost },
  };
}

const lines = values.file !== undefined && existsSync(values.file) ? readFileSync(values.file, "utf8").trim().split("\n") : [];
const cases = lines.filter(Boolean).map((line) => JSON.parse(line));
for (let number = first; number < circuits; number++) {
  if (cases.some((each) => each.number === number)) continue;
  const found = resultOf(number);
  cases.push(found);
  if (values.file !== undefined) appendFileSync(values.file, `${JSON.stringify(found)}\n`);
}

/** Infinities are null in JSON. */
const upper = (value) => (value === null || value === undefined ? Number.POSITIVE_INFINITY : value);
const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

function summary(name, chosen) {
  const line = { cases: chosen.length };
  for (const quantity of ["steps", "rate", "kernel", "lambda"]) {
    let [inside, all] = [0, 0];
    const ratios = [];
    for (const { pilot, samples } of chosen) {
      const { low, high, median: centre } = pilot[quantity];
      if (centre === null && quantity !== "steps") continue;
      const known = samples.map((sample) => sample[quantity]).filter((value) => value !== null);
      // Where many were given up, those that are left are the fast ones.
      if (quantity !== "steps" && known.length <= 0.95 * SAMPLES) continue;
      for (const sample of samples) {
        if (sample[quantity] === null && quantity !== "steps") continue;
        all++;
        // A sample that was given up after MAX_STEPS is covered by an interval that goes beyond them.
        const value = sample[quantity];
        if (value === null ? upper(high) > MAX_STEPS : low <= value && value <= upper(high)) inside++;
      }
      const own = median(
        samples
          .map((sample) => (quantity === "steps" ? (sample.steps ?? Number.POSITIVE_INFINITY) : sample[quantity]))
          .filter((value) => value !== null),
      );
      if (known.length > SAMPLES / 2 && Number.isFinite(own) && centre !== null && centre / own > 0) ratios.push(centre / own);
    }
    if (all > 0)
      line[quantity] =
        `${((100 * inside) / all).toFixed(1)} % of ${all}; medians off by ${(100 * (ratios.reduce((sum, ratio) => sum + Math.abs(Math.log(ratio)), 0) / ratios.length)).toFixed(1)} % on average, ${(100 * (Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length) - 1)).toFixed(1)} % in the mean`;
  }
  console.log(name, JSON.stringify(line, null, 1));
}

for (const phase of ["frozen-kernel", "critical", "frozen-error"])
  summary(
    phase,
    cases.filter((each) => each.stable && each.phase === phase),
  );
const stable = cases.filter((each) => each.stable);
summary(`all with η below the largest stable one, ${stable.length} of ${cases.length}`, stable);
// What was predicted without a pilot.
const before = stable.flatMap(({ theory, samples }) => {
  const own = median(samples.map(({ steps }) => steps ?? Number.POSITIVE_INFINITY));
  const fastest = Math.min(...samples.map(({ steps }) => steps ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(own)
    ? [{ ratio: theory.steps === null ? null : theory.steps / own, late: theory.soonest > fastest }]
    : [];
});
const ratios = before.map(({ ratio }) => ratio).filter((ratio) => ratio !== null && ratio > 0);
console.log(
  `without a pilot: steps predicted in ${ratios.length} of ${before.length}, off by ${(100 * (ratios.reduce((sum, r) => sum + Math.abs(Math.log(r)), 0) / ratios.length)).toFixed(0)} % on average; the deep-circuit limit later than the fastest sample in ${before.filter(({ late }) => late).length} of ${before.length}`,
);
console.log(
  `CPU seconds: pilots ${cases.reduce((sum, each) => sum + each.cost, 0).toFixed(0)}, training ${cases.reduce((sum, each) => sum + each.trainCost, 0).toFixed(0)}`,
);
