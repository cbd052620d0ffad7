/**
 * Carries out a study's computations that are no training: piece by piece, stored as they are done, gone on with where they were stopped.
 */
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { FormatError, StorageError } from "../base/errors.ts";
import type { Engine } from "../engine/engine.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import type { DrawPiece, NamedDraws, Numbers } from "../reproduce/study.ts";
import { makeFolder, readFileIfThere, writeFileAtomic } from "../runs/file-store.ts";
import { checkSeal, sealedJson } from "../runs/sealed.ts";
import { runSteps } from "./build.ts";
import type { Listener } from "./listener.ts";
import { commitInterval } from "./rounds.ts";

/** What every file of a computation says. */
interface DrawsFile {
  readonly settings: NamedDraws["settings"];
  /** Seconds that it took, now or earlier. */
  readonly seconds: number;
}

/** A complete computation. */
interface StoredDraws extends DrawsFile {
  readonly numbers: Numbers;
}

/** One that was begun: the numbers of its first pieces. */
interface BegunDraws extends DrawsFile {
  /** How many pieces there are. */
  readonly pieces: number;
  readonly parts: readonly Numbers[];
}

/** How a computation is carried out. */
interface DrawsExecution {
  readonly label: string;
  /** Work of the computations that come after this one. */
  readonly after: number;
  /** Aborted to stop early. */
  readonly signal: AbortSignal;
}

/** Work that is left of a computation: none where it is complete. */
export function remainingDrawsWork(task: NamedDraws, out: string): number {
  return existsSync(drawsPath(out, task)) ? 0 : workOf(task.pieces);
}

/**
 * The numbers of a computation: read where they are complete, gone on with where they were begun.
 *
 * @throws StorageError for one of other settings in its place
 * @throws the signal's reason once it is aborted; what is done is stored then
 */
export async function completedDraws(
  task: NamedDraws,
  { out, force, listener }: { readonly out: string; readonly force: boolean; readonly listener?: Listener },
  { label, after, signal }: DrawsExecution,
): Promise<StoredDraws> {
  const { settings, pieces, gather } = task;
  const path = drawsPath(out, task);
  const known = readDraws<StoredDraws>(path, settings, force);
  if (known !== undefined) return known;
  const begunPath = join(dirname(path), `${task.name}.begun.json`);
  const found = readDraws<BegunDraws>(begunPath, settings, force);
  // Another version may have divided it otherwise.
  const begun = found?.pieces === pieces.length ? found : undefined;
  const parts = [...(begun?.parts ?? [])];
  const started = performance.now();
  const seconds = () => (begun?.seconds ?? 0) + (performance.now() - started) / 1000;
  makeFolder(dirname(path));
  let stored = { parts: parts.length, at: started };
  const store = () => {
    if (parts.length === stored.parts) return;
    const begunNow: BegunDraws = { settings, seconds: seconds(), pieces: pieces.length, parts };
    writeFileAtomic(begunPath, sealedJson(begunNow, 0));
    stored = { parts: parts.length, at: performance.now() };
  };
  const storeNowAndThen = () => {
    if (performance.now() - stored.at > 1000 * commitInterval()) store();
  };
  const steps = pieceSteps(pieces, engineNamed(resolveEngine("auto")), parts, storeNowAndThen);
  const work = workOf(pieces);
  try {
    await runSteps(steps, label, work, listener, signal, { share: true, after: after / work });
  } catch (error) {
    if (signal.aborted) store();
    throw error;
  }
  const complete: StoredDraws = { settings, seconds: seconds(), numbers: gather(parts) };
  writeFileAtomic(path, sealedJson(complete, 0));
  rmSync(begunPath, { force: true });
  return complete;
}

function drawsPath(out: string, { name }: NamedDraws): string {
  return join(out, "runs", `${name}.json`);
}

function workOf(pieces: readonly DrawPiece[]): number {
  return pieces.reduce((sum, { work }) => sum + work, 0);
}

/** Does the pieces that are left and appends their numbers; yields the work done. */
function* pieceSteps(
  pieces: readonly DrawPiece[],
  engine: Engine,
  parts: Numbers[],
  onPiece: () => void,
): Generator<number, void, void> {
  let done = workOf(pieces.slice(0, parts.length));
  yield done;
  for (const { work, steps } of pieces.slice(parts.length)) {
    const running = steps(engine);
    let step = running.next();
    for (; !step.done; step = running.next()) yield done + work * step.value;
    parts.push(step.value);
    done += work;
    onPiece();
    yield done;
  }
}

/**
 * Reads a file of a computation; undefined where there is none, or where it may be replaced.
 *
 * @throws FormatError if it is damaged
 * @throws StorageError if it was computed with other settings
 */
function readDraws<Stored extends DrawsFile>(path: string, settings: NamedDraws["settings"], force: boolean): Stored | undefined {
  const bytes = readFileIfThere(path);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  checkSeal(text, path);
  let stored: Stored;
  try {
    // The seal has done its work.
    const { digest: _, ...content } = JSON.parse(text) as Stored & { readonly digest?: string };
    stored = content as Stored & object;
  } catch {
    throw new FormatError(path, "is not JSON");
  }
  if (JSON.stringify(stored.settings) === JSON.stringify(settings)) return stored;
  if (force) return undefined;
  throw new StorageError(path, "was computed with other settings; choose another --out, or add --force to replace it");
}
