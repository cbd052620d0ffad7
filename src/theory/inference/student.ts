/**
 * Quantiles of Student's distribution.
 */
import { requireInteger } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { bisect } from "../../linalg/bisect.ts";

/**
 * The t within which -t .. t a Student-distributed number lies with a given probability.
 *
 * With t = √ν tan θ the probability is (2/B(½, ν/2)) ∫_0^θ cos^{ν-1}: a finite sum of powers of cos θ (Abramowitz and Stegun 26.7.3-4), solved by bisection.
 *
 * @param freedom ν, at least 1
 * @throws ArgumentError unless 0 < probability < 1
 */
export function studentQuantile(freedom: number, probability: number): number {
  requireInteger("freedom", freedom, 1);
  if (!(probability > 0 && probability < 1)) throw new ArgumentError("probability", probability, "a number between 0 and 1");
  const angle = bisect((theta) => within(theta, freedom) - probability, 0, Math.PI / 2);
  return Math.sqrt(freedom) * Math.tan(angle);
}

function within(theta: number, freedom: number): number {
  const [sine, square] = [Math.sin(theta), Math.cos(theta) ** 2];
  const odd = freedom % 2 === 1;
  let term = odd ? Math.cos(theta) : 1;
  let sum = odd && freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * square;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum;
}
