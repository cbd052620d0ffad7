/**
 * `qntk verify`: simulates the authors' published data again from its seeds and compares file by file.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import picomatch from "picomatch";
import { requireInteger, requireOneOf } from "../base/assert.ts";
import { ArgumentError, FormatError } from "../base/errors.ts";
import { engineChoices, resolveEngine } from "../engine/engines.ts";
import { recognizeFile } from "../published/catalogue.ts";
import { CIRCUITS, circuitAverages } from "../published/initialisation.ts";
import { type FileOutcome, type LoadedFile, unreadable } from "../published/outcome.ts";
import { type LoadedOther, placeOthers } from "../published/placement.ts";
import { verifyExperiments } from "../published/verify.ts";
import { type RealArray, readRealNpy } from "../runs/npy.ts";
import { runSteps } from "./build.ts";
import { openDataFolder } from "./data-folder.ts";
import { watchInterrupts } from "./interrupt.ts";
import { parseNumber } from "./run-options.ts";
import { note, print } from "./terminal.ts";
import { outcomeLine, printVerification } from "./verify-output.ts";
import { threadedRunner } from "./verify-runner.ts";

/** Option values of the command. */
export interface VerifyValues {
  readonly only?: string;
  readonly maxSteps?: string;
  readonly samples?: string;
  readonly engine?: string;
  readonly threads?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The files to verify, those that need numbers with them. */
interface Selection {
  readonly determined: readonly LoadedFile[];
  readonly others: readonly LoadedOther[];
  readonly unreadable: readonly FileOutcome[];
}

/** Runs the command and returns its exit code. */
export async function verifyCommand(dir: string, values: VerifyValues): Promise<number> {
  const settings = settingsOf(values);
  const { engine, quiet } = settings;
  const selection = select(dir, values.only);
  const outcomes: FileOutcome[] = [];
  const report = (found: readonly FileOutcome[]) => {
    outcomes.push(...found);
    const shown = quiet ? found.filter(({ status }) => status === "fail" || status === "unreadable") : found;
    if (!values.json) for (const outcome of shown) print(outcomeLine(outcome));
  };

  const { signal, release } = watchInterrupts();
  try {
    report(selection.unreadable);
    await verifyExperiments(selection.determined, settings, threadedRunner({ ...settings, signal }), report);
    await placeOthers(
      selection.others,
      (size) => runSteps(circuitAverages(engine, size), `random circuits L${size.layers}`, CIRCUITS, quiet, signal),
      report,
    );
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
  } finally {
    release();
  }

  printVerification(outcomes, { interrupted: signal.aborted, json: values.json === true, quiet });
  if (signal.aborted) {
    const files = selection.determined.length + selection.others.length + selection.unreadable.length;
    note(`qntk: stopped after ${outcomes.length} of ${files} files.`);
    return 1;
  }
  const any = (status: FileOutcome["status"]) => outcomes.some((outcome) => outcome.status === status);
  if (any("unreadable")) return 2;
  return any("fail") ? 1 : 0;
}

function settingsOf({ maxSteps, samples, engine = "auto", threads, quiet, json }: VerifyValues) {
  requireOneOf("engine", engine, engineChoices);
  const integer = (name: string, text: string | undefined, fallback: number) => {
    if (text === undefined) return fallback;
    const value = parseNumber(name, text);
    requireInteger(name, value, 1);
    return value;
  };
  return {
    engine: resolveEngine(engine),
    threads: integer("threads", threads, availableParallelism()),
    maxSteps: integer("maxSteps", maxSteps, Number.POSITIVE_INFINITY),
    samples: integer("samples", samples, Number.POSITIVE_INFINITY),
    quiet: quiet === true || json === true,
  };
}

/** Picks the files of a data folder that match a pattern, and reads those whose numbers are needed. */
function select(dir: string, only: string | undefined): Selection {
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
  const others: LoadedOther[] = [];
  const broken: FileOutcome[] = [];
  for (const path of matching) {
    const file = recognizeFile(path);
    if (file.kind !== "determined" && file.initialisation === undefined) {
      others.push({ path, file });
      continue;
    }
    const array = readArray(root, path);
    if ("problem" in array) broken.push(unreadable(path, array.problem));
    else if (file.kind === "determined") determined.push({ path, file, array });
    else others.push({ path, file, array });
  }
  return { determined, others, unreadable: broken };
}

/** The array of a file, or what is wrong with it. */
function readArray(root: string, path: string): RealArray | { readonly problem: string } {
  try {
    return readRealNpy(readFileSync(join(root, path)), path);
  } catch (error) {
    if (error instanceof FormatError) return { problem: error.problem };
    const { code, message } = error as NodeJS.ErrnoException;
    return { problem: `cannot be read (${code ?? message})` };
  }
}
