/**
 * The clock of gradient descent along a path of steepest descent: how many steps lead from one of its points to the next, for any target.
 *
 * Whatever the target, gradient flow towards it follows the path of steepest descent (or ascent) of <O>; only the clock differs: dε/dt = -η ε K. Between two points K
 * is taken as linear in ε, K = C + 2λε, which is the Lotka-Volterra solution with λ constant from one point to the next (Eq. 11):
 *   t2 - t1 = ln[(ε1 K2)/(ε2 K1)]/(η C),   C = (K2 ε1 - K1 ε2)/(ε1 - ε2).
 * Under the linear loss the clock is dε/dt = -η K, and t2 - t1 = ln(K1/K2)/(2ηλ), λ = (K1 - K2)/(2 (ε1 - ε2)).
 */
import { solutionAt } from "./branches.ts";

/** A point of a path. */
export interface PathPoint {
  /** <O>. */
  readonly expectation: number;
  /** K. */
  readonly kernel: number;
}

/** What a path says of training towards a target. */
export interface PathForecast {
  /** The first step at which |ε - R| <= error; infinite where the path does not lead there. */
  readonly steps: number;
  /** Rate per step, late: of ε inside, of K beyond, with the finite step of gradient descent; NaN at the end itself, where there is none. */
  readonly rate: number;
  /** K where ε = R: C inside, 0 beyond. */
  readonly kernel: number;
  /** λ = dK/(2 dε) at the last points before the error is reached. */
  readonly lambda: number;
  /** Whether the path was followed as far as this, or the last two points were continued. */
  readonly followed: boolean;
}

/**
 * Steps that gradient descent takes between two points of a path, ε not changing its sign.
 *
 * With a step that is not small, an amplitude of curvature κ falls by 1 - ηκ per step where gradient flow has e^{-ηκ}: κ = K + λε along the path. Steeper than
 * the limit of stability there is no such count.
 */
export function stepsBetween(
  from: PathPoint,
  to: PathPoint,
  target: number,
  eta: number,
  loss: "quadratic" | "linear" = "quadratic",
): number {
  const flow = flowBetween(from, to, target, eta, loss);
  return flow * stretchOf(eta * curvatureBetween(from, to, target, loss));
}

/** Steps of gradient flow between two points. */
function flowBetween(
  { expectation: o1, kernel: k1 }: PathPoint,
  { expectation: o2, kernel: k2 }: PathPoint,
  target: number,
  eta: number,
  loss: "quadratic" | "linear",
): number {
  const [e1, e2] = [o1 - target, o2 - target];
  if (e1 === e2) return 0;
  if (loss === "linear") return k1 === k2 ? (e1 - e2) / (eta * k1) : ((e1 - e2) * Math.log1p((k1 - k2) / k2)) / (eta * (k1 - k2));
  const c = (k2 * e1 - k1 * e2) / (e1 - e2);
  // (ε1 K2)/(ε2 K1) - 1, whose logarithm over C stays right as C vanishes.
  const growth = (c * (e1 - e2)) / (e2 * k1);
  return growth === 0 ? (e1 - e2) / (eta * e2 * k1) : Math.log1p(growth) / (eta * c);
}

/** The curvature of the loss along a path between two points: K + λε, or λ under the linear loss. */
function curvatureBetween(from: PathPoint, to: PathPoint, target: number, loss: "quadratic" | "linear"): number {
  const [e1, e2] = [from.expectation - target, to.expectation - target];
  const [k1, k2] = [from.kernel, to.kernel];
  const lambda = e1 === e2 ? 0 : (k1 - k2) / (2 * (e1 - e2));
  return loss === "linear" ? lambda : (k1 + k2) / 2 + (lambda * (e1 + e2)) / 2;
}

/** Steps of gradient descent for one of gradient flow, where an amplitude falls by 1 - κ in place of e^{-κ}. */
function stretchOf(kappa: number): number {
  return kappa > 0 && kappa < 1 ? kappa / -Math.log1p(-kappa) : 1;
}

/**
 * What a path says of a target.
 *
 * @param path points from the initial angles on, <O> monotonic; at least two
 * @param options `end`: the end of <O> towards which the path leads, where the target lies at it or beyond; undefined inside. `loss`: quadratic by default
 */
export function forecastAlong(
  path: readonly PathPoint[],
  {
    target,
    eta,
    error,
    end,
    loss = "quadratic",
  }: {
    readonly target: number;
    readonly eta: number;
    readonly error: number;
    readonly end?: number;
    readonly loss?: "quadratic" | "linear";
  },
): PathForecast {
  const goal = end ?? target;
  const sign = path[0].expectation >= goal ? 1 : -1;
  const left = ({ expectation }: PathPoint) => sign * (expectation - goal);
  let steps = 0;
  let k = 0;
  while (k + 1 < path.length && left(path[k + 1]) > error) {
    steps += stepsBetween(path[k], path[k + 1], target, eta, loss);
    k++;
  }
  const followed = k + 1 < path.length;
  const [before, last] = followed ? [path[k], path[k + 1]] : [path[path.length - 2], path[path.length - 1]];
  const here = followed ? path[k] : last;
  if (left(path[0]) <= error) return { steps: 0, ...lateOf(path[0], path[1], target, eta, end, loss), followed: true };
  const late = lateOf(before, last, target, eta, end, loss);
  // The point at which the error is reached, on the line through the last two, or, towards an end, through the end.
  const slope =
    end === undefined || followed
      ? (last.kernel - before.kernel) / (last.expectation - before.expectation)
      : here.kernel / (here.expectation - end);
  const reached = { expectation: goal + sign * error, kernel: here.kernel + slope * (goal + sign * error - here.expectation) };
  if (!(reached.kernel > 0)) return { ...late, steps: Number.POSITIVE_INFINITY, followed };
  return { ...late, steps: Math.ceil(steps + stepsBetween(here, reached, target, eta, loss)), followed };
}

