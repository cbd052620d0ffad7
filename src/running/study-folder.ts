/**
 * Folders of studies that take several runs: what was asked for, the runs by name, and going on where a study was stopped.
 */

import { join } from "node:path";
import { requireFields } from "../base/assert.ts";
import { FormatError } from "../base/errors.ts";
import { packageName, packageVersion } from "../base/package-info.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { parseExperiment } from "../experiment/config.ts";
import { claimFolder, createFolder, readFileIfThere, requireFree, writeFileAtomic } from "../runs/file-store.ts";
import { isRunFolder } from "../runs/run-folder.ts";
import { checkSeal, sealedJson } from "../runs/sealed.ts";
import { type Execution, resumeRun, type TrainedRun, trainNew } from "./training-run.ts";

/** A study that has been asked for. */
export interface StudyFolder<Options> {
  readonly folder: string;
  readonly config: ExperimentConfig;
  /** What the study adds to the experiment. */
  readonly options: Options;
}

/** Content of `study.json`. */
interface StudyDocument<Options> {
  readonly schema: 1;
  readonly package: { readonly name: string; readonly version: string };
  readonly study: string;
  readonly config: ExperimentConfig;
  readonly options: Options;
}

const STUDY_FILE = "study.json";
/** Folder new studies go to unless they are given one. */
const RUNS_FOLDER = "qntk-runs";
/**
 * Creates the folder of a new study.
 *
 * @param folder where to; a new one of its own in `qntk-runs` where left out
 * @throws StorageError if it exists, unless it is a study of this name and may be replaced
 */
export async function createStudy<Options>(
  study: string,
  config: ExperimentConfig,
  options: Options,
  to: { out?: string; force: boolean },
): Promise<StudyFolder<Options>> {
  requireFields("createStudy", to, ["out", "force"]);
  const { out, force } = to;
  const replace = out !== undefined && force && readFileIfThere(join(out, STUDY_FILE)) !== undefined;
  if (out !== undefined && !replace) requireFree(out, force ? "is not a study folder, so it is not replaced" : undefined);
  const folder = out ?? claimFolder((k) => join(RUNS_FOLDER, `${study}-${k}`));
  const document: StudyDocument<Options> = {
    schema: 1,
    package: { name: packageName, version: packageVersion },
    ...{ study, config, options },
  };
  await createFolder(folder, replace, async (temporary) => writeFileAtomic(join(temporary, STUDY_FILE), sealedJson(document)));
  return { folder, config, options };
}

/**
 * Opens the folder of a study to go on with it.
 *
 * @throws FormatError if it is no study of this name, or its `study.json` is damaged
 */
export function openStudy<Options>(study: string, folder: string): StudyFolder<Options> {
  const path = join(folder, STUDY_FILE);
  const bytes = readFileIfThere(path);
  if (bytes === undefined) throw new FormatError(folder, `is not a study folder: it has no ${STUDY_FILE}`);
  const text = new TextDecoder().decode(bytes);
  checkSeal(text, path);
  let document: Partial<StudyDocument<Options>>;
  try {
    document = JSON.parse(text) as Partial<StudyDocument<Options>>;
  } catch {
    throw new FormatError(path, "is not JSON");
  }
  if (document.schema !== 1 || document.study !== study || document.options === undefined)
    throw new FormatError(path, `is not a study made by qntk ${study}`);
  return { folder, config: parseExperiment(document.config), options: document.options };
}

/** How the runs of a study are carried out: its signal stops them. */
export type StudyExecution = Execution & { readonly signal: AbortSignal };

/**
 * The run of a name within a study: read where it is complete, gone on with where it was begun, trained otherwise.
 *
 * @throws the signal's reason where the user has stopped it; what is done is stored
 */
export async function studyRun(
  { folder }: Pick<StudyFolder<unknown>, "folder">,
  name: string,
  config: ExperimentConfig,
  execution: StudyExecution,
): Promise<TrainedRun> {
  const place = join(folder, name);
  const run = await (async () => {
    if (!isRunFolder(place)) return trainNew("train", config, { folder: place, force: false }, execution);
    return resumeRun(place, execution);
  })();
  if (run.interrupted) throw execution.signal.reason;
  return run;
}
