/**
 * `qntk theory late-time`: λ at late times from tangent vectors at the end of the path, from ensembles and from the spectrum alone.
 */

import { describeRun } from "../../experiment/describe.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { lateTimeSteps } from "../../reports/late-time.ts";
import { runStages } from "../../running/build.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { lateTimeJson, lateTimeText } from "../../text/late-time.ts";
import { parseDraws } from "../run-options.ts";
import type { LateTimeOptionValues } from "./option-values.ts";
import { subjectOf } from "./subject.ts";

/** Random circuits drawn unless told otherwise. */
const DEFAULT_DRAWS = 40;

/** Runs the command and returns its exit code. */
export async function lateTimeCommand(values: LateTimeOptionValues): Promise<number> {
  requirePlotFile(values.plot, values.force ?? false);
  const draws = parseDraws(values, DEFAULT_DRAWS);
  const { subject, json, listener } = await subjectOf(values);
  const { ends, targets } = await runStages(lateTimeSteps(subject, draws), listener);
  const { config, circuit, spectrum } = subject.experiment;
  if (json) printJson(lateTimeJson(circuit.parameters, ends, targets));
  else {
    print(describeRun(config, circuit.parameters, spectrum));
    print(lateTimeText(circuit.parameters, ends, targets));
  }
  if (values.plot !== undefined) {
    const { lateTimeFigure } = await import("../../figures/late-time.ts");
    await writePlot(values.plot, (style) => lateTimeFigure(circuit.parameters, ends, targets, style));
    listener.remark(`figure  ${values.plot}`);
  }
  return 0;
}
