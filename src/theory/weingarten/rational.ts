/**
 * Exact rational numbers on bigint: what Weingarten functions and twirl averages are made of. Knows no permutations.
 */
import { ArgumentError } from "../../base/errors.ts";

/** An exact fraction in lowest terms with a positive denominator. */
export class Rational {
  static readonly ZERO = new Rational(0n);
  static readonly ONE = new Rational(1n);

  readonly numerator: bigint;
  readonly denominator: bigint;

  /**
   * The fraction `numerator` / `denominator`, reduced.
   *
   * @throws ArgumentError for a denominator of zero
   */
  constructor(numerator: bigint, denominator = 1n) {
    if (denominator === 0n) throw new ArgumentError("denominator", denominator, "an integer other than 0");
    const divisor = gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n);
    this.numerator = numerator / divisor;
    this.denominator = denominator / divisor;
  }

  /** An integer, given as a number or a bigint, as a fraction. */
  static of(value: number | bigint): Rational {
    return new Rational(BigInt(value));
  }

  plus(other: Rational): Rational {
    return new Rational(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(other.times(new Rational(-1n)));
  }

  times(other: Rational): Rational {
    return new Rational(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws ArgumentError for division by zero */
  over(other: Rational): Rational {
    return new Rational(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  equals(other: Rational): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  isZero(): boolean {
    return this.numerator === 0n;
  }

  /** The nearest number, also where numerator and denominator are beyond the range of numbers. */
  toNumber(): number {
    const plain = Number(this.numerator) / Number(this.denominator);
    if (Number.isFinite(plain) && plain !== 0) return plain;
    const excess = Math.max(bitLength(this.numerator), bitLength(this.denominator)) - 1000;
    if (excess <= 0) return plain;
    return Number(this.numerator >> BigInt(excess)) / Number(this.denominator >> BigInt(excess));
  }

  toString(): string {
    return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }
}

/** n! */
export function factorial(n: number): bigint {
  let product = 1n;
  for (let k = 2; k <= n; k++) product *= BigInt(k);
  return product;
}

/** n choose k; 0 for k outside 0..n. */
export function binomial(n: number, k: number): bigint {
  return k < 0 || k > n ? 0n : factorial(n) / (factorial(k) * factorial(n - k));
}

/** The greatest common divisor, not negative. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}
