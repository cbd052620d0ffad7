/**
 * Options that many commands have.
 */
import type { CommandOption } from "./definition.ts";

export const digits: CommandOption = { flags: "--json", words: "print JSON with every digit" };
export const json: CommandOption = { flags: "--json", words: "print JSON" };
export const force: CommandOption = { flags: "--force", words: "replace an existing file" };
export const quiet: CommandOption = { flags: "--quiet", words: "print nothing but errors" };
export const noProgress: CommandOption = { flags: "--quiet", words: "show no progress" };
