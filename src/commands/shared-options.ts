/**
 * Options that many commands have.
 */
import type { CommandOption } from "./definition.ts";

export const digits: CommandOption = { flags: "--json", words: "print JSON with every digit" };
export const json: CommandOption = { flags: "--json", words: "print JSON" };
export const force: CommandOption = { flags: "--force", words: "replace an existing file" };
export const quiet: CommandOption = { flags: "--quiet", words: "print nothing but errors" };
export const noProgress: CommandOption = { flags: "--quiet", words: "show no progress" };

/** What is averaged or drawn by theory: where it aims, and from which random numbers; `more` follows the words of the target. */
export const theorySubject = (more = ""): CommandOption[] => [
  {
    flags: "--target <o0>",
    words: `target: a number, min, max, min-4, max+20% (of the spectrum's width)${more}`,
    initial: "min; max for a projector",
  },
  { flags: "--seed <n>", words: "seed of all random numbers", initial: "0" },
  { flags: "--engine <name>", words: "auto or reference", initial: "auto" },
];
