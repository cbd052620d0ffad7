/**
 * What a study would be given, made up: runs that obey the Lotka-Volterra theory exactly, and draws that are smooth.
 */
import { parseHTML } from "linkedom";
import type { ExperimentConfig } from "../../src/experiment/config.ts";
import { keptAverages } from "../../src/studies/ensemble-draws.ts";
import type { Numbers, Study, StudyInput, StudyRun, StudySize } from "../../src/studies/study.ts";
import { linearLossSolution, solutionThrough } from "../../src/theory/lotka-volterra/closed-forms.ts";
import { residualOf } from "../../src/theory/lotka-volterra/trajectory.ts";
import { emptyRecord } from "../../src/training/record.ts";
import { columnTargets } from "../../src/training/train.ts";

/** The document that figures are drawn with. */
export const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** Samples of a made-up run. */
const SAMPLES = 3;

/**
 * The input of a study of some size, all of it made up.
 *
 * @param samplesOf how many samples its runs have
 */
export function syntheticInput(
  study: Study,
  size: StudySize,
  samplesOf: (config: ExperimentConfig) => number = () => SAMPLES,
): StudyInput {
  const runs = new Map<string, StudyRun>();
  for (let named = study.runs(size, runs); named.some(({ name }) => !runs.has(name)); named = study.runs(size, runs))
    for (const { name, config } of named) runs.set(name, runs.get(name) ?? syntheticRun(config, samplesOf(config)));
  const tasks = study.draws?.(size) ?? [];
  return {
    size,
    run: (name) => runs.get(name) ?? missing(name),
    draws: (name) => syntheticDraws(tasks.find((task) => task.name === name)?.settings.L ?? missing(name)),
  };
}

function missing(name: string): never {
  throw new Error(`${name} was not named`);
}

/** A run whose samples follow the closed forms from <O> = 0 on. */
function syntheticRun(config: ExperimentConfig, samples: number): StudyRun {
  const { observable, qubits, layers, loss, eta, steps, measure, coupling = 2 } = config;
  const extremes =
    observable === "projector" ? { min: 0, max: 1 } : { min: -coupling * (2 * qubits - 1), max: coupling * qubits };
  const targets = config.target.map(Number);
  const plan = { loss, eta, steps, measure, targets: columnTargets(targets, samples) };
  const record = emptyRecord(plan, samples, layers);
  record.rows = steps + 1;
  plan.targets.forEach((target, column) => {
    const size = 1 + 0.3 * (column % samples);
    const residual = residualOf(target, extremes, loss);
    const lambda = observable === "projector" ? -4 * size : 2 * size;
    const frozen = loss === "quadratic" && target > extremes.min && target < extremes.max;
    const start = { t: 0, kernel: 2 * lambda * (-target - residual) + (frozen ? 12 * size : 0), lambdaEpsilon: -lambda * target };
    const linear = linearLossSolution(start, lambda, eta);
    const quadratic = solutionThrough(start, eta);
    const first = column * (steps + 1);
    for (let t = 0; t <= steps; t++) {
      record.kernel[first + t] = loss === "linear" ? linear.kernel(t) : quadratic.kernel(t);
      record.epsilon[first + t] = loss === "linear" ? linear.residualError(t) + residual : quadratic.lambdaEpsilon(t) / lambda;
    }
    record.measured.mu?.steps.forEach((t, k) => {
      const { values, steps: rows } = record.measured.mu as NonNullable<typeof record.measured.mu>;
      values[column * rows.length + k] = lambda * record.kernel[first + t];
    });
  });
  return { config, record, theta: new Float64Array(targets.length * samples * layers), targets, extremes };
}

/** Averages that fall with the place in a sweep. */
function syntheticDraws(sweep: number | string | readonly (number | string)[]): Numbers {
  const values = Array.isArray(sweep) ? sweep.map((_, k) => 1 / (k + 1)) : [1];
  const errors = values.map((value) => value / 10);
  return Object.fromEntries(keptAverages.flatMap((name) => [[name, values] as const, [`${name} error`, errors] as const]));
}
