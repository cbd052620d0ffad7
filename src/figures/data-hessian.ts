/**
 * The figure of `qntk hessian` of a run with data: spectra, and the loss along eigenvectors and in a plane of two.
 */
import { formatNumber } from "../base/format.ts";
import type { DataHessianReport } from "../reports/data-hessian.ts";
import { type CurvePoint, type CurveStyle, curveFigure, decades } from "./curve-figure.ts";
import type { Figure } from "./figure.ts";
import { planePanel, slicePanel } from "./hessian.ts";
import { lightTheme, shadesOf } from "./palette.ts";

/** Eigenvalues below this are rounding. */
const SMALLEST = 1e-8;
/** Most targets named in a legend. */
const NAMED = 4;

/** Draws the figure: hollow dots are the eigenvalues of √W K √W, those of W K. */
export function dataHessianFigure(report: Omit<DataHessianReport, "experiment">, style: CurveStyle): Figure {
  const theme = style.theme ?? lightTheme;
  const { targets, target } = report;
  const colors = shadesOf("frozen-kernel", targets.length, theme);
  const ordered = (values: readonly number[]) => [...values].reverse().map((value, i): CurvePoint => [i + 1, Math.abs(value)]);
  const spectra = targets.map(({ values }, k) => ({ points: ordered(values), color: colors[k], radius: 2.2 }));
  const kernels = targets.map(({ kernelValues }, k) => ({
    ...{ points: ordered(kernelValues), color: colors[k], radius: 4.5, hollow: true },
  }));
  const visible = spectra.flatMap(({ points }) => points.map(([, value]) => value)).filter((value) => value > SMALLEST);
  const size = targets[0].values.length;
  const domain = decades(visible.length === 0 ? [1] : visible);
  return curveFigure(
    [
      {
        x: { domain: [0, size + 1], label: "\\text{number, largest first}", integer: true },
        y: { type: "log", domain, label: "|\\text{eigenvalue of } M|" },
        dots: [...kernels, ...spectra],
        notes: [{ at: [0.4 * size, domain[1] / 4], text: "circles: W K", color: theme.muted }],
      },
      slicePanel(report, { label: "\\text{loss}", color: colors[target], theme }),
      planePanel(report, { color: colors[target] }),
    ],
    targets.map(({ targets: own }, k) => ({
      label: `targets ${own
        .slice(0, NAMED)
        .map((value) => formatNumber(value, 4))
        .join(", ")}${own.length > NAMED ? ", …" : ""}`,
      color: colors[k],
    })),
    "The Hessian of the loss of a data set",
    style,
  );
}
