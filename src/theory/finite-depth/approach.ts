/**
 * How training will approach its end, put together from the deep-circuit limit (the beginning) and the finite-depth edge (the end):
 * time constants, curvature and the steps to a given error. An estimate: in between neither limit holds.
 */
import { mean } from "../../base/arrays.ts";
import { requireFields, requirePositive } from "../../base/assert.ts";
import { deepLimit, frozenKernelLimit, type Populations } from "../imaginary-time/deep-limit.ts";
import { lateTimeEdge, upperEdge } from "./edge.ts";
import { excitationsOf, type SpectrumEnd } from "./excitations.ts";

/** What the estimate is made for. */
export interface ApproachOptions {
  readonly target: number;
  /** R. */
  readonly residual: number;
  /** The end of the spectrum reached; undefined inside. */
  readonly end?: SpectrumEnd;
  readonly eta: number;
  readonly loss: "quadratic" | "linear";
  /** L. */
  readonly parameters: number;
  /** |ε - R| to be reached. */
  readonly error: number;
}

/** The estimate; NaN where the theory has nothing to say, as below the threshold. */
export interface ApproachEstimate {
  /** λ at late times: finite-depth edge at this d, or the deep limit inside the spectrum. */
  readonly lambda: number;
  /** C at late times. */
  readonly c: number;
  /** Steps in which ε - R falls by e at late times; NaN at the critical point, where it falls as 1/t. */
  readonly timeConstant: number;
  /** Steps to |ε - R| = error in the limit of deep circuits, from the mean populations at the start; no bound: single samples may be faster. */
  readonly deepSteps: number;
  /** The same with the late part at the finite-depth rate. */
  readonly steps: number;
  /** Largest curvature of the loss at late times, and what it is. */
  readonly curvature: number;
  readonly curvatureReason: string;
}

/** Share of the gap of O at which late times begin. */
const LATE = 0.1;
/** Steps after which the search for an error gives up. */
const MAX_STEPS = 1e9;

/**
 * Puts the estimate together.
 *
 * @param states energies and initial populations of every sample; means over them are returned
 * @throws ArgumentError if a number is out of range
 */
export function approachEstimate(states: readonly Populations[], options: ApproachOptions): ApproachEstimate {
  requireFields("approachEstimate", options, ["target", "residual", "end", "eta", "loss", "parameters", "error"]);
  const { target, residual, end, eta, loss, parameters, error } = options;
  requirePositive("eta", eta);
  requirePositive("error", error);
  const deepTo = (goal: number) => mean(states.map((state) => stepsTo(state, options, goal)));
  const deepSteps = deepTo(error);
  if (end === undefined) {
    const limits = states.flatMap((state) => frozenKernelLimit(state, { target, parameters }) ?? []);
    const c = mean(limits.map(({ kernel }) => kernel));
    return {
      lambda: mean(limits.map(({ lambda }) => lambda)),
      c,
      timeConstant: 1 / (eta * c),
      deepSteps,
      steps: deepSteps,
      curvature: c,
      curvatureReason: "2 / C with the kernel C that freezes, the one eigenvalue of the loss Hessian then (deep-circuit limit)",
    };
  }
  const excitations = excitationsOf(states[0].energies, end);
  const { mean: lambda } = lateTimeEdge(excitations, parameters);
  const clock = loss === "linear" ? 1 : Math.abs(residual);
  const rate = 2 * eta * Math.abs(lambda) * clock;
  const start = LATE * excitations.gap;
  const late =
    error >= start
      ? deepSteps
      : deepTo(start) + (clock > 0 ? Math.log(start / error) / rate : (1 / error - 1 / start) / (2 * eta * Math.abs(lambda)));
  return {
    lambda: lambda === 0 ? Number.NaN : lambda,
    c: lambda === 0 ? Number.NaN : -2 * lambda * (loss === "linear" ? 0 : residual),
    timeConstant: lambda === 0 || clock === 0 ? Number.NaN : 1 / rate,
    deepSteps,
    steps: lambda === 0 ? Number.NaN : late,
    curvature: clock * Math.abs(upperEdge(excitations, parameters)),
    curvatureReason:
      clock > 0
        ? "2 / (|R| times the upper Marchenko-Pastur edge), the stiffest mode of the frozen error"
        : "no bound at late times: the loss Hessian vanishes at the critical point",
  };
}

/** The first time, in steps, at which the deep limit is within `goal` of its end. */
function stepsTo(state: Populations, { target, eta, loss, parameters }: ApproachOptions, goal: number): number {
  const terms = { target, eta, loss, parameters };
  const at = (t: number) => Math.abs(deepLimit(state, [t], terms)[0].residualError);
  if (at(0) <= goal) return 0;
  let high = 1;
  while (at(high) > goal) {
    high *= 2;
    if (high > MAX_STEPS) return Number.NaN;
  }
  let low = high / 2;
  while (high - low > 1e-3 * high) {
    const middle = (low + high) / 2;
    if (at(middle) > goal) low = middle;
    else high = middle;
  }
  return high;
}
