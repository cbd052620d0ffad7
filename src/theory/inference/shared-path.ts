/**
 * What ε alone says, of one target or of several that were trained from the same initial angles: the end of <O> that they lead to, phases, and constants.
 *
 * Steepest descent of <O> from given angles is one path, whatever the target: K is a function of <O> along it, and targets differ by the clock alone. With
 * x the distance of <O> from the end E that the path leads to, K(x) = a x²/(x + s) + b x²: the Lotka-Volterra line K = 2λx with λ = a/2, which may bend (b, where
 * λ still changes) and level off before the end (s, where faster modes are gone). A step of gradient descent with h = ηε is <O> - hK + h²KK'/4, since
 * μ = KK'/2. A target above E is in the frozen kernel phase with C = K(O0), one at E critical, one below it in the frozen error phase with R = E - O0.
 * Where <O> rises, all is mirrored.
 *
 * E is not known: at each of a grid of values the others are fitted, and the likelihood of E is that of the best. What the rows do not show is not taken for certain: b and s have
 * normal distributions before any data.
 */
import { discreteRate, frozenErrorRate, frozenKernelRate } from "../lotka-volterra/closed-forms.ts";
import type { InferredConstants, IntervalEstimate } from "./constants.ts";
import { DECIDED, type PhaseProbabilities, PRIORS, type TargetPlace } from "./decide.ts";
import { type DeterminedPhase, determinedPhases } from "./evidence.ts";
import {
  descent,
  FIXED,
  fitAt,
  kernelAt,
  type PathCurve,
  type PathData,
  type PathParameters,
  type PathProfile,
  type ProfilePoint,
  pathData,
  profileOf,
  wayOf,
} from "./path-model.ts";
import type { DecidingData } from "./power.ts";

/** What the curves say of one target. */
export interface PathTarget {
  readonly target: number;
  readonly phase: DeterminedPhase | "undetermined";
  readonly probabilities: PhaseProbabilities;
  /** Of the phase that is named: R, λ where its curve ends, C and the rate, with 95 % intervals. Undefined where it is open. */
  readonly constants?: Pick<InferredConstants, "residual" | "lambda" | "c" | "rate">;
}

/** What curves of one path say. */
export interface PathInference {
  /** The end of <O> that they lead to, with a 95 % interval. */
  readonly end: IntervalEstimate;
  /** Σ of squared residuals of the best path, and the numbers fitted. */
  readonly chi2: number;
  readonly numbers: number;
  readonly targets: readonly PathTarget[];
}

/** Options of an inference. */
export interface PathOptions {
  readonly eta: number;
  /** What is known of where targets lie. Default unknown. */
  readonly place?: TargetPlace;
}

const NORMAL = 1.959963984540054;

/**
 * Infers the end that curves from the same initial angles lead to, and where each target lies with respect to it.
 *
 * @throws ArgumentError for curves of fewer than twenty rows, errors that are not positive, or curves that move in different directions
 */
export function inferPath(curves: readonly PathCurve[], options: PathOptions): PathInference {
  const { data, sign } = pathData(curves);
  return inferData(data, sign, options);
}

/**
 * What would decide the phase of a curve that leaves it open, if it is what it most looks like: more steps, or more repetitions (`samples`, of those given).
 *
 * @param repetitions that the curve is the mean of
 */
export function pathPower(curve: PathCurve, repetitions: number, options: PathOptions): DecidingData {
  const { data, sign } = pathData([curve]);
  const { eta, place = "unknown" } = options;
  const profile = profileOf(data, eta);
  const target = sign * curve.target;
  const weights = weightsOf(profile, target, data[0].way);
  const probabilities = phaseProbabilities(weights, place);
  const likeliest = determinedPhases.reduce((best, phase) => (probabilities[phase] > probabilities[best] ? phase : best));
  const end = likeliest === "critical" ? target : meanOf(weights[likeliest], ({ end: at }) => at).value;
  const [own] = data;
  const { parameters } = fitAt(profile.best.parameters, end, data, eta);
  const made = (factor: number, times: number) => {
    const rows = Math.round(factor * (own.first + own.rows.length - 1)) + 1 - own.first;
    const known = descent(parameters, parameters[FIXED], own.target, rows, eta, own.way);
    return (
      inferData([{ ...own, rows: known, error: own.error / Math.sqrt(times) }], sign, options).targets[0].phase === likeliest
    );
  };
  const steps = FACTORS.find((factor) => factor <= MOST_STEPS && made(factor, 1));
  const times = FACTORS.find((factor) => made(1, factor));
  return {
    ...(steps !== undefined && { steps: Math.round(steps * (curve.epsilon.length - 1)) }),
    ...(times !== undefined && { samples: Math.ceil(times * repetitions) }),
  };
}

