/**
 * What `qntk verify` prints.
 */
import type { FileOutcome } from "../published/outcome.ts";
import { countOf, largestDifferences } from "../published/summary.ts";
import { formatTable, print, printJson } from "./terminal.ts";

/** How to print. */
export interface VerifyOutputOptions {
  /** Whether files are left that have no verdict. */
  readonly interrupted: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** One line of the report. */
export function outcomeLine(outcome: FileOutcome): string {
  const { path, status } = outcome;
  const mark = { pass: "pass", fail: "FAIL", unreadable: "UNREADABLE", "not-reached": "skip", "not-determined": "  - " }[status];
  if (outcome.comparison === undefined) return `${mark}  ${path}  ${outcome.reason ?? ""}`;
  const { maxDifference, maxRelative } = outcome.comparison;
  return `${mark}  ${path}  ${outcome.compared}  max |diff| ${maxDifference.toExponential(1)}  relative ${maxRelative.toExponential(1)}${outcome.reason ? `  ${outcome.reason}` : ""}`;
}

/** Prints what was found as a whole; as JSON, with every file. */
export function printVerification(outcomes: readonly FileOutcome[], { interrupted, json, quiet }: VerifyOutputOptions): void {
  const counts = {
    passed: countOf(outcomes, "pass"),
    failed: countOf(outcomes, "fail"),
    unreadable: countOf(outcomes, "unreadable"),
    notReached: countOf(outcomes, "not-reached"),
    notDetermined: countOf(outcomes, "not-determined"),
  };
  const largest = largestDifferences(outcomes);
  if (json) {
    printJson({
      ...counts,
      interrupted,
      largest: Object.fromEntries(largest.map(({ quantity, relative }) => [quantity, relative])),
      files: outcomes,
    });
    return;
  }
  if (largest.length > 0 && !quiet) {
    const rows = largest.map(({ quantity, files, relative }) => [quantity, String(files), relative.toExponential(1)]);
    print(`\n${formatTable(["quantity", "files passed", "largest relative difference"], rows, 1)}\n`);
  }
  print(
    `${counts.passed} passed, ${counts.failed} failed, ${counts.unreadable} unreadable, ${counts.notReached} not reached, ${counts.notDetermined} not determined by seeds`,
  );
}
