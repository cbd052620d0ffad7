/**
 * R, λ, C and the rate of a phase from histories with errors: each sample's estimates, and their mean with a 95 % interval.
 */
import { mean, standardError } from "../../base/arrays.ts";
import { machineEpsilon, type Precision } from "../../base/precision.ts";
import { minimum } from "../../linalg/minimum.ts";
import { discreteRate, frozenErrorRate, frozenKernelRate } from "../lotka-volterra/closed-forms.ts";
import type { Estimate } from "../lotka-volterra/fit.ts";
import type { DeterminedPhase } from "./evidence.ts";
import { ROUNDING, type SampleHistory } from "./history.ts";
import { studentQuantile } from "./student.ts";

/** An estimate with the interval that holds its true value with a probability of 95 %. */
export interface IntervalEstimate extends Estimate {
  readonly low: number;
  readonly high: number;
}

/** The constants of a target in a phase: means over its samples. */
export interface InferredConstants {
  /** R, to which ε tends; 0 at the critical point. */
  readonly residual: IntervalEstimate;
  /** λ over the steps that it is read off: see `lambdaFrom`. */
  readonly lambda: IntervalEstimate;
  /** C: the frozen kernel, 0 at the critical point, or -2λR. */
  readonly c: IntervalEstimate;
  /** Rate per step of ε (frozen kernel) or K (frozen error), for gradient descent with its finite step; the exponent of K at the critical point. */
  readonly rate: IntervalEstimate;
  /** First and last step that λ is read off, on average over the samples: beyond the last K does not stand clear of its error. */
  readonly lambdaFrom: number;
  readonly lambdaTo: number;
}

/** Share of the way that ε has left where late time begins. */
const LATE = 0.2;
/** Share of the floor of ε that counts as its error: the motions that shots keep up have a mean λ of their own, up to a third above the one seen. */
const FLOOR_SHARE = 0.3;
/** Points of a fit. */
const FIT_POINTS = 120;
/** Share of K that a fit to exact numbers takes for its error: only ratios matter. */
const RELATIVE = 1e-2;
const PROBABILITY = 0.95;
/** Falls of ln K over a window that are looked at. */
const LEAST_FALL = -10;
const LARGEST_FALL = 60;

/**
 * The constants of samples that are in a phase.
 *
 * With more samples than one, the interval is that of a mean over initial angles: Student's, from the scatter of the samples, which holds what
 * the shots of each add to it. A single sample has the errors of its fit.
 */
export function inferConstants(histories: readonly SampleHistory[], phase: DeterminedPhase): InferredConstants {
  const alone = histories.map((history) => sampleConstants(history, phase));
  const known = alone.map(({ lambda }) => lambda.value).filter(Number.isFinite);
  // What shots add to late means is small, and a sample's own λ uncertain: all take the mean.
  const lambda = known.length === 0 ? Number.NaN : mean(known);
  const all = alone.map((sample, k) => withoutFloors(sample, histories[k], phase, lambda));
  const over = (quantity: "residual" | "lambda" | "c" | "rate") => intervalOf(all.map((sample) => sample[quantity]));
  const residual = over("residual");
  const floor =
    phase === "frozen-error" ? Math.abs(mean(alone.map((sample, k) => sample.residual.value - all[k].residual.value))) : 0;
  return {
    residual: widened(residual, FLOOR_SHARE * floor),
    lambda: over("lambda"),
    c: over("c"),
    rate: over("rate"),
    lambdaFrom: mean(all.map(({ window }) => window[0])),
    lambdaTo: mean(all.map(({ window }) => window[1])),
  };
}

/** An interval with an error added in quadrature that all samples have in common. */
function widened({ value, error, low, high }: IntervalEstimate, common: number): IntervalEstimate {
  const [below, above] = [Math.hypot(value - low, NORMAL * common), Math.hypot(high - value, NORMAL * common)];
  return { value, error: Math.hypot(error, common), low: value - below, high: value + above };
}

/** The constants of one sample. */
export interface SampleConstants {
  readonly residual: Estimate;
  readonly lambda: Estimate;
  readonly c: Estimate;
  readonly rate: Estimate;
  /** Steps that λ is read off. */
  readonly window: readonly [number, number];
}

/** The constants of one sample, with the errors that its rows state. */
export function sampleConstants(history: SampleHistory, phase: DeterminedPhase): SampleConstants {
  const { eta } = history;
  const last = history.epsilon.length - 1;
  const half = last >> 1;
  const late = meanOf(history.epsilon, history.epsilonError, half, last);
  const from = phase === "critical" ? last >> 2 : lateStart(history, late.value);
  const { lambda, window } = fitLambda(history, phase === "frozen-error" ? Math.max(from, exactStart(history)) : from, phase);
  const zero: Estimate = { value: 0, error: 0 };
  if (phase === "frozen-kernel") {
    const c = history.kernel === undefined ? unknown : meanOf(history.kernel, history.kernelError, half, last);
    const rate = frozenKernelRate(c.value, eta);
    return {
      residual: withoutDecay(history, late),
      lambda,
      c,
      rate: { value: discreteRate(rate, 1), error: (eta * c.error) / (1 + rate) },
      window,
    };
  }
  if (phase === "critical") return { residual: zero, lambda, c: zero, rate: exponent(history), window };
  return { residual: late, lambda, c: unknown, rate: unknown, window };
}

