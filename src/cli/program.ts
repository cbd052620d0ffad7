/**
 * The command line as a function: makes a parser of the commands' definitions, runs the one that is named, and turns errors into one sentence and an exit code.
 */
import { Command, CommanderError, Option } from "commander";
import { ArgumentError, FormatError, QntkError } from "../base/errors.ts";
import { packageVersion } from "../base/package-info.ts";
import type { CommandDefinition, CommandOption } from "../commands/definition.ts";
import { commands } from "../commands/index.ts";
import { optionsOf } from "../commands/options.ts";
import type { CommandEnd } from "../terminal/console.ts";
import { currentConsole } from "../terminal/terminal.ts";
import { type Action, actions } from "./actions.ts";
import { knownFields, loadFields } from "./fields.ts";
import { takeImports } from "./imports.ts";

/** Exit codes: done; failed; used wrongly. */
const OK = 0;
const FAILED = 1;
const BAD_USAGE = 2;
/** Width of help where the terminal says none. */
const HELP_COLUMNS = 80;

/**
 * Runs a command to its end. What it prints goes to the terminal, or to the console that it was given.
 *
 * @param argv arguments after the program's name; none for help
 */
export async function runCommandLine(argv: readonly string[]): Promise<CommandEnd> {
  let program: Command | undefined;
  let code = OK;
  try {
    const { args, paths } = takeImports(argv.length === 0 ? ["--help"] : argv);
    if (paths.length > 0) await loadPlugins(paths);
    if (takesFields(args)) await loadFields();
    // Options follow from the definitions, those of one's own included.
    program = buildProgram((ended) => {
      code = ended;
    });
    await program.parseAsync(args, { from: "user" });
    return { code };
  } catch (error) {
    return endOf(error, program);
  }
}

/** Loads modules of the user's own, in order. */
async function loadPlugins(paths: readonly string[]): Promise<void> {
  const { loadPlugin } = await import("../plugins/load.ts");
  for (const path of paths) await loadPlugin(path);
}

/** Whether fields of a configuration may be among the options that are typed: most of the time of small commands would go there. */
function takesFields([first, second]: readonly string[]): boolean {
  if (first.startsWith("-")) return false;
  const named = commands.find(`${first} ${second}`) ?? commands.find(first);
  return named === undefined || named.fields !== undefined;
}

/** The commands, with the fields that are loaded; `done` receives the exit code of the one that ran. */
export function buildProgram(done: (code: number) => void): Command {
  const root = new Command("qntk")
    .description("Training dynamics of quantum neural networks: simulate, compare with theory, reproduce.")
    .version(packageVersion)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => currentConsole().out(text),
      writeErr: (text) => currentConsole().err(text),
      // Said with the exit code.
      outputError() {},
      getOutHelpWidth: () => currentConsole().columns ?? HELP_COLUMNS,
      getOutHasColors: () => false,
    })
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 bad usage. Every command has examples under --help.");
  for (const definition of commands.all) addCommand(root, definition, done);
  return root;
}

/** Adds a command below the one that its first word names, or to the root. */
function addCommand(root: Command, definition: CommandDefinition, done: (code: number) => void): void {
  const { name, summary, arguments: args = [], hidden, notes, examples } = definition;
  const words = name.split(" ");
  const above = words.length === 1 ? root : (root.commands.find((command) => command.name() === words[0]) ?? root);
  const command = above
    .command(words[words.length - 1], { hidden })
    .description(summary)
    .addHelpText(
      "after",
      `\n${notes === undefined ? "" : `${notes}\n\n`}Examples:\n${examples.map((line) => `  ${line}`).join("\n")}`,
    )
    .exitOverride();
  for (const argument of args) command.argument(argument.name, argument.words);
  for (const option of optionsOf(definition, knownFields())) command.addOption(parsedOption(option));
  const action = actionOf(definition);
  if (action === undefined) return;
  command.action(async (...given: unknown[]) =>
    done(await action({ args: given.slice(0, args.length), values: given[args.length], run: runCommandLine })),
  );
}

/** What a command does; undefined for one that needs another word. */
function actionOf(definition: CommandDefinition): Action | undefined {
  if (definition.run === undefined) return actions[definition.name];
  return async (given) => (await import("./own-command.ts")).runOwn(definition, given);
}

/** An option as it is parsed: one value, unless it takes several. */
function parsedOption({ flags, words, initial, required = false, repeats = false, hidden = false }: CommandOption): Option {
  const option = new Option(flags, initial === undefined ? words : `${words} (default: ${initial})`)
    .makeOptionMandatory(required)
    .hideHelp(hidden);
  if (option.isBoolean() || option.negate) return option;
  if (repeats) return option.argParser((value: string, previous: string[] | undefined) => [...(previous ?? []), value]);
  return option.argParser((value: string, previous: unknown) => {
    if (previous !== undefined)
      throw new ArgumentError(option.attributeName(), value, `one value; ${option.long} was given before, as ${previous}`);
    return value;
  });
}

/** The commands below a command, and those below them. */
function allCommands(command: Command): Command[] {
  return command.commands.flatMap((below) => [below, ...allCommands(below)]);
}

/** What an error comes to. */
function endOf(error: unknown, program: Command | undefined): CommandEnd {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { code: OK };
    // Help was printed for a command that needs another word.
    if (error.code === "commander.help") return { code: BAD_USAGE };
    const message = error.message.replace(/^error: /, "");
    return { code: BAD_USAGE, error: { message, said: `error: ${message}\n(add --help for help)` } };
  }
  const said = (code: number, message: string) => ({ code, error: { message, said: `qntk: ${message}` } });
  if (error instanceof ArgumentError) return said(BAD_USAGE, asOption(error.message, error.argument, program));
  if (error instanceof FormatError) return said(BAD_USAGE, error.message);
  if (error instanceof QntkError) return said(FAILED, error.message);
  const { stack, message } = error as Error;
  return said(FAILED, `unexpected error: ${process.env.QNTK_DEBUG ? stack : message}`);
}

/** Writes an argument's name the way it is typed: `target.0` becomes `--target`, `measure.mu` becomes `--measure mu`. */
function asOption(message: string, argument: string, program: Command | undefined): string {
  const [name, ...rest] = argument.split(/[.[ ]/).filter((part) => !/^\d+\]?$/.test(part));
  const options = new Set(
    (program === undefined ? [] : allCommands(program)).flatMap((command) =>
      command.options.map((option) => option.attributeName()),
    ),
  );
  if (!options.has(name)) return message;
  const typed = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return message.replace(argument, [typed, ...rest].join(" "));
}
