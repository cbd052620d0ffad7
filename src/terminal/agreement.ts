/**
 * Agreement to what a device costs, asked for on the terminal.
 */
import { createInterface } from "node:readline/promises";
import { ArgumentError } from "../base/errors.ts";
import { givenConsole } from "./console.ts";

/**
 * Asks unless the answer was given with the command.
 *
 * @param yes whether it was
 * @throws ArgumentError where nobody can be asked
 */
export async function askOnTerminal(backend: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY || givenConsole() !== undefined)
    throw new ArgumentError("yes", undefined, `--yes, or an answer on a terminal, before anything is sent to ${backend}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => {
    terminal.on("close", () => resolve(""));
    terminal.question(`Send them to ${backend}? (yes/no) `).then(resolve, () => resolve(""));
  });
  terminal.close();
  return /^\s*y(es)?\s*$/i.test(answer);
}