/** How many times as many steps are tried at the most. */
const MOST_STEPS = 16;
/** How many times as much is tried. */
const FACTORS: readonly number[] = [1.4, 2, 2.8, 4, 5.6, 8, 11, 16, 23, 32, 45, 64];

/** Points with the probability that each stands for, not normalised. */
type Weighted = readonly (ProfilePoint & { readonly weight: number })[];

/** The likelihood of each phase of a target, and the points that make it up. */
interface PhaseWeights extends Readonly<Record<DeterminedPhase, Weighted>> {}

/** Points with the likelihood over as much of E as each stands for, in units of `way`. */
function weightedBy(points: readonly ProfilePoint[], way: number): Weighted {
  return points.map((point, k) => {
    const [before, after] = [points[k - 1] ?? point, points[k + 1] ?? point];
    return { ...point, weight: (Math.exp(point.log) * (after.end - before.end)) / (2 * way) };
  });
}

/** Points of a profile by what they make of a target: above the end, at it, below it. Likelihoods are means over as far as the way of <O>. */
function weightsOf({ points }: PathProfile, target: number, way: number): PhaseWeights {
  const weighted = weightedBy(points, way);
  const after = points.findIndex(({ end }) => end >= target);
  const within = weighted.filter(({ end }) => Math.abs(end - target) < way);
  const critical = after > 0 ? between(points[after - 1], points[after], target) : undefined;
  return {
    "frozen-kernel": within.filter(({ end }) => end < target),
    critical: critical === undefined ? [] : [{ ...critical, weight: Math.exp(critical.log) }],
    "frozen-error": within.filter(({ end }) => end >= target),
  };
}

function between(a: ProfilePoint, b: ProfilePoint, end: number): ProfilePoint {
  const share = (end - a.end) / (b.end - a.end);
  const nearer = share < 0.5 ? a : b;
  return { ...nearer, end, log: a.log + share * (b.log - a.log) };
}

const totalOf = (points: Weighted) => points.reduce((sum, { weight }) => sum + weight, 0);

function phaseProbabilities(weights: PhaseWeights, place: TargetPlace): PhaseProbabilities {
  const of = (phase: DeterminedPhase) => PRIORS[place][phase] * totalOf(weights[phase]);
  const total = determinedPhases.reduce((sum, phase) => sum + of(phase), 0);
  const share = (phase: DeterminedPhase) => (total > 0 ? of(phase) / total : PRIORS[place][phase]);
  return { "frozen-kernel": share("frozen-kernel"), critical: share("critical"), "frozen-error": share("frozen-error") };
}

/** The mean of a number over the points and its interval: their scatter, and the variance that each has by itself. */
function meanOf(
  points: Weighted,
  value: (point: ProfilePoint) => number,
  variance: (point: ProfilePoint) => number = () => 0,
): IntervalEstimate {
  const total = totalOf(points);
  const average = (of: (point: ProfilePoint) => number) =>
    points.reduce((sum, point) => sum + (point.weight / total) * of(point), 0);
  const centre = average(value);
  const error = Math.sqrt(average((point) => (value(point) - centre) ** 2 + variance(point)));
  return { value: centre, error, low: centre - NORMAL * error, high: centre + NORMAL * error };
}

