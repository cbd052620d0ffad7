/**
 * `qntk verify`: simulates the authors' published data again from its seeds and compares file by file.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import picomatch from "picomatch";
import { requireOneOf } from "../base/assert.ts";
import { ArgumentError, FormatError } from "../base/errors.ts";
import { recognizeFile } from "../papers/transition/data/catalogue.ts";
import { CIRCUITS, drawStudy } from "../papers/transition/data/draws.ts";
import { studyName } from "../papers/transition/data/statistical.ts";
import { type FileOutcome, type LoadedFile, unreadable } from "../reproduce/outcome.ts";
import { SAMPLED, type SamplePlan, samplePlan } from "../reproduce/sample-plan.ts";
import { type LoadedSample, type NamedFile, notDerivable, verifySamples } from "../reproduce/sampling.ts";
import { verifyExperiments } from "../reproduce/verify.ts";
import { runSteps } from "../running/build.ts";
import { openDataFolder } from "../running/data-folder.ts";
import { engineChoices, resolveEngine } from "../running/engines.ts";
import { threadedRunner } from "../running/threaded-runner.ts";
import { operationsPerSecond } from "../running/verify-speed.ts";
import { openVerifyState, type VerifyState } from "../running/verify-state.ts";
import { type RealArray, readRealNpy } from "../runs/npy.ts";
import { watchInterrupts } from "../terminal/interrupt.ts";
import { note, print, printJson, startProgress, terminalListener } from "../terminal/terminal.ts";
import { outcomeLine, type SampleReport, sampleText, verificationJson, verificationText } from "../text/verification.ts";
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

/** Seconds that a sample is made for, a good part less than the five minutes that it may take. */
const SAMPLE_SECONDS = 200;

/** The files to verify, those that need numbers with them. */
interface Selection {
  readonly determined: readonly LoadedFile[];
  readonly samples: readonly LoadedSample[];
  readonly others: readonly NamedFile[];
  readonly unreadable: readonly FileOutcome[];
  /** Outcomes of files whose results were kept. */
  readonly known: readonly FileOutcome[];
  /** Number of files selected. */
  readonly files: number;
}

/** Runs the command and returns its exit code. */
export async function verifyCommand(dir: string, values: VerifyValues): Promise<number> {
  const settings = settingsOf(values);
  const { engine, quiet, jobs, threads } = settings;
  const state = values.resume === undefined ? undefined : openVerifyState(values.resume, limitsOf(settings));
  const all = select(dir, values.only, state);
  const { sample, selection, limits } = settings.sample === undefined ? whole(all) : sampled(all, settings, settings.sample);
  if (sample !== undefined && !quiet) note(`qntk: ${sampleText(sample)}`);
  const outcomes: FileOutcome[] = [];
  const progress = startProgress("verifying", 1, quiet, { share: true });
  const report = (found: readonly FileOutcome[]) => {
    if (found.length === 0) return;
    outcomes.push(...found);
    progress.stop();
    const shown = quiet ? found.filter(({ status }) => status === "fail" || status === "unreadable") : found;
    if (!values.json) for (const outcome of shown) print(outcomeLine(outcome));
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

  if (values.json) printJson(verificationJson(outcomes, signal.aborted, sample));
  else print(verificationText(outcomes, quiet));
  if (signal.aborted) {
    const files = selection.files;
    const advice = values.resume === undefined ? "" : ` Go on with --resume ${values.resume}.`;
    note(`qntk: stopped after ${outcomes.length} of ${files} files.${advice}`);
    return 1;
  }
  const any = (status: FileOutcome["status"]) => outcomes.some((outcome) => outcome.status === status);
  if (any("unreadable")) return 2;
  return any("fail") ? 1 : 0;
}

function settingsOf(values: VerifyValues) {
  const { maxSteps, samples, sample = false, seed, engine = "auto", threads, jobs, resume, quiet, json } = values;
  requireOneOf("engine", engine, engineChoices);
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

/** A seeded part of it, as large as five minutes on two cores allow. */
function sampled(
  selection: Selection,
  { engine, threads, maxSteps, samples }: ReturnType<typeof settingsOf>,
  { seed }: { readonly seed: number },
): { selection: Selection; sample: SampleReport; limits: SamplePlan["limitsOf"] } {
  const speed = operationsPerSecond(engine);
  const one = SAMPLE_SECONDS * speed;
  const plan = samplePlan(selection, { seed, work: { one, all: one * threads }, limits: { maxSteps, samples } });
  const { determined, others, unreadable: broken } = { ...selection, determined: plan.determined };
  const files = determined.length + plan.samples.length + others.length + broken.length;
  const sample: SampleReport = {
    seed,
    files: files - others.length - broken.length,
    of: selection.files - others.length - broken.length,
    folders: plan.folders,
    samples: Math.min(SAMPLED, samples),
    rows: plan.rows,
    seconds: Math.round((plan.work.shared / threads + plan.work.single) / speed),
    threads,
  };
  return { selection: { ...selection, determined, samples: plan.samples, files }, sample, limits: plan.limitsOf };
}

/** Picks the files of a data folder that match a pattern, and reads those whose numbers are needed. */
function select(dir: string, only: string | undefined, state: VerifyState | undefined): Selection {
  const { root, paths } = openDataFolder(dir);
  if (paths.every((path) => recognizeFile(path).kind === "unknown")) {
    throw new FormatError(dir, "holds no file that is named like one of the authors'");
  }
  const wanted = only ? picomatch(only, { basename: !only.includes("/") }) : () => only === undefined;
  const matching = paths.filter((path) => wanted(path));
  if (matching.length === 0) {
    throw new ArgumentError("only", only, `a pattern that matches one of the ${paths.length} files in ${dir}`);
  }
  const determined: LoadedFile[] = [];
  const samples: LoadedSample[] = [];
  const others: NamedFile[] = [];
  const broken: FileOutcome[] = [];
  const known: FileOutcome[] = [];
  for (const path of matching) {
    const file = recognizeFile(path);
    if (file.kind !== "determined" && file.kind !== "statistical") {
      others.push({ path, file });
      continue;
    }
    const read = readArray(root, path);
    if ("problem" in read) {
      broken.push(unreadable(path, read.problem));
      continue;
    }
    const { array, bytes } = read;
    const kept = state?.find(path, bytes);
    if (kept !== undefined) known.push(kept);
    // Files of one experiment are judged together, also those whose results are kept.
    if (file.kind === "determined") determined.push({ path, file, array });
    else if (kept === undefined) samples.push({ path, file, array });
  }
  return { determined, samples, others, unreadable: broken, known, files: matching.length };
}

/** The array of a file, or what is wrong with it. */
function readArray(
  root: string,
  path: string,
): { readonly array: RealArray; readonly bytes: Uint8Array } | { readonly problem: string } {
  try {
    const bytes = readFileSync(join(root, path));
    return { array: readRealNpy(bytes, path), bytes };
  } catch (error) {
    if (error instanceof FormatError) return { problem: error.problem };
    const { code, message } = error as NodeJS.ErrnoException;
    return { problem: `cannot be read (${code ?? message})` };
  }
}
