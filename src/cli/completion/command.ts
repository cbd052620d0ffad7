/**
 * `qntk completion`: a script for a shell, made from the commands as they are.
 */
import type { Command } from "commander";
import { ArgumentError } from "../../base/errors.ts";
import { print } from "../../terminal/terminal.ts";
import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import { type CommandShape, commandShapes, shellNames } from "./shapes.ts";
import { zshScript } from "./zsh.ts";

const SCRIPTS: Readonly<Record<(typeof shellNames)[number], (shapes: readonly CommandShape[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Runs the command and returns its exit code. */
export async function completionCommand(shell: string, program: Command): Promise<number> {
  const name = shellNames.find((known) => known === shell);
  if (name === undefined) throw new ArgumentError("shell", shell, "bash, zsh or fish");
  const { studies } = await import("../../papers/transition/figures/index.ts");
  const figures = [...studies.map(({ id }) => id), "all"];
  print(SCRIPTS[name](commandShapes(program, { figures, shell: shellNames })).trimEnd());
  return 0;
}
