/**
 * Which files of the published data are verified: those that match a pattern, or a seeded sample of them; numbers are read where they are needed.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { ArgumentError, FormatError } from "../base/errors.ts";
import type { EngineName } from "../engine/engine.ts";
import { recognizeFile } from "../papers/transition/data/catalogue.ts";
import { type FileOutcome, type LoadedFile, unreadable } from "../papers/transition/verification/outcome.ts";
import { SAMPLED, type SamplePlan, samplePlan } from "../papers/transition/verification/sample-plan.ts";
import type { LoadedSample, NamedFile } from "../papers/transition/verification/sampling.ts";
import { type RealArray, readRealNpy } from "../runs/npy.ts";
import { openDataFolder } from "./data-folder.ts";
import { operationsPerSecond } from "./verify-speed.ts";
import type { VerifyState } from "./verify-state.ts";

/** Seconds that a sample is made for, a good part less than the five minutes that it may take. */
const SAMPLE_SECONDS = 200;

/** The files to verify, those that need numbers with them. */
export interface Selection {
  readonly determined: readonly LoadedFile[];
  readonly samples: readonly LoadedSample[];
  readonly others: readonly NamedFile[];
  readonly unreadable: readonly FileOutcome[];
  /** Outcomes of files whose results were kept. */
  readonly known: readonly FileOutcome[];
  /** Number of files selected. */
  readonly files: number;
}

/** What a sample consists of. */
export interface VerifiedSample {
  readonly seed: number;
  /** Files compared, and how many there are that can be. */
  readonly files: number;
  readonly of: number;
  readonly folders: number;
  /** Samples of a file that seeds determine, at the most. */
  readonly samples: number;
  /** Rows of all these files together. */
  readonly rows: number;
  /** How long it is expected to take. */
  readonly seconds: number;
  readonly threads: number;
}

/** How a sample is made. */
export interface SampleSettings {
  readonly engine: EngineName;
  readonly threads: number;
  /** Limits of what is compared. */
  readonly maxSteps: number;
  readonly samples: number;
  /** Seed that picks the files. */
  readonly seed: number;
}

/** A seeded part of it, as large as five minutes on two cores allow. */
export function sampledFiles(
  selection: Selection,
  { engine, threads, maxSteps, samples, seed }: SampleSettings,
): { selection: Selection; sample: VerifiedSample; limits: SamplePlan["limitsOf"] } {
  const speed = operationsPerSecond(engine);
  const one = SAMPLE_SECONDS * speed;
  const plan = samplePlan(selection, { seed, work: { one, all: one * threads }, limits: { maxSteps, samples } });
  const { determined, others, unreadable: broken } = { ...selection, determined: plan.determined };
  const files = determined.length + plan.samples.length + others.length + broken.length;
  const sample: VerifiedSample = {
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
export function selectFiles(dir: string, only: string | undefined, state: VerifyState | undefined): Selection {
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
