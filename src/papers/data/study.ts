/**
 * Studies of training on data: what they may ask of the published data.
 */
import type * as general from "../../reproduce/study.ts";
import type { RealArray } from "../../runs/npy.ts";

export * from "../../reproduce/study.ts";

/** Arrays of the published folder. */
export interface PublishedArrays {
  /** The array of a file by its path; undefined where the folder has none. */
  array(path: string): RealArray | undefined;
}

export type StudyInput = general.StudyInput<PublishedArrays>;
export type Study = general.Study<PublishedArrays>;
