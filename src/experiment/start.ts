/**
 * The angles that training starts from, where a configuration names a file with them.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import { counted } from "../base/words.ts";
import type { ComplexMatrix, ComplexVector } from "../linalg/complex-matrix.ts";
import type { ExperimentArrays } from "./arrays.ts";
import type { ExperimentConfig } from "./schema.ts";

/**
 * Initial angles (samples, parameters) from the array of `theta`, one row for each sample or one row for all.
 *
 * @returns undefined where the configuration names none
 * @throws ArgumentError if the array has another shape, or holds what is no finite real number
 */
export function givenAngles(
  { theta, samples }: Pick<ExperimentConfig, "theta" | "samples">,
  arrays: ExperimentArrays,
  parameters: number,
): Float64Array | undefined {
  if (theta === undefined) return undefined;
  const given = arrays.theta as ComplexVector | ComplexMatrix | undefined;
  if (given === undefined) throw new ArgumentError("theta", theta, "a file that has been read");
  const { re, im } = given;
  const [rows, columns] = "rows" in given ? [given.rows, given.columns] : [1, re.length];
  const wanted = `${counted(parameters, "finite real number")} for each sample, shape (${samples}, ${parameters}), or for all of them, shape (${parameters})`;
  const shape = "rows" in given ? `(${rows}, ${columns})` : `(${columns})`;
  if (columns !== parameters || (rows !== samples && rows !== 1))
    throw new ArgumentError("theta", new Described(`${theta}, of shape ${shape}`), wanted);
  if (!re.every(Number.isFinite) || im.some((value) => value !== 0))
    throw new ArgumentError("theta", new Described(`${theta}, with numbers that are not finite or not real`), wanted);
  return Float64Array.from({ length: samples * parameters }, (_, k) => re[k % re.length]);
}