/**
 * The constants of a sample without what the noise of its own shots makes of late means.
 *
 * Frozen error: shots keep the angles in motion about the end, where K = 2λ(ε - R) still holds, so that R = ε̄ - K̄/(2λ), whatever keeps K up.
 * Frozen kernel: with δθ = -η (ε + ξ) g, ε and K = C + 2λε are correlated, and ε̄ settles at -ησ²λ/2, σ² being the variance of one estimate.
 */
function withoutFloors(sample: SampleConstants, history: SampleHistory, phase: DeterminedPhase, lambda: number): SampleConstants {
  const { eta, epsilonError, kernelError } = history;
  const last = history.epsilon.length - 1;
  if (phase === "critical") return sample;
  if (phase === "frozen-kernel") {
    if (epsilonError === undefined || !Number.isFinite(lambda)) return sample;
    const variance = (last + 1 - (last >> 1)) * meanOf(epsilonError, epsilonError, last >> 1, last).error ** 2;
    return { ...sample, residual: { ...sample.residual, value: sample.residual.value + (eta * variance * lambda) / 2 } };
  }
  const residual = kernelError === undefined ? exactResidual(sample, history) : residualFromShots(sample, history, lambda);
  const product = sample.lambda.value * residual.value;
  const rate = frozenErrorRate(sample.lambda.value, residual.value, eta);
  const relative = Math.hypot(sample.lambda.error / sample.lambda.value, residual.error / residual.value);
  return {
    ...sample,
    residual,
    c: { value: -2 * product, error: Math.abs(2 * product) * relative },
    rate: { value: discreteRate(rate, 2), error: Math.abs(rate * relative) / (1 + rate / 2) },
  };
}

/** R = ε̄ - K̄/(2λ) over the late half. */
function residualFromShots(
  { residual }: SampleConstants,
  { epsilon, kernel, kernelError }: SampleHistory,
  lambda: number,
): Estimate {
  const last = epsilon.length - 1;
  const above = kernel === undefined ? unknown : meanOf(kernel, kernelError, last >> 1, last);
  if (!Number.isFinite(above.value / lambda)) return residual;
  return {
    value: residual.value - above.value / (2 * lambda),
    error: Math.hypot(residual.error, above.error / (2 * lambda)),
  };
}

/**
 * R of an exact history, from its last row: ε - K/(2λ) with the sample's own λ, by no more than ε has changed over the last half. Where several rates
 * follow one another, as in the valleys that noise leaves, λ of the whole history would carry it too far.
 */
function exactResidual({ lambda, residual }: SampleConstants, { epsilon, kernel, epsilonError }: SampleHistory): Estimate {
  const last = epsilon.length - 1;
  if (epsilonError !== undefined) return residual;
  const left = kernel === undefined ? 0 : kernel[last] / (2 * lambda.value);
  const changed = Math.abs(epsilon[last >> 1] - epsilon[last]);
  return { value: epsilon[last] - (Number.isFinite(left) ? Math.max(-changed, Math.min(changed, left)) : 0), error: 0 };
}

const unknown: Estimate = { value: Number.NaN, error: Number.NaN };

/** Mean over the steps from `from` to `to`, with the error that the rows state, or none. */
function meanOf(values: ArrayLike<number>, errors: ArrayLike<number> | undefined, from: number, to: number): Estimate {
  const count = to - from + 1;
  let sum = 0;
  let squares = 0;
  for (let t = from; t <= to; t++) {
    sum += values[t];
    squares += errors === undefined ? 0 : errors[t] ** 2;
  }
  return { value: sum / count, error: Math.sqrt(squares) / count };
}

/** Half of the steps in which an exact K stands clear of rounding: without scatter later steps are as good, and nearer to what λ drifts to. */
function exactStart({ kernel, kernelError, precision }: SampleHistory): number {
  return kernel === undefined || kernelError !== undefined ? 0 : visibleUntil(kernel, undefined, 0, precision) >> 1;
}

/** The first step from which ε, averaged over a few rows, has less than a fifth of its way to go. */
function lateStart({ epsilon }: SampleHistory, end: number): number {
  const rows = 3;
  const goal = LATE * Math.abs(epsilon[0] - end);
  let t = 0;
  const here = () => (epsilon[t] + epsilon[t + 1] + epsilon[t + 2]) / rows;
  while (t + rows < epsilon.length >> 1 && Math.abs(here() - end) > goal) t++;
  return t + 1;
}

