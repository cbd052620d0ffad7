/**
 * Roots of monotonic functions of one variable, by bisection.
 */

/** Halvings: enough to exhaust the digits of any bracket. */
const HALVINGS = 200;

/**
 * The point between `low` and `high` where a monotonic function changes its sign, to rounding; the function is never evaluated at the
 * ends, so it may diverge there. Without a change of sign the end it points to is returned.
 */
export function bisect(value: (x: number) => number, low: number, high: number): number {
  let [left, right] = [low, high];
  let rising: boolean | undefined;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = left + (right - left) / 2;
    if (middle === left || middle === right) break;
    if (rising === undefined) rising = value(left + (right - left) * 1e-9) < value(right - (right - left) * 1e-9);
    if (value(middle) > 0 === rising) right = middle;
    else left = middle;
  }
  return left + (right - left) / 2;
}
