/**
 * `qntk completion`: a script for a shell, made from the commands as they are.
 */
import { ArgumentError } from "../base/errors.ts";
import { bashScript } from "../commands/completion/bash.ts";
import { fishScript } from "../commands/completion/fish.ts";
import { type CommandShape, commandShapes, shellNames } from "../commands/completion/shapes.ts";
import { zshScript } from "../commands/completion/zsh.ts";
import { print } from "../terminal/terminal.ts";
import { knownFields, loadFields } from "./fields.ts";

const SCRIPTS: Readonly<Record<(typeof shellNames)[number], (shapes: readonly CommandShape[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Runs the command and returns its exit code. */
export async function completionCommand(shell: string): Promise<number> {
  const name = shellNames.find((known) => known === shell);
  if (name === undefined) throw new ArgumentError("shell", shell, "bash, zsh or fish");
  const [{ allStudies }] = await Promise.all([import("../papers/studies.ts"), loadFields()]);
  const figures = [...allStudies().map(({ id }) => id), "all"];
  print(SCRIPTS[name](commandShapes(knownFields(), { figures, shell: shellNames })).trimEnd());
  return 0;
}
