/**
 * The paper on learning from data (arXiv 2410.01955): its figures, and the runs that it published.
 */

export { dataStudies } from "../papers/data/figures/index.ts";
export * from "../papers/data/figures/shared/published.ts";
export type { PublishedArrays, Study, StudyInput } from "../papers/data/study.ts";
