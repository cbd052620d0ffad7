/**
 * `qntk verify`: simulates the authors' published data again from its seeds and compares file by file.
 */
import { availableParallelism } from "node:os";
import { requireOneOf } from "../base/assert.ts";
import { ArgumentError } from "../base/errors.ts";
import { CIRCUITS, drawStudy } from "../papers/transition/data/draws.ts";
import { studyName } from "../papers/transition/data/statistical.ts";
import type { FileOutcome } from "../papers/transition/verification/outcome.ts";
import { notDerivable, verifySamples } from "../papers/transition/verification/sampling.ts";
import { verifyExperiments } from "../papers/transition/verification/verify.ts";
import { runSteps } from "../running/build.ts";
import { engineChoices, resolveEngine } from "../running/engines.ts";
import { threadedRunner } from "../running/threaded-runner.ts";
import { isDataSetFolder, verifyDataSets } from "../running/verify-data-sets.ts";
import { type Selection, sampledFiles, selectFiles, type VerifiedSample } from "../running/verify-selection.ts";
import { openVerifyState } from "../running/verify-state.ts";
import { watchInterrupts } from "../terminal/interrupt.ts";
import { note, print, printJson, startProgress, terminalListener } from "../terminal/terminal.ts";
import { outcomeLine, sampleText, verificationJson, verificationText } from "../text/verification.ts";
import { parseInteger } from "./run-options.ts";

/** Option values of the command. */
export interface VerifyValues {
  readonly only?: string;
  readonly maxSteps?: string;
  readonly samples?: string;
  readonly sample?: boolean;
  readonly seed?: string;
  readonly engine?: string;
  readonly threads?: string;
  readonly jobs?: string;
  readonly resume?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Runs the command and returns its exit code. */
export async function verifyCommand(dir: string, values: VerifyValues): Promise<number> {
  const settings = settingsOf(values);
  const { engine, quiet, jobs, threads } = settings;
  if (isDataSetFolder(dir)) return verifyDataSetFolder(dir, values, settings);
  const state = values.resume === undefined ? undefined : openVerifyState(values.resume, limitsOf(settings));
  const all = selectFiles(dir, values.only, state);
  const { sample, selection, limits } =
    settings.sample === undefined ? whole(all) : sampledFiles(all, { ...settings, ...settings.sample });
  if (sample !== undefined && !quiet) note(`qntk: ${sampleText(sample)}`);
  const outcomes: FileOutcome[] = [];
  const progress = startProgress("verifying", 1, quiet, { share: true });
  const report = (found: readonly FileOutcome[]) => {
    if (found.length === 0) return;
    outcomes.push(...found);
    progress.stop();
    if (!values.json) for (const outcome of shownOf(found, quiet)) print(outcomeLine(outcome));
  };
  const reportNew = (found: readonly FileOutcome[]) => {
    report(found);
    state?.keep(found);
  };

  const { signal, release } = watchInterrupts();
  try {
    report(selection.unreadable);
    report(selection.known);
    report(notDerivable(selection.others));
    await verifyExperiments(
      selection.determined,
      {
        ...settings,
        limitsOf: limits,
        known: new Set(selection.known.map(({ path }) => path)),
        onAdvance: ({ done, total, label }) => progress.update(done / total, label),
      },
      threadedRunner({ engine, threads: Math.max(1, Math.floor(threads / jobs)), signal }),
      reportNew,
    );
    await verifySamples(
      selection.samples,
      (study) => runSteps(drawStudy(engine, study), studyName(study), CIRCUITS, terminalListener(quiet), signal),
      reportNew,
    );
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
  } finally {
    progress.stop();
    release();
  }

  return finished(outcomes, { ...values, quiet }, { aborted: signal.aborted, files: selection.files, sample });
}

/** Prints what was found as a whole and returns the exit code. */
function finished(
  outcomes: readonly FileOutcome[],
  { json, quiet = false, resume }: VerifyValues,
  { aborted, files, sample }: { aborted: boolean; files: number; sample?: VerifiedSample },
): number {
  if (json) printJson(verificationJson(outcomes, aborted, sample));
  else print(verificationText(outcomes, quiet));
  if (aborted) {
    const advice = resume === undefined ? "" : ` Go on with --resume ${resume}.`;
    note(`qntk: stopped after ${outcomes.length} of ${files} files.${advice}`);
    return 1;
  }
  const any = (status: FileOutcome["status"]) => outcomes.some((outcome) => outcome.status === status);
  if (any("unreadable")) return 2;
  return any("fail") ? 1 : 0;
}

/** The data of the paper on data sets, file by file. */
async function verifyDataSetFolder(dir: string, values: VerifyValues, settings: ReturnType<typeof settingsOf>): Promise<number> {
  const { quiet, engine, samples, maxSteps, sample } = settings;
  const foreign = (["threads", "jobs", "resume", "seed"] as const).find((name) => values[name] !== undefined);
  if (foreign !== undefined)
    throw new ArgumentError(foreign, values[foreign], "nothing with the data of the paper on data sets, verified file by file");
  const outcomes: FileOutcome[] = [];
  let files = 0;
  const { signal, release } = watchInterrupts();
  try {
    const asked = { engine, samples, maxSteps, sample: sample !== undefined, signal };
    await verifyDataSets(dir, values.only, asked, terminalListener(quiet), (found, all) => {
      files = all;
      outcomes.push(...found);
      if (!values.json) for (const each of shownOf(found, quiet)) print(outcomeLine(each));
    });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
  } finally {
    release();
  }
  return finished(outcomes, { ...values, quiet }, { aborted: signal.aborted, files });
}

/** Those that are printed. */
function shownOf(found: readonly FileOutcome[], quiet: boolean): readonly FileOutcome[] {
  return quiet ? found.filter(({ status }) => status === "fail" || status === "unreadable") : found;
}

function settingsOf(values: VerifyValues) {
  const { maxSteps, samples, sample = false, seed, engine = "auto", threads, jobs, resume, quiet, json } = values;
  requireOneOf("engine", engine, engineChoices());
  if (sample && resume !== undefined) throw new ArgumentError("resume", resume, "only without --sample");
  if (!sample && seed !== undefined) throw new ArgumentError("seed", seed, "only with --sample, whose files it picks");
  const integer = (name: string, text: string | undefined, fallback: number) =>
    text === undefined ? fallback : parseInteger(name, text, 1);
  const threadCount = integer("threads", threads, availableParallelism());
  return {
    sample: sample ? { seed: seed === undefined ? 0 : parseInteger("seed", seed, 0) } : undefined,
    engine: resolveEngine(engine),
    threads: threadCount,
    // The few samples of each experiment would leave threads idle.
    jobs: integer("jobs", jobs, sample ? threadCount : 1),
    maxSteps: integer("maxSteps", maxSteps, Number.POSITIVE_INFINITY),
    samples: integer("samples", samples, Number.POSITIVE_INFINITY),
    quiet: quiet === true || json === true,
  };
}

/** What kept results depend on. */
function limitsOf({ engine, maxSteps, samples }: ReturnType<typeof settingsOf>) {
  const finite = (limit: number) => (Number.isFinite(limit) ? limit : null);
  return { engine, maxSteps: finite(maxSteps), samples: finite(samples) };
}

/** Everything that was selected. */
function whole(selection: Selection): { selection: Selection; sample?: undefined; limits?: undefined } {
  return { selection };
}
