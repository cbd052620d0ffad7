/**
 * `qntk hessian`: the Hessian of the loss at a step of a run, its eigenvectors, the landscape along them and the run's path in it.
 */

import { describeRun } from "../experiment/describe.ts";
import { requirePlotFile, writePlot } from "../figures/node/plot-file.ts";
import { dataHessianSteps } from "../reports/data-hessian.ts";
import { hessianSteps, type Look } from "../reports/hessian.ts";
import { runStages } from "../running/build.ts";
import type { WantedRun } from "../running/looked-at.ts";
import { storedDataSubject, storedSubject } from "../running/subjects.ts";
import { unlessStopped } from "../terminal/interrupt.ts";
import { note, print, printJson, terminalListener } from "../terminal/terminal.ts";
import { type ShownHessian, shownDataHessian, shownHessian } from "../text/hessian-shown.ts";
import { GAP_ROUNDING } from "../theory/imaginary-time/effective-hamiltonian.ts";
import { hessianCommandLine, wantedRun } from "./hessian-run.ts";
import { parseInteger, parsePositive, type RunOptionValues } from "./run-options.ts";

/** Eigenvectors of the largest eigenvalues that are listed unless told. */
const VECTORS = 3;

/** Runs the command and returns its exit code. */
export async function hessianCommand(dir: string | undefined, values: RunOptionValues): Promise<number> {
  const plot = values.plot as string | undefined;
  requirePlotFile(plot, values.force ?? false);
  const wanted = wantedRun(dir, values);
  const look = lookOf(values, wanted);
  let folder = dir ?? values.resume;
  const ended = await unlessStopped(async (signal): Promise<ShownHessian> => {
    if (wanted.train !== undefined) {
      const run = await wanted.train(signal);
      folder = run.folder;
      if (run.interrupted) throw signal.reason;
    }
    const { threads, quiet = false } = wanted.settings;
    const listener = terminalListener(quiet);
    const how = { threads, listener, signal };
    if (wanted.config.data !== undefined)
      return shownDataHessian(
        await runStages(dataHessianSteps(await storedDataSubject(folder as string, how), look), listener, signal),
      );
    const subject = await storedSubject(folder as string, how);
    return shownHessian(await runStages(hessianSteps(subject, look), listener, signal), wanted.config.loss);
  });
  if (ended === undefined) {
    const advice = folder === undefined ? " before training began" : `; go on with: ${hessianCommandLine(folder, dir, values)}`;
    note(`qntk: stopped${advice}`);
    return 1;
  }
  const run = folder as string;
  if (wanted.settings.json) printJson({ run, ...ended.json });
  else if (!wanted.settings.quiet) {
    const { parameters, spectrum } = ended.experiment;
    print(describeRun(wanted.config, parameters, spectrum));
    print(ended.text(look.rounding));
    if (dir === undefined) print(`\nrun      ${run}`);
  }
  if (plot !== undefined) {
    await writePlot(plot, await ended.figure());
    if (!wanted.settings.quiet) note(`figure  ${plot}`);
  }
  return 0;
}

/** @throws ArgumentError for a step, target, sample or rounding that the run does not have */
function lookOf(values: RunOptionValues, { config, last }: WantedRun): Look {
  const integer = (name: string, otherwise: number, min: number, max?: number) =>
    values[name] === undefined ? otherwise : parseInteger(name, values[name] as string, min, max);
  return {
    step: integer("step", last, 0, last),
    ...showOf(values, config),
    sample: integer("sample", 0, 0, config.samples - 1),
    rounding: values.rounding === undefined ? GAP_ROUNDING : parsePositive("rounding", values.rounding as string),
    vectors: integer("vectors", VECTORS, 1),
  };
}

/** Which target is shown; how many target vectors a run with data has, the report finds. */
function showOf({ show }: RunOptionValues, { target, data }: WantedRun["config"]): Pick<Look, "target"> {
  if (show === undefined) return {};
  return { target: parseInteger("show", show as string, 0, data === undefined ? target.length - 1 : undefined) };
}
