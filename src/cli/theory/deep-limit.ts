/**
 * `qntk theory deep-limit`: ε(t) and K(t) of deep circuits from the initial populations, with no constant to fit.
 */

import { columnsOfTarget, meanOverSamples } from "../../analysis/trajectories.ts";
import { mean, range } from "../../base/arrays.ts";
import { formatNumber } from "../../base/format.ts";
import { type CurvePoint, curveFigure, decades } from "../../figures/curve-figure.ts";
import { lightTheme, phaseLabels } from "../../figures/palette.ts";
import { runSteps } from "../../running/build.ts";
import { type DeepLimitRow, deepLimit } from "../../theory/imaginary-time/deep-limit.ts";
import { describeRun } from "../describe.ts";
import { formatTable, note, print, printJson, terminalListener } from "../terminal.ts";
import type { LateTimeOptionValues } from "./late-time-commands.ts";
import { requirePlotFile, writePlot } from "./plot-file.ts";
import { eigensystemOf, initialPopulations, placesOf, type Subject, subjectOf, type TargetPlace } from "./subject.ts";

/** Rows of the prediction: steps 0, and up to this many more. */
const ROWS = 120;
/** Rows of the table. */
const TABLE_ROWS = 6;

/** The prediction for one target: every sample's rows. */
interface Prediction extends TargetPlace {
  readonly samples: readonly (readonly DeepLimitRow[])[];
  /** Mean ε and K of the stored run at the same steps. */
  readonly simulated?: { readonly epsilon: readonly number[]; readonly kernel: readonly number[] };
}

/** Runs the command and returns its exit code. */
export async function deepLimitCommand(values: LateTimeOptionValues): Promise<number> {
  requirePlotFile(values.plot, values.force ?? false);
  const subject = await subjectOf(values);
  const eigen = eigensystemOf(subject);
  const { config, circuit, spectrum } = subject.experiment;
  const times = stepsShown(subject.run === undefined ? config.steps : subject.run.record.rows - 1);
  const populations = initialPopulations(subject, eigen);
  const places = placesOf(subject);
  const predictions = await runSteps(
    (function* () {
      const found: Prediction[] = [];
      for (const [k, place] of places.entries()) {
        const samples: DeepLimitRow[][] = [];
        for (const state of populations) {
          const options = { target: place.target, eta: config.eta, parameters: circuit.parameters, loss: config.loss };
          samples.push(deepLimit({ energies: eigen.values, populations: state }, times, options));
          yield k * populations.length + samples.length;
        }
        found.push({ ...place, samples, simulated: simulatedMeans(subject, k, times) });
      }
      return found;
    })(),
    "imaginary time",
    places.length * populations.length,
    terminalListener(subject.quiet),
  );
  if (subject.json) printJson(jsonOf(times, predictions));
  else {
    print(describeRun(config, circuit.parameters, spectrum));
    print(`\n${tableOf(times, predictions)}`);
    const ratio = circuit.parameters / 4 ** config.qubits;
    if (ratio < 10)
      note(`L is ${formatNumber(ratio, 2)} d²: the limit L >> d² is only qualitative here; see docs/finite-depth.md`);
  }
  if (values.plot !== undefined) {
    await writePlot(values.plot, (style) => figureOf(times, predictions, style));
    if (!subject.quiet) note(`figure  ${values.plot}`);
  }
  return 0;
}

/** Step 0, and the others spread evenly. */
function stepsShown(last: number): number[] {
  const count = Math.min(ROWS, last);
  return [...new Set(range(count + 1).map((k) => Math.round((k * last) / Math.max(1, count))))];
}

function simulatedMeans({ run }: Subject, target: number, times: readonly number[]): Prediction["simulated"] {
  if (run === undefined) return undefined;
  const columns = columnsOfTarget(run.record, target);
  const [epsilon, kernel] = (["epsilon", "kernel"] as const).map((name) => meanOverSamples(run.record, columns, name));
  return { epsilon: times.map((t) => epsilon[t]), kernel: times.map((t) => kernel[t]) };
}

const averaged = ({ samples }: Prediction, k: number, pick: (row: DeepLimitRow) => number) =>
  mean(samples.map((rows) => pick(rows[k])));

/** mean(μ)/mean(K). */
const meanLambda = (prediction: Prediction, k: number) =>
  averaged(prediction, k, (row) => row.mu) / averaged(prediction, k, (row) => row.kernel);

function tableOf(times: readonly number[], predictions: readonly Prediction[]): string {
  const shown = range(TABLE_ROWS).map((k) => Math.round((k * (times.length - 1)) / (TABLE_ROWS - 1)));
  const withRun = predictions.some(({ simulated }) => simulated !== undefined);
  const rows = predictions.flatMap((prediction) =>
    [...new Set(shown)].map((k) => [
      formatNumber(prediction.target, 6),
      phaseLabels[prediction.phase],
      String(times[k]),
      ...[
        averaged(prediction, k, (row) => row.epsilon),
        averaged(prediction, k, (row) => row.residualError),
        averaged(prediction, k, (row) => row.kernel),
        meanLambda(prediction, k),
        ...(prediction.simulated === undefined ? [] : [prediction.simulated.epsilon[k], prediction.simulated.kernel[k]]),
      ].map((value) => formatNumber(value)),
    ]),
  );
  return formatTable(
    ["target", "phase", "step", "ε", "ε − R", "K", "λ", ...(withRun ? ["ε of the run", "K of the run"] : [])],
    rows,
    2,
  );
}

function jsonOf(times: readonly number[], predictions: readonly Prediction[]): unknown {
  return {
    steps: times,
    targets: predictions.map((prediction) => ({
      target: prediction.target,
      phase: prediction.phase,
      R: prediction.residual,
      epsilon: times.map((_, k) => averaged(prediction, k, (row) => row.epsilon)),
      residualError: times.map((_, k) => averaged(prediction, k, (row) => row.residualError)),
      K: times.map((_, k) => averaged(prediction, k, (row) => row.kernel)),
      lambda: times.map((_, k) => meanLambda(prediction, k)),
      simulated: prediction.simulated && { epsilon: prediction.simulated.epsilon, K: prediction.simulated.kernel },
    })),
  };
}

function figureOf(times: readonly number[], predictions: readonly Prediction[], style: Parameters<typeof curveFigure>[3]) {
  const theme = style.theme ?? lightTheme;
  const panel = (
    label: string,
    pick: (row: DeepLimitRow) => number,
    simulated: (prediction: Prediction) => readonly number[] | undefined,
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
