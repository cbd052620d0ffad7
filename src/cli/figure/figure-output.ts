/**
 * What `qntk figure` prints of a figure.
 */

import { formatNumber } from "../../base/format.ts";
import { withError } from "../../figures/report.ts";
import { figureTitle } from "../../figures/study-names.ts";
import type { Study, StudyOutput, StudyResults } from "../../reproduce/study.ts";

import { formatTable, print } from "../terminal.ts";

/** Prints a figure's agreement, its differences from the published data and its files. */
export function printFigure(study: Study, output: StudyOutput, { seconds }: StudyResults, files: readonly string[]): void {
  const { agreement, comparisons } = output;
  print(`${figureTitle(study)}. ${study.title}\n`);
  if (agreement.length > 0) {
    const rows = agreement.map(({ what, source, found, error, expected, expectedError }) => [
      what,
      source,
      error === undefined ? formatNumber(found) : withError(found, error, formatNumber),
      expectedError === undefined ? formatNumber(expected) : withError(expected, expectedError, formatNumber),
    ]);
    print(`${formatTable(["quantity", "expected from", "found", "expected"], rows, 2)}\n`);
  }
  if (comparisons.length > 0) {
    const rows = comparisons.map(({ curve, compared, maxDifference, maxRelative }) => [
      curve,
      compared,
      maxDifference.toExponential(1).replace("-", "−"),
      maxRelative.toExponential(1).replace("-", "−"),
    ]);
    print(`${formatTable(["curve beside the published one", "compared", "max |diff|", "relative"], rows, 2)}\n`);
  }
  print(`files    ${files.join(", ")}`);
  print(`runs     ${formatNumber(seconds, 3)} s\n`);
}
