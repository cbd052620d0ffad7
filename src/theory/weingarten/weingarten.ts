/**
 * The Weingarten function of the unitary group, exactly: as a rational function of the dimension with its poles, and at integers.
 *
 * Wg(σ, d) = (1/k!) Σ_λ f_λ χ_λ(σ) / Π_{boxes of λ} (d + content), the sum over the partitions λ of k, f_λ the number of standard
 * tableaux, χ_λ the character. Source: Collins and Śniady, Commun. Math. Phys. 264, 773 (2006).
 */
import { requireInteger } from "../../base/assert.ts";
import { ArgumentError } from "../../base/errors.ts";
import { character, contentsOf, type Partition, partitionsOf, standardTableaux } from "./permutations.ts";
import { factorial, gcd, Rational } from "./rational.ts";

/** Largest degree k for which Wg is computed. */
const MAX_WEINGARTEN_DEGREE = 12;

/** Wg(σ, d) = (Σ_i numerator[i] d^i) / (scale · Π_p (d - p)), in lowest terms. */
export interface WeingartenFunction {
  /** Coefficients of ascending powers of d. */
  readonly numerator: readonly bigint[];
  readonly scale: bigint;
  /** Integers where the function diverges, ascending, each as often as its order. */
  readonly poles: readonly number[];
}

const functions = new Map<string, WeingartenFunction>();
const values = new Map<string, Rational>();

/**
 * Wg as a function of the dimension, for permutations of the given cycle type.
 *
 * @param cycleType the lengths of the cycles, fixed points included, such as [2, 1, 1]
 * @throws ArgumentError for a list that is no partition of a number from 1 to 12
 */
export function weingartenFunction(cycleType: Partition): WeingartenFunction {
  const type = requirePartition(cycleType);
  const key = type.join();
  const known = functions.get(key);
  if (known !== undefined) return known;
  const k = type.reduce((sum, part) => sum + part, 0);
  const shapes = partitionsOf(k);
  // Every Π (d + content) divides the product of (d + c)^m(c), m(c) the largest number of boxes of content c.
  const common: number[] = [];
  for (let c = 1 - k; c < k; c++) {
    const most = Math.max(...shapes.map((shape) => contentsOf(shape).filter((content) => content === c).length));
    common.push(...Array<number>(most).fill(0 - c));
  }
  let numerator: bigint[] = [];
  for (const shape of shapes) {
    const own = contentsOf(shape).map((content) => 0 - content);
    const weight = standardTableaux(shape) * character(shape, type);
    const missing = withoutEach(common, own).reduce((polynomial, root) => timesRoot(polynomial, root), [weight]);
    numerator = addPolynomials(numerator, missing);
  }
  const poles: number[] = [];
  for (const root of common) {
    if (valueAt(numerator, BigInt(root)) === 0n) numerator = overRoot(numerator, root);
    else poles.push(root);
  }
  while (numerator.at(-1) === 0n) numerator.pop();
  const divisor = numerator.reduce(gcd, factorial(k));
  const result = {
    numerator: numerator.map((coefficient) => coefficient / divisor),
    scale: factorial(k) / divisor,
    poles: poles.sort((a, b) => a - b),
  };
  functions.set(key, result);
  return result;
}

/**
 * Wg(σ, d) at an integer dimension, exact.
 *
 * @param cycleType the lengths of σ's cycles, fixed points included
 * @param dimension any integer that is not a pole
 * @throws ArgumentError at a pole, naming all of them
 */
export function weingarten(cycleType: Partition, dimension: number): Rational {
  requireInteger("dimension", dimension, Number.MIN_SAFE_INTEGER);
  const { numerator, scale, poles } = weingartenFunction(cycleType);
  if (poles.includes(dimension)) {
    throw new ArgumentError(
      "dimension",
      dimension,
      `an integer other than the poles of Wg([${cycleType}]), ${[...new Set(poles)].join(", ")}`,
    );
  }
  const d = BigInt(dimension);
  return new Rational(
    valueAt(numerator, d),
    poles.reduce((product, pole) => product * (d - BigInt(pole)), scale),
  );
}

/**
 * The weight of σ in averages over U(d) for any d >= 1: the same sum over the partitions with at most d rows only.
 *
 * Equal to Wg(σ, d) for d >= k. Below, where Wg may have poles, averages with these weights are still exact.
 *
 * @throws ArgumentError for a dimension below 1
 */
export function weingartenWeight(cycleType: Partition, dimension: number): Rational {
  requireInteger("dimension", dimension, 1);
  const type = requirePartition(cycleType);
  const key = `${type}|${dimension}`;
  const known = values.get(key);
  if (known !== undefined) return known;
  const k = type.reduce((sum, part) => sum + part, 0);
  let sum = Rational.ZERO;
  for (const shape of partitionsOf(k).filter(({ length }) => length <= dimension)) {
    const content = contentsOf(shape).reduce((product, c) => product * BigInt(dimension + c), factorial(k));
    sum = sum.plus(new Rational(standardTableaux(shape) * character(shape, type), content));
  }
  values.set(key, sum);
  return sum;
}

/** The parts in descending order. */
function requirePartition(cycleType: Partition): Partition {
  const k = cycleType.reduce((sum, part) => sum + part, 0);
  if (!(k >= 1 && k <= MAX_WEINGARTEN_DEGREE && cycleType.every((part) => Number.isInteger(part) && part >= 1)))
    throw new ArgumentError("cycleType", cycleType, `positive integers with a sum from 1 to ${MAX_WEINGARTEN_DEGREE}`);
  return [...cycleType].sort((a, b) => b - a);
}

/** The entries of `all` left when each of `some` is taken out once. */
function withoutEach(all: readonly number[], some: readonly number[]): number[] {
  const left = [...all];
  for (const value of some) left.splice(left.indexOf(value), 1);
  return left;
}

/** p(d) (d - root). */
function timesRoot(polynomial: readonly bigint[], root: number): bigint[] {
  const shifted = [0n, ...polynomial];
  return shifted.map((coefficient, power) => coefficient - BigInt(root) * (polynomial[power] ?? 0n));
}

/** p(d) / (d - root), for a root of p. */
function overRoot(polynomial: readonly bigint[], root: number): bigint[] {
  const quotient = new Array<bigint>(polynomial.length - 1);
  let carried = 0n;
  for (let power = polynomial.length - 1; power > 0; power--) {
    carried = polynomial[power] + BigInt(root) * carried;
    quotient[power - 1] = carried;
  }
  return quotient;
}

function addPolynomials(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, power) => (a[power] ?? 0n) + (b[power] ?? 0n));
}

function valueAt(polynomial: readonly bigint[], d: bigint): bigint {
  return polynomial.reduceRight((value, coefficient) => value * d + coefficient, 0n);
}
