/**
 * How soon targets below the spectrum come to a given residual error, beside the linear loss: measured, and predicted from the
 * linear loss's run alone.
 */
import { mean, range, standardError } from "../base/arrays.ts";
import { largestStep, quadraticTimeTo, timeTo } from "../theory/lotka-volterra/clock.ts";
import { seriesOf, type TrainingRecord } from "../training/record.ts";

/** Late rates are taken between this many times the goal and the goal. */
const DECADE = 10;

/** Times and late rates of a run towards one target, means over samples. */
export interface RaceTime {
  /** Steps to the goal; NaN where a sample does not come to it. */
  readonly steps: number;
  readonly error: number;
  /** Rate of ε - R over its last decade before the goal, per step. */
  readonly rate: number;
}

/** What the run of the linear loss predicts for a target with residual R and the same η. */
export interface RacePrediction {
  /** Steps to the goal, mean over samples, and of the slowest. */
  readonly steps: number;
  readonly slowest: number;
  /** Late rate over that of the linear loss: R, to leading order. */
  readonly rateRatio: number;
  /** η at which no step changes <O> by more than the largest one of the linear loss, over the η of that. */
  readonly equalCost: number;
}

/** ε - R of every sample of a run towards one target. */
export function residualErrors(record: TrainingRecord, residual: number): Float64Array[] {
  return range(record.samples).map((column) => seriesOf(record, "epsilon", column).map((value) => value - residual));
}

/** Times of a run. */
export function raceTime(record: TrainingRecord, residual: number, goal: number): RaceTime {
  const errors = residualErrors(record, residual);
  const times = errors.map((each) => timeTo(each, goal));
  return {
    steps: mean(times),
    error: standardError(times),
    rate: mean(errors.map((each, k) => Math.log(DECADE) / (times[k] - timeTo(each, DECADE * goal)))),
  };
}

/**
 * The prediction for a target.
 *
 * @param linear run of the linear loss
 * @param end R of that run's target
 * @param residual R of the target that is predicted
 */
export function racePrediction(linear: TrainingRecord, end: number, residual: number, goal: number): RacePrediction {
  const errors = residualErrors(linear, end);
  const times = errors.map((each) => quadraticTimeTo(each, residual, goal));
  const rates = errors.map((each, k) => {
    const decade = times[k] - quadraticTimeTo(each, residual, DECADE * goal);
    return (timeTo(each, goal) - timeTo(each, DECADE * goal)) / decade;
  });
  const most = (R?: number) => Math.max(...errors.map((each, k) => largestStep(each, seriesOf(linear, "kernel", k), R)));
  return { steps: mean(times), slowest: Math.max(...times), rateRatio: mean(rates), equalCost: most() / most(residual) };
}
