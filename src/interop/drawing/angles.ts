/**
 * Angles in words, such as `2a - b/2 + π/2`.
 */
import type { Affine } from "../qasm/affine.ts";

/** Denominators of the fractions of π that are written as such, and the largest numerator. */
const DENOMINATORS = [1, 2, 3, 4, 6, 8, 16];
const NUMERATOR = 16;

/** An angle affine in the inputs of the given names; numbers with four digits. */
export function angleText({ constant, terms }: Affine, names: readonly string[]): string {
  const parts = [...terms].map(([input, value]) => ({ value, text: multiple(Math.abs(value), names[input]) }));
  if (constant !== 0 || parts.length === 0) parts.push({ value: constant, text: numberText(Math.abs(constant)) });
  return parts.map(({ value, text }, k) => `${value < 0 ? "-" : k === 0 ? "" : "+"}${text}`).join("");
}

function multiple(factor: number, name: string): string {
  if (factor === 1) return name;
  const inverse = 1 / factor;
  return Number.isInteger(inverse) ? `${name}/${inverse}` : `${Number(factor.toPrecision(4))}${name}`;
}

function numberText(value: number): string {
  for (const denominator of DENOMINATORS) {
    const numerator = Math.round((value / Math.PI) * denominator);
    if (numerator === 0 || numerator > NUMERATOR) continue;
    if (Math.abs(value - (numerator * Math.PI) / denominator) > 1e-12 * value) continue;
    return `${numerator === 1 ? "" : numerator}π${denominator === 1 ? "" : `/${denominator}`}`;
  }
  return String(Number(value.toPrecision(4)));
}