/**
 * λ by d ln K/dt = -2ηλε (Eq. 10): K(t) = A exp(-2ηλ ∫ε dt) is fitted to K, ∫ε dt summed from the ε of the rows, whose errors average out. In the
 * frozen-error phase with shots a constant is added to it, the level at which their noise keeps K.
 *
 * λ is that of the steps in which K stands clear of its error; where λ still drifts, later steps would show another.
 */
function fitLambda(
  { epsilon, kernel: values, epsilonError, kernelError, eta, precision }: SampleHistory,
  from: number,
  phase: DeterminedPhase,
): { lambda: Estimate; window: [number, number] } {
  const none = { lambda: unknown, window: [from, from] as [number, number] };
  if (values === undefined) return none;
  const integral = new Float64Array(epsilon.length);
  // Where ε dies down, the sum of its rows would only gather noise.
  const error = phase === "frozen-kernel" && epsilonError !== undefined ? dyingError(epsilon, values, eta, from) : epsilon;
  for (let t = from + 1; t < epsilon.length; t++) integral[t] = integral[t - 1] + (error[t - 1] + error[t]) / 2;
  const visible = visibleUntil(values, kernelError, from, precision);
  const to = kernelError === undefined ? visible : epsilon.length - 1;
  const groups = groupsOf(from, to);
  if (groups.length < 4) return none;
  const points = groups.map(([a, b]) => {
    const { value } = meanOf(values, undefined, a, b);
    const { value: time } = meanOf(integral, undefined, a, b);
    const error = kernelError === undefined ? RELATIVE * Math.abs(value) : smoothedError(kernelError, a, b);
    return { value, time, weight: 1 / error ** 2 };
  });
  // In units of the window the fall s = 2ηλ ∫ε dt is of order one for any η and λ; what is linear is fitted exactly for each.
  const whole = integral[phase === "critical" ? to : visible];
  const floor = phase === "frozen-error" && kernelError !== undefined;
  const profile = (fall: number) => linearChi2(points, (time) => Math.exp((-fall * time) / whole), floor);
  const fall = minimum(profile, LEAST_FALL, LARGEST_FALL);
  if (!(fall > LEAST_FALL + 1e-6 && fall < LARGEST_FALL - 1e-6)) return none;
  const perFall = 1 / (2 * eta * whole);
  const h = 1e-3 * Math.max(1, Math.abs(fall));
  const curvature = (profile(fall + h) + profile(fall - h) - 2 * profile(fall)) / h ** 2;
  const deviation = kernelError === undefined ? 0 : Math.abs(perFall) * Math.sqrt(2 / curvature);
  return { lambda: { value: fall * perFall, error: deviation }, window: [from, visible] };
}

/** ε as K makes it fall, ε_{t+1} = ε_t (1 - η K_t), with the amplitude that fits its rows best. */
function dyingError(epsilon: ArrayLike<number>, kernel: ArrayLike<number>, eta: number, from: number): Float64Array {
  const shape = new Float64Array(epsilon.length);
  shape[from] = 1;
  let [product, square] = [epsilon[from], 1];
  for (let t = from + 1; t < shape.length; t++) {
    shape[t] = shape[t - 1] * (1 - eta * kernel[t - 1]);
    product += shape[t] * epsilon[t];
    square += shape[t] ** 2;
  }
  return shape.map((share) => (share * product) / square);
}

/** Share of ε at the start that may be left at half of a run for the mean of the late half to be its limit. */
const DECAYED = 1e-3;

/**
 * The limit of ε in a frozen kernel: its late mean, and where ε still decays there, R of ε = R + A s by least squares over the late half, s being the decay that K makes.
 */
function withoutDecay({ epsilon, epsilonError, kernel, eta }: SampleHistory, late: Estimate): Estimate {
  const last = epsilon.length - 1;
  const half = last >> 1;
  if (kernel === undefined) return late;
  const shape = new Float64Array(last + 1).fill(1);
  for (let t = 1; t <= last; t++) shape[t] = shape[t - 1] * (1 - eta * kernel[t - 1]);
  if (!(shape[half] > DECAYED)) return late;
  const scaled = shape.map((value) => value / shape[half]);
  let [n, s, ss, y, sy, v] = [0, 0, 0, 0, 0, 0];
  for (let t = half; t <= last; t++) {
    n++;
    s += scaled[t];
    ss += scaled[t] ** 2;
    y += epsilon[t];
    sy += scaled[t] * epsilon[t];
    v += epsilonError === undefined ? 0 : epsilonError[t] ** 2;
  }
  const determinant = n * ss - s * s;
  if (!(determinant > 0)) return late;
  return { value: (ss * y - s * sy) / determinant, error: Math.sqrt(((v / n) * ss) / determinant) };
}

