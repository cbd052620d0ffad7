/**
 * `qntk theory frame-potential --data`.
 */
import { ArgumentError } from "../../base/errors.ts";
import { writePanels } from "../../figures/node/plot-file.ts";
import { dataFramePotentialSteps } from "../../reports/data-frame-potential.ts";
import { runStages } from "../../running/build.ts";
import { dataSubjectOfConfig } from "../../running/subjects.ts";
import { note, print, printJson, terminalListener } from "../../terminal/terminal.ts";
import { dataFramePotentialJson, dataFramePotentialText } from "../../text/data-frame-potential.ts";
import { dataConfigOf, type EnsembleOptionValues } from "./problem.ts";

/** What the command has read of its options. */
export interface FramePotentialRequest {
  readonly orders: readonly number[];
  readonly draws: number | undefined;
  readonly steps: number;
}

/** Prints the report; returns the exit code. */
export async function dataFramePotential(
  values: EnsembleOptionValues,
  { orders, draws, steps }: FramePotentialRequest,
): Promise<number> {
  const { json = false, quiet = false, plot, target } = values;
  if (steps > 0 && target === undefined) throw new ArgumentError("target", undefined, "a number for each datum, with --steps");
  const { config, settings } = dataConfigOf(values, {
    ...(draws !== undefined && { samples: String(draws) }),
    ...(steps > 0 && { steps: String(steps) }),
  });
  const { engine } = settings;
  const listener = terminalListener(quiet);
  const { experiment } = await dataSubjectOfConfig(config, { engine, listener });
  const report = await runStages(
    dataFramePotentialSteps(experiment, { orders, draw: draws !== undefined, steps, engine }),
    listener,
  );
  if (plot !== undefined)
    await writePanels(plot, (await import("../../figures/data-ensembles.ts")).dataFramePotentialPanels(report));
  if (json) {
    printJson(dataFramePotentialJson(report));
    return 0;
  }
  print(`Frame potentials on n = ${config.qubits}, d = ${report.dimension}, data ${config.data}\n`);
  print(dataFramePotentialText(report));
  if (report.prepared === undefined) note("What prepared states leave free is known of orthogonal ones alone.");
  if (plot !== undefined) print(`\nfigure   ${plot}`);
  return 0;
}
