/**
 * Before any data: after how many steps, or with how many shots, the phase of a target will be named, where the histories that training follows are known.
 *
 * Shots are drawn on top of these histories, with the errors that rows from so many shots have, and judged as data are; the power is the share of draws in
 * which the phase is named.
 */
import { requireInteger } from "../../base/assert.ts";
import { CounterStream } from "../../base/random/counter-stream.ts";
import { DECIDED, decidePhase, evidenceByLength, FEWEST_STEPS, type TargetPlace } from "./decide.ts";
import { type DeterminedPhase, determinedPhases } from "./evidence.ts";
import type { SampleHistory } from "./history.ts";
import { FACTORS } from "./power.ts";
import { dissent } from "./target.ts";

/** A sample's rows without scatter, and what shots add to them; shapes (steps + 1). */
export interface ExpectedRows {
  readonly epsilon: Float64Array;
  readonly kernel: Float64Array;
  /** Variance of ε from one shot for each circuit and group: S shots have 1/S of it. */
  readonly epsilonVariance: Float64Array;
  /** Of K: 4 K v/S + w/S², v the variance of a component of the gradient, weighed by its square, and w twice the sum of their squares, from one shot. */
  readonly componentVariance: Float64Array;
  readonly floorVariance: Float64Array;
}

/** What is expected of a sample, for any number of steps. */
export type ExpectedSample = (steps: number) => ExpectedRows;

/** What is to be forecast. */
export interface NamingQuestion {
  readonly samples: readonly ExpectedSample[];
  readonly place: TargetPlace;
  readonly eta: number;
  readonly shots: number;
  /** Steps that training is meant to take. */
  readonly steps: number;
  /** Seed of the draws. Default 0. */
  readonly seed?: number;
}

/** When the phase of a target will be named. */
export interface NamingForecast {
  /** The phase that most draws name; undefined where none names any. */
  readonly phase?: DeterminedPhase;
  /** Share of the draws that name it after all the steps. */
  readonly probability: number;
  /** Steps after which 95 % of the draws name it; undefined where that is not within the steps asked about. */
  readonly steps?: number;
  /** Where it is not, what would be enough: so many steps, or shots for each circuit and group; undefined where even 64 times the steps or 4096 times the shots are not. */
  readonly needed?: { readonly steps?: number; readonly shots?: number };
}

/** Draws of every number of steps and shots; 19 in 20 must name the phase. Half as many where more than was asked about is tried. */
const DRAWS = 40;
/** Ratio of one number of steps that is looked at to the one before. */
const FINENESS = 2 ** 0.25;
/** Times as many shots that are tried. */
const SHOT_FACTORS = [...FACTORS, 128, 256, 512, 1024, 2048, 4096];

/**
 * Forecasts when the phase of a target will be named.
 *
 * @throws ArgumentError for fewer than one step or two shots
 */
export function forecastNaming({ samples, place, eta, shots, steps, seed = 0 }: NamingQuestion): NamingForecast {
  requireInteger("steps", steps, 1);
  requireInteger("shots", shots, 2);
  const power = (length: number, many: number, whole = false) =>
    sharesOf(
      { samples, place, eta, shots: many, steps: length, seed },
      length > steps || many > shots ? DRAWS / 2 : DRAWS,
      whole,
    );
  const shares = steps < FEWEST_STEPS ? undefined : power(steps, shots, true);
  const phase = shares && determinedPhases.reduce((best, each) => (shares[each] > shares[best] ? each : best));
  const reached = phase === undefined ? 0 : (shares?.[phase] ?? 0);
  if (phase !== undefined && reached >= DECIDED) {
    const lengths: number[] = [];
    for (let length = FEWEST_STEPS; length < steps; length = Math.ceil(length * FINENESS)) lengths.push(length);
    const enough = firstOf([...lengths, steps], (length) => length === steps || power(length, shots)[phase] >= DECIDED);
    return { phase, probability: reached, steps: enough };
  }
  const decided = (length: number, many: number) => {
    const found = power(length, many);
    return determinedPhases.find((each) => found[each] >= DECIDED);
  };
  const longer = firstOf(
    FACTORS.map((factor) => Math.max(FEWEST_STEPS, Math.round(factor * steps))),
    (length) => decided(length, shots) !== undefined,
  );
  const more =
    steps < FEWEST_STEPS
      ? undefined
      : firstOf(
          SHOT_FACTORS.map((factor) => Math.ceil(factor * shots)),
          (many) => decided(steps, many) !== undefined,
        );
  const likeliest = longer === undefined ? (more === undefined ? undefined : decided(steps, more)) : decided(longer, shots);
  const named = reached > 0 ? phase : likeliest;
  return {
    ...(named !== undefined && { phase: named }),
    probability: named === undefined ? 0 : (shares?.[named] ?? 0),
    needed: { ...(longer !== undefined && { steps: longer }), ...(more !== undefined && { shots: more }) },
  };
}

/** The first of ascending values at which a condition holds that goes on to hold, by bisection; undefined where it holds at none. */
function firstOf(values: readonly number[], holds: (value: number) => boolean): number | undefined {
  let [low, high] = [0, values.length - 1];
  if (!holds(values[high])) return undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(values[middle])) high = middle;
    else low = middle + 1;
  }
  return values[high];
}

/**
 * The share of draws that name each phase after so many steps with so many shots, each judged as the data of a run are.
 *
 * @param whole whether all draws are made; otherwise no more than show that none is named often enough
 */
function sharesOf(
  { samples, place, eta, shots, steps, seed }: Required<NamingQuestion>,
  draws: number,
  whole: boolean,
): Record<DeterminedPhase, number> {
  const means = samples.map((expected): Required<Omit<SampleHistory, "precision">> => {
    const { epsilon, kernel, epsilonVariance, componentVariance, floorVariance } = expected(steps);
    const kernelError = kernel.map((value, t) =>
      Math.sqrt((4 * Math.max(0, value) * componentVariance[t]) / shots + floorVariance[t] / shots ** 2),
    );
    return { epsilon, kernel, eta, epsilonError: epsilonVariance.map((variance) => Math.sqrt(variance / shots)), kernelError };
  });
  const stream = new CounterStream(seed, "naming-forecast");
  const scattered = (values: ArrayLike<number>, errors: ArrayLike<number>) =>
    Float64Array.from(values, (value, t) => value + errors[t] * stream.normal());
  const named = { "frozen-kernel": 0, critical: 0, "frozen-error": 0 };
  for (let draw = 0; draw < draws; draw++) {
    const missed = draw - Math.max(...Object.values(named));
    if (!whole && missed > (1 - DECIDED) * draws + 1e-9) break;
    const evidence = means.map((history) =>
      evidenceByLength({
        ...history,
        epsilon: scattered(history.epsilon, history.epsilonError),
        kernel: scattered(history.kernel, history.kernelError),
      }),
    );
    const { phase } = decidePhase(evidence, place);
    if (phase === "undetermined") continue;
    const alone = evidence.map((own) => decidePhase([own], place));
    if (!dissent(alone, phase)) named[phase]++;
  }
  return {
    "frozen-kernel": named["frozen-kernel"] / draws,
    critical: named.critical / draws,
    "frozen-error": named["frozen-error"] / draws,
  };
}
