/**
 * Completion in fish, with descriptions.
 */
import type { CommandShape, OptionShape, Values } from "./shapes.ts";

/** The script. */
export function fishScript(shapes: readonly CommandShape[]): string {
  const places = shapes
    .filter(({ name }) => name !== "")
    .map(({ name }) => {
      const words = name.split(" ");
      return `'${words.slice(0, -1).join(" ")}/${words.at(-1)}'`;
    });
  return `# fish completion for qntk
function __qntk_at
    set -l command ''
    for word in (commandline -opc)[2..-1]
        switch "$command/$word"
            case ${places.join(" ")}
                set command (string trim "$command $word")
        end
    end
    test "$command" = "$argv"
end
complete -c qntk -f
${shapes.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ name, below, options, values }: CommandShape): string[] {
  const at = `complete -c qntk -n ${quoted(`__qntk_at ${name}`.trim())}`;
  return [
    ...below.map(({ word, words }) => `${at} -a ${word} -d ${quoted(words)}`),
    ...(below.length > 0 || values === "unknown" || values.length === 0 ? [] : [`${at} ${action(values)}`]),
    ...options.map((option) => `${at} ${specification(option)}`),
  ];
}

function specification({ flag, words, values }: OptionShape): string {
  return [
    `-l ${flag.slice(2)}`,
    values === undefined ? "" : values === "unknown" ? "-x" : `-r ${action(values)}`,
    `-d ${quoted(words)}`,
  ]
    .filter(Boolean)
    .join(" ");
}

function action(values: Values): string {
  return values === "path" ? "-F" : `-fa ${quoted([...values].join(" "))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
