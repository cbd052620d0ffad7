/**
 * Angles that are affine in the inputs of a circuit, φ = b + Σ_i a_i θ_i.
 */

/** b + Σ a_i θ_i; no coefficient is zero. */
export interface Affine {
  readonly constant: number;
  /** Coefficient of every input that occurs, by its number. */
  readonly terms: ReadonlyMap<number, number>;
}

const NO_TERMS: ReadonlyMap<number, number> = new Map();

/** A number. */
export function constant(value: number): Affine {
  return { constant: value, terms: NO_TERMS };
}

/** θ_i. */
export function inputAngle(input: number): Affine {
  return { constant: 0, terms: new Map([[input, 1]]) };
}

/** Whether no input occurs. */
export function isConstant({ terms }: Affine): boolean {
  return terms.size === 0;
}

/** a + factor · b. */
export function plus(a: Affine, b: Affine, factor = 1): Affine {
  if (b.terms.size === 0) return { constant: a.constant + factor * b.constant, terms: a.terms };
  const terms = new Map(a.terms);
  for (const [input, coefficient] of b.terms) {
    const sum = (terms.get(input) ?? 0) + factor * coefficient;
    if (sum === 0) terms.delete(input);
    else terms.set(input, sum);
  }
  return { constant: a.constant + factor * b.constant, terms };
}

/** factor · a. */
export function times(a: Affine, factor: number): Affine {
  if (factor === 0) return constant(0);
  if (a.terms.size === 0) return constant(factor * a.constant);
  return { constant: factor * a.constant, terms: new Map([...a.terms].map(([input, value]) => [input, factor * value])) };
}

/** Whether every number in it is finite. */
export function isFiniteAngle({ constant: value, terms }: Affine): boolean {
  return Number.isFinite(value) && [...terms.values()].every(Number.isFinite);
}
