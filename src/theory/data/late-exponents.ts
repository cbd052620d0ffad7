/**
 * Exponents of mixed phases with a critical datum: what the slowest datum makes of the others.
 *
 * Near its end a datum's output state differs from an eigenstate by an amplitude δ, with K ∝ δ² and, for a critical one, ε ∝ δ², so that δ ∝ t^(-1/2). Its force on the circuit,
 * ε [O, ρ] ∝ δ³, falls as t^(-3/2) and drags the others along: a frozen error's δ follows it (its own would fall exponentially), and so does a frozen kernel's ε = -(K_αβ/K_αα) ε_β,
 * with K_αβ ∝ δ. Hence, in powers of 1/t: ε is 1 of a critical datum and 3/2 of a frozen kernel; K_αβ is a_α + a_β with a = 0, 1/2 and 3/2 for frozen kernel, critical and frozen
 * error: 1 for a critical kernel, 3 for that of a frozen error. Without a critical datum all that falls does so exponentially.
 */
import type { DatumPhase } from "./phases.ts";

/** Exponents p of x ∝ t^(-p); 0 where x stays, undefined where it falls exponentially, or nothing is known. */
export interface LateExponents {
  readonly epsilon: readonly (number | undefined)[];
  /** Of K_αβ. */
  readonly kernel: readonly (readonly (number | undefined)[])[];
}

const ERRORS = { "frozen-kernel": 1.5, critical: 1, "frozen-error": 0, undetermined: Number.NaN } as const;
const AMPLITUDES = { "frozen-kernel": 0, critical: 0.5, "frozen-error": 1.5, undetermined: Number.NaN } as const;

/**
 * The exponents of a data set whose data have these fates: with a critical datum a + b of K_αβ and 0, 1 or 3/2 of ε_α, else 0 or undefined.
 *
 * Source: derived here from δ ∝ t^(-1/2) of the slowest datum; measured in docs/data.md.
 *
 * @param data N fates, in the order of the data
 */
export function lateExponents(data: readonly DatumPhase[]): LateExponents {
  const powers = data.includes("critical");
  const known = (value: number) => (value === 0 || (powers && Number.isFinite(value)) ? value : undefined);
  return {
    epsilon: data.map((phase) => known(ERRORS[phase])),
    kernel: data.map((a) => data.map((b) => known(AMPLITUDES[a] + AMPLITUDES[b]))),
  };
}
