/**
 * A figure's agreement, its differences from published data and its files, as text.
 */

import { formatNumber } from "../base/format.ts";
import { DETERMINED_HEADER, determinedRows } from "../figures/determined.ts";
import { withError } from "../figures/report.ts";
import { figureTitle } from "../figures/study-names.ts";
import type { Study, StudyOutput, StudyResults } from "../reproduce/study.ts";

import { formatTable } from "./table.ts";

/** A figure's agreement, its differences from the published data and its files; ends with an empty line. */
export function figureText(study: Study, output: StudyOutput, { seconds }: StudyResults, files: readonly string[]): string {
  const { agreement, comparisons, determined = [] } = output;
  const lines = [`${figureTitle(study)}. ${study.title}\n`];
  if (agreement.length > 0) {
    const rows = agreement.map(({ what, source, found, error, expected, expectedError }) => [
      what,
      source,
      error === undefined ? formatNumber(found) : withError(found, error, formatNumber),
      expectedError === undefined ? formatNumber(expected) : withError(expected, expectedError, formatNumber),
    ]);
    lines.push(`${formatTable(["quantity", "expected from", "found", "expected"], rows, 2)}\n`);
  }
  if (determined.length > 0) {
    lines.push("What the curves determine, with 95 % intervals");
    lines.push(`${formatTable([...DETERMINED_HEADER], determinedRows(determined, formatNumber), 3)}\n`);
  }
  if (comparisons.length > 0) {
    const rows = comparisons.map(({ curve, compared, maxDifference, maxRelative }) => [
      curve,
      compared,
      maxDifference.toExponential(1).replace("-", "−"),
      maxRelative.toExponential(1).replace("-", "−"),
    ]);
    lines.push(`${formatTable(["curve beside the published one", "compared", "max |diff|", "relative"], rows, 2)}\n`);
  }
  lines.push(`files    ${files.join(", ")}`, `runs     ${formatNumber(seconds, 3)} s\n`);
  return lines.join("\n");
}
