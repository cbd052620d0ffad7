/**
 * Option values of the late-time commands.
 */

/** Those of an experiment, and their own. */
export interface LateTimeOptionValues {
  readonly run?: string;
  readonly plot?: string;
  readonly force?: boolean;
  readonly monteCarlo?: string;
  readonly ensemble?: string;
  readonly lambda?: string;
  readonly error?: string;
  readonly pilot?: string;
  readonly [field: string]: string | string[] | boolean | undefined;
}
