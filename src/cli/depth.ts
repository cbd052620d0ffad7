/**
 * `qntk depth`: circuits of several depths trained to a target far beyond the spectrum, and what each depth can reach.
 */
import { join } from "node:path";
import type { DepthRow, DepthSample } from "../analysis/depth.ts";
import { trajectoryOf } from "../analysis/trajectories.ts";
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { counted } from "../base/words.ts";
import { engineNamed } from "../engine/engines.ts";
import { buildObservable, resolveTarget } from "../experiment/build.ts";
import { CRITICAL_TARGET, type ExperimentConfig, parseExperiment } from "../experiment/config.ts";
import { reachedEnds } from "../experiment/critical.ts";
import type { HermitianEigen } from "../linalg/eigen.ts";
import { probeDepth } from "../probes/depth.ts";
import { DENSE_SPECTRUM_QUBITS, eigensystem } from "../quantum/spectrum.ts";
import { buildWithProgress, runSteps } from "../running/build.ts";
import { remainingWork } from "../running/remaining-work.ts";
import { createStudy, type StudyExecution, type StudyFolder, studyRun } from "../running/study-folder.ts";
import { type Execution, idealEngineOf, type TrainedRun } from "../running/training-run.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { readConfiguredArrays, storedArrays } from "../runs/input-files.ts";
import { readCheckpoint } from "../runs/run-folder.ts";
import { ensembleLambda, tangentEnsemble } from "../theory/finite-depth/ensemble.ts";
import { type Excitations, excitationsOf } from "../theory/finite-depth/excitations.ts";
import { lambdaAt, lastKernelStep } from "../theory/lotka-volterra/trajectory.ts";
import { type DepthResult, depthJson, depthText } from "./depth-output.ts";
import { unlessStopped } from "./interrupt.ts";
import { configurationOf } from "./run-command.ts";
import { parseInteger, type RunOptionValues } from "./run-options.ts";
import { noteStopped, resumedStudy } from "./study-options.ts";
import { print, printJson, terminalListener } from "./terminal.ts";
import { writePlot } from "./theory/plot-file.ts";

/** What the study adds to an experiment. */
export interface DepthOptions {
  /** Layers of each circuit, ascending. */
  readonly layers: readonly number[];
  /** Random circuits drawn for the ensemble's λ∞ at each depth. */
  readonly ensemble: number;
}

/** Depths shown unless a list is given, as multiples of the over-parametrisation threshold. */
const DEPTHS = [1 / 8, 1 / 4, 1 / 2, 3 / 4, 1, 5 / 4, 3 / 2, 2, 3];
/** Steps of each run, and random circuits of each depth, unless given. */
const DEFAULT_STEPS = "4000";
const DEFAULT_ENSEMBLE = 40;
/** Rows of μ in each run. */
const MU_ROWS = 40;

/** Runs the command and returns its exit code. */
export async function depthCommand(values: RunOptionValues): Promise<number> {
  const study = values.resume === undefined ? await newStudy(values) : resumedStudy<DepthOptions>("depth", values.resume, values);
  const { json = false, quiet = false, plot = true } = values;
  const { config, folder } = study;
  const threads = values.threads === undefined ? undefined : parseInteger("threads", values.threads, 1);
  const engine = (values.engine ?? "auto") as Execution["engine"];
  const result = await unlessStopped((signal) => resultOf(study, { engine, threads, listener: terminalListener(quiet), signal }));
  if (result === undefined) {
    noteStopped("depth", folder);
    return 1;
  }
  writeFileAtomic(join(folder, "depth.json"), `${JSON.stringify(depthJson(result), null, 2)}\n`);
  const files = plot ? [join(folder, "depth.svg"), join(folder, "depth.png")] : [];
  if (plot) {
    const { depthFigure } = await import("../figures/depth.ts");
    for (const file of files) await writePlot(file, (style) => depthFigure(result, style));
  }
  if (json) printJson({ study: folder, ...(depthJson(result) as object) });
  else if (!quiet) {
    print(depthText(config, result));
    print(`\nstudy    ${folder}`);
    if (files.length > 0) print(`figures  ${files.join(", ")}`);
  }
  return 0;
}

/** The end of the spectrum that is trained to, and the eigenstates above it. */
interface Place {
  readonly eigen: HermitianEigen;
  readonly excitations: Excitations;
  readonly bottom: number;
}

/** Runs what has not been run yet, and looks at what each depth came to. */
async function resultOf(study: StudyFolder<DepthOptions>, execution: StudyExecution): Promise<DepthResult> {
  const { config, options } = study;
  const place = placeOf(config);
  const runs = options.layers.map((layers) => ({ name: `layers-${layers}`, config: { ...config, layers } }));
  const rows: DepthRow[] = [];
  for (const [k, { name, config: own }] of runs.entries()) {
    const after = remainingWork(runs.slice(k + 1), (later) => join(study.folder, later));
    const label = `run ${k + 1} of ${runs.length}: ${counted(own.layers, "layer")}`;
    const run = await studyRun(study, name, own, { ...execution, label, after });
    rows.push(await rowOf(run, own.layers, options.ensemble, place, execution));
  }
  return { rows, ...place };
}

