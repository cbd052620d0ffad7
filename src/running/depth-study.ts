/**
 * Runs of `qntk depth`: one for each depth, ordinary runs of the study's folder.
 */

import { join } from "node:path";
import type { DepthRow } from "../analysis/depth.ts";
import { counted } from "../base/words.ts";
import { engineNamed } from "../engine/engines.ts";
import { parseExperiment } from "../experiment/config.ts";
import type { DepthOptions, DepthPlace, DepthResult } from "../reports/depth.ts";
import { depthPlaceOf, depthRowSteps } from "../reports/depth.ts";
import { buildWithProgress } from "../running/build.ts";
import { remainingWork } from "../running/remaining-work.ts";
import { type StudyExecution, type StudyFolder, studyRun } from "../running/study-folder.ts";
import { idealEngineOf, type TrainedRun } from "../running/training-run.ts";
import { readConfiguredArrays, storedArrays } from "../runs/input-files.ts";
import { readCheckpoint } from "../runs/run-folder.ts";
import { runStages } from "./build.ts";

/** Runs what has not been run yet, and looks at what each depth came to. */
export async function depthStudy(study: StudyFolder<DepthOptions>, execution: StudyExecution): Promise<DepthResult> {
  const { config, options } = study;
  const place = depthPlaceOf(config, readConfiguredArrays(config));
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

async function rowOf(
  run: TrainedRun,
  layers: number,
  draws: number,
  place: DepthPlace,
  { listener, threads, signal }: StudyExecution,
): Promise<DepthRow> {
  const { record, document, folder } = run;
  const config = parseExperiment({ ...document.config, samples: 1 });
  const { circuit, observable } = await buildWithProgress(config, storedArrays(folder, config), listener, { threads, signal });
  const simulator = engineNamed(idealEngineOf(document)).load(circuit, observable);
  const { theta } = readCheckpoint(folder, document);
  try {
    const asked = { config, record, simulator, circuit, theta };
    return await runStages(depthRowSteps(asked, layers, draws, place), listener, signal);
  } finally {
    simulator.dispose();
  }
}
