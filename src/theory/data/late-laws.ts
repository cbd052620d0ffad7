/**
 * How errors and kernels of data end: exponentially, as a power, or not at all, with the rate or exponent that all samples say.
 *
 * Of every sample ln|x| is fitted by a line in t and by one in ln t over the late part of its history, above rounding; the law is the one that leaves less in most samples.
 * One that changes its sign there has not come to its law, and is left out. A power -p is p = 1 for the error and the kernel of a critical datum; mixed phases have others, as a slow datum drives a fast one. Source: Zhang, Liu, Jiang, Zhuang,
 * arXiv 2410.01955, for the classes of convergence.
 */
import { mean, standardDeviation } from "../../base/arrays.ts";
import { fitLine, type LineFit } from "../../linalg/least-squares.ts";
import { studentQuantile } from "../inference/student.ts";

/** A law with its number. */
export interface LateLaw {
  /** `exponential` |x| ∝ e^{-rate t}, `power` |x| ∝ t^{-exponent}, `constant`, or `unknown` where the history is too short. */
  readonly kind: "exponential" | "power" | "constant" | "unknown";
  /** Rate per step or exponent, positive where x falls, mean over samples; the mean |x| at the end where it stays; NaN where nothing is known. */
  readonly value: number;
  /** Where it lies with 95 % probability, from the scatter over samples (Student); NaN for a single one. */
  readonly interval: readonly [number, number];
  /** Samples that were fitted. */
  readonly samples: number;
}

/** Share of the rows above rounding from which on a history is late. */
const LATE = 0.5;
/** Share of the largest value below which the rest is rounding. */
const ROUNDING = 1e-11;
/** Size of d ln|x| / d ln t below which a quantity stays. */
const STAYS = 0.1;
/** Fewest rows that are fitted. */
const FEWEST = 6;
/** Most rows that are fitted. */
const MOST = 200;
const PROBABILITY = 0.95;

/**
 * The law of a quantity: |x| ∝ e^(-value t), |x| ∝ t^(-value), or |x| = value. Rates are per unit of `steps`, exponents pure numbers.
 *
 * @param steps t of the rows, ascending and positive after the first
 * @param histories ε_α(t) or K_αβ(t), one for each sample, each with a value for every row or for fewer
 * @returns `unknown` with NaN where no sample has six late rows above rounding and of one sign; nothing is thrown
 */
export function lateLaw(steps: ArrayLike<number>, histories: readonly ArrayLike<number>[]): LateLaw {
  const fits = histories.flatMap((values) => lateFits(steps, values) ?? []);
  if (fits.length === 0)
    return { kind: "unknown", value: Number.NaN, interval: [Number.NaN, Number.NaN], samples: histories.length };
  const stays = fits.filter(({ power }) => Math.abs(power.slope) < STAYS).length > fits.length / 2;
  if (stays)
    return estimated(
      "constant",
      fits.map(({ last }) => last),
    );
  const exponential = fits.filter(({ left }) => left.exponential < left.power).length;
  const kind = exponential > fits.length / 2 ? "exponential" : "power";
  return estimated(
    kind,
    fits.map((fit) => -fit[kind].slope),
  );
}

function estimated(kind: LateLaw["kind"], values: readonly number[]): LateLaw {
  const value = mean(values);
  const samples = values.length;
  if (samples === 1) return { kind, value, interval: [Number.NaN, Number.NaN], samples };
  const half = (studentQuantile(samples - 1, PROBABILITY) * standardDeviation(values)) / Math.sqrt(samples);
  return { kind, value, interval: [value - half, value + half], samples };
}

/** Both lines of one sample, and what they leave of the sum of squares. */
interface LateFits {
  readonly exponential: LineFit;
  readonly power: LineFit;
  readonly left: { readonly exponential: number; readonly power: number };
  readonly last: number;
}

function lateFits(steps: ArrayLike<number>, values: ArrayLike<number>): LateFits | undefined {
  const sizes = Array.from(values, Math.abs);
  const floor = ROUNDING * Math.max(...sizes.slice(0, 2), sizes[sizes.length - 1]);
  const vanished = sizes.findIndex((size, row) => row > 0 && !(size > floor));
  const rows = vanished === -1 ? sizes.length : vanished;
  const first = Math.max(1, Math.floor(LATE * (rows - 1)));
  if (rows - first < FEWEST) return undefined;
  for (let row = first; row < rows; row++) if (values[row] * values[first] < 0) return undefined;
  const stride = Math.max(1, Math.floor((rows - first) / MOST));
  const t: number[] = [];
  const y: number[] = [];
  for (let row = first; row < rows; row += stride) {
    t.push(steps[row]);
    y.push(Math.log(sizes[row]));
  }
  const logs = t.map(Math.log);
  const [exponential, power] = [fitLine(t, y), fitLine(logs, y)];
  const rest = ({ slope, intercept }: LineFit, x: readonly number[]) =>
    y.reduce((sum, value, k) => sum + (value - intercept - slope * x[k]) ** 2, 0);
  return {
    ...{ exponential, power, last: sizes[rows - 1] },
    left: { exponential: rest(exponential, t), power: rest(power, logs) },
  };
}
