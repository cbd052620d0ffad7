/**
 * Phases of training on a data set: what becomes of every error and every kernel.
 *
 * At a fixed point of dε_α/dt = -(η/N) Σ_β K_αβ ε_β and dK_αβ/dt = -(η/N) Σ_γ ε_γ (μ_αβγ + μ_βαγ) every datum has ε_α = 0 or K_αα = 0. S_E are the
 * data whose errors stay, S_K those whose kernels vanish: a datum in neither is frozen kernel, one in both is frozen error, one in S_K alone is
 * critical. A data set has one, two or all three of them, seven phases in all; two data have six of these. Source: Zhang, Liu, Jiang, Zhuang,
 * arXiv 2410.01955.
 */
import { ArgumentError } from "../../base/errors.ts";
import { fitLine } from "../../linalg/least-squares.ts";

/** What becomes of one datum. */
export type DatumPhase = "frozen-kernel" | "critical" | "frozen-error" | "undetermined";

const ORDER = ["frozen-kernel", "critical", "frozen-error"] as const;

/** Names of the seven phases: of one kind, or mixed. */
export const dataPhaseNames = [
  "frozen-kernel",
  "critical",
  "frozen-error",
  "frozen-kernel+critical",
  "frozen-kernel+frozen-error",
  "critical+frozen-error",
  "frozen-kernel+critical+frozen-error",
] as const;

export type DataPhase = (typeof dataPhaseNames)[number] | "undetermined";

/** A phase with its sets. */
export interface DataPhases {
  readonly phase: DataPhase;
  /** What becomes of every datum. */
  readonly data: readonly DatumPhase[];
  /** S_E: data whose errors stay. */
  readonly errorsThatStay: readonly number[];
  /** S_K: data whose kernels vanish. */
  readonly kernelsThatVanish: readonly number[];
}

/**
 * The phase of a data set from those of its data: the kinds that occur, joined by +; undetermined where one of them is.
 *
 * @param data N fates, in the order of the data
 */
export function combinedPhase(data: readonly DatumPhase[]): DataPhases {
  const indices = (those: (phase: DatumPhase) => boolean) => data.flatMap((phase, a) => (those(phase) ? [a] : []));
  const kinds = ORDER.filter((kind) => data.includes(kind));
  return {
    phase: data.includes("undetermined") ? "undetermined" : (kinds.join("+") as DataPhase),
    data,
    errorsThatStay: indices((phase) => phase === "frozen-error"),
    kernelsThatVanish: indices((phase) => phase === "frozen-error" || phase === "critical"),
  };
}

/**
 * The phase that targets lead to where every datum reaches its ends independently of the others, as orthogonal states of a deep circuit do: inside its
 * range a datum is frozen kernel, at an end critical, beyond it frozen error.
 *
 * @param targets y, shape (N)
 * @param ranges what <O_α>_α reaches: one for all data, or N
 * @param tolerance how near to an end a target counts as at it, in units of O
 * @throws ArgumentError for another number of ranges
 */
export function phaseOfTargets(
  targets: readonly number[],
  ranges: readonly { readonly min: number; readonly max: number }[],
  tolerance = 1e-9,
): DataPhases {
  if (ranges.length !== 1 && ranges.length !== targets.length)
    throw new ArgumentError("ranges", ranges.length, `one, or ${targets.length}, one for each datum`);
  return combinedPhase(
    targets.map((target, a) => {
      const { min, max } = ranges[ranges.length === 1 ? 0 : a];
      if (Math.abs(target - min) <= tolerance || Math.abs(target - max) <= tolerance) return "critical";
      return target > min && target < max ? "frozen-kernel" : "frozen-error";
    }),
  );
}

/** Slopes d ln|x| / d ln t over the last part of a history, of which a power -p falls by -p and an exponential by ever more. */
interface LateSlope {
  readonly slope: number;
  /** Whether the values have come down to rounding. */
  readonly vanished: boolean;
}

/** Size, relative to the first value, below which a value is rounding. */
const ROUNDING = 1e-11;
/** Slope from which on a quantity vanishes, and below which it stays. */
const FALLS = 0.5;
const STAYS = 0.3;
/** Share of the rows from which on a history is late. */
const LATE = 0.5;

/**
 * What becomes of a datum, read off its history.
 *
 * From slopes d ln|x|/d ln t over the last half: below -0.5 a quantity vanishes, between -0.3 and 0.3 it stays.
 *
 * @param epsilon ε_α(t) at every step from t = 0 on, shape (rows)
 * @param kernel K_αα(t), likewise
 * @returns `undetermined` for fewer than four late rows, numbers that are not finite, or what has not come to its late time; nothing is thrown
 */
export function phaseOfHistory(epsilon: ArrayLike<number>, kernel: ArrayLike<number>): DatumPhase {
  const error = lateSlope(epsilon);
  const norm = lateSlope(kernel);
  if (error === undefined || norm === undefined) return "undetermined";
  const [errorFalls, kernelFalls] = [error, norm].map(({ slope, vanished }) => vanished || slope < -FALLS);
  const [errorStays, kernelStays] = [error, norm].map(({ slope, vanished }) => !vanished && Math.abs(slope) < STAYS);
  if (errorFalls && kernelStays) return "frozen-kernel";
  if (errorStays && kernelFalls) return "frozen-error";
  // Both fall as powers: an exponential fall of one of them means that the other has still to stay.
  return errorFalls && kernelFalls ? "critical" : "undetermined";
}

function lateSlope(values: ArrayLike<number>): LateSlope | undefined {
  const rows = values.length;
  const first = Math.max(1, Math.floor(LATE * (rows - 1)));
  if (rows - first < 4) return undefined;
  const scale = Math.abs(values[0]);
  const x: number[] = [];
  const y: number[] = [];
  const stride = Math.max(1, Math.floor((rows - first) / 200));
  for (let t = first; t < rows; t += stride) {
    const size = Math.abs(values[t]);
    if (!Number.isFinite(size)) return undefined;
    if (size <= ROUNDING * scale) return { slope: Number.NEGATIVE_INFINITY, vanished: true };
    x.push(Math.log(t));
    y.push(Math.log(size));
  }
  return { slope: fitLine(x, y).slope, vanished: false };
}
