/**
 * The Lotka-Volterra equations with a λ that changes in time, for comparison with the closed forms, which hold it constant.
 */
import { requireAllFinite, requireLength, requirePositive } from "../../base/assert.ts";
import { ArgumentError, Described } from "../../base/errors.ts";
import type { ErrorAndKernel } from "./dynamics.ts";

/** Largest change of ln ε or ln K in one step of the integrator: the error of the fourth-order method is then below 1e-8. */
const MAX_CHANGE = 0.02;

/**
 * ε(t) and K(t) with dε/dt = -η ε K and dK/dt = -2 η λ(t) ε K, where λ(t) is given. Source: Eq. 10 before λ is taken to be constant.
 *
 * Integrated in ln |ε| and ln K, so that both keep their sign and their digits however far they fall.
 *
 * @param lambda λ at any time between the first and the last of `times`
 * @param start ε ≠ 0 and K > 0 at times[0]
 * @param times ascending, in steps
 * @returns one point for each time
 * @throws ArgumentError if a number is out of range
 */
export function integrateWithLambda(
  lambda: (t: number) => number,
  start: ErrorAndKernel,
  times: ArrayLike<number>,
  eta: number,
): ErrorAndKernel[] {
  requirePositive("eta", eta);
  requirePositive("kernel", start.kernel);
  requireAllFinite("times", times);
  if (!(Number.isFinite(start.epsilon) && start.epsilon !== 0))
    throw new ArgumentError("epsilon", start.epsilon, "a finite number other than 0");
  if (times.length === 0) throw new ArgumentError("times", new Described("empty"), "at least one time");
  const sign = Math.sign(start.epsilon);
  let u = Math.log(Math.abs(start.epsilon));
  let w = Math.log(start.kernel);
  let now = times[0];
  const rates = (a: number, b: number, t: number) => [-eta * Math.exp(b), -2 * eta * lambda(t) * sign * Math.exp(a)] as const;
  return Array.from(times, (time) => {
    if (time < now) throw new ArgumentError("times", time, `ascending times, here at least ${now}`);
    while (now < time) {
      const k1 = rates(u, w, now);
      const fastest = Math.max(Math.abs(k1[0]), Math.abs(k1[1]));
      const left = time - now;
      // A step is never longer than one gradient step: λ may change in between.
      const h = Math.min(left, 1, fastest > 0 ? MAX_CHANGE / fastest : 1);
      const k2 = rates(u + (h / 2) * k1[0], w + (h / 2) * k1[1], now + h / 2);
      const k3 = rates(u + (h / 2) * k2[0], w + (h / 2) * k2[1], now + h / 2);
      const k4 = rates(u + h * k3[0], w + h * k3[1], now + h);
      u += (h / 6) * (k1[0] + 2 * k2[0] + 2 * k3[0] + k4[0]);
      w += (h / 6) * (k1[1] + 2 * k2[1] + 2 * k3[1] + k4[1]);
      now = h === left ? time : now + h;
    }
    return { epsilon: sign * Math.exp(u), kernel: Math.exp(w) };
  });
}

/**
 * λ(t) from values at some steps: straight lines between them, constant beyond the first and the last.
 *
 * @throws ArgumentError if there is none, sizes differ, or steps do not ascend
 */
export function interpolatedLambda(steps: ArrayLike<number>, values: ArrayLike<number>): (t: number) => number {
  requireLength("values", values, steps.length);
  requireAllFinite("values", values);
  if (steps.length === 0) throw new ArgumentError("steps", new Described("empty"), "at least one step");
  for (let k = 1; k < steps.length; k++) {
    if (!(steps[k] > steps[k - 1])) throw new ArgumentError(`steps[${k}]`, steps[k], `more than ${steps[k - 1]}`);
  }
  const last = steps.length - 1;
  return (t) => {
    if (t <= steps[0]) return values[0];
    if (t >= steps[last]) return values[last];
    let [low, high] = [0, last];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (steps[middle] <= t) low = middle;
      else high = middle;
    }
    const share = (t - steps[low]) / (steps[high] - steps[low]);
    return values[low] + share * (values[high] - values[low]);
  };
}
