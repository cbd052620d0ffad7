/**
 * The figures of all papers, and those of the user's own after them.
 */
import { ArgumentError } from "../base/errors.ts";
import { ownFigures } from "../reproduce/own-figures.ts";
import type { Study } from "../reproduce/study.ts";
import { dataStudies } from "./data/figures/index.ts";
import { studies } from "./transition/figures/index.ts";

/**
 * All studies, in order.
 *
 * @throws ArgumentError for one of one's own whose id is that of a figure of a paper
 */
export function allStudies(): readonly Study[] {
  const known: readonly Study[] = [...studies, ...dataStudies];
  const twice = ownFigures.all.find(({ id }) => known.some((study) => study.id === id));
  if (twice !== undefined)
    throw new ArgumentError("figure id", twice.id, `an id other than ${known.map(({ id }) => id).join(", ")}`);
  return [...known, ...ownFigures.all];
}
