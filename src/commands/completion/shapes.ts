/**
 * The commands of a program as a shell completes them: their words, options, and what may stand for a value.
 */
import type { CommandArgument, CommandDefinition, CommandOption } from "../definition.ts";
import { commands } from "../index.ts";
import { type KnownFields, optionsOf } from "../options.ts";

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
 * The program and every command below it, each followed by those below it.
 *
 * @param known words that may stand for an argument, by the argument's name
 */
export function commandShapes(fields: KnownFields, known: Readonly<Record<string, readonly string[]>>): CommandShape[] {
  const shown = commands.all.filter(({ hidden }) => !hidden);
  const belowOf = (name: string) =>
    shown.filter((each) => each.name.split(" ").slice(0, -1).join(" ") === name).map((each) => each as CommandDefinition);
  const shape = (name: string, options: readonly CommandOption[], args: readonly CommandArgument[] = []): CommandShape => ({
    name,
    below: belowOf(name).map((each) => ({ word: lastWord(each), words: brief(each.summary) })),
    options: [
      ...options.filter(({ hidden }) => !hidden).map(optionShape),
      { flag: "--help", words: "display help for command", repeats: false },
    ],
    values: argumentValues(args, known),
  });
  const whole = (definition: CommandDefinition): CommandShape[] => [
    shape(definition.name, optionsOf(definition, fields), definition.arguments),
    ...belowOf(definition.name).flatMap(whole),
  ];
  return [shape("", [{ flags: "--version", words: "output the version number" }]), ...belowOf("").flatMap(whole)];
}

function lastWord({ name }: CommandDefinition): string {
  return name.split(" ").at(-1) as string;
}

function optionShape({ flags, words, choices, repeats = false }: CommandOption): OptionShape {
  const [flag, placeholder] = flags.split(" ");
  return {
    flag,
    words: brief(words),
    ...(placeholder !== undefined && { values: choices ?? valuesOf(placeholder.slice(1, -1)) }),
    repeats,
  };
}

function argumentValues([first]: readonly CommandArgument[], known: Readonly<Record<string, readonly string[]>>): Values {
  if (first === undefined) return [];
  const name = first.name.replace(/[<>[\].]/g, "");
  return known[name] ?? valuesOf(name);
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
