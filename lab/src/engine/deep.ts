/**
 * The deep-circuit prediction of a run: imaginary time from the populations of its initial states, mean over samples.
 */
import { eigensystem, imaginaryTime, populationsOf, theoryLossOf } from "qntk";
import type { DeepPrediction } from "./protocol.ts";
import type { Run } from "./run.ts";

const POINTS = 120;

/** The prediction for the run's present terms, from its initial angles up to a row. */
export function deepPrediction(run: Run, lastRow: number): DeepPrediction {
  const { experiment, simulator, terms, parameters } = run;
  const eigen = eigensystem(experiment.observable);
  const states = populationsOf(simulator.finalStates(experiment.theta), eigen);
  const t = Float64Array.from({ length: POINTS }, (_, k) => lastRow * (k / (POINTS - 1)) ** 2);
  const histories = states.map((populations) =>
    imaginaryTime.deepLimit({ energies: eigen.values, populations }, t, {
      target: terms.target,
      eta: terms.eta,
      loss: theoryLossOf(terms.loss),
      parameters,
    }),
  );
  const mean = (value: (row: imaginaryTime.DeepLimitRow) => number) =>
    t.map((_, k) => histories.reduce((sum, rows) => sum + value(rows[k]), 0) / histories.length);
  const kernel = mean((row) => row.kernel);
  const mu = mean((row) => row.mu);
  return {
    t,
    residualError: mean((row) => row.residualError).map(Math.abs),
    kernel,
    lambda: mu.map((value, k) => value / kernel[k]),
  };
}
