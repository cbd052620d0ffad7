/**
 * The commands of sweeps: their options and examples. What they do is loaded when one runs.
 */
import { type Command, Option } from "commander";

const list = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value];

/** Adds `sweep` and its commands to the root. */
export function addSweepCommands(root: Command, done: (code: number) => void): void {
  const sweep = root
    .command("sweep")
    .description("run a configuration over axes: on the cores of this machine, on a cluster, with one labelled array at the end");
  const load = async () => import("./sweep.ts");

  sweep
    .command("plan")
    .argument("<file>", "sweep file, JSON or YAML")
    .description("say what a sweep is: points, batches, work, memory, time")
    .option("--processes <n>", "processes of the estimate (default: all cores)")
    .option("--json", "print JSON, with every point and batch")
    .addHelpText("after", "\nExamples:\n  npx qntk sweep plan sweep.json\n  npx qntk sweep plan sweep.yaml --json")
    .action(async (file: string, values) => done(await (await load()).planCommand(file, values)));

  sweep
    .command("run")
    .argument("<file>", "sweep file, JSON or YAML")
    .description("run a sweep on the cores of this machine, or go on with one")
    .requiredOption("--out <dir>", "folder of the sweep; one that is there is gone on with")
    .option("--processes <n>", "processes at a time (default: one for each core, as far as memory allows)")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but errors")
    .addHelpText(
      "after",
      `
Every point that is done is a file of its own in the folder: Ctrl-C or kill -9 lose nothing that is done, and the same command goes on. A point that
fails is put on record and does not end the rest.

Examples:
  npx qntk sweep run sweep.json --out sweeps/first
  npx qntk sweep run sweep.json --out sweeps/first --processes 1`,
    )
    .action(async (file: string, values) => done(await (await load()).runCommand(file, values)));

  queueOptions(
    sweep
      .command("submit")
      .argument("<file>", "sweep file, JSON or YAML")
      .description("send a sweep to a queue; sent again, only what is missing goes")
      .requiredOption("--out <dir>", "folder of the sweep, which all machines share")
      .option("--dry-run", "print what would be sent, and send nothing"),
  )
    .addHelpText(
      "after",
      `
Examples:
  npx qntk sweep submit sweep.json --out /shared/first --engine slurm --time 1:00:00 --mem 2G --max-running 50
  npx qntk sweep submit sweep.json --out /shared/first --engine slurm --setup 'module load node' --dry-run
  npx qntk sweep submit sweep.json --out first --engine command --template 'qsub -N {name} -o {log} -- sh -c "{command}"' --alive 'qstat {job}'`,
    )
    .action(async (file: string, values) => done(await (await import("./queue.ts")).submitCommand(file, values)));

  engineOptions(
    sweep
      .command("status")
      .argument("<dir>", "folder of a sweep")
      .description("count what is done, running, waiting and failed, with the reason of each failure")
      .option("--json", "print JSON"),
  )
    .addHelpText("after", "\nExamples:\n  npx qntk sweep status sweeps/first\n  npx qntk sweep status /shared/first --json")
    .action(async (dir: string, values) => done(await (await import("./queue.ts")).statusCommand(dir, values)));

  sweep
    .command("logs")
    .argument("<dir>", "folder of a sweep")
    .argument("<point>", "id of a point or batch, or its first digits, as status prints them")
    .description("print what a point's tasks wrote, and why it failed")
    .addHelpText("after", "\nExamples:\n  npx qntk sweep logs sweeps/first 3fa9c1")
    .action(async (dir: string, point: string) => done(await (await import("./queue.ts")).logsCommand(dir, point)));

  engineOptions(
    sweep.command("cancel").argument("<dir>", "folder of a sweep").description("cancel what is waiting or running on a queue"),
  )
    .addOption(new Option("--cancel <template>", "of engine command: command that cancels the job {job}"))
    .addHelpText("after", "\nExamples:\n  npx qntk sweep cancel /shared/first")
    .action(async (dir: string, values) => done(await (await import("./queue.ts")).cancelCommand(dir, values)));

  queueOptions(
    sweep
      .command("retry")
      .argument("<dir>", "folder of a sweep")
      .description("try again what has failed: here, or on the queue that it was sent to")
      .option("--only <kinds>", "of failed, oom, timeout, lost, with commas (default: all)")
      .option("--processes <n>", "processes at a time, where it runs here")
      .option("--json", "print JSON")
      .option("--quiet", "print nothing but errors"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  npx qntk sweep retry sweeps/first\n  npx qntk sweep retry /shared/first --only failed,oom,timeout --mem x2",
    )
    .action(async (dir: string, values) => done(await (await import("./queue.ts")).retryCommand(dir, values)));

  sweep
    .command("collect")
    .argument("<dir>", "folder of a sweep")
    .description("put all results into one file: .zarr with a dimension for each axis, or a tidy .csv or .parquet")
    .requiredOption("--out <file>", "file to write")
    .option("--force", "replace an existing file")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  npx qntk sweep collect sweeps/first --out first.zarr\n  npx qntk sweep collect sweeps/first --out first.csv",
    )
    .action(async (dir: string, values) => done(await (await load()).collectCommand(dir, values)));

  sweep
    .command("plot")
    .argument("<dir>", "folder of a sweep")
    .description("draw results: curves with error bars, heat maps, phase diagrams")
    .requiredOption("--x <axis>", "axis along x")
    .requiredOption("--y <name>", "quantity for curves, or a second axis for a map")
    .option("--color <name>", "axis whose values are the curves, or the quantity of a map")
    .addOption(new Option("--at <axis=value>", "value of another axis; repeat it for several").argParser(list))
    .requiredOption("--out <file>", "file to write, .svg or .png")
    .option("--force", "replace an existing file")
    .addHelpText(
      "after",
      `
Means over samples and seeds, with standard errors.

Examples:
  npx qntk sweep plot sweeps/first --x layers --y kernelInfinity --color target --out curves.png
  npx qntk sweep plot sweeps/first --x target --y layers --color phase --out phases.png`,
    )
    .action(async (dir: string, values) => done(await (await load()).plotCommand(dir, values)));

  sweep
    .command("schema")
    .description("print the JSON Schema of sweep files")
    .addHelpText("after", "\nExamples:\n  npx qntk sweep schema > sweep.schema.json")
    .action(async () => done(await (await load()).schemaCommand()));

  sweep
    .command("work", { hidden: true })
    .argument("<dir>", "folder of a sweep")
    .description("do batches: those of a task, or those that the parent process hands out")
    .option("--task <file>", "file of a submission")
    .option("--index <k>", "task of it")
    .option("--threads <n>", "worker threads")
    .action(async (dir: string, values) => done(await (await import("./work.ts")).workCommand(dir, values)));
}

