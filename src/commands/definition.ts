/**
 * What a command is: what it is called and takes, and what is said of it. Help, the reference of the command line, completion in shells and refusals follow
 * from it. What the package's own commands do is in cli/; one of the user's own says it itself.
 */
import type { ExperimentConfig } from "../experiment/config.ts";

/** An option. */
export interface CommandOption {
  /** As it is typed, with what stands for its value: `--plot <file>`, `--force`, `--no-plot`. */
  readonly flags: string;
  readonly words: string;
  /** The value where none is given, in words. */
  readonly initial?: string;
  /** Whether it must be given. */
  readonly required?: boolean;
  /** Whether it may be given several times; its value is then a list. */
  readonly repeats?: boolean;
  /** Whether help leaves it out, as it does an earlier name. */
  readonly hidden?: boolean;
  /** The values there are, where they are few and have names. */
  readonly choices?: readonly string[];
}

/** An argument. */
export interface CommandArgument {
  /** `<file>`, `[dir]` where it may be left out, `<figures...>` for several. */
  readonly name: string;
  /** What it is; help lists it only where this is not empty. */
  readonly words: string;
}

/** Names of the fields of a configuration, in the order of the schema. */
export interface FieldNames {
  readonly all: readonly string[];
  /** Those that say what circuit and what observable. */
  readonly problem: readonly string[];
  /** Those that say what data are trained on. */
  readonly data: readonly string[];
}

/** A command. */
export interface CommandDefinition {
  /** Its words after the program's name: `train`, `theory haar`. A command of two words stands below one of the first. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly arguments?: readonly CommandArgument[];
  /** Fields of a configuration that are options of the command. */
  fields?(names: FieldNames): readonly string[];
  /** What such options are in other words, default included, where they mean something else than in a configuration. */
  readonly fieldWords?: Readonly<Record<string, string>>;
  /** Other defaults of such options, in words. */
  readonly fieldDefaults?: Readonly<Record<string, string>>;
  /** Further options, which come after the fields. */
  readonly options?: readonly CommandOption[];
  /** A paragraph of help below the options. */
  readonly notes?: string;
  /** Lines that may be typed as they are, beginning with `npx qntk`. */
  readonly examples: readonly string[];
  /** Whether help and completion leave it out. */
  readonly hidden?: boolean;
  /** Whether it loads no modules of the user's own: it knows of no definitions beside those of the package, or does nothing itself. */
  readonly withoutImports?: boolean;
  /** Does the work of a command of one's own, and returns the exit code: 0 for done, 1 for failed. */
  run?(request: CommandRequest): number | Promise<number>;
}

/** What a command of one's own is asked for. */
export interface CommandRequest {
  readonly arguments: readonly string[];
  /** Its own options by name, `--max-steps` as `maxSteps`: a text, a list where it repeats, true for a flag. */
  readonly options: Readonly<Record<string, string | readonly string[] | boolean | undefined>>;
  /** The experiment of its fields; undefined where it has none. */
  readonly config?: ExperimentConfig;
  /** Prints a line of the result. */
  print(text: string): void;
  /** Says something that is no part of the result. */
  note(text: string): void;
  /** Aborted when the command is to stop. */
  readonly signal: AbortSignal;
}
