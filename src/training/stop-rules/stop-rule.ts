/**
 * What a stop rule is: something that looks at every row of a column and may say that it has seen enough.
 *
 * A rule remembers what it needs in numbers of its own for each column, which are checkpointed with the angles: a run that is gone on with ends
 * where it would have ended.
 */
import type { Precision } from "../../base/precision.ts";
import type { LossName } from "../losses.ts";

/** One row of one column. */
export interface ColumnReading {
  readonly row: number;
  /** ε. */
  readonly epsilon: number;
  /** K. */
  readonly kernel: number;
  /** μ, at the rows where it is measured. */
  readonly mu?: number;
  /** O0. */
  readonly target: number;
  /** Whether it is the end of what the column reaches, its own critical point. */
  readonly critical?: boolean;
  /** With shots: the standard error of ε, K without the bias of squared estimates, and its standard error. */
  readonly estimates?: { readonly epsilonError: number; readonly kernel: number; readonly kernelError: number };
}

/** A rule with its numbers, such as ε below 1e-6. */
export interface StopCheck {
  /** Name of the rule. */
  readonly rule: string;
  /** Numbers that it remembers for each column, NaN at first. */
  readonly memory: number;
  /**
   * Looks at the next row of a column.
   *
   * @param memory those numbers, to be changed in place
   * @returns why the column ends here, in words that make a clause; undefined where it goes on
   */
  check(reading: ColumnReading, memory: Float64Array): string | undefined;
}

/** A stop rule. */
export interface StopRule {
  readonly name: string;
  /** How it is written, such as `epsilon<1e-6`. */
  readonly form: string;
  /** When a column ends by it, in words that follow "a column ends when". */
  readonly words: string;
  /** The rule with the numbers of a text; undefined for a text that is not one of this rule. */
  read(text: string, plan: RulePlan): StopCheck | undefined;
}

/** What a rule may know of the run. */
export interface RulePlan {
  readonly loss: LossName;
  /** η, the optimiser (gradient descent where left out), the schedule (none), and whether there are data. */
  readonly eta?: number;
  readonly optimizer?: { readonly name: string };
  readonly schedule?: string;
  readonly data?: object;
  readonly precision?: Precision;
  /** Whether the loss may rise on its way down, as with momentum. Default: it may not. */
  readonly mayRise?: boolean;
  /** Ends of the observable's spectrum, where they are known. */
  readonly extremes?: { readonly min: number; readonly max: number };
}

/** A positive number as it is written, with an exponent or without. */
export const POSITIVE = String.raw`(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)`;
