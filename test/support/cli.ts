/**
 * Runs the command line: as it is built, in a process of its own or in one that runs many commands, or its source in this one.
 */
import { runCommandLine } from "../../src/cli/program.ts";
import { withConsole } from "../../src/terminal/console.ts";
import { type CliResult, runServed, startCli } from "./built-cli.ts";

export { type CliResult, startCli };

/** Runs `qntk` with arguments to its end in a process of its own, for what is about processes; in this one where coverage is measured, which sees no other. */
export async function runAlone(args: readonly string[], cwd?: string): Promise<CliResult> {
  if (process.env.QNTK_COVERAGE === "1" && cwd === undefined) return { ...(await runHere(args)), signal: null };
  return startCli(args, cwd).done;
}

/**
 * Runs `qntk` with arguments to its end, as it is built: in the one process that runs all such commands of a test file, one after the other, without
 * the time that a process takes to start.
 */
export async function runCli(args: readonly string[], cwd?: string): Promise<CliResult> {
  if (process.env.QNTK_COVERAGE === "1" && cwd === undefined) return { ...(await runHere(args)), signal: null };
  return runServed(args, cwd);
}

/** Runs the source of `qntk` in this process: the same words and codes, without the time that a process takes to start. */
export async function runHere(args: readonly string[]): Promise<Omit<CliResult, "signal">> {
  let stdout = "";
  let stderr = "";
  const { code, error } = await withConsole(
    {
      out(text) {
        stdout += text;
      },
      err(text) {
        stderr += text;
      },
      begin: () => ({ update() {}, stop() {} }),
      columns: undefined,
      colored: false,
    },
    () => runCommandLine(args),
  );
  if (error !== undefined) stderr += `${error.said}\n`;
  return { code, stdout, stderr };
}

/** Options with others in the place of those of the same name: pairs of a flag and its value. */
export function withOptions(base: readonly string[], options: readonly string[]): string[] {
  const kept = base.filter((_, k) => !options.includes(base[k - (k % 2)]));
  return [...kept, ...options];
}
