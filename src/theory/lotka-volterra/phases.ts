/**
 * Which of the three phases a trained sample is in, from its history, and how well the theory's rate fits.
 *
 * The tests look at the dynamics; the known spectrum is used only to refuse the name "critical" to a target that is not at an end
 * of it. A run that does not show a phase clearly is `undetermined`.
 */
import { CRITICAL_EXPONENT, discreteRate, frozenErrorRate, frozenKernelRate, linearLossRate } from "./closed-forms.ts";
import { conservedQuantity, dynamicalIndex } from "./dynamics.ts";
import { type Estimate, fitExponentialRate, fitPowerLaw } from "./fit.ts";
import { lambdaAt, lastErrorStep, lastKernelStep, meanTwiceZeta, residualOf, type Trajectory } from "./trajectory.ts";

export const phases = ["frozen-kernel", "critical", "frozen-error", "undetermined"] as const;

export type Phase = (typeof phases)[number];

/** A phase with the numbers behind it. */
export interface PhaseReport {
  readonly phase: Phase;
  /** Why, in one sentence. */
  readonly reason: string;
  /** Step at which the numbers below are taken: the last one clear of rounding. */
  readonly step: number;
  readonly epsilon: number;
  readonly kernel: number;
  /** λ = μ/K. */
  readonly lambda: number;
  /** ζ = λ ε/K. */
  readonly zeta: number;
  /** C = K - 2 λ ε. */
  readonly c: number;
  /**
   * Measured rate: of ε in the frozen-kernel phase, of K in the frozen-error phase and under the linear loss (both per step); the
   * exponent of K's power law at the critical point. NaN where undetermined.
   */
  readonly fittedRate: Estimate;
  /** What the theory says for it: -ηC, -2ηλR, -2ηλ, or -1. NaN where undetermined. */
  readonly predictedRate: number;
  /** The same for gradient descent with its finite step, ln(1 - ηC), 2 ln(1 - ηλR) or 2 ln(1 - ηλ); -1 at the critical point. */
  readonly predictedRateDiscrete: number;
}

/** Share of the spectrum's width within which a target is at an end of it. */
const AT_END = 1e-9;

/** The phase that a target leads to, by where it lies: inside the spectrum, at an end of it, or beyond. The linear loss goes to O_min for every target. */
export function expectedPhase(
  target: number,
  { min, max }: { readonly min: number; readonly max: number },
  loss: Trajectory["loss"] = "quadratic",
): Exclude<Phase, "undetermined"> {
  if (loss === "linear") return "frozen-error";
  const near = AT_END * (max - min);
  if (Math.abs(target - min) <= near || Math.abs(target - max) <= near) return "critical";
  return target > min && target < max ? "frozen-kernel" : "frozen-error";
}

/** Fewest rows that can show a phase. */
const MIN_ROWS = 40;
/** Share to which a frozen error must have settled over the last half. */
const SETTLED = 1e-2;

const UNKNOWN: Estimate = { value: Number.NaN, error: Number.NaN };

/**
 * Classifies one sample.
 *
 * With T the last step clear of rounding and u = 2λε/K = 2ζ (0, 1, ∞ in the three phases):
 * - frozen kernel: |ε| has fallen below 1e-3 of its start, K changed by less than 2 % over the last half, |u| < 0.05 there;
 * - frozen error: ε changed by less than 1 % over the last half, K fell by e³ there and below 1e-3 of its start, u > 10;
 * - critical: u between 0.7 and 1.3 over the last two octaves, η K T between 0.6 and 1.4, K below 0.1 of its start, and the target
 *   at an end of the spectrum where that is known;
 * - linear loss: ε settled and K falling as in the frozen-error phase, for every target.
 */
export function classifyPhase(trajectory: Trajectory): PhaseReport {
  const { epsilon, kernel, eta, loss } = trajectory;
  const step = lastKernelStep(trajectory);
  const undetermined = (reason: string) => openReport(trajectory, reason);
  if (step < MIN_ROWS) return undetermined(`only ${step} steps are clear of rounding; at least ${MIN_ROWS} are needed`);

  const half = Math.floor(step / 2);
  const kernelFall = Math.log(kernel[half] / kernel[step]);
  const kernelDies = kernelFall >= 3 && kernel[step] <= 1e-3 * kernel[0];

  if (loss === "linear") {
    const settled = Math.abs(epsilon[step] - epsilon[half]) <= SETTLED * Math.abs(epsilon[0] - epsilon[step]);
    if (!settled || !kernelDies) return undetermined("the linear loss has not settled yet");
    return phaseReport(trajectory, "frozen-error");
  }

  const u = meanTwiceZeta(trajectory, half, step);
  const uNow = (2 * lambdaAt(trajectory, step) * epsilon[step]) / kernel[step];
  if (
    Math.abs(epsilon[step]) <= 1e-3 * Math.abs(epsilon[0]) &&
    Math.abs(kernel[step] / kernel[half] - 1) <= 0.02 &&
    Math.abs(uNow) <= 0.05
  )
    return phaseReport(trajectory, "frozen-kernel");
  if (Math.abs(epsilon[step] / epsilon[half] - 1) <= SETTLED && kernelDies && uNow >= 10)
    return phaseReport(trajectory, "frozen-error");
  const uBefore = meanTwiceZeta(trajectory, Math.floor(step / 4), half);
  const reach = eta * kernel[step] * step;
  if (within(u, 0.7, 1.3) && within(uBefore, 0.7, 1.3) && within(reach, 0.6, 1.4) && kernel[step] <= 0.1 * kernel[0]) {
    const margin = distanceFromEnds(trajectory);
    if (margin > 0)
      return undetermined(`it looks critical, but the target is ${margin.toPrecision(3)} from the spectrum's end: train longer`);
    return phaseReport(trajectory, "critical");
  }
  return undetermined("neither the kernel, nor the error, nor their ratio has settled: train longer");
}

