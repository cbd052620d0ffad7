/**
 * Laws of errors and kernels of data beside the theory's exponents, and typical sizes.
 */
import type { DataTargetSummary } from "../../../../analysis/data-summary.ts";
import { mean, range } from "../../../../base/arrays.ts";
import { lateExponents } from "../../../../theory/data/late-exponents.ts";
import type { LateLaw } from "../../../../theory/data/late-laws.ts";
import type { DataPhases } from "../../../../theory/data/phases.ts";
import { studentQuantile } from "../../../../theory/inference/student.ts";
import type { Agreement } from "../../study.ts";

/** Geometric mean of sizes: of numbers that fall exponentially, each at its own rate, the mean is that of the slowest alone. */
export function typicalSize(values: readonly number[]): number {
  return Math.exp(mean(values.map((value) => Math.log(Math.abs(value)))));
}

/** The standard error behind a 95 % interval of so many samples. */
export function standardErrorOf([low, high]: LateLaw["interval"], samples: number): number {
  return samples < 2 ? Number.NaN : (high - low) / 2 / studentQuantile(samples - 1, 0.95);
}

/** Exponents of everything that falls as a power, beside the theory's. */
export function lawAgreement({ laws }: DataTargetSummary, { data }: DataPhases, of: string): Agreement[] {
  if (laws === undefined) return [];
  const exponents = lateExponents(data);
  const source = "a critical datum drags the others along";
  const entry = (what: string, { kind, value, interval, samples }: LateLaw, expected: number | undefined): Agreement[] =>
    kind !== "power" || expected === undefined || expected === 0
      ? []
      : [
          {
            what: `exponent of ${what}, ${of}`,
            found: -value,
            error: standardErrorOf(interval, samples),
            expected: -expected,
            source,
          },
        ];
  return range(data.length).flatMap((a) => [
    ...entry(`ε of datum ${a}`, laws.epsilon[a], exponents.epsilon[a]),
    ...range(a + 1).flatMap((b) =>
      entry(a === b ? `K of datum ${a}` : `K between data ${b} and ${a}`, laws.kernel[a][b], exponents.kernel[a][b]),
    ),
  ]);
}
