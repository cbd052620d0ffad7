/**
 * The commands of late-time theory: their options and examples. What they do is loaded when one runs.
 */
import { Command, Option } from "commander";
import { problemFieldNames } from "../fields.ts";
import { addRunOptions, describeOptions } from "../run-options.ts";
import type { LateTimeOptionValues } from "./option-values.ts";

/** Options of `train` that say what the training is, beside those of circuit and observable. */
const TRAINING_OPTIONS = ["loss", "target", "eta", "steps", "samples", "seed", "theta", "streams", "engine", "config"];

/** Adds `lotka-volterra`, `deep-limit` and `late-time` to the `theory` command and `diagnose` to the root. */
export function addLateTimeCommands(theory: Command, root: Command, done: (code: number) => void): void {
  withPlot(withExperiment(theory.command("late-time")))
    .description("predict lambda at late times, rates and the Hessian gap from tangent vectors and from the spectrum alone")
    .addOption(runOption("compare with a stored run, whose circuit, targets and final angles are taken"))
    .addOption(new Option("--monte-carlo <n>", "random circuits drawn for the ensemble averages, 0 for none (default: 40)"))
    .addOption(new Option("--ensemble <n>", "as --monte-carlo").hideHelp())
    .addHelpText(
      "after",
      `
Targets at or beyond an end of the spectrum have a late-time lambda; inside, the deep-circuit limit of K and lambda is given.

Examples:
  npx qntk theory late-time --qubits 4 --layers 96
  npx qntk theory late-time --observable tfim --layers 128 --target min-1 --json
  npx qntk theory late-time --run qntk-runs/transition-1 --plot late-time.svg`,
    )
    .action(async (values: LateTimeOptionValues) => done(await (await import("./late-time.ts")).lateTimeCommand(values)));

  withPlot(withExperiment(theory.command("deep-limit")))
    .description("predict the whole training history from the initial populations, for circuits with L >> d^2")
    .addOption(runOption("draw a stored run beside the prediction"))
    .addHelpText(
      "after",
      `
Examples:
  npx qntk theory deep-limit --qubits 3 --layers 1536 --eta 0.0001
  npx qntk theory deep-limit --target min-4 --steps 500 --json
  npx qntk theory deep-limit --run qntk-runs/transition-1 --plot deep-limit.png`,
    )
    .action(async (values: LateTimeOptionValues) => done(await (await import("./deep-limit.ts")).deepLimitCommand(values)));

  withPlot(withExperiment(theory.command("lotka-volterra")))
    .description("solve the Lotka-Volterra equations with predicted constants: bifurcation, phase portrait, closed forms")
    .addOption(
      new Option(
        "--lambda <which>",
        "lambda beyond the spectrum: circuit, edge, deep, or a number (default: edge, or deep where L is below the threshold)",
      ),
    )
    .addHelpText(
      "after",
      `
Examples:
  npx qntk theory lotka-volterra --qubits 4 --layers 96
  npx qntk theory lotka-volterra --lambda circuit --target min-2 --json
  npx qntk theory lotka-volterra --plot portrait.svg --force`,
    )
    .action(async (values: LateTimeOptionValues) =>
      done(await (await import("./lotka-volterra.ts")).lotkaVolterraCommand(values)),
    );

  withExperiment(root.command("diagnose"))
    .description("say before training what to expect: phase, time constants, stable learning rate, steps, over-parametrisation")
    .addOption(new Option("--error <value>", "error |epsilon - R| whose number of steps is estimated (default: 0.001)"))
    .addHelpText(
      "after",
      `
Examples:
  npx qntk diagnose --qubits 4 --layers 64
  npx qntk diagnose --ansatz hea --qubits 4 --layers 8 --observable tfim --target min --error 0.01
  npx qntk diagnose --layers 20 --target min-4 --json`,
    )
    .action(async (values: LateTimeOptionValues) => done(await (await import("../diagnose.ts")).diagnoseCommand(values)));
}

/** Adds the options of `train` that describe an experiment, and --json and --quiet. */
function withExperiment(command: Command): Command {
  const names = new Set([...problemFieldNames(), ...TRAINING_OPTIONS, "json", "quiet"]);
  for (const option of addRunOptions(new Command()).options) if (names.has(option.attributeName())) command.addOption(option);
  return describeOptions(command, {
    target:
      "target: a number, min, max, min-4 or max+20% (of the spectrum's width); several with commas, or repeated (default: three around the spectrum's end)",
  });
}

/** Adds --plot and --force. */
function withPlot(command: Command): Command {
  return command
    .addOption(new Option("--plot <file>", "draw the figure into a file, .svg or .png"))
    .addOption(new Option("--force", "replace an existing file"));
}

function runOption(description: string): Option {
  return new Option("--run <dir>", description);
}
