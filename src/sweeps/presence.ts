/**
 * Who is at work on a sweep's folder on this machine, so that no batch runs twice at a time. Node only.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ArgumentError, Described } from "../base/errors.ts";
import { makeFolder, writeFileAtomic } from "../runs/file-store.ts";

/** run: hands batches out; work: does them, and stops once what hands them out has gone. */
export type Role = "run" | "work";

/** Milliseconds that processes left behind are given to store what they have. */
const GRACE_MS = 15_000;
const LOOK_MS = 50;
const FOLDER = "at-work";

/** Puts this process down as at work on a folder; the function returned takes that back. */
export function announce(folder: string, role: Role): () => void {
  makeFolder(join(folder, FOLDER));
  const path = join(folder, FOLDER, `${hostname()}-${process.pid}`);
  writeFileAtomic(path, role);
  return () => rmSync(path, { force: true });
}

/**
 * Waits until no process of this machine is at work on a folder. Workers whose parent has died stop by themselves.
 *
 * @throws ArgumentError where one hands batches out, or a worker does not stop
 */
export async function waitUntilAlone(folder: string): Promise<void> {
  for (const until = Date.now() + GRACE_MS; ; await sleep(LOOK_MS)) {
    const others = atWork(folder);
    const waiting = others.some(({ role }) => role === "run") || Date.now() > until;
    if (others.length === 0) return;
    if (waiting)
      throw new ArgumentError(
        "sweep",
        new Described(`being run by process ${others[0].pid}`),
        "a sweep that nothing else on this machine is running",
      );
  }
}

function atWork(folder: string): { pid: number; role: Role }[] {
  const place = join(folder, FOLDER);
  if (!existsSync(place)) return [];
  const prefix = `${hostname()}-`;
  return readdirSync(place).flatMap((name) => {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (!Number.isInteger(pid) || pid === process.pid) return [];
    const role = textOf(join(place, name));
    if (role !== undefined && isAlive(pid)) return [{ pid, role: role as Role }];
    rmSync(join(place, name), { force: true });
    return [];
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  // The number may have gone to another program since; one that has ended and is not yet waited for has no command line.
  const command = textOf(`/proc/${pid}/cmdline`);
  return command === undefined || command.includes("sweep");
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
