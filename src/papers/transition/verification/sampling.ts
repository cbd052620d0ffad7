/**
 * Verdicts on the files that seeds do not determine: a two-sample test for those that are draws from a known distribution, the reason
 * for the others.
 */

import { testGroup } from "../../../reproduce/group-test.ts";
import type { RealArray } from "../../../runs/npy.ts";
import type { OtherFile } from "../data/catalogue.ts";
import type { StudyGroups } from "../data/draws.ts";
import { comparedText, publishedDraws, type StatisticalFile, type Study, studyName } from "../data/statistical.ts";
import { type FileOutcome, unreadable } from "./outcome.ts";

/** A statistical file with its numbers. */
export interface LoadedSample {
  readonly path: string;
  readonly file: StatisticalFile;
  readonly array: RealArray;
}

/** A file of which nothing is compared. */
export interface NamedFile {
  readonly path: string;
  readonly file: OtherFile;
}

/** p-value at and below which a file counts as different: that of the group farthest from all others, of a hundred. */
const LEVEL = 0.01;

/**
 * Reports an outcome for every statistical file.
 *
 * @param draw draws the groups of a study; called once for each
 */
export async function verifySamples(
  files: readonly LoadedSample[],
  draw: (study: Study) => Promise<StudyGroups>,
  report: (found: readonly FileOutcome[]) => void,
): Promise<void> {
  const studies = new Map<string, LoadedSample[]>();
  for (const loaded of files) {
    const name = studyName(loaded.file.study);
    studies.set(name, [...(studies.get(name) ?? []), loaded]);
  }
  for (const group of studies.values()) {
    const readable = group.flatMap(({ path, file, array }) => {
      const draws = publishedDraws(file, array);
      if (typeof draws === "string") report([unreadable(path, draws)]);
      return typeof draws === "string" ? [] : [{ path, file, draws }];
    });
    if (readable.length === 0) continue;
    const groups = await draw(group[0].file.study);
    report(
      readable.map(({ path, file, draws }): FileOutcome => {
        const test = testGroup([draws, ...(groups[file.quantity] ?? [])]);
        const differs = test.pValue <= LEVEL;
        return {
          path,
          status: differs ? "fail" : "statistical",
          quantity: file.quantity,
          compared: comparedText(file),
          test,
          reason: differs ? `${file.reason}; unlike them: p at most ${LEVEL}` : file.reason,
        };
      }),
    );
  }
}

/** The outcomes of files of which nothing can be compared. */
export function notDerivable(files: readonly NamedFile[]): FileOutcome[] {
  return files.map(({ path, file }) => ({ path, status: "not-derivable", reason: file.reason }));
}
