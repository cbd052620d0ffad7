/**
 * `qntk theory frame-potential`: frame potentials of the ensembles, of the circuit at random angles and along its training.
 */

import { range } from "../../base/arrays.ts";
import { ArgumentError } from "../../base/errors.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import {
  circuitOf,
  FOLLOWED_ORDER,
  framePotentialsAlongTraining,
  framePotentialsAtRandomAngles,
} from "../../reports/frame-potential.ts";
import { print, printJson, startProgress } from "../../terminal/terminal.ts";
import { framePotentialHistoryTable, framePotentialTable } from "../../text/frame-potential.ts";
import { haarFramePotential, MAX_FRAME_ORDER, restrictedHaarFramePotential } from "../../theory/frame-potential/index.ts";
import { dataFramePotential } from "./data-frame-potential.ts";
import type { EnsembleOptionValues } from "./problem.ts";
import { parseCount, problemOf } from "./problem.ts";

/** Bytes that the sampled unitaries may take. */
const MAX_UNITARY_BYTES = 2 ** 30;

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
  const { dimension } = problem;
  if (draws !== undefined && 16 * draws * dimension ** 2 > MAX_UNITARY_BYTES)
    throw new ArgumentError(
      "--monte-carlo",
      draws,
      `at most ${Math.floor(MAX_UNITARY_BYTES / (16 * dimension ** 2))} unitaries of ${problem.config.qubits} qubits, which fit in 1 GiB`,
    );
  const haar = orders.map((k) => Number(haarFramePotential(k, dimension)));
  const restrictedHaar = orders.map((k) => Number(restrictedHaarFramePotential(k, dimension)));
  const circuit = draws === undefined ? undefined : circuitOf(problem);
  const monteCarlo = circuit && framePotentialsAtRandomAngles(problem, circuit, draws ?? 0, orders);
  const progress = startProgress("training", steps + 1, quiet);
  const onRows = (rows: number) => progress.update(rows);
  const asked = { draws: draws ?? 0, steps, onRows };
  const training = circuit && steps > 0 ? framePotentialsAlongTraining(problem, circuit, asked) : undefined;
  progress.stop();
  if (plot !== undefined) {
    const { framePotentialFigure } = await import("../../figures/theory.ts");
    const known = {
      haar: Number(haarFramePotential(FOLLOWED_ORDER, dimension)),
      restrictedHaar: Number(restrictedHaarFramePotential(FOLLOWED_ORDER, dimension)),
    };
    await writePlot(plot, (style) =>
      framePotentialFigure({ orders, haar, restrictedHaar, monteCarlo, training: training && { ...training, ...known } }, style),
    );
  }
  if (json) {
    const history = training && { order: FOLLOWED_ORDER, target: problem.target, ...training };
    printJson({
      dimension,
      orders,
      haar,
      restrictedHaar,
      ...(monteCarlo && { monteCarlo }),
      ...(history && { training: history }),
    });
    return 0;
  }
  print(`Frame potentials on n = ${problem.config.qubits}, d = ${dimension}\n`);
  print(framePotentialTable(orders, haar, restrictedHaar, monteCarlo));
  if (training !== undefined) print(`\n${framePotentialHistoryTable(training)}`);
  if (plot !== undefined) print(`\nfigure   ${plot}`);
  return 0;
}
