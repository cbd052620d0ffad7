/**
 * `qntk theory lotka-volterra`: the Lotka-Volterra equations with constants that are predicted, not fitted.
 */
import { ArgumentError } from "../../base/errors.ts";
import { formatNumber } from "../../base/format.ts";
import { numberOrText } from "../../base/numerals.ts";
import { describeRun } from "../../experiment/describe.ts";
import { requirePlotFile, writePlot } from "../../figures/node/plot-file.ts";
import { type LambdaSource, lambdaSources } from "../../reports/lambda-source.ts";
import { lotkaVolterraSteps } from "../../reports/lotka-volterra.ts";
import { runStages } from "../../running/build.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { lotkaVolterraJson, lotkaVolterraTable } from "../../text/lotka-volterra.ts";
import type { LateTimeOptionValues } from "./option-values.ts";
import { subjectOf } from "./subject.ts";

/** Runs the command and returns its exit code. */
export async function lotkaVolterraCommand(values: LateTimeOptionValues): Promise<number> {
  requirePlotFile(values.plot, values.force ?? false);
  const given = lambdaOption(values.lambda);
  const { lambda: _, ...options } = values;
  const { subject, json, listener } = await subjectOf(options);
  const { config, circuit, spectrum } = subject.experiment;
  const { lambdas, solved } = await runStages(lotkaVolterraSteps(subject, given), listener);
  if (json) {
    printJson(lotkaVolterraJson(lambdas, solved));
  } else {
    print(describeRun(config, circuit.parameters, spectrum));
    for (const { value, from } of lambdas.values()) print(`λ = ${formatNumber(value)} beyond the spectrum, ${from}`);
    print(`\n${lotkaVolterraTable(solved)}`);
  }
  if (values.plot !== undefined) {
    const { lotkaVolterraFigure } = await import("../../figures/lotka-volterra.ts");
    await writePlot(values.plot, (style) => lotkaVolterraFigure(solved, config.eta, style));
    listener.remark(`figure  ${values.plot}`);
  }
  return 0;
}

function lambdaOption(text: string | undefined): LambdaSource | number | undefined {
  const named = lambdaSources.find((name) => name === text);
  if (text === undefined || named !== undefined) return named;
  const value = numberOrText(text);
  if (typeof value === "string" || value === 0)
    throw new ArgumentError("lambda", text, `${lambdaSources.join(", ")}, or a finite number other than 0`);
  return value;
}
