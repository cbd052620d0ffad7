export function findPublishedData(): string | undefined;
/** The data of the paper on data sets, or undefined. */
export function findPublishedDataSets(): string | undefined;
