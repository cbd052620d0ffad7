/**
 * Programs of a queue, called with a time limit and without what the user's environment would change in their output. Node only.
 */
import { execFile } from "node:child_process";
import { QntkError } from "../base/errors.ts";

/** What a program printed. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds that a call may take. */
const TIMEOUT_MS = 60_000;
/** Defaults of the user's that change what Slurm's commands print or ask for. */
const FOREIGN = /^(SQUEUE|SACCT|SBATCH|SCANCEL|SINFO)_/;
const MAX_BUFFER = 64 * 2 ** 20;

/**
 * Runs a program.
 *
 * @throws QntkError where it is not there or takes too long
 */
export function call(
  program: string,
  args: readonly string[],
  { timeout = TIMEOUT_MS, cwd }: { timeout?: number; cwd?: string } = {},
): Promise<Output> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, timeout, cwd, maxBuffer: MAX_BUFFER }, (error, stdout, stderr) => {
      if (error === null) return resolve({ code: 0, stdout, stderr });
      const { code, killed } = error as NodeJS.ErrnoException & { killed?: boolean };
      if (String(code) === "ENOENT") return reject(new QntkError(`${program} is not on this machine.`));
      if (killed) return reject(new QntkError(`${program} did not answer within ${Math.round(timeout / 1000)} s.`));
      resolve({ code: typeof code === "number" ? code : 1, stdout, stderr });
    });
  });
}

/** A word as a POSIX shell reads it literally. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
