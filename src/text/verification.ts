/**
 * What the verification of published data found, as text and as JSON.
 */

import { durationText } from "../base/format.ts";
import { counted } from "../base/words.ts";
import type { FileOutcome } from "../papers/transition/verification/outcome.ts";
import { countsOf, type FileCounts, familiesOf, largestDifferences } from "../papers/transition/verification/summary.ts";
import type { VerifiedSample } from "../running/verify-selection.ts";
import { formatTable } from "./table.ts";

/** Such as `sample of seed 0: 93 of 175 files ...`. */
export function sampleText({ seed, files, of, folders, samples, rows, seconds, threads }: VerifiedSample): string {
  return `sample of seed ${seed}: ${files} of ${counted(of, "file")} in ${counted(folders, "folder")}, of those that seeds determine ${counted(samples, "sample")} at the most and ${counted(rows, "row")} in all; about ${durationText(seconds)} on ${counted(threads, "thread")}`;
}

const MARKS: Readonly<Record<FileOutcome["status"], string>> = {
  pass: "pass",
  statistical: "stat",
  fail: "FAIL",
  unreadable: "UNREADABLE",
  "not-reached": "skip",
  "not-derivable": "  - ",
};

/** One line of the report. */
export function outcomeLine({ path, status, compared, comparison, test, reason }: FileOutcome): string {
  const parts = [MARKS[status], path];
  if (compared !== undefined) parts.push(compared);
  if (comparison !== undefined) {
    const { maxDifference, maxRelative } = comparison;
    parts.push(`max |diff| ${maxDifference.toExponential(1)}`, `relative ${maxRelative.toExponential(1)}`);
  }
  if (test !== undefined) parts.push(`p = ${test.pValue.toFixed(2)} among ${test.groups} random circuits`);
  if (reason !== undefined) parts.push(reason);
  return parts.join("  ");
}

/** What was found as a whole: tables unless `brief`, and the count. */
export function verificationText(outcomes: readonly FileOutcome[], brief: boolean): string {
  const total = countsOf(outcomes);
  const largest = largestDifferences(outcomes);
  const count = `${total.exact} exact, ${total.statistical} statistical, ${total.notDerivable} not derivable, ${total.notReached} not reached, ${total.failed} failed, ${total.unreadable} unreadable`;
  if (brief) return count;
  const differences = largest.map(({ quantity, files, relative }) => [quantity, String(files), relative.toExponential(1)]);
  const cells = ({ files, exact, statistical, notDerivable, failed, unreadable, notReached }: FileCounts) =>
    [files, exact, statistical, notDerivable, notReached, failed + unreadable].map((count) =>
      count === 0 ? "–" : String(count),
    );
  const rows = [...familiesOf(outcomes).map(({ folder, counts }) => [folder, ...cells(counts)]), ["all", ...cells(total)]];
  const header = ["folder", "files", "exact", "statistical", "not derivable", "not reached", "failed"];
  return [
    ...(largest.length === 0
      ? []
      : [`\n${formatTable(["quantity", "files exact", "largest relative difference"], differences, 1)}`]),
    `\n${formatTable(header, rows, 1)}\n`,
    count,
  ].join("\n");
}

/**
 * The same as JSON, with every file.
 *
 * @param interrupted whether files are left that have no verdict
 * @param sample set where a sample was verified
 */
export function verificationJson(
  outcomes: readonly FileOutcome[],
  interrupted: boolean,
  sample: VerifiedSample | undefined,
): unknown {
  return {
    ...countsOf(outcomes),
    interrupted,
    sample,
    largest: Object.fromEntries(largestDifferences(outcomes).map(({ quantity, relative }) => [quantity, relative])),
    families: familiesOf(outcomes),
    files: outcomes,
  };
}
