/**
 * Summaries of a run as a table and as JSON.
 */
import type { TargetSummary } from "../analysis/summary.ts";
import { phaseLabels } from "../figures/palette.ts";
import { formatNumber, formatTable } from "./terminal.ts";

/** The table of all targets. */
export function summaryTable(summaries: readonly TargetSummary[]): string {
  const rows = summaries.map((summary) => {
    const {
      target,
      phase,
      agreeing,
      samples,
      kernel,
      lambda,
      zeta,
      c,
      residual,
      fittedRate,
      predictedRate,
      predictedRateDiscrete,
    } = summary;
    return [
      formatNumber(target, 6),
      phase === "undetermined" ? phaseLabels[phase] : `${phaseLabels[phase]} ${agreeing}/${samples}`,
      ...[kernel, lambda, zeta, c, residual, fittedRate, predictedRate, predictedRateDiscrete].map((value) =>
        formatNumber(value),
      ),
      agreement(fittedRate, predictedRateDiscrete),
    ];
  });
  return formatTable(["target", "phase", "K", "λ", "ζ", "C", "R", "fitted rate", "predicted", "finite η", "agreement"], rows, 2);
}

/** How far the fitted rate is from that of gradient descent, in per cent. */
function agreement(fitted: number, predicted: number): string {
  return Number.isFinite(fitted / predicted) ? `${Math.abs((fitted / predicted - 1) * 100).toFixed(1)} %` : "–";
}

/** The summaries as printed by --json. */
export function summaryJson(run: string, summaries: readonly TargetSummary[]): unknown {
  return {
    run,
    targets: summaries.map((summary) => ({
      target: summary.target,
      phase: summary.phase,
      agreeing: summary.agreeing,
      samples: summary.samples,
      step: summary.step,
      epsilon: summary.epsilon,
      K: summary.kernel,
      lambda: summary.lambda,
      lambdaMeanOfRatios: summary.lambdaMeanOfRatios,
      zeta: summary.zeta,
      zetaMeanOfRatios: summary.zetaMeanOfRatios,
      C: summary.c,
      R: summary.residual,
      fittedRate: summary.fittedRate,
      fittedRateError: summary.fittedRateError,
      predictedRate: summary.predictedRate,
      predictedRateDiscrete: summary.predictedRateDiscrete,
      fit: summary.fit,
    })),
  };
}
