/**
 * `qntk theory frame-potential`: frame potentials of the ensembles, of the circuit at random angles and along its training.
 */

import { range } from "../../base/arrays.ts";
import { ArgumentError } from "../../base/errors.ts";
import { formatNumber } from "../../base/format.ts";
import { circuitUnitaries, unitariesAlong } from "../../ensembles/unitaries.ts";
import type { Circuit } from "../../quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../quantum/hardware-efficient-ansatz.ts";
import { randomPauliAnsatz } from "../../quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../quantum/streams.ts";
import {
  estimateFramePotentials,
  type FramePotentialEstimate,
  haarFramePotential,
  MAX_FRAME_ORDER,
  restrictedHaarFramePotential,
} from "../../theory/frame-potential/index.ts";
import { train } from "../../training/train.ts";
import { formatTable, print, printJson, startProgress } from "../terminal.ts";
import { requirePlotFile, writePlot } from "./plot-file.ts";
import { type EnsembleOptionValues, parseCount, problemOf, type TheoryProblem } from "./problem.ts";

/** Times at which the frame potential is followed along training. */
const TIMES = 40;
/** Order that is followed. */
const FOLLOWED_ORDER = 2;
/** Bytes that the sampled unitaries may take. */
const MAX_UNITARY_BYTES = 2 ** 30;

/** F(t) along training. */
export interface FramePotentialHistory {
  readonly steps: readonly number[];
  readonly estimates: readonly FramePotentialEstimate[];
}

/** Runs the command and returns its exit code. */
export async function framePotentialCommand(values: EnsembleOptionValues): Promise<number> {
  const { json = false, quiet = false, plot, force = false } = values;
  const orders = range(parseCount("--orders", values.orders, 1, MAX_FRAME_ORDER) ?? 4).map((k) => k + 1);
  const draws = parseCount("--monte-carlo", values.monteCarlo, 5, 100_000);
  const steps = parseCount("--steps", values.steps, 0) ?? 0;
  if (steps > 0 && draws === undefined)
    throw new ArgumentError("--steps", steps, "0 without --monte-carlo, which says how many circuits to train");
  requirePlotFile(plot, force);
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
  const monteCarlo = circuit && atRandomAngles(problem, circuit, draws ?? 0, orders);
  const training = circuit && steps > 0 ? follow(problem, circuit, { draws: draws ?? 0, steps, quiet }) : undefined;
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
  print(valuesTable(orders, haar, restrictedHaar, monteCarlo));
  if (training !== undefined) print(`\n${historyTable(training)}`);
  if (plot !== undefined) print(`\nfigure   ${plot}`);
  return 0;
}

function circuitOf({ config, seed }: TheoryProblem): Circuit {
  const { qubits, layers } = config;
  return config.ansatz === "hea" ? hardwareEfficientAnsatz({ qubits, layers }) : randomPauliAnsatz({ qubits, layers, seed });
}

function atRandomAngles(
  { engine, seed }: TheoryProblem,
  circuit: Circuit,
  draws: number,
  orders: readonly number[],
): FramePotentialEstimate[] {
  const theta = initialAngles({ samples: draws, parameters: circuit.parameters, seed });
  return estimateFramePotentials(circuitUnitaries(engine, circuit, theta), orders);
}

/** Trains the circuit from random angles and estimates F(t) at some times. */
function follow(
  { config, engine, observable, seed, target }: TheoryProblem,
  circuit: Circuit,
  { draws, steps, quiet }: { draws: number; steps: number; quiet: boolean },
): FramePotentialHistory {
  const progress = startProgress("training", steps + 1, quiet);
  const { record } = train({
    ...{ circuit, observable, engine, seed, steps },
    targets: [target],
    samples: draws,
    eta: config.eta,
    measure: { theta: Math.max(1, Math.ceil(steps / TIMES)) },
    onProgress: (rows) => {
      progress.update(rows);
      return undefined;
    },
  });
  progress.stop();
  if (record.rows <= steps)
    throw new ArgumentError("--eta", config.eta, `a smaller learning rate: training diverged at step ${record.rows - 1}`);
  const series = record.measured.theta;
  if (series === undefined) return { steps: [], estimates: [] };
  const history = { columns: draws, times: series.steps.length, values: series.values };
  const estimates = Array.from(
    unitariesAlong(engine, circuit, history),
    (unitaries) => estimateFramePotentials(unitaries, [FOLLOWED_ORDER])[0],
  );
  return { steps: [...series.steps], estimates };
}

function valuesTable(
  orders: readonly number[],
  haar: readonly number[],
  restrictedHaar: readonly number[],
  monteCarlo: readonly FramePotentialEstimate[] | undefined,
): string {
  const header = ["k", "Haar", "restricted Haar", ...(monteCarlo ? ["circuit", "±", "sigmas from Haar"] : [])];
  const rows = orders.map((k, i) => {
    const row = [String(k), formatNumber(haar[i], 8), formatNumber(restrictedHaar[i], 8)];
    if (monteCarlo === undefined) return row;
    const { value, error } = monteCarlo[i];
    return [...row, formatNumber(value, 5), formatNumber(error, 3), ((value - haar[i]) / error).toFixed(1).replace("-", "−")];
  });
  return formatTable(header, rows, 0);
}

function historyTable({ steps, estimates }: FramePotentialHistory): string {
  const rows = steps.map((t, i) => [String(t), formatNumber(estimates[i].value, 5), formatNumber(estimates[i].error, 3)]);
  return formatTable(["step", `F of order ${FOLLOWED_ORDER}`, "±"], rows, 0);
}
