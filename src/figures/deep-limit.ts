/**
 * Draws the prediction of the deep-circuit limit, with a run beside it where there is one.
 */
import { formatNumber } from "../base/format.ts";
import { averaged, type DeepLimitPrediction } from "../reports/deep-limit.ts";
import type { DeepLimitRow } from "../theory/imaginary-time/deep-limit.ts";
import { type CurvePoint, type CurveStyle, curveFigure, decades } from "./curve-figure.ts";
import type { Figure } from "./figure.ts";
import { lightTheme, phaseLabels } from "./palette.ts";

/** |ε - R| and K by step. */
export function deepLimitFigure(
  times: readonly number[],
  predictions: readonly DeepLimitPrediction[],
  style: CurveStyle,
): Figure {
  const theme = style.theme ?? lightTheme;
  const panel = (
    label: string,
    pick: (row: DeepLimitRow) => number,
    simulated: (prediction: DeepLimitPrediction) => readonly number[] | undefined,
  ) => {
    const curves = predictions.flatMap((prediction) => {
      const color = theme.phase[prediction.phase];
      const theory = times.map((t, k): CurvePoint => [t, Math.abs(averaged(prediction, k, pick))]);
      const run = simulated(prediction);
      return run === undefined
        ? [{ points: theory, color }]
        : [
            { points: times.map((t, k): CurvePoint => [t, Math.abs(run[k])]), color },
            { points: theory, color: theme.ink, dashed: true, width: 1.2 },
          ];
    });
    return {
      x: { domain: [0, times[times.length - 1]] as const, label: "\\text{step } t" },
      y: { type: "log" as const, domain: decades(curves.flatMap(({ points }) => points.map(([, y]) => y))), label },
      curves,
    };
  };
  const withRun = predictions.some(({ simulated }) => simulated !== undefined);
  return curveFigure(
    [
      panel(
        "|\\varepsilon(t)-R|",
        (row) => row.residualError,
        ({ simulated, residual }) => simulated?.epsilon.map((value) => value - residual),
      ),
      panel(
        "K(t)",
        (row) => row.kernel,
        ({ simulated }) => simulated?.kernel,
      ),
    ],
    [
      ...predictions.map(({ target, phase }) => ({
        label: `O_0 = ${formatNumber(target, 6)}: ${phaseLabels[phase]}`,
        color: theme.phase[phase],
      })),
      ...(withRun ? [{ label: "deep-circuit limit", color: theme.ink, dashed: true }] : []),
    ],
    "The deep-circuit limit of training",
    style,
  );
}
