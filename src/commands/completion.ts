/**
 * `qntk completion`: its options and examples.
 */
import type { CommandDefinition } from "./definition.ts";

/** The command. */
export const completionCommand: CommandDefinition = {
  name: "completion",
  summary: "print a script that completes commands, options and their values in a shell",
  arguments: [{ name: "<shell>", words: "bash, zsh or fish" }],
  examples: [
    "source <(npx qntk completion bash)",
    "npx qntk completion bash > ~/.local/share/bash-completion/completions/qntk",
    `npx qntk completion zsh > "\${fpath[1]}/_qntk"`,
    "npx qntk completion fish > ~/.config/fish/completions/qntk.fish",
  ],
};
