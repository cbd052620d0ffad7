/**
 * Many commands in one process, asked for in lines of JSON and answered in lines of JSON.
 *
 *     {"id": 1, "arguments": ["train", "--qubits=2", "--json"], "cwd": "/home/me"}
 *         -> {"id": 1, "progress": {"label": "training", "done": 120, "total": 2001}}, at most ten a second
 *         -> {"id": 1, "note": "..."}, what the command says on standard error
 *         -> {"id": 1, "output": "..."}, what it prints
 *         -> {"id": 1, "exit": 0}, or with "error": the sentence of the command line
 *     {"cancel": 1}
 *         stops the command as Ctrl-C does; its exit code comes as ever
 *
 * Requests run side by side. The first line says {"qntk": version, "protocol": 1}; the process ends when its input does, and leaves Ctrl-C to the
 * program that started it.
 */
import { packageVersion } from "../base/package-info.ts";
import type { Progress } from "../running/listener.ts";
import { type CommandEnd, type Console, withConsole } from "../terminal/console.ts";

/** Milliseconds between two words about the progress of one task. */
const PROGRESS_EVERY_MS = 100;
/** Version of the messages. */
const PROTOCOL = 1;

/** What is asked for. */
interface ServeRequest {
  readonly id: number | string;
  /** Arguments of the command line, after the program's name. */
  readonly arguments: readonly string[];
  /** Folder that relative paths start from; where the process is, where left out. */
  readonly cwd?: string;
}

/** A line of the answers. */
export type ServeMessage = Readonly<Record<string, unknown>>;

/** Runs commands: `runCommandLine`, or another one in its place. */
export type RunCommand = (argv: readonly string[]) => Promise<CommandEnd>;

/** Answers requests until there are no more and all are done. */
export async function serveLines(
  lines: AsyncIterable<string>,
  say: (message: ServeMessage) => void,
  run: RunCommand,
): Promise<void> {
  const running = new Map<number | string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  say({ qntk: packageVersion, protocol: PROTOCOL });
  for await (const line of lines) {
    if (line.trim() === "") continue;
    const asked = parseRequest(line);
    if (typeof asked === "string") say({ error: asked });
    else if ("cancel" in asked) running.get(asked.cancel)?.stop.abort(new Error("cancelled"));
    else if (running.has(asked.id)) say({ error: `id ${asked.id} is that of a request that is running` });
    else {
      const stop = new AbortController();
      const done = answer(asked, stop.signal, say, run).finally(() => running.delete(asked.id));
      running.set(asked.id, { stop, done });
    }
  }
  for (const { stop } of running.values()) stop.abort(new Error("input ended"));
  await Promise.all([...running.values()].map(({ done }) => done));
}

/** A request, or what is wrong with it. */
function parseRequest(line: string): ServeRequest | { readonly cancel: number | string } | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `not a line of JSON (${(error as Error).message})`;
  }
  const { id, arguments: args, cwd, cancel } = (value ?? {}) as Record<string, unknown>;
  const names = (name: unknown) => typeof name === "number" || typeof name === "string";
  if (names(cancel)) return { cancel: cancel as number | string };
  const whole =
    names(id) &&
    Array.isArray(args) &&
    args.every((each) => typeof each === "string") &&
    (cwd === undefined || typeof cwd === "string");
  return whole
    ? (value as ServeRequest)
    : 'a request is {"id": 1, "arguments": ["doctor", "--json"]}, with a "cwd" or not, or {"cancel": 1}';
}

async function answer(
  { id, arguments: args, cwd }: ServeRequest,
  signal: AbortSignal,
  say: (message: ServeMessage) => void,
  run: RunCommand,
): Promise<void> {
  const console: Console = {
    out: (output) => say({ id, output }),
    err: (text) => say({ id, note: text.replace(/\n$/, "") }),
    begin: (label, total) => sparse(label, total, (progress) => say({ id, progress })),
    columns: undefined,
    colored: false,
    signal,
  };
  try {
    if (cwd !== undefined) process.chdir(cwd);
    const { code, error } = await withConsole(console, () => run(args));
    say({ id, exit: code, ...(error && { error: error.message }) });
  } catch (error) {
    say({ id, exit: 1, error: `unexpected error: ${(error as Error).message}` });
  }
}

/** Progress that speaks at most every `PROGRESS_EVERY_MS`, and at the end. */
function sparse(name: string, total: number, tell: (progress: { label: string; done: number; total: number }) => void): Progress {
  let label = name;
  let latest = 0;
  let told = Number.NaN;
  let at = Number.NEGATIVE_INFINITY;
  const now = () => {
    at = performance.now();
    told = latest;
    tell({ label, done: latest, total });
  };
  return {
    update(done, newLabel = label) {
      label = newLabel;
      latest = done;
      if (performance.now() - at >= PROGRESS_EVERY_MS) now();
    },
    stop() {
      if (latest !== told) now();
    },
  };
}
