/**
 * Solutions of the Lotka-Volterra equations as a table and as JSON.
 */
import { formatNumber } from "../base/format.ts";
import { phaseLabels } from "../figures/palette.ts";
import type { SolvedTarget } from "../reports/lotka-volterra.ts";
import { formatTable } from "./table.ts";

/** A row for every target. */
export function lotkaVolterraTable(solved: readonly SolvedTarget[]): string {
  return formatTable(
    ["target", "phase", "R", "λ", "C", "stable K", "rate", "final ε", "final K", "final ε, λ(t)", "final K, λ(t)"],
    solved.map(({ target, phase, residual, lambda, c, fixedPoint, rate, epsilon, kernel, variable }) => [
      formatNumber(target, 6),
      phaseLabels[phase],
      ...[
        residual,
        lambda,
        c,
        fixedPoint,
        rate,
        epsilon.at(-1),
        kernel.at(-1),
        variable.epsilon.at(-1),
        variable.kernel.at(-1),
      ].map((value) => formatNumber(value as number)),
    ]),
    2,
  );
}

/** Every number, and the λ that they start from. */
export function lotkaVolterraJson(lambdas: ReadonlyMap<string, unknown>, solved: readonly SolvedTarget[]): unknown {
  return {
    lambda: Object.fromEntries(lambdas),
    targets: solved.map(({ residual, c, kernel, fixedPoint, ...rest }) => ({
      ...rest,
      R: residual,
      C: c,
      K: kernel,
      stableK: fixedPoint,
    })),
  };
}
