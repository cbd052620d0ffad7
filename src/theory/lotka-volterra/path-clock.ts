/**
 * The clock of gradient descent along a path of steepest descent: how many steps lead from one of its points to the next, for any target.
 *
 * Whatever the target, gradient flow towards it follows the path of steepest descent (or ascent) of <O>; only the clock differs: dε/dt = -η ε K. Between two points K
 * is taken as linear in ε, K = C + 2λε, which is the Lotka-Volterra solution with λ constant from one point to the next (Eq. 11):
 *   t2 - t1 = ln[(ε1 K2)/(ε2 K1)]/(η C),   C = (K2 ε1 - K1 ε2)/(ε1 - ε2).
 */

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
export function stepsBetween(from: PathPoint, to: PathPoint, target: number, eta: number): number {
  const [e1, e2] = [from.expectation - target, to.expectation - target];
  const [k1, k2] = [from.kernel, to.kernel];
  if (e1 === e2) return 0;
  const c = (k2 * e1 - k1 * e2) / (e1 - e2);
  // (ε1 K2)/(ε2 K1) - 1, whose logarithm over C stays right as C vanishes.
  const growth = (c * (e1 - e2)) / (e2 * k1);
  const flow = growth === 0 ? (e1 - e2) / (eta * e2 * k1) : Math.log1p(growth) / (eta * c);
  const lambda = (k1 - k2) / (2 * (e1 - e2));
  const kappa = eta * ((k1 + k2) / 2 + (lambda * (e1 + e2)) / 2);
  return kappa > 0 && kappa < 1 ? (flow * kappa) / -Math.log1p(-kappa) : flow;
}

/**
 * What a path says of a target.
 *
 * @param path points from the initial angles on, <O> monotonic; at least two
 * @param options `end`: the end of <O> towards which the path leads, where the target lies at it or beyond; undefined inside
 */
export function forecastAlong(
  path: readonly PathPoint[],
  { target, eta, error, end }: { readonly target: number; readonly eta: number; readonly error: number; readonly end?: number },
): PathForecast {
  const goal = end ?? target;
  const sign = path[0].expectation >= goal ? 1 : -1;
  const left = ({ expectation }: PathPoint) => sign * (expectation - goal);
  let steps = 0;
  let k = 0;
  while (k + 1 < path.length && left(path[k + 1]) > error) {
    steps += stepsBetween(path[k], path[k + 1], target, eta);
    k++;
  }
  const followed = k + 1 < path.length;
  const [before, last] = followed ? [path[k], path[k + 1]] : [path[path.length - 2], path[path.length - 1]];
  const here = followed ? path[k] : last;
  if (left(path[0]) <= error) return { steps: 0, ...lateOf(path[0], path[1], target, eta, end), followed: true };
  const late = lateOf(before, last, target, eta, end);
  // The point at which the error is reached, on the line through the last two, or, towards an end, through the end.
  const slope =
    end === undefined || followed
      ? (last.kernel - before.kernel) / (last.expectation - before.expectation)
      : here.kernel / (here.expectation - end);
  const reached = { expectation: goal + sign * error, kernel: here.kernel + slope * (goal + sign * error - here.expectation) };
  if (!(reached.kernel > 0)) return { ...late, steps: Number.POSITIVE_INFINITY, followed };
  return { ...late, steps: Math.ceil(steps + stepsBetween(here, reached, target, eta)), followed };
}

/** Late constants from two points. */
function lateOf(before: PathPoint, last: PathPoint, target: number, eta: number, end: number | undefined) {
  const slope = (last.kernel - before.kernel) / (last.expectation - before.expectation);
  if (end === undefined) {
    const kernel = Math.max(0, last.kernel + slope * (target - last.expectation));
    return { kernel, lambda: slope / 2, rate: Math.log1p(-eta * kernel) };
  }
  const lambda = last.kernel / (2 * (last.expectation - end));
  const residual = end - target;
  return { kernel: 0, lambda, rate: residual === 0 ? Number.NaN : 2 * Math.log1p(-eta * lambda * residual) };
}
