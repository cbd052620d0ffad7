/**
 * What a schedule is: how the learning rate changes over the steps of a run.
 */

/** The learning rate over η, step by step. */
export interface Schedule {
  /** Factor of η at step t. */
  factor(t: number): number;
  /** Whether it is 1 at every step. */
  readonly constant: boolean;
}

/** A kind of schedule. */
export interface ScheduleDefinition {
  readonly name: string;
  /** How it is written, such as `cosine:2000`. */
  readonly form: string;
  /** η at step t in words. */
  readonly words: string;
  /** The schedule that a text stands for; undefined for a text that is not one of this kind. */
  read(text: string): Schedule | undefined;
  /** The text with what it leaves out filled in for a run of so many steps, so that a longer run begins with the same learning rates. */
  complete?(text: string, steps: number): string;
}

/** A number as it is written, without sign. */
export const NUMBER = String.raw`(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)`;
