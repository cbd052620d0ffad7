/**
 * What `qntk hessian` says and draws of a run, with data or without.
 */
import type { Experiment } from "../experiment/experiment.ts";
import type { CurveStyle } from "../figures/curve-figure.ts";
import type { Figure } from "../figures/figure.ts";
import type { DataHessianReport } from "../reports/data-hessian.ts";
import type { HessianReport } from "../reports/hessian.ts";
import { theoryLossOf } from "../training/losses.ts";
import { dataHessianJson, dataHessianText } from "./data-hessian.ts";
import { hessianJson, hessianText } from "./hessian.ts";

/** What is printed and drawn of a run, with data or without. */
export interface ShownHessian {
  readonly experiment: Pick<Experiment, "parameters" | "spectrum">;
  readonly json: object;
  /** The tables, where eigenvalues up to half of `rounding` count as zero. */
  text(rounding: number): string;
  /** How it is drawn; loaded when it is asked for. */
  figure(): Promise<(style: CurveStyle) => Figure>;
}

/** Those of a run without data. */
export function shownHessian(report: HessianReport, loss: string): ShownHessian {
  const { circuit, spectrum } = report.experiment;
  return {
    experiment: { parameters: circuit.parameters, spectrum },
    json: hessianJson(report),
    text: (rounding) => hessianText(report, rounding),
    async figure() {
      const { hessianFigure } = await import("../figures/hessian.ts");
      return (style) => hessianFigure(report, theoryLossOf(loss), style);
    },
  };
}

/** Those of a run with data. */
export function shownDataHessian(report: DataHessianReport): ShownHessian {
  return {
    experiment: report.experiment,
    json: dataHessianJson(report),
    text: (rounding) => dataHessianText(report, rounding),
    async figure() {
      const { dataHessianFigure } = await import("../figures/data-hessian.ts");
      return (style) => dataHessianFigure(report, style);
    },
  };
}
