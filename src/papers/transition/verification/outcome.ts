/**
 * What the verification of a published file found, and the files of one experiment together.
 */

import type { Comparison } from "../../../reproduce/compare.ts";
import type { GroupTest } from "../../../reproduce/group-test.ts";
import type { RealArray } from "../../../runs/npy.ts";
import type { DeterminedFile, PublishedQuantity } from "../data/catalogue.ts";
import { experimentName } from "../data/experiment.ts";
import type { StudyQuantity } from "../data/statistical.ts";

/** A determined file with its numbers. */
export interface LoadedFile {
  readonly path: string;
  readonly file: DeterminedFile;
  readonly array: RealArray;
  /** Steps between its rows, where they were searched for. */
  readonly stride?: number;
}

/** The verdict on one file. */
export interface FileOutcome {
  readonly path: string;
  /** `statistical`: drawn from the distribution it should be; `not-derivable`: nothing to compare it with. */
  readonly status: "pass" | "statistical" | "fail" | "unreadable" | "not-reached" | "not-derivable";
  /** Set where something was compared. */
  readonly quantity?: PublishedQuantity | StudyQuantity;
  /** What was compared, in words, such as `3001 steps x 5 samples`. */
  readonly compared?: string;
  /** Rows compared. */
  readonly steps?: number;
  readonly samples?: number;
  readonly tolerance?: number;
  readonly comparison?: Comparison;
  /** Set where a distribution was compared. */
  readonly test?: GroupTest;
  readonly reason?: string;
}

/** The verdict on a file that cannot be compared. */
export function unreadable(path: string, reason: string): FileOutcome {
  return { path, status: "unreadable", reason };
}

/** Files grouped by folder and experiment, in the order they first occur: one experiment may stand in two folders with other samples. */
export function groupByExperiment(files: readonly LoadedFile[]): LoadedFile[][] {
  const groups = new Map<string, LoadedFile[]>();
  for (const loaded of files) {
    const name = `${loaded.path.slice(0, loaded.path.lastIndexOf("/"))} ${experimentName(loaded.file.experiment)}`;
    groups.set(name, [...(groups.get(name) ?? []), loaded]);
  }
  return [...groups.values()];
}
