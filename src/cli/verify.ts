/**
 * `qntk verify`: simulates the authors' published data again from its seeds and compares file by file.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import picomatch from "picomatch";
import { requireInteger, requireOneOf } from "../base/assert.ts";
import { ArgumentError, FormatError } from "../base/errors.ts";
import { engineChoices, resolveEngine } from "../engine/engines.ts";
import { type DeterminedFile, type OtherFile, recognizeFile } from "../published/catalogue.ts";
import { type CircuitAverages, circuitAverages, type Placement, placeAverage } from "../published/initialisation.ts";
import { type FileOutcome, groupByExperiment, type LoadedFile } from "../published/outcome.ts";
import { readRealNpy } from "../runs/npy.ts";
import { runSteps } from "./build.ts";
import { parseNumber } from "./run-options.ts";
import { print, printJson } from "./terminal.ts";
import { type VerifySettings, verifyExperiments } from "./verify-experiment.ts";

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

/** Sigmas beyond which a statistical placement counts as a failure. */
const MAX_SIGMAS = 4;

/** Runs the command and returns its exit code. */
export async function verifyCommand(dir: string, values: VerifyValues): Promise<number> {
  const settings = settingsOf(values);
  const root = dataFolder(dir);
  const wanted = values.only === undefined ? () => true : picomatch(values.only, { basename: !values.only.includes("/") });
  const paths = listFiles(root).filter((path) => wanted(path));
  if (paths.length === 0) throw new ArgumentError("only", values.only, "a pattern that matches a file of the data folder");

  const outcomes: FileOutcome[] = [];
  const determined: LoadedFile[] = [];
  const others: { path: string; file: OtherFile }[] = [];
  for (const path of paths) {
    const file = recognizeFile(path);
    if (file.kind === "other") others.push({ path, file });
    else {
      const loaded = load(root, path, file);
      if ("status" in loaded) outcomes.push(loaded);
      else determined.push(loaded);
    }
  }
  const report = (found: readonly FileOutcome[]) => {
    outcomes.push(...found);
    if (!values.json) for (const outcome of found) if (!settings.quiet || outcome.status === "fail") print(outcomeLine(outcome));
  };
  report(outcomes.splice(0));
  await verifyExperiments(groupByExperiment(determined), settings, report);
  report(await placeOthers(root, others, settings));

  const count = (status: FileOutcome["status"]) => outcomes.filter((outcome) => outcome.status === status).length;
  if (values.json) {
    printJson({
      passed: count("pass"),
      failed: count("fail"),
      unreadable: count("unreadable"),
      notReached: count("not-reached"),
      notDetermined: count("not-determined"),
      files: outcomes,
    });
  } else {
    print(
      `${count("pass")} passed, ${count("fail")} failed, ${count("unreadable")} unreadable, ${count("not-reached")} not reached, ${count("not-determined")} not determined by seeds`,
    );
  }
  if (count("unreadable") > 0) return 2;
  return count("fail") > 0 ? 1 : 0;
}

function settingsOf({ maxSteps, samples, engine = "auto", threads, quiet, json }: VerifyValues): VerifySettings {
  requireOneOf("engine", engine, engineChoices);
  const integer = (name: string, text: string | undefined, fallback: number) => {
    if (text === undefined) return fallback;
    const value = parseNumber(name, text);
    requireInteger(name, value, 1);
    return value;
  };
  return {
    engine,
    threads: integer("threads", threads, availableParallelism()),
    maxSteps: integer("maxSteps", maxSteps, Number.POSITIVE_INFINITY),
    samples: integer("samples", samples, Number.POSITIVE_INFINITY),
    quiet: quiet === true || json === true,
  };
}

/** The folder that holds `training`: the given one or `data` below it. */
function dataFolder(dir: string): string {
  const candidates = [dir, join(dir, "data")];
  const found = candidates.find(
    (candidate) =>
      isFolder(join(candidate, "training")) || isFolder(join(candidate, "linearLoss")) || isFolder(join(candidate, "QNTK")),
  );
  if (found === undefined)
    throw new FormatError(dir, "is not laid out like the authors' data: it holds neither data nor training");
  return found;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => /\.(npy|csv)$/.test(path))
    .sort();
}

function load(root: string, path: string, file: DeterminedFile): LoadedFile | FileOutcome {
  try {
    return { path, file, array: readRealNpy(readFileSync(join(root, path)), path) };
  } catch (error) {
    return { path, status: "unreadable", reason: (error as Error).message };
  }
}

/** Files that seeds do not determine: their reason, and for random initialisations where their average stands. */
async function placeOthers(
  root: string,
  others: readonly { path: string; file: OtherFile }[],
  settings: VerifySettings,
): Promise<FileOutcome[]> {
  const averages = new Map<string, CircuitAverages>();
  const outcomes: FileOutcome[] = [];
  for (const { path, file } of others) {
    const { initialisation, reason } = file;
    if (initialisation === undefined) {
      outcomes.push({ path, status: "not-determined", reason });
      continue;
    }
    const key = `${initialisation.qubits} ${initialisation.layers}`;
    const known =
      averages.get(key) ??
      (await runSteps(
        circuitAverages(resolveEngine(settings.engine), initialisation),
        `random circuits L${initialisation.layers}`,
        1,
        settings.quiet,
      ));
    averages.set(key, known);
    const placement = placeAverage(readRealNpy(readFileSync(join(root, path)), path).data, known[initialisation.quantity]);
    outcomes.push({
      path,
      status: Math.abs(placement.sigmas) <= MAX_SIGMAS ? "not-determined" : "fail",
      reason: `${reason}; ${describePlacement(placement)}`,
      placement,
    });
  }
  return outcomes;
}

function describePlacement({ published, simulated, spread, sigmas }: Placement): string {
  return `mean ${published.toPrecision(5)}, simulated circuits ${simulated.toPrecision(5)} with spread ${spread.toPrecision(2)}: ${sigmas.toFixed(1)} sigma`;
}

/** One line of the report. */
function outcomeLine(outcome: FileOutcome): string {
  const { path, status } = outcome;
  const mark = { pass: "pass", fail: "FAIL", unreadable: "UNREADABLE", "not-reached": "skip", "not-determined": "  - " }[status];
  if (outcome.comparison === undefined) return `${mark}  ${path}  ${outcome.reason ?? ""}`;
  const { maxDifference, maxRelative } = outcome.comparison;
  return `${mark}  ${path}  ${outcome.compared}  max |diff| ${maxDifference.toExponential(1)}  relative ${maxRelative.toExponential(1)}${outcome.reason ? `  ${outcome.reason}` : ""}`;
}