/** Options of what is sent to a queue. */
function queueOptions(command: Command): Command {
  return engineOptions(command)
    .option("--max-running <n>", "most tasks that run at a time")
    .option(
      "--task-minutes <n>",
      "short batches are put together into tasks of about so many minutes; 0 for a task for each (default: 5)",
    )
    .option("--mem <size>", "memory of a task, such as 2G; x2 for twice what was asked for before")
    .option("--time <limit>", "time limit of a task, as the queue takes it")
    .option("--cpus <n>", "cores of a task (default: 1)")
    .option("--partition <name>", "partition, or queue")
    .option("--account <name>", "account")
    .addOption(
      new Option("--extra <option>", "a further option of the queue, such as --constraint=avx2; repeat it for several").argParser(
        list,
      ),
    )
    .addOption(new Option("--setup <line>", "shell line that comes before the command; repeat it for several").argParser(list));
}

function engineOptions(command: Command): Command {
  return command
    .addOption(new Option("--engine <name>", "slurm, or command with a template (default: the one it was sent to before)"))
    .addOption(
      new Option(
        "--template <command>",
        "of engine command: shell command for each task, with {command}, and {name} {log} {folder} {cpus} {mem} {time}",
      ),
    )
    .addOption(new Option("--alive <command>", "of engine command: exits with 0 while the job {job} is alive"));
}
