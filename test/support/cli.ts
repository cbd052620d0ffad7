/**
 * Runs the command line: as it is built, in a process of its own or in one that runs many commands, or its source in this one.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { runCommandLine } from "../../src/cli/program.ts";
import { withConsole } from "../../src/terminal/console.ts";

/** Path of the built entry. */
const cliPath = resolve(import.meta.dirname, "../../dist/cli.mjs");

/** What a finished process left. */
export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `qntk` with arguments. */
export function startCli(
  args: readonly string[],
  cwd?: string,
  environment: Readonly<Record<string, string>> = {},
): { child: ChildProcess; done: Promise<CliResult> } {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [cliPath, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const done = new Promise<CliResult>((finish) => child.on("close", (code, signal) => finish({ code, signal, stdout, stderr })));
  return { child, done };
}

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
  server ??= startServer();
  return server.run(args, cwd);
}

/** The process that runs commands, from the first one of a test file on. */
let server: ReturnType<typeof startServer> | undefined;
afterAll(async () => {
  await server?.end();
  server = undefined;
});

/** An answer of `qntk serve`; see src/servers/lines.ts. */
interface Answer {
  readonly output?: string;
  readonly note?: string;
  readonly exit?: number;
  readonly error?: string;
}

function startServer() {
  const child = spawn(process.execPath, [cliPath, "serve", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  // Said below: the process has ended.
  child.stdin.on("error", () => {});
  const ended = new Promise<void>((finish) => child.on("close", () => finish()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const greeting = lines.next();
  let last: Promise<unknown> = greeting;

  async function answered(args: readonly string[], cwd: string): Promise<CliResult> {
    child.stdin.write(`${JSON.stringify({ id: 0, arguments: args, cwd })}\n`);
    let [stdout, stderr] = ["", ""];
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the process that runs commands ended with code ${child.exitCode}, signal ${child.signalCode}`);
      const { output = "", note, exit, error } = JSON.parse(value) as Answer;
      stdout += output;
      if (note !== undefined) stderr += `${note}\n`;
      if (exit === undefined) continue;
      if (error !== undefined) stderr += `qntk: ${error}\n`;
      return { code: exit, signal: null, stdout, stderr };
    }
  }

  return {
    run(args: readonly string[], cwd = process.cwd()): Promise<CliResult> {
      const result = last.then(() => answered(args, cwd));
      last = result.catch(() => {});
      return result;
    },
    end(): Promise<void> {
      child.stdin.end();
      return ended;
    },
  };
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