/** As `meanOf`, with the 2.5 and 97.5 % quantiles of E as the interval. */
function endOf(points: Weighted, of: (end: number) => number): IntervalEstimate {
  const { value, error } = meanOf(points, ({ end }) => of(end));
  const total = totalOf(points);
  const quantile = (share: number) => {
    let sum = 0;
    for (const [k, { weight, end }] of points.entries()) {
      if (sum + weight >= share * total) {
        const before = k === 0 ? end : (points[k - 1].end + end) / 2;
        const after = k + 1 === points.length ? end : (end + points[k + 1].end) / 2;
        return of(before + ((share * total - sum) / weight) * (after - before));
      }
      sum += weight;
    }
    return of(points[points.length - 1].end);
  };
  const ends = [quantile(0.025), quantile(0.975)];
  return { value, error, low: Math.min(...ends), high: Math.max(...ends) };
}

function inferData(data: readonly PathData[], sign: 1 | -1, { eta, place = "unknown" }: PathOptions): PathInference {
  const profile = profileOf(data, eta);
  const way = wayOf(data);
  const all = weightedBy(profile.points, 1);
  return {
    end: endOf(all, (end) => sign * end),
    chi2: profile.best.chi2,
    numbers: profile.numbers,
    targets: data.map((own, k): PathTarget => {
      const weights = weightsOf(profile, own.target, way);
      const probabilities = phaseProbabilities(weights, place);
      const phase = determinedPhases.find((each) => probabilities[each] > DECIDED) ?? "undetermined";
      const target = sign * own.target;
      if (phase === "undetermined") return { target, phase, probabilities };
      return { target, phase, probabilities, constants: constantsOf(phase, weights[phase], own, k, { eta, way, sign }) };
    }),
  };
}

function constantsOf(
  phase: DeterminedPhase,
  points: Weighted,
  own: PathData,
  which: number,
  { eta, way, sign }: { readonly eta: number; readonly way: number; readonly sign: 1 | -1 },
): NonNullable<PathTarget["constants"]> {
  const zero: IntervalEstimate = { value: 0, error: 0, low: 0, high: 0 };
  const unknown: IntervalEstimate = { value: Number.NaN, error: Number.NaN, low: Number.NaN, high: Number.NaN };
  /** λ is that of the path where the curve ends: at the target, or at its last row. */
  const slope = (parameters: PathParameters) => {
    const heights = descent(parameters, parameters[FIXED + which], own.target, own.rows.length, eta, way);
    const at = phase === "frozen-kernel" ? own.target : heights[heights.length - 1];
    return kernelAt(parameters, at, way).derivative / 2;
  };
  const over = (value: (parameters: PathParameters) => number) =>
    meanOf(
      points,
      ({ parameters }) => value(parameters),
      (point) => varianceOf(value, point),
    );
  const lambda = over((parameters) => sign * slope(parameters));
  if (phase === "critical") return { residual: zero, lambda, c: zero, rate: unknown };
  if (phase === "frozen-kernel") {
    const c = (parameters: PathParameters) => kernelAt(parameters, own.target, way).kernel;
    return {
      residual: zero,
      lambda,
      c: over(c),
      rate: over((parameters) => discreteRate(frozenKernelRate(c(parameters), eta), 1)),
    };
  }
  const product = (parameters: PathParameters) => slope(parameters) * (parameters[0] - own.target);
  return {
    residual: endOf(points, (end) => sign * (end - own.target)),
    lambda,
    c: over((parameters) => -2 * product(parameters)),
    rate: over((parameters) => discreteRate(frozenErrorRate(product(parameters), 1, eta), 2)),
  };
}

/** Variance of a function of the parameters that are free at a point, by its gradient. */
function varianceOf(value: (parameters: PathParameters) => number, { parameters, covariance }: ProfilePoint): number {
  if (covariance === undefined) return 0;
  const here = value(parameters);
  const gradient = covariance.map((_, k) => {
    const step = 1e-5 * Math.max(1, Math.abs(parameters[k + 1]));
    return (value(parameters.map((one, i) => (i === k + 1 ? one + step : one))) - here) / step;
  });
  return covariance.reduce((sum, row, i) => sum + row.reduce((part, entry, j) => part + gradient[i] * entry * gradient[j], 0), 0);
}
