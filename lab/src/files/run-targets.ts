/**
 * Targets of a stored run, as they are chosen from.
 */
import type { RunDocument } from "qntk";

/** Targets of a run, one each or, with data, in vectors. */
export function targetsOf({ targets, data }: RunDocument): number[][] {
  const count = data?.count ?? 1;
  return Array.from({ length: targets.length / count }, (_, k) => targets.slice(k * count, (k + 1) * count));
}

/** Which of a run's targets, or target vectors, these are; the first where they are none of them. */
export function targetIndex(document: RunDocument, targets: readonly number[]): number {
  return Math.max(
    0,
    targetsOf(document).findIndex((own) => targets.every((target, a) => target === own[a])),
  );
}
