/**
 * The commands of a program as a shell completes them: their words, options, and what may stand for a value.
 */
import type { Argument, Command, Option } from "commander";
import { optionFields } from "../fields.ts";

/** What may stand where a value is asked for: words to choose from, a path, or nothing that a shell knows. */
export type Values = readonly string[] | "path" | "unknown";

/** An option. */
export interface OptionShape {
  /** As it is typed, such as `--ansatz`. */
  readonly flag: string;
  readonly words: string;
  /** Undefined for a flag, which takes no value. */
  readonly values?: Values;
  readonly repeats: boolean;
}

/** A command. */
export interface CommandShape {
  /** Its words after the program's name, such as `theory haar`; empty for the program itself. */
  readonly name: string;
  readonly below: readonly { readonly word: string; readonly words: string }[];
  readonly options: readonly OptionShape[];
  /** What may stand for its arguments. */
  readonly values: Values;
}

/** The shells that scripts are written for. */
export const shellNames = ["bash", "zsh", "fish"] as const;

/** Length of a description, about. */
const WORDS_LENGTH = 72;

/**
 * The program and every command below it, in order.
 *
 * @param known words that may stand for an argument, by the argument's name
 */
export function commandShapes(program: Command, known: Readonly<Record<string, readonly string[]>>): CommandShape[] {
  const shapes = (command: Command, name: string): CommandShape[] => {
    const below = command.commands.filter((each) => !isHidden(each));
    const shape = {
      name,
      below: below.map((each) => ({ word: each.name(), words: brief(each.description()) })),
      options: [
        ...command.options.filter(({ hidden }) => !hidden).map(optionShape),
        { flag: "--help", words: "display help for command", repeats: false },
      ],
      values: argumentValues(command.registeredArguments, known),
    };
    return [shape, ...below.flatMap((each) => shapes(each, [name, each.name()].filter(Boolean).join(" ")))];
  };
  return shapes(program, "");
}

/** Whether a command is left out of help, which alone is told so. */
function isHidden(command: Command): boolean {
  return command.parent?.createHelp().visibleCommands(command.parent).includes(command) === false;
}

function optionShape(option: Option): OptionShape {
  const { long, flags, description } = option;
  const takesValue = option.required || option.optional;
  return {
    flag: long ?? flags,
    words: brief(description),
    ...(takesValue && { values: optionValues(option) }),
    repeats: option.parseArg !== undefined && description.includes("repeat"),
  };
}

function optionValues(option: Option): Values {
  const field = optionFields().get(option.attributeName());
  // An option of the same name may be another one: it has words of its own.
  if (field?.choices !== undefined && option.description.startsWith(field.words)) return field.choices;
  return valuesOf(/[<[](.*?)[\]>]/.exec(option.flags)?.[1] ?? "");
}

function argumentValues([first]: readonly Argument[], known: Readonly<Record<string, readonly string[]>>): Values {
  if (first === undefined) return [];
  return known[first.name()] ?? valuesOf(first.name());
}

/** What a placeholder stands for. */
function valuesOf(placeholder: string): Values {
  return /^(file|dir|path|folder)$/.test(placeholder) ? "path" : "unknown";
}

/** The beginning of a description, up to a stop or a space that leaves it short. */
function brief(description: string): string {
  const [plain] = description.split(/ \(default|; repeat/);
  if (plain.length <= WORDS_LENGTH) return plain;
  const short = plain.slice(0, WORDS_LENGTH + 1);
  const stop = Math.max(...[":", ";", ",", " ("].map((mark) => short.lastIndexOf(mark)));
  return short.slice(0, stop > 0 ? stop : short.lastIndexOf(" ")).trim();
}

/** Patterns `before/word` of all words that name a command, as alternatives of a shell's `case`. */
export function wordsOfCommands(shapes: readonly CommandShape[]): string {
  return shapes
    .filter(({ name }) => name !== "")
    .map(({ name }) => {
      const words = name.split(" ");
      return `"${words.slice(0, -1).join(" ")}/${words.at(-1)}"`;
    })
    .join("|");
}
