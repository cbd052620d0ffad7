/**
 * Completion in bash 3.2 and newer: one function that finds the command among the words typed so far.
 */
import { type CommandShape, type Values, wordsOfCommands } from "./shapes.ts";

/** The script. */
export function bashScript(shapes: readonly CommandShape[]): string {
  return `# bash completion for qntk
_qntk() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" options="" values="" word
  # --option=value comes as three words.
  if [ "$current" = "=" ]; then current=""; elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command/$word" in
      ${wordsOfCommands(shapes)}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command" in
${shapes.map(({ name, options, below, values }) => `    "${name}") options="${options.map(({ flag }) => flag).join(" ")}"; values=${below.length > 0 ? quoted(below.map(({ word }) => word)) : quoted(values)} ;;`).join("\n")}
  esac
  case "$command/$before" in
${valueCases(shapes)}
  esac
  COMPREPLY=()
  if [ "$values" = ":path" ]; then
    case "$current" in
      -*) ;;
      *) compopt -o filenames 2>/dev/null; while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current"); return ;;
    esac
    values=""
  fi
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$options $values" -- "$current")
}
complete -F _qntk qntk
`;
}

/** What may follow an option that takes a value. Options that are alike in many commands share a line. */
function valueCases(shapes: readonly CommandShape[]): string {
  const places = new Map<string, string[]>();
  for (const { name, options } of shapes)
    for (const { flag, values } of options) {
      if (values === undefined) continue;
      const line = quoted(values);
      places.set(line, [...(places.get(line) ?? []), `"${name}/${flag}"`]);
    }
  return [...places].map(([line, patterns]) => `    ${patterns.join("|")}) options=""; values=${line} ;;`).join("\n");
}

function quoted(values: Values): string {
  if (values === "path") return '":path"';
  return values === "unknown" ? '""' : `"${values.join(" ")}"`;
}
