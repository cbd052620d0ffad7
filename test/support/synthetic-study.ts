/**
 * Synthetic input of a study: runs that obey the Lotka-Volterra theory exactly, and smooth draws.
 */

import { parseHTML } from "linkedom";
import { range } from "../../src/base/arrays.ts";
import type { ExperimentConfig } from "../../src/experiment/config.ts";
import { keptAverages } from "../../src/papers/transition/figures/shared/ensemble-draws.ts";
import type { Numbers, Study, StudyInput, StudyRun, StudySize } from "../../src/papers/transition/study.ts";
import { tfim } from "../../src/quantum/observables.ts";
import { spectrum } from "../../src/quantum/spectrum.ts";
import { linearLossSolution, solutionThrough } from "../../src/theory/lotka-volterra/closed-forms.ts";
import { residualOf } from "../../src/theory/lotka-volterra/trajectory.ts";
import { depolarizedError } from "../../src/theory/noise/depolarizing.ts";
import { theoryLossOf } from "../../src/training/losses.ts";
import { emptyRecord, type TrainingRecord } from "../../src/training/record.ts";
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
    draws: (name) => {
      const { targets, L, O0, repetitions, shots, kernelsOf, steps } =
        tasks.find((task) => task.name === name)?.settings ?? missing(name);
      if (Array.isArray(kernelsOf)) return syntheticKernels(kernelsOf, Number(steps));
      if (Array.isArray(shots)) return syntheticMeasurements(shots);
      if (Array.isArray(O0) && typeof repetitions === "number") return syntheticRepetitions(O0, repetitions, runs);
      return Array.isArray(targets) ? syntheticSeries(targets) : syntheticDraws(L ?? missing(name));
    },
  };
}

function missing(name: string): never {
  throw new Error(`${name} was not named`);
}

/** A run whose samples follow the closed forms from <O> = 0 on. */
function syntheticRun(config: ExperimentConfig, samples: number): StudyRun {
  const { ansatz, observable, qubits, layers, loss, eta, steps, measure } = config;
  const extremes = extremesOf(config);
  // A critical target of its own for every sample is made up as the end of the spectrum.
  const targets = config.target.map((target) => (target === "critical" ? extremes.min : Number(target)));
  const plan = { loss, eta, steps, measure, targets: columnTargets(targets, samples) };
  const parameters = ansatz === "hea" ? 2 * qubits * layers : layers;
  const record = emptyRecord(plan, samples, parameters);
  record.rows = steps + 1;
  plan.targets.forEach((target, column) => {
    const size = 1 + 0.3 * (column % samples);
    const residual = residualOf(target, extremes, theoryLossOf(loss));
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
    fillHessian(record, column, residual, 2 ** qubits);
  });
  return { config, record, theta: new Float64Array(targets.length * samples * parameters), targets, extremes };
}

function extremesOf(config: ExperimentConfig) {
  const { observable, qubits, coupling = 2, field = 2 } = config as ExperimentConfig & { coupling?: number; field?: number };
  if (observable === "projector") return { min: 0, max: 1 };
  if (observable === "tfim") return spectrum(tfim({ qubits, field }));
  return { min: -coupling * (2 * qubits - 1), max: coupling * qubits };
}

/** Eigenvalues of the loss Hessian: K alone inside the spectrum, a multiple of |R| for each tangent direction outside. */
function fillHessian(record: TrainingRecord, column: number, residual: number, dimension: number): void {
  record.measured.hessian?.steps.forEach((t, k) => {
    const { values, steps, width } = record.measured.hessian as NonNullable<typeof record.measured.hessian>;
    const spectrum = values.subarray((column * steps.length + k) * width, (column * steps.length + k + 1) * width).fill(0);
    spectrum[width - 1] = record.kernel[column * (record.plan.steps + 1) + t];
    if (residual === 0) return;
    for (let i = 0; i < 2 * (dimension - 1); i++) spectrum[width - 1 - i] = Math.abs(residual) * (20 - i);
  });
}

/** Series of several targets from 2 on, with errors. */
function syntheticSeries(targets: readonly (number | string)[]): Numbers {
  const times = [0, 1, 10, 100, 500];
  return Object.fromEntries([
    ["times", times],
    ...targets.flatMap((target, k) => [
      [`O0 ${target}`, times.map((time) => 2 + (5 * time) / (time + 20 * (k + 1)))],
      [`error, O0 ${target}`, times.map(() => 0.02)],
    ]),
  ]);
}

/** Fifty steps of the runs with these targets under global depolarising noise, 0.04 in the first repetition and 0.001 more in each next one. */
function syntheticRepetitions(targets: readonly number[], repetitions: number, runs: ReadonlyMap<string, StudyRun>): Numbers {
  return Object.fromEntries(
    targets.flatMap((target) => {
      const run = [...runs.values()].find((one) => one.targets[0] === target) ?? missing(`a run with O0 = ${target}`);
      return range(repetitions).map((k) => {
        const noisy = depolarizedError(run.record.epsilon.subarray(0, 50), 0.04 + 0.001 * k, { target });
        return [`O0 ${target}, repetition ${k + 1}`, Array.from(noisy)] as const;
      });
    }),
  );
}

/** K of some targets that dies down, with a floor of 2 in the raw one. */
function syntheticKernels(targets: readonly (number | string)[], steps: number): Numbers {
  return Object.fromEntries(
    targets.flatMap((target, k) => {
      const kernel = range(steps).map((t) => 100 * Math.exp(-0.02 * k * t));
      return [
        [`K, O0 ${target}`, kernel.map((value) => value + 2)],
        [`K without bias, O0 ${target}`, kernel],
        [`error, O0 ${target}`, kernel.map(() => 0.1)],
      ];
    }),
  );
}

/** Ten rows of four measurements around 1, whose distance from it falls as one over the root of the shots. */
function syntheticMeasurements(shots: readonly (number | string)[]): Numbers {
  return Object.fromEntries(
    shots.map((count) => {
      const distance = 6 / Math.sqrt(Number(count));
      return [`${count} shots`, range(40).map((k) => 1 + (k % 2 === 0 ? distance : -distance))] as const;
    }),
  );
}

/** Averages that fall with the place in a sweep. */
function syntheticDraws(sweep: number | string | readonly (number | string)[]): Numbers {
  const values = Array.isArray(sweep) ? sweep.map((_, k) => 1 / (k + 1)) : [1];
  const errors = values.map((value) => value / 10);
  return Object.fromEntries(keptAverages.flatMap((name) => [[name, values] as const, [`${name} error`, errors] as const]));
}
