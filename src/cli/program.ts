/**
 * The command line as a function: names the commands, loads the one that runs, and turns errors into one sentence and an exit code.
 */
import { Command, CommanderError } from "commander";
import { ArgumentError, FormatError, QntkError } from "../base/errors.ts";
import { packageVersion } from "../base/package-info.ts";
import type { CommandEnd } from "../terminal/console.ts";
import { currentConsole } from "../terminal/terminal.ts";
import { addCircuitCommand } from "./circuit-options.ts";
import { kernelFields } from "./fields.ts";
import { addImportOptions, takeImports } from "./imports.ts";
import { addNoiseCommand } from "./noise-options.ts";
import { addFieldOptions, addRunOptions, type RunOptionValues } from "./run-options.ts";
import { addStudyCommands } from "./study-commands.ts";
import { addSweepCommands } from "./sweep/commands.ts";
import { addTheoryCommands } from "./theory/commands.ts";
import { addLateTimeCommands } from "./theory/late-time-commands.ts";

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

/** The commands; `done` receives the exit code of the one that ran. */
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

  addRunOptions(root.command("transition"))
    .description("compute the dynamical transition: three targets around O_min, with theory beside it")
    .addHelpText(
      "after",
      `
Writes a run folder with the numbers (Zarr), transition.svg, transition.png and report.html.

Examples:
  npx qntk transition
  npx qntk transition --qubits 2 --layers 32 --coupling 4 --seed 7
  npx qntk transition --ansatz hea --qubits 4 --layers 24 --target min+3 --target min --target min-3
  npx qntk transition --observable projector --json`,
    )
    .action(async (values: RunOptionValues) => done(await (await import("./run-command.ts")).runCommand("transition", values)));

  addRunOptions(root.command("train"))
    .description("train a circuit and record its dynamics")
    .addHelpText(
      "after",
      `
Examples:
  npx qntk train --qubits 6 --layers 192 --target -18 --steps 3000 --out runs/frozen-kernel
  npx qntk train --observable pauli --pauli '-1.0*XXI + 0.5*ZIZ' --qubits 3 --target min
  npx qntk train --ansatz hea --qubits 8 --layers 48 --observable tfim --target -5 --measure mu:40,theta:100
  npx qntk train --config experiment.json --seed 3
  npx qntk train --resume runs/frozen-kernel`,
    )
    .action(async (values: RunOptionValues) => done(await (await import("./run-command.ts")).runCommand("train", values)));

  addFieldOptions(root.command("kernel"), kernelFields())
    .argument("[dir]", "folder of a run with data")
    .description(
      "the quantum neural tangent kernel over a data set: mean, spread, spectrum, and what lazy training would predict",
    )
    .option("--step <t>", "step of the run, one at which θ was recorded (default: the last)")
    .option("--plot <file>", "draw the matrix and its spectrum to an .svg or .png file")
    .option("--force", "replace an existing file")
    .option("--json", "print JSON with every digit")
    .option("--quiet", "print nothing but the result")
    .addHelpText(
      "after",
      `
Examples:
  npx qntk kernel --data haar:2 --observable pauli --pauli ZIII --samples 100
  npx qntk kernel --data points.csv --encode ry --qubits 2 --observable pauli --pauli ZI --test 25% --plot kernel.png
  npx qntk kernel qntk-runs/train-1 --step 100 --json`,
    )
    .action(async (dir: string | undefined, values: RunOptionValues) =>
      done(await (await import("./kernel.ts")).kernelCommand(dir, values)),
    );

  root
    .command("show")
    .argument("<dir>", "run folder")
    .description("summarize a run, or print its numbers at some steps")
    .option("--at <steps>", "steps to print, such as 0,100,1000")
    .option("--check", "compare every file below the folder with its checksum instead")
    .option("--plot <file>", "draw the run's figure to an .svg or .png file")
    .option("--force", "replace an existing file")
    .option("--json", "print JSON with every digit")
    .addHelpText(
      "after",
      "\nExamples:\n  npx qntk show qntk-runs/transition-1\n  npx qntk show qntk-runs/transition-1 --at 0,100,1000 --json\n  npx qntk show qntk-runs/transition-1 --plot run.png\n  npx qntk show --check qntk-runs",
    )
    .action(async (dir: string, values) => done(await (await import("./show.ts")).showCommand(dir, values)));

  root
    .command("export")
    .argument("<dir>", "run folder")
    .description("write a run's arrays to one file for NumPy")
    .requiredOption("--npz <file>", "file to write")
    .option("--force", "replace an existing file")
    .addHelpText("after", "\nExamples:\n  npx qntk export qntk-runs/transition-1 --npz transition.npz")
    .action(async (dir: string, values) => done(await (await import("./export.ts")).exportCommand(dir, values)));

  root
    .command("verify")
    .argument("<dir>", "folder laid out like the authors' repository (it holds `data`, or is `data`)")
    .description("simulate the published data again from its seeds and compare, file by file")
    .option("--only <glob>", "files to compare, such as '*n6L192*' or 'training/HEA/**'")
    .option("--max-steps <n>", "compare the first n steps only")
    .option("--samples <n>", "compare the first n samples only (they do not depend on each other)")
    .option("--sample", "compare a seeded part of every folder, as large as five minutes on two cores allow")
    .option("--seed <n>", "seed that picks the files of --sample (default: 0)")
    .option(
      "--engine <name>",
      "auto, native (fastest), wasm or reference (plain TypeScript) (default: auto, the fastest one here)",
    )
    .option("--threads <n>", "worker threads in all (default: all cores)")
    .option(
      "--jobs <n>",
      "experiments simulated side by side, sharing the threads (default: 1; with --sample one on each thread)",
    )
    .option("--resume <file>", "keep results in this file, and go on from those it holds")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but failures and the count")
    .addHelpText(
      "after",
      `
Data: https://github.com/bzGit06/QNN-dynamics

Examples:
  npx qntk verify ../QNN-dynamics --sample
  npx qntk verify ../QNN-dynamics --only '*n6L6T*'
  npx qntk verify ../QNN-dynamics --only '*n8L768*' --max-steps 20
  npx qntk verify ../QNN-dynamics --jobs 2 --resume verify.json
  npx qntk verify ../QNN-dynamics --json`,
    )
    .action(async (dir: string, values) => done(await (await import("./verify.ts")).verifyCommand(dir, values)));

  addNoiseCommand(root, done);
  addCircuitCommand(root, done);

  root
    .command("lab")
    .argument("[dir]", "folder of a sweep to open: its map, and a click on a point opens that run")
    .description("open the lab: the transition live in the browser, served on this machine only")
    .option("--port <n>", "port, 0 for any that is free (default: 4280, or another one where it is taken)")
    .addHelpText("after", "\nExamples:\n  npx qntk lab\n  npx qntk lab --port 8080\n  npx qntk lab sweeps/first")
    .action(async (dir: string | undefined, values) => done(await (await import("./lab.ts")).labCommand(dir, values)));

  root
    .command("figure")
    .argument(
      "<figures...>",
      "figures of the paper, 2 to 9; averages, device, hea, tfim, frame-potential or correlations beside them; s-correlations, s-lambda, s-restricted-haar or s-shots from the supplement; several of them, or all",
    )
    .description("compute figures of the paper again from nothing and draw them")
    .option("--quick", "small circuits and few steps, seconds instead of minutes")
    .option("--data <dir>", "the authors' data, as for verify: drawn over the figure and compared with it")
    .option("--out <dir>", "folder to write to, runs below it (default: qntk-figures)")
    .option("--format <list>", "of svg, pdf, png, html (default: all)")
    .option("--resume", "go on in a folder with figures: runs there are used again, figures drawn again")
    .option("--threads <n>", "worker threads (default: all cores)")
    .option("--force", "replace figures, and runs of another configuration")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText(
      "after",
      `
Each figure comes with a caption (.md) that states every parameter, seed and number of agreement, and its data (.json).
Runs that are complete are used again, interrupted ones gone on with.

Examples:
  npx qntk figure 3 --quick
  npx qntk figure 3 --data ../QNN-dynamics --out figures
  npx qntk figure 8 tfim --data ../QNN-dynamics
  npx qntk figure all --quick --format svg,pdf`,
    )
    .action(async (names: string[], values) => done(await (await import("./figure/command.ts")).figureCommand(names, values)));

  root
    .command("doctor")
    .description(
      "say what this machine has: versions, the engine and why, threads, memory, Python, Slurm, the lab; and how to get the faster engine",
    )
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  npx qntk doctor\n  npx qntk doctor --json")
    .action(async (values: { json?: boolean }) => done(await (await import("./doctor.ts")).doctorCommand(values)));

  root
    .command("schema")
    .description("print the JSON Schema of configuration files")
    .addHelpText("after", "\nExamples:\n  npx qntk schema > config.schema.json")
    .action(async () => done(await (await import("./schema.ts")).schemaCommand()));

  root
    .command("completion")
    .argument("<shell>", "bash, zsh or fish")
    .description("print a script that completes commands, options and their values in a shell")
    .addHelpText(
      "after",
      `
Examples:
  source <(npx qntk completion bash)
  npx qntk completion bash > ~/.local/share/bash-completion/completions/qntk
  npx qntk completion zsh > "\${fpath[1]}/_qntk"
  npx qntk completion fish > ~/.config/fish/completions/qntk.fish`,
    )
    .action(async (shell: string) => done(await (await import("./completion/command.ts")).completionCommand(shell, root)));

  root
    .command("serve")
    .description("answer requests for commands in lines of JSON, many in one process: what the Python package talks to")
    .option("--stdio", "on standard input and output")
    .addHelpText(
      "after",
      `
A request is {"id": 1, "arguments": ["train", "--qubits=2", "--json"]}; {"cancel": 1} stops it. docs/python.md has the answers.

Examples:
  echo '{"id": 1, "arguments": ["doctor"]}' | npx qntk serve --stdio`,
    )
    .action(async (values: { stdio?: boolean }) => done(await (await import("./serve.ts")).serveCommand(values, runCommandLine)));

  addStudyCommands(root, done);
  addSweepCommands(root, done);
  addLateTimeCommands(addTheoryCommands(root, done), root, done);

  for (const command of allCommands(root)) refuseRepeatedOptions(command);
  addImportOptions(allCommands(root));
  for (const command of allCommands(root)) command.exitOverride();
  return root;
}

/** Refuses an option that takes one value and is given two: those that take several collect them. */
function refuseRepeatedOptions(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || option.negate || option.parseArg !== undefined) continue;
    option.argParser((value: string, previous: unknown) => {
      if (previous !== undefined && previous !== option.defaultValue)
        throw new ArgumentError(option.attributeName(), value, `one value; ${option.long} was given before, as ${previous}`);
      return value;
    });
  }
}

/** The commands below a command, and those below them. */
export function allCommands(command: Command): Command[] {
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