/** Late constants from two points. */
function lateOf(
  before: PathPoint,
  last: PathPoint,
  target: number,
  eta: number,
  end: number | undefined,
  loss: "quadratic" | "linear",
) {
  const slope = (last.kernel - before.kernel) / (last.expectation - before.expectation);
  if (end === undefined) {
    const kernel = Math.max(0, last.kernel + slope * (target - last.expectation));
    return { kernel, lambda: slope / 2, rate: Math.log1p(-eta * kernel) };
  }
  const lambda = last.kernel / (2 * (last.expectation - end));
  if (loss === "linear") return { kernel: 0, lambda, rate: 2 * Math.log1p(-eta * lambda) };
  const residual = end - target;
  return { kernel: 0, lambda, rate: residual === 0 ? Number.NaN : 2 * Math.log1p(-eta * lambda * residual) };
}

/** ε and K of every step of training along a path, without scatter. */
export interface PathHistory {
  /** Shape (steps + 1). */
  readonly epsilon: Float64Array;
  readonly kernel: Float64Array;
  /** How far along the path: the number of the point before, and the share of <O> passed of the way to the next. */
  readonly place: Float64Array;
}

/** Within how many errors of an end a path counts as one that leads there. */
const AT_END = 2;

/**
 * What training on the quadratic loss records, step by step, where it follows a path: the Lotka-Volterra solution from each of its points to the next, with the
 * clock of gradient descent, and beyond the last point that through the last two, or through the end that is reached.
 *
 * @param path points from the initial angles on, <O> monotonic; at least one
 * @param options as of `forecastAlong`; `error`: how near to the end counts as there
 * @returns shapes (steps + 1)
 */
export function historyAlong(
  path: readonly PathPoint[],
  { target, eta, error, end }: { readonly target: number; readonly eta: number; readonly error: number; readonly end?: number },
  steps: number,
): PathHistory {
  const sign = Math.sign(path[0].expectation - target);
  // As far as ε keeps its sign: beyond, training turns round.
  const turned = path.findIndex(({ expectation }) => !(sign * (expectation - target) > 0));
  const used = turned < 0 ? path : path.slice(0, Math.max(1, turned));
  const times = [0];
  for (let k = 1; k < used.length; k++) times.push(times[k - 1] + stepsBetween(used[k - 1], used[k], target, eta));
  const last = used[used.length - 1];
  const c = lateConstant(path, used.length - 1, target, end, error);
  // K + λε where the solution ends: C where ε dies, -C/2 where K does.
  const lateStretch = stretchOf(eta * (c > 0 ? c : -c / 2));
  const history = {
    epsilon: new Float64Array(steps + 1),
    kernel: new Float64Array(steps + 1),
    place: new Float64Array(steps + 1),
  };
  let k = 0;
  for (let t = 0; t <= steps; t++) {
    while (k + 1 < used.length && times[k + 1] <= t) k++;
    const from = used[k];
    const error1 = from.expectation - target;
    const to = used[k + 1];
    const solution =
      to === undefined
        ? solutionAt(c, last.kernel, eta, (t - times[k]) / lateStretch)
        : solutionAt(
            constantBetween(from, to, target),
            from.kernel,
            eta,
            ((t - times[k]) / (times[k + 1] - times[k])) * flowBetween(from, to, target, eta, "quadratic"),
          );
    history.epsilon[t] = error1 * solution.share;
    history.kernel[t] = solution.kernel;
    history.place[t] =
      to === undefined ? k : k + (from.expectation - target - history.epsilon[t]) / (from.expectation - to.expectation);
  }
  return history;
}

/** C of the line K = C + 2λε through two points. */
function constantBetween(from: PathPoint, to: PathPoint, target: number): number {
  const [e1, e2] = [from.expectation - target, to.expectation - target];
  return (to.kernel * e1 - from.kernel * e2) / (e1 - e2);
}

/** C beyond a point: of the line through the end, where that is reached, or else through the point and its neighbour; zero where there is only one point. */
function lateConstant(path: readonly PathPoint[], at: number, target: number, end: number | undefined, error: number): number {
  const { expectation, kernel } = path[at];
  if (end !== undefined && expectation !== end && Math.abs(expectation - end) <= AT_END * error)
    return (kernel * (target - end)) / (expectation - end);
  const [from, to] = at + 1 < path.length ? [path[at], path[at + 1]] : [path[at - 1], path[at]];
  return from === undefined || to === undefined || from.expectation === to.expectation ? 0 : constantBetween(from, to, target);
}
