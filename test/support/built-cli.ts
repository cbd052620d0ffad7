/**
 * The built command line: in a process of its own, or in one that runs the commands of a test file one after the other.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

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

let server: ReturnType<typeof startServer> | undefined;

/** Runs `qntk` with arguments to its end in the process that runs the commands of a test file: from the first one on, as `qntk serve`. */
export async function runServed(args: readonly string[], cwd?: string): Promise<CliResult> {
  server ??= startServer();
  return server.run(args, cwd);
}

/** Ends that process, where there is one; called after every test file. */
export async function endServer(): Promise<void> {
  await server?.end();
  server = undefined;
}

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