/** Reads the options of a new study and creates its folder. */
async function newStudy(values: RunOptionValues): Promise<StudyFolder<DepthOptions>> {
  const { layersList, ensemble, out, ...rest } = values;
  const steps = values.steps ?? DEFAULT_STEPS;
  const target = (values.target as string[] | undefined) ?? [values.observable === "projector" ? "max+400%" : "min-20%"];
  if (target.length !== 1 || target[0] === CRITICAL_TARGET)
    throw new ArgumentError("target", target.join(", "), "one target beyond the spectrum");
  const stride = Math.max(1, Math.round(Number(steps) / MU_ROWS) || 1);
  const { config } = configurationOf({ ...rest, target, steps, measure: `mu:${stride}` } as RunOptionValues);
  if (config.loss === "linear") throw new ArgumentError("loss", config.loss, "quadratic");
  const threshold = placeOf(config).excitations.amplitudes;
  const draws = ensemble === undefined ? DEFAULT_ENSEMBLE : parseInteger("ensemble", ensemble as string, 0, 100_000);
  const perLayer = config.ansatz === "rpa" ? 1 : 2 * config.qubits;
  const layers =
    layersList === undefined
      ? [...new Set(DEPTHS.map((ratio) => Math.max(1, Math.round((ratio * threshold) / perLayer))))]
      : parseLayers(layersList as string);
  return createStudy("depth", config, { layers, ensemble: draws }, { out, force: values.force ?? false });
}

function parseLayers(text: string): number[] {
  const layers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (!layers.every((value) => Number.isInteger(value) && value >= 1))
    throw new ArgumentError("layersList", text, "numbers of layers separated by commas, such as 8,16,32");
  return [...new Set(layers)].sort((a, b) => a - b);
}

/** @throws ArgumentError for a target that is not beyond the spectrum, or too many qubits */
function placeOf(config: ExperimentConfig): Place {
  const { qubits, target } = config;
  if (qubits > DENSE_SPECTRUM_QUBITS)
    throw new ArgumentError(
      "qubits",
      qubits,
      `at most ${DENSE_SPECTRUM_QUBITS}, since every eigenstate of the observable is needed`,
    );
  const eigen = eigensystem(buildObservable(config, readConfiguredArrays(config)));
  const [min, max] = [eigen.values[0], eigen.values[eigen.values.length - 1]];
  const goal = resolveTarget(target[0], { min, max });
  if (goal >= min && goal <= max) throw new ArgumentError("target", target[0], "a target beyond the spectrum, such as min-20%");
  return { eigen, excitations: excitationsOf(eigen.values, goal < min ? "min" : "max"), bottom: goal < min ? min : max };
}

async function rowOf(
  run: TrainedRun,
  layers: number,
  draws: number,
  place: Place,
  { listener, threads, signal }: StudyExecution,
): Promise<DepthRow> {
  const { record, document, folder } = run;
  if (document.status === "diverged")
    throw new ArgumentError(
      "eta",
      document.config.eta,
      `a learning rate at which the runs do not diverge, as ${folder} did at step ${document.divergence?.step}`,
    );
  const config = parseExperiment({ ...document.config, samples: 1 });
  const { circuit, observable } = await buildWithProgress(config, storedArrays(folder, config), listener, { threads, signal });
  const simulator = engineNamed(idealEngineOf(document)).load(circuit, observable);
  const { theta } = readCheckpoint(folder, document);
  const { remaining } = reachedEnds(record);
  const samples = await runSteps(
    (function* () {
      const found: DepthSample[] = [];
      for (const column of range(record.samples)) {
        const angles = theta.slice(column * circuit.parameters, (column + 1) * circuit.parameters);
        const trajectory = trajectoryOf(record, column);
        found.push({
          ...probeDepth(simulator, { theta: angles, remaining: remaining[column] }, place.eigen, place.excitations),
          remaining: remaining[column],
          measuredLambda: lambdaAt(trajectory, lastKernelStep(trajectory)),
        });
        yield found.length;
      }
      return found;
    })(),
    `ranks at ${layers} layers`,
    record.samples,
    listener,
    signal,
  );
  simulator.dispose();
  if (draws === 0) return { layers, parameters: circuit.parameters, samples };
  const stream = new CounterStream(config.seed ?? 0, "depth-ensemble");
  const drawn = tangentEnsemble(place.excitations, circuit.parameters, draws, stream);
  const above = circuit.parameters >= place.excitations.amplitudes;
  const ensemble = above ? ensembleLambda(drawn, true) : { value: 0, error: 0, deviation: 0 };
  return { layers, parameters: circuit.parameters, samples, ensemble };
}
