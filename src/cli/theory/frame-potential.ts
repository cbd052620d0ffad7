/**
 * `qntk theory frame-potential`: frame potentials of the ensembles, of the circuit at random angles and along its training.
 */

import { range } from "../../base/arrays.ts";
import { ArgumentError } from "../../base/errors.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { framePotentials } from "../../reports/frame-potential.ts";
import { print, printJson, startProgress } from "../../terminal/terminal.ts";
import { framePotentialJson, framePotentialText } from "../../text/frame-potential.ts";
import { MAX_FRAME_ORDER } from "../../theory/frame-potential/index.ts";
import { dataFramePotential } from "./data-frame-potential.ts";
import type { EnsembleOptionValues } from "./problem.ts";
import { parseCount, problemOf } from "./problem.ts";

/** Runs the command and returns its exit code. */
export async function framePotentialCommand(values: EnsembleOptionValues): Promise<number> {
  const { json = false, quiet = false, plot, force = false } = values;
  const orders = range(parseCount("--orders", values.orders, 1, MAX_FRAME_ORDER) ?? 4).map((k) => k + 1);
  const draws = parseCount("--monte-carlo", values.monteCarlo, 5, 100_000);
  const steps = parseCount("--steps", values.steps, 0) ?? 0;
  if (steps > 0 && draws === undefined)
    throw new ArgumentError("--steps", steps, "0 without --monte-carlo, which says how many circuits to train");
  requirePlotFile(plot, force);
  if (values.data !== undefined) return dataFramePotential(values, { orders, draws, steps });
  // The observable and its target matter to training only.
  const problem = problemOf(steps > 0 ? values : { ...values, target: "0" });
  let progress: ReturnType<typeof startProgress> | undefined;
  const onRows = (rows: number) => {
    progress ??= startProgress("training", steps + 1, quiet);
    progress.update(rows);
  };
  const found = framePotentials(problem, orders, { draws, steps, onRows });
  progress?.stop();
  if (plot !== undefined) {
    const { framePotentialFigure } = await import("../../figures/theory.ts");
    await writePlot(plot, (style) => framePotentialFigure(found, style));
  }
  if (json) printJson(framePotentialJson(found, problem));
  else print(framePotentialText(found, problem));
  if (plot !== undefined && !json) print(`\nfigure   ${plot}`);
  return 0;
}
