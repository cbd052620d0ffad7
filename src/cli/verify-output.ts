/**
 * What `qntk verify` prints.
 */
import type { FileOutcome } from "../reproduce/outcome.ts";
import { countsOf, type FileCounts, familiesOf, largestDifferences } from "../reproduce/summary.ts";
import { formatTable, print, printJson } from "./terminal.ts";

/** How to print. */
export interface VerifyOutputOptions {
  /** Whether files are left that have no verdict. */
  readonly interrupted: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
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

/** Prints what was found as a whole; as JSON, with every file. */
export function printVerification(outcomes: readonly FileOutcome[], { interrupted, json, quiet }: VerifyOutputOptions): void {
  const total = countsOf(outcomes);
  const families = familiesOf(outcomes);
  const largest = largestDifferences(outcomes);
  if (json) {
    printJson({
      ...total,
      interrupted,
      largest: Object.fromEntries(largest.map(({ quantity, relative }) => [quantity, relative])),
      families,
      files: outcomes,
    });
    return;
  }
  if (largest.length > 0 && !quiet) {
    const rows = largest.map(({ quantity, files, relative }) => [quantity, String(files), relative.toExponential(1)]);
    print(`\n${formatTable(["quantity", "files exact", "largest relative difference"], rows, 1)}`);
  }
  if (!quiet) {
    const cells = ({ files, exact, statistical, notDerivable, failed, unreadable, notReached }: FileCounts) =>
      [files, exact, statistical, notDerivable, notReached, failed + unreadable].map((count) =>
        count === 0 ? "–" : String(count),
      );
    const rows = [...families.map(({ folder, counts }) => [folder, ...cells(counts)]), ["all", ...cells(total)]];
    const header = ["folder", "files", "exact", "statistical", "not derivable", "not reached", "failed"];
    print(`\n${formatTable(header, rows, 1)}\n`);
  }
  print(
    `${total.exact} exact, ${total.statistical} statistical, ${total.notDerivable} not derivable, ${total.notReached} not reached, ${total.failed} failed, ${total.unreadable} unreadable`,
  );
}
