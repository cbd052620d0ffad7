export function findPublishedData(): string | undefined;
