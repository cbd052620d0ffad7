/**
 * The `theory` command and its subcommands: names, options and help. What each one does is loaded when it runs.
 */

import { type Command, Option } from "commander";
import { addExperimentOptions } from "../run-options.ts";
import type { EnsembleOptionValues } from "./problem.ts";

/** Adds `theory` with the ensembles' subcommands; returns it, so that further subcommands can be added. */
export function addTheoryCommands(root: Command, done: (code: number) => void): Command {
  const theory = root
    .command("theory")
    .description("what theory says for a circuit and an observable, beside Monte Carlo")
    .addHelpText(
      "after",
      `
Examples:
  npx qntk theory haar --qubits 4 --layers 64 --monte-carlo 4000
  npx qntk theory restricted-haar --observable projector --qubits 5 --layers 512 --target 1
  npx qntk theory frame-potential --qubits 2 --layers 64 --monte-carlo 200
  npx qntk theory late-time --layers 96`,
    );

  addOutputOptions(
    addProblemOptions(theory.command("haar"))
      .addOption(new Option("--monte-carlo <n>", "draw n random initialisations and compare"))
      .addOption(
        new Option(
          "--draw <what>",
          "what Monte Carlo draws: ensemble (Haar random before and after every rotation) or ansatz (the circuit as it is) (default: ensemble)",
        ),
      ),
    "the averages against L",
  )
    .description("averages of K, μ, ε μ, λ and ζ at random initialisation, exact and asymptotic")
    .addHelpText(
      "after",
      `
Works for any Pauli sum without its matrix; 20 qubits take no longer than 2. min and max as targets take a
Lanczos run beyond 8 qubits, numbers do not.

Examples:
  npx qntk theory haar --qubits 2 --layers 16 --monte-carlo 20000
  npx qntk theory haar --qubits 6 --layers 100 --target min --plot haar.svg
  npx qntk theory haar --qubits 20 --layers 4000 --target -78 --json
  npx qntk theory haar --observable pauli --pauli 'ZI + 0.5*IZ - ZZ' --qubits 2 --layers 8 --target min-1`,
    )
    .action(async (values: EnsembleOptionValues) => done(await (await import("./haar.ts")).haarCommand(values)));

  addOutputOptions(
    addProblemOptions(theory.command("restricted-haar")).addOption(
      new Option("--monte-carlo <n>", "draw n circuits that reach the output state and compare"),
    ),
    "the averages against O0 and L",
  )
    .description("averages of K, μ, ε μ, λ and ζ at late time, when the output state is fixed and all else is random")
    .addHelpText(
      "after",
      `
For a projector this is Theorem 3. For other observables the output state is taken to have populations
exp(-β E_k) with <O> = O0, those of deep circuits; beyond the spectrum it is the end's eigenstate.

Examples:
  npx qntk theory restricted-haar --observable projector --qubits 5 --layers 512 --target 1
  npx qntk theory restricted-haar --observable projector --qubits 3 --layers 16 --target 0.5 --monte-carlo 4000
  npx qntk theory restricted-haar --qubits 4 --layers 64 --target min+4 --plot late-time.png
  npx qntk theory restricted-haar --qubits 4 --layers 64 --target min-4 --json`,
    )
    .action(async (values: EnsembleOptionValues) =>
      done(await (await import("./restricted-haar.ts")).restrictedHaarCommand(values)),
    );

  addOutputOptions(
    addProblemOptions(theory.command("frame-potential"))
      .addOption(new Option("--orders <k>", "frame potentials of order 1 to k (default: 4)"))
      .addOption(new Option("--monte-carlo <n>", "estimate them from the circuit at n sets of random angles"))
      .addOption(new Option("--steps <n>", "train these n circuits towards the target and follow F(t) (default: 0)"))
      .addOption(new Option("--eta <rate>", "learning rate of that training (default: 0.001)")),
    "the frame potentials against k and, where trained, t",
  )
    .description("frame potentials of the Haar and the restricted Haar ensemble, and of the circuit")
    .addHelpText(
      "after",
      `
Examples:
  npx qntk theory frame-potential --qubits 2 --orders 6
  npx qntk theory frame-potential --qubits 3 --layers 64 --monte-carlo 300
  npx qntk theory frame-potential --qubits 2 --layers 64 --target min-4 --monte-carlo 100 --steps 1000 --plot frame.svg`,
    )
    .action(async (values: EnsembleOptionValues) =>
      done(await (await import("./frame-potential.ts")).framePotentialCommand(values)),
    );

  return theory;
}

/** Circuit, observable, target and seed. */
function addProblemOptions(command: Command): Command {
  return addExperimentOptions(command)
    .addOption(
      new Option(
        "--target <o0>",
        "target: a number, min, max, min-4, max+20% (of the spectrum's width) (default: min; max for a projector)",
      ),
    )
    .addOption(new Option("--seed <n>", "seed of all random numbers (default: 0)"))
    .addOption(new Option("--engine <name>", "auto or reference (default: auto)"));
}

function addOutputOptions(command: Command, plotted: string): Command {
  return command
    .addOption(new Option("--plot <file>", `draw ${plotted} to an .svg or .png file`))
    .addOption(new Option("--force", "replace an existing file"))
    .addOption(new Option("--json", "print JSON with every digit"))
    .addOption(new Option("--quiet", "show no progress"));
}
