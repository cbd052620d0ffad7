/**
 * The table of commands.
 */
import { ArgumentError } from "../base/errors.ts";
import { type Registry, registry } from "../base/registry.ts";
import type { CommandDefinition } from "./definition.ts";
import { ownCommands } from "./own.ts";

/** What the words of a command look like. */
const COMMAND_NAME = {
  form: /^[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)?$/,
  words: "one word, or two, of lower-case letters, digits and hyphens",
} as const;

/** All commands, in the order of help; those of one's own come last. */
export const commands: Registry<CommandDefinition> = /* @__PURE__ */ registry("command", ownCommands, requireShown, COMMAND_NAME);

/**
 * Adds a command of one's own, whose definition says what it does.
 *
 * @throws ArgumentError for a name that is taken, a second word below no command, or a definition without `run`
 */
export function registerCommand<D extends CommandDefinition>(definition: D): D {
  if (typeof definition.run !== "function")
    throw new ArgumentError("command run", definition.run, "a function of what is asked for");
  const above = definition.name.split(" ").slice(0, -1).join(" ");
  if (above !== "" && commands.find(above) === undefined)
    throw new ArgumentError("command name", definition.name, `a word below one of ${commands.names.join(", ")}`);
  return commands.register(definition);
}

function requireShown({ summary, examples, hidden }: CommandDefinition): void {
  if (typeof summary !== "string" || summary === "")
    throw new ArgumentError("command summary", summary, "what it does, in a few words");
  if (!hidden && (!Array.isArray(examples) || examples.length === 0))
    throw new ArgumentError("command examples", examples, "a list of lines that may be typed, beginning with npx qntk");
}
