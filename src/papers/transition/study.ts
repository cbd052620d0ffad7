/**
 * Studies of this paper: what they may ask of its published data.
 */
import type * as general from "../../reproduce/study.ts";
import type { PublishedExperiment } from "./data/catalogue.ts";
import type { PublishedLibrary } from "./verification/library.ts";

export * from "../../reproduce/study.ts";

export type NamedRun = general.NamedRun<PublishedExperiment>;
export type StudyInput = general.StudyInput<PublishedLibrary>;
export type Study = general.Study<PublishedLibrary, PublishedExperiment>;
