/**
 * `qntk lab`: serves the built lab on this machine until it is interrupted.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ArgumentError, StorageError } from "../base/errors.ts";
import { type LabServer, type OpenedFolder, serveLab } from "../servers/lab.ts";
import { openedRun, openedSweep } from "../servers/opened.ts";
import { watchInterrupts } from "../terminal/interrupt.ts";
import { note, print } from "../terminal/terminal.ts";
import { parseInteger } from "./run-options.ts";

/** Port where none is asked for; another one is taken where it is not free. */
const DEFAULT_PORT = 4280;

/** Option values of the command. */
export interface LabValues {
  readonly port?: string;
}

/** Runs the command and returns its exit code. */
export async function labCommand(dir: string | undefined, { port }: LabValues): Promise<number> {
  const wanted = port === undefined ? undefined : parseInteger("port", port, 0, 65535);
  const folder = fileURLToPath(new URL("./lab/", import.meta.url));
  if (!existsSync(`${folder}index.html`))
    throw new StorageError(
      folder,
      "is not there: the lab is built by `npm run build` in a clone, and part of the published package",
    );
  const isRun = dir !== undefined && existsSync(join(dir, "run.json"));
  const opened = dir === undefined ? undefined : isRun ? openedRun(dir) : openedSweep(dir);
  const { signal, release } = watchInterrupts();
  const server = await open(folder, wanted, opened);
  print(`qntk lab  ${server.url}${opened === undefined ? "" : isRun ? "?open=run" : "?open"}  (Ctrl-C ends it)`);
  try {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve());
    });
  } finally {
    release();
    await server.close();
  }
  return 0;
}

async function open(folder: string, port: number | undefined, opened: OpenedFolder | undefined): Promise<LabServer> {
  try {
    return await serveLab(folder, port ?? DEFAULT_PORT, opened);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    if (port !== undefined) throw new ArgumentError("port", port, "a port that is free, or 0 for any");
    note(`qntk: port ${DEFAULT_PORT} is taken; another one is used`);
    return await serveLab(folder, 0, opened);
  }
}
