/**
 * `qntk serve --stdio`: requests for commands on standard input, answers on standard output, as `servers/lines.ts` has them.
 */
import { createInterface } from "node:readline";
import { ArgumentError } from "../base/errors.ts";
import { type RunCommand, serveLines } from "../servers/lines.ts";
import { givenConsole } from "../terminal/console.ts";

/** Runs the command and returns its exit code. */
export async function serveCommand({ stdio = false }: { readonly stdio?: boolean }, run: RunCommand): Promise<number> {
  if (!stdio)
    throw new ArgumentError("stdio", undefined, "--stdio: requests are read from standard input and answered on standard output");
  if (givenConsole() !== undefined) throw new ArgumentError("arguments", "serve", "another command: this one is running");
  process.on("SIGINT", () => {});
  await serveLines(
    createInterface({ input: process.stdin }),
    (message) => process.stdout.write(`${JSON.stringify(message)}\n`),
    run,
  );
  return 0;
}
