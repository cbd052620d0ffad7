/**
 * Completion in zsh, with descriptions.
 */
import { type CommandShape, type OptionShape, type Values, wordsOfCommands } from "./shapes.ts";

/** The script. */
export function zshScript(shapes: readonly CommandShape[]): string {
  return `#compdef qntk
# zsh completion for qntk
_qntk() {
  local command="" word
  local -a commands
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$command/$word" in
      ${wordsOfCommands(shapes)}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command" in
${shapes.map(caseOf).join("\n")}
  esac
}
if [ "$funcstack[1]" = "_qntk" ]; then _qntk "$@"; else compdef _qntk qntk; fi
`;
}

function caseOf({ name, below, options, values }: CommandShape): string {
  const list = below.map(({ word, words }) => quoted(`${word}:${words.replaceAll(":", "\\:")}`)).join(" ");
  const rest =
    below.length > 0 ? `"*::command:((${below.map(({ word }) => word).join(" ")}))"` : `"*:argument:${action(values)}"`;
  const lines = options.map((option) => `        ${specification(option)} \\`).join("\n");
  const described =
    below.length > 0
      ? `      commands=(${list})\n      [[ "$words[CURRENT]" != -* ]] && { _describe command commands; return }\n`
      : "";
  return `    "${name}")\n${described}      _arguments -s \\\n${lines}\n        ${rest} ;;`;
}

/** An option in the words of `_arguments`. */
function specification({ flag, words, values, repeats }: OptionShape): string {
  const described = `${repeats ? "*" : ""}${flag}${values === undefined ? "" : "="}[${words.replace(/[[\]]/g, "\\$&")}]`;
  return quoted(values === undefined ? described : `${described}:value:${action(values)}`);
}

function action(values: Values): string {
  if (values === "path") return "_files";
  return values === "unknown" || values.length === 0 ? " " : `(${values.join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
