/**
 * Where long work pauses: how many rows all threads are asked for at once, and how often what is done is stored.
 */

/** Seconds one round should take: bounds how long Ctrl-C and progress wait. */
const ROUND_SECONDS = 0.15;
/** Most rows of one round. */
const ROUND_ROWS = 512;
/** Seconds between commits to disk, unless QNTK_COMMIT_SECONDS says otherwise. */
const COMMIT_SECONDS = 2;

/** Seconds between commits to disk. */
export function commitInterval(): number {
  return Number(process.env.QNTK_COMMIT_SECONDS ?? COMMIT_SECONDS);
}

/**
 * Rows of the next round.
 *
 * @param rowSeconds seconds a row of the last round took; undefined before the first
 */
export function roundRows(rowSeconds: number | undefined): number {
  return rowSeconds === undefined ? 1 : Math.max(1, Math.min(ROUND_ROWS, Math.round(ROUND_SECONDS / rowSeconds)));
}