/** χ² of values = A shape + F, with the best A and, where there is a floor, F. */
function linearChi2(
  points: readonly { readonly value: number; readonly time: number; readonly weight: number }[],
  shape: (time: number) => number,
  floor: boolean,
): number {
  let [w, ws, wss, wy, wsy, wyy] = [0, 0, 0, 0, 0, 0];
  for (const { value, time, weight } of points) {
    const s = shape(time);
    w += weight;
    ws += weight * s;
    wss += weight * s * s;
    wy += weight * value;
    wsy += weight * s * value;
    wyy += weight * value * value;
  }
  if (!floor) return wyy - wsy ** 2 / wss;
  const determinant = w * wss - ws * ws;
  // A shape that does not change is a floor by itself.
  if (!(determinant > 1e-12 * w * wss)) return wyy - wy ** 2 / w;
  const amplitude = (w * wsy - ws * wy) / determinant;
  const level = (wss * wy - ws * wsy) / determinant;
  return wyy - amplitude * wsy - level * wy;
}

/** Groups of neighbouring rows, single ones at first, that make at most about `FIT_POINTS` points. */
function groupsOf(from: number, to: number): (readonly [number, number])[] {
  const groups: (readonly [number, number])[] = [];
  for (let a = from; a <= to; ) {
    const size = Math.max(1, Math.floor((3 * (a - from)) / FIT_POINTS));
    groups.push([a, Math.min(to, a + size - 1)]);
    a += size;
  }
  return groups;
}

/** Rows to each side whose errors are averaged: a row that happens to be small states a small error, and would get too much weight. */
const NEIGHBOURS = 5;

/** Error of the mean over rows, from the errors of theirs and their neighbours'. */
function smoothedError(errors: ArrayLike<number>, from: number, to: number): number {
  const [a, b] = [Math.max(0, from - NEIGHBOURS), Math.min(errors.length - 1, to + NEIGHBOURS)];
  let sum = 0;
  for (let t = a; t <= b; t++) sum += errors[t] ** 2;
  return Math.sqrt(sum / (b - a + 1) / (to - from + 1));
}

/** Rows looked at together for whether K stands clear of its error. */
const GROUP = 8;
/** How many errors of their mean it must exceed. */
const CLEAR = 3;

/**
 * The last step before K, averaged over some rows, sinks below three times its error for the first time; of exact rows, at which it is above 1e-12 of where it is read off from, and
 * above its rounding: a square, as K is.
 */
function visibleUntil(
  values: ArrayLike<number>,
  errors: ArrayLike<number> | undefined,
  from: number,
  precision: Precision = "double",
): number {
  const last = values.length - 1;
  if (errors === undefined) {
    const least = Math.max(1e-12 * values[from], (ROUNDING * machineEpsilon[precision]) ** 2 * values[0]);
    let t = last;
    while (t > from && !(values[t] > least)) t--;
    return t;
  }
  for (let t = from; t + GROUP <= last; t += GROUP) {
    const { value, error } = meanOf(values, errors, t, t + GROUP - 1);
    if (value < CLEAR * error) return Math.min(last, t + 2 * GROUP);
  }
  return last;
}

/** The exponent of K's power law from its means over the last octave of the run and the one before. */
function exponent({ kernel, kernelError, epsilon }: SampleHistory): Estimate {
  const last = epsilon.length - 1;
  if (kernel === undefined) return unknown;
  const [a, b] = [last >> 2, last >> 1];
  const early = meanOf(kernel, kernelError, a, b - 1);
  const late = meanOf(kernel, kernelError, b, last);
  // A power law t^p with p near -1 has the mean ln(b/a)/(b - a) over (a, b).
  const times = Math.log(Math.log(last / b) / (last - b) / (Math.log(b / a) / (b - a)));
  const relative = Math.hypot(early.error / early.value, late.error / late.value);
  return { value: -Math.log(late.value / early.value) / times, error: relative / Math.abs(times) };
}

/** The mean of samples' estimates and its interval; samples without one are left out. */
export function intervalOf(estimates: readonly Estimate[]): IntervalEstimate {
  const known = estimates.filter(({ value }) => Number.isFinite(value));
  if (known.length === 0) return { value: Number.NaN, error: Number.NaN, low: Number.NaN, high: Number.NaN };
  const values = known.map(({ value }) => value);
  const value = mean(values);
  const error = known.length > 1 ? standardError(values) : known[0].error;
  const width = error * (known.length > 1 ? studentQuantile(known.length - 1, PROBABILITY) : NORMAL);
  return { value, error, low: value - width, high: value + width };
}

/** 97.5 % quantile of the normal distribution. */
const NORMAL = 1.959963984540054;
