/**
 * What a short pilot says of a training: medians and intervals over initial angles, of steps, rates, K and λ at late times.
 */
import { ArgumentError } from "../base/errors.ts";
import type { Staged } from "../base/stages.ts";
import { stage } from "../base/stages.ts";
import type { ExperimentArrays } from "../experiment/arrays.ts";
import type { Experiment } from "../experiment/build.ts";
import { withStarts } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { descentPathSteps, type PathSimulator } from "../probes/descent-path.ts";
import { initialAngles } from "../quantum/streams/index.ts";
import { forecastAlong, type PathForecast } from "../theory/lotka-volterra/path-clock.ts";
import { lossNamed, theoryLossOf } from "../training/losses.ts";
import type { TargetPlace } from "./subject.ts";

/** Initial angles of a pilot. */
export const PILOT_ANGLES = 200;
/** Share of the initial angles that an interval holds. */
export const PILOT_SHARE = 0.8;

/** A quantity over initial angles: its median, and the interval that holds 80 % of them. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What is said of a target. */
export interface PilotForecast {
  /** Steps to |ε - R| = error; infinite where that is never reached. */
  readonly steps: Spread;
  /** Rate per step, late: of ε inside, of K beyond. */
  readonly rate: Spread;
  /** K where training ends. */
  readonly kernel: Spread;
  readonly lambda: Spread;
  /** Gradients computed for it in all, and of how many angles. */
  readonly gradients: number;
  readonly angles: number;
  /** Share of the paths that were followed to the error; the others were continued from their last points. */
  readonly followed: number;
}

/**
 * Follows paths of steepest descent from angles drawn like those of the experiment, and counts the steps of gradient descent along them.
 *
 * @param simulator of the circuit as it is trained, noise included, without shots: see `exactSimulator`
 * @param gradients computed of each angle and target, at the most
 * @param error |ε - R| whose steps are counted
 */
export function* pilotSteps(
  { config, circuit, reachable, spectrum }: Experiment,
  simulator: PathSimulator,
  places: readonly TargetPlace[],
  { gradients, error, arrays = {} }: { readonly gradients: number; readonly error: number; readonly arrays?: ExperimentArrays },
): Staged<PilotForecast[]> {
  const { seed, streams, eta } = config;
  const { parameters } = circuit;
  const theta = withStarts(initialAngles({ samples: PILOT_ANGLES, parameters, seed, streams }), config, arrays);
  const { expectation } = simulator.gradient(theta);
  const ends = reachable ?? spectrum;
  const loss = theoryLossOf(config.loss);
  const found: PilotForecast[] = [];
  for (const { target, end: side } of places) {
    const end = side === undefined ? undefined : ends[side];
    const goal = end ?? target;
    const { signs, enough } = towards(goal, expectation, error);
    const paths = yield* stage("pilot", gradients, descentPathSteps(simulator, theta, signs, gradients, enough));
    const forecasts = paths.map((path) => (path.length < 2 ? NOWHERE : forecastAlong(path, { target, eta, error, end, loss })));
    const over = (of: (forecast: PathForecast) => number) => spreadOf(forecasts.map(of));
    found.push({
      steps: over(({ steps }) => steps),
      rate: over(({ rate }) => rate),
      kernel: over(({ kernel }) => kernel),
      lambda: over(({ lambda }) => lambda),
      gradients: paths.length * gradients,
      angles: paths.length,
      followed: forecasts.filter(({ followed }) => followed).length / forecasts.length,
    });
  }
  return found;
}

/** Which way paths from such <O> lead, and where each has come far enough: half an error before the goal. */
export function towards(
  goal: number,
  expectation: Float64Array,
  error: number,
): { readonly signs: Float64Array; readonly enough: Float64Array } {
  const signs = expectation.map((value) => (value >= goal ? 1 : -1));
  return { signs, enough: signs.map((sign) => goal + (sign * error) / 2) };
}

/** A path that never left its start. */
const NOWHERE: PathForecast = {
  steps: Number.POSITIVE_INFINITY,
  ...{ rate: Number.NaN, kernel: Number.NaN, lambda: Number.NaN },
  followed: false,
};

/**
 * The median of some values and the interval that holds 80 % of what they are drawn from: quantiles at k/(n + 1), between which a further draw falls with their difference as its
 * probability. Values that are no numbers are left out; infinite ones are the largest.
 */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const at = (share: number) => {
    const place = Math.min(sorted.length - 1, Math.max(0, share * (sorted.length + 1) - 1));
    const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below === above ? below : below + (place - Math.floor(place)) * (above - below);
  };
  if (sorted.length === 0) return { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  return { median: at(0.5), low: at((1 - PILOT_SHARE) / 2), high: at((1 + PILOT_SHARE) / 2) };
}

/**
 * Refuses a pilot of what it does not follow.
 *
 * @param gradients for each angle
 * @throws ArgumentError for initial angles of one's own, a loss without a solution, another optimiser or schedule, and frozen angles
 */
export function requirePilot(config: ExperimentConfig, gradients: number): void {
  const requirements = (
    [
      ["theta", config.theta],
      ["loss", lossNamed(config.loss).theory === undefined ? config.loss : undefined],
      ["optimizer", config.optimizer],
      ["schedule", config.schedule],
      ["freeze", config.freeze],
    ] as const
  ).find(([, value]) => value !== undefined);
  if (requirements !== undefined)
    throw new ArgumentError(
      "pilot",
      gradients,
      `none with --${requirements[0]}: it follows gradient descent on the quadratic or the linear loss, from random angles`,
    );
}
