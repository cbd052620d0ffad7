/**
 * The commands of studies: their options and examples. What they do is loaded when one runs.
 */
import { Command, Option } from "commander";
import { dataFieldNames } from "./fields.ts";
import { addRunOptions, describeOptions, type RunOptionValues } from "./run-options.ts";

/** Adds the commands to the root. */
export function addStudyCommands(root: Command, done: (code: number) => void): void {
  const depthFixed = ["layers", "theta", "loss", "lambda", "criticalFrom", "criticalSteps", "measure", "config", "from"];
  describeOptions(withRunOptions(root.command("depth"), depthFixed), {
    target:
      "target beyond the spectrum: a number, min-4 or max+20% (of the spectrum's width) (default: min-20%; max+400% for projector)",
    steps: "gradient steps of each run (default: 4000)",
  })
    .description("train circuits of several depths far beyond the spectrum: what each reaches, ranks, and late-time lambda")
    .addOption(
      new Option("--layers-list <list>", "layers of the circuits, such as 8,16,32 (default: from 1/8 to 3 times the threshold)"),
    )
    .addOption(new Option("--monte-carlo <n>", "random circuits drawn for lambda at each depth, 0 for none (default: 40)"))
    .addOption(new Option("--ensemble <n>", "as --monte-carlo").hideHelp())
    .addHelpText(
      "after",
      `
Writes a folder with one run for each depth, depth.json, depth.svg and depth.png.

Examples:
  npx qntk depth --qubits 3
  npx qntk depth --qubits 4 --layers-list 8,16,24,32,48,64 --samples 20 --out studies/depth
  npx qntk depth --observable projector --qubits 3 --eta 0.01 --json
  npx qntk depth --resume studies/depth`,
    )
    .action(async (values: RunOptionValues) => done(await (await import("./depth.ts")).depthCommand(values)));

  const fixed = ["target", "loss", "lambda", "criticalFrom", "criticalSteps", "measure", "config", "from"];
  describeOptions(withRunOptions(root.command("speedup"), fixed), {
    steps: "most gradient steps of the run with the linear loss (default: 6000)",
  })
    .description("race targets below the spectrum against the linear loss: same eta, equal cost, and the limit of stability")
    .addOption(new Option("--error <value>", "residual error |epsilon - R| to be reached (default: 0.001)"))
    .addOption(
      new Option(
        "--residuals <list>",
        "R = O_min - O0 of the targets, such as 1,2,4 (default: a range around the stability limit)",
      ),
    )
    .addHelpText(
      "after",
      `
Writes a folder with all runs, speedup.json, speedup.svg and speedup.png.

Examples:
  npx qntk speedup
  npx qntk speedup --qubits 3 --layers 48 --residuals 1,2,4,8,16 --error 0.01 --out studies/speedup
  npx qntk speedup --resume studies/speedup --json`,
    )
    .action(async (values: RunOptionValues) => done(await (await import("./speedup.ts")).speedupCommand(values)));

  withRunOptions(root.command("hessian"), ["lambda", "plot", "force", "from"])
    .argument("[dir]", "run folder; without one, a run is trained from the options, as by train")
    .description("look at the Hessian of the loss at a step of a run: spectrum, gap, rank, eigenvectors, landscape, paths")
    .addOption(new Option("--step <t>", "step of the run (default: its last one)"))
    .addOption(new Option("--show <k>", "target whose eigenvectors and landscape are shown, from 0 (default: the last one)"))
    .addOption(new Option("--sample <k>", "sample whose eigenvectors, landscape and paths are shown, from 0 (default: 0)"))
    .addOption(new Option("--vectors <k>", "how many of the largest eigenvalues have their eigenvectors listed (default: 3)"))
    .addOption(new Option("--rounding <value>", "eigenvalues up to half of it count as zero in gap and rank (default: 0.001)"))
    .addOption(new Option("--plot <file>", "draw the figure into a file, .svg or .png"))
    .addOption(new Option("--force", "replace an existing figure, or run folder"))
    .addHelpText(
      "after",
      `
A run that is trained is an ordinary run folder: Ctrl-C stores what is done, --resume goes on, and it can be looked at again at any step.

Examples:
  npx qntk hessian qntk-runs/transition-1 --plot hessian.svg
  npx qntk hessian qntk-runs/transition-1 --step 100 --show 0 --json
  npx qntk hessian --qubits 3 --layers 28 --target min-2 --steps 1500 --eta 0.005 --out runs/n3
  npx qntk hessian --resume runs/n3`,
    )
    .action(async (dir: string | undefined, values: RunOptionValues) =>
      done(await (await import("./hessian.ts")).hessianCommand(dir, values)),
    );
}

/** Options of `train` that measure on a device or make a run noisy, which the studies compare with theory without noise. */
const MEASUREMENT_OPTIONS = [
  "device",
  "python",
  "yes",
  "noise",
  "noiseEngine",
  "layout",
  "idle",
  "mitigate",
  "shots",
  "shotSeed",
  "gradient",
];

/** Adds the options of `train` but some, and but those of noise. */
function withRunOptions(command: Command, without: readonly string[]): Command {
  for (const option of addRunOptions(new Command()).options)
    if (![...without, ...MEASUREMENT_OPTIONS, ...dataFieldNames()].includes(option.attributeName())) command.addOption(option);
  return command;
}