/** A report that names no phase. */
export function openReport(trajectory: Trajectory, reason: string): PhaseReport {
  const open = { fittedRate: UNKNOWN, predictedRate: Number.NaN, predictedRateDiscrete: Number.NaN };
  return { phase: "undetermined", reason, ...numbersAt(trajectory), ...open };
}

/** The numbers of a sample at the last step clear of rounding. */
function numbersAt(trajectory: Trajectory) {
  const { epsilon, kernel } = trajectory;
  const step = lastKernelStep(trajectory);
  const lambda = lambdaAt(trajectory, step);
  return {
    step,
    epsilon: epsilon[step],
    kernel: kernel[step],
    lambda,
    zeta: dynamicalIndex(epsilon[step], lambda * kernel[step], kernel[step]),
    c: conservedQuantity(epsilon[step], kernel[step], lambda),
  };
}

/** The report of a sample whose phase is known: its rate, fitted over the late half, beside the predicted one. */
export function phaseReport(trajectory: Trajectory, phase: Exclude<Phase, "undetermined">): PhaseReport {
  const { epsilon, kernel, eta, loss } = trajectory;
  const numbers = numbersAt(trajectory);
  const { step, lambda, c } = numbers;
  const half = Math.floor(step / 2);
  if (phase === "frozen-kernel") {
    const last = lastErrorStep(trajectory);
    const predictedRate = frozenKernelRate(c, eta);
    return {
      phase,
      reason: `C = ${c.toPrecision(3)} > 0: K has settled and the error dies exponentially`,
      ...numbers,
      fittedRate: fitExponentialRate(epsilon, Math.floor(last / 2), last),
      predictedRate,
      predictedRateDiscrete: discreteRate(predictedRate, 1),
    };
  }
  if (phase === "critical") {
    const u = meanTwiceZeta(trajectory, half, step);
    return {
      phase,
      reason: `2 lambda epsilon / K = ${u.toPrecision(3)}, near 1: error and kernel both fall as 1/t`,
      ...numbers,
      fittedRate: fitPowerLaw(kernel, Math.floor(step / 10), step),
      predictedRate: CRITICAL_EXPONENT,
      predictedRateDiscrete: CRITICAL_EXPONENT,
    };
  }
  const linear = loss === "linear";
  const predictedRate = linear ? linearLossRate(lambda, eta) : frozenErrorRate(lambda, epsilon[step], eta);
  return {
    phase,
    reason: linear
      ? "the linear loss settles at the spectrum's end for every target"
      : `C = ${c.toPrecision(3)} < 0: the error has settled and K dies exponentially`,
    ...numbers,
    fittedRate: fitExponentialRate(kernel, half, step),
    predictedRate,
    predictedRateDiscrete: discreteRate(predictedRate, 2),
  };
}

/** Share by which the rate of K's decay may differ between the two halves of the late half where late time is reached. */
const STEADY = 0.05;

/** Whether K of a run with the linear loss decays at a steady rate: late time, at which Eq. 25 holds. */
export function isSteady(trajectory: Trajectory): boolean {
  const { kernel } = trajectory;
  const step = lastKernelStep(trajectory);
  if (step < MIN_ROWS) return false;
  const [half, threeQuarters] = [Math.floor(step / 2), Math.floor((3 * step) / 4)];
  const before = fitExponentialRate(kernel, half, threeQuarters).value;
  const after = fitExponentialRate(kernel, threeQuarters, step).value;
  return after < 0 && Math.abs(before / after - 1) <= STEADY;
}

/**
 * Whether a sample in the frozen-error phase stopped short of the residual R, at a local minimum: a circuit too shallow for the target.
 *
 * |ε - R| must exceed 1 % of |ε|, or of the error's whole fall under the linear loss: to that share `classifyPhase` asks the error to
 * have settled over the last half, in which K fell by e³, so that of an error still on its way to R far less is left. False where the
 * spectrum is unknown.
 */
export function isTrapped({ epsilon, loss, target, extremes }: Trajectory, report: PhaseReport): boolean {
  if (report.phase !== "frozen-error" || extremes === undefined) return false;
  const distance = Math.abs(report.epsilon - residualOf(target, extremes, loss));
  return distance > SETTLED * Math.abs(loss === "linear" ? epsilon[0] - report.epsilon : report.epsilon);
}

/** Share of the samples that must agree on a phase, the rest being undetermined. */
const QUORUM = 0.8;

/**
 * The phase that the samples of one target agree on: that of at least 80 % of them if no other determined phase occurs, otherwise
 * `undetermined`.
 */
export function commonPhase(reports: readonly PhaseReport[]): Phase {
  const found = new Set(reports.map((report) => report.phase).filter((phase) => phase !== "undetermined"));
  if (found.size !== 1) return "undetermined";
  const [phase] = found;
  const agreeing = reports.filter((report) => report.phase === phase).length;
  return agreeing >= QUORUM * reports.length ? phase : "undetermined";
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

/** Distance of the target from the nearer end of the spectrum; 0 where the spectrum is unknown or the target at its end. */
function distanceFromEnds({ target, extremes }: Trajectory): number {
  if (extremes === undefined) return 0;
  const distance = Math.min(Math.abs(target - extremes.min), Math.abs(target - extremes.max));
  return distance <= 1e-9 * (1 + Math.abs(target)) ? 0 : distance;
}
