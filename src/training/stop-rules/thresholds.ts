/**
 * Stop rules that compare a number of the row with a bound: the error, the residual error, the kernel.
 */
import { ArgumentError } from "../../base/errors.ts";
import { lossNamed } from "../losses.ts";
import { type ColumnReading, POSITIVE, type RulePlan, type StopCheck, type StopRule } from "./stop-rule.ts";

/** A rule NAME<BOUND on the size of a number. */
function below(
  name: string,
  symbol: string,
  what: string,
  number: (plan: RulePlan) => (reading: ColumnReading) => number,
): StopRule {
  const pattern = new RegExp(`^${name}\\s*<\\s*${POSITIVE}$`);
  return {
    name,
    form: `${name}<1e-6`,
    words: `${what} is below a bound`,
    read(text, plan): StopCheck | undefined {
      const match = pattern.exec(text);
      if (match === null) return undefined;
      const bound = Number(match[1]);
      const value = number(plan);
      return {
        rule: name,
        memory: 0,
        check: (reading) => (value(reading) < bound ? `${symbol} is below ${match[1]}` : undefined),
      };
    },
  };
}

/** |ε| < bound. */
export const epsilonRule = below(
  "epsilon",
  "|ε|",
  "|ε|",
  () =>
    ({ epsilon }) =>
      Math.abs(epsilon),
);

/** K < bound. */
export const kernelRule = below(
  "K",
  "K",
  "the kernel K",
  () =>
    ({ kernel }) =>
      kernel,
);

/** |ε - R| < bound, R being what the ends of the spectrum leave of the error. */
export const residualRule = below("residual", "|ε − R|", "the residual error |ε − R|", ({ extremes, loss }) => {
  if (extremes === undefined)
    throw new ArgumentError("stopWhen", "residual", "other rules where the ends of the spectrum are not known");
  const { min, max } = extremes;
  return ({ epsilon, target }) => {
    const end = lossNamed(loss).aims === "end" ? min : Math.min(Math.max(target, min), max);
    return Math.abs(epsilon - (end - target));
  };
});
