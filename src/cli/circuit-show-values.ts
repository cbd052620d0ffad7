/**
 * Option values of `qntk circuit show`.
 */

/** As commander hands them over. */
export interface CircuitShowOptionValues {
  readonly svg?: string;
  readonly trainAngles?: string;
  readonly noise?: string;
  readonly compiled?: boolean;
  readonly layout?: string;
  readonly angles?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}
