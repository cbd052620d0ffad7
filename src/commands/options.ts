/**
 * The options of a command: fields of a configuration, as its schema describes them, and the command's own.
 */
import type { OptionInfo } from "../experiment/option-info.ts";
import type { CommandDefinition, CommandOption, FieldNames } from "./definition.ts";

/** The fields of a configuration; none where no schema has been loaded. */
export interface KnownFields extends FieldNames {
  readonly infos: ReadonlyMap<string, OptionInfo>;
}

const importOption: CommandOption = {
  flags: "--import <file>",
  words: "load a module of your own that registers definitions; repeat for several",
  repeats: true,
};
const allowImportOption: CommandOption = {
  flags: "--allow-import",
  words: "load the modules that the configuration file names in its field import",
};

/** Every option of a command, in the order of help. */
export function optionsOf(definition: CommandDefinition, known: KnownFields): CommandOption[] {
  const { fieldWords = {}, fieldDefaults = {}, options = [], withoutImports } = definition;
  const wanted = new Set(definition.fields?.(known) ?? []);
  const fields = [...known.infos].flatMap(([name, info]) => {
    if (!wanted.has(name)) return [];
    const { words, initial, ...rest } = fieldOption(name, info);
    if (name in fieldWords) return [{ ...rest, words: fieldWords[name] }];
    return [{ ...rest, words, initial: fieldDefaults[name] ?? initial }];
  });
  const imports = withoutImports
    ? []
    : [importOption, ...(options.some(({ flags }) => flags.startsWith("--config ")) ? [allowImportOption] : [])];
  return [...fields, ...options, ...imports];
}

/** A name of a field as it is typed, such as `--entangler-depth`. */
export function flagOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The option of a field. */
function fieldOption(name: string, { reads, placeholder, words, defaultWords, choices }: OptionInfo): CommandOption {
  return {
    flags: [flagOf(name), placeholder].filter(Boolean).join(" "),
    words,
    initial: defaultWords,
    repeats: ["targets", "list", "each-text"].includes(reads),
    choices,
  };
}

/** The name under which an option's value is found: `maxSteps` for `--max-steps <n>`, `plot` for `--no-plot`. */
export function optionName({ flags }: CommandOption): string {
  const [flag] = flags.split(" ");
  return flag.replace(/^--(no-)?/, "").replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}
