/**
 * The angles that training starts from, where a configuration names a file with them.
 */
import { ArgumentError, Described } from "../base/errors.ts";
import { counted } from "../base/words.ts";
import type { ComplexMatrix, ComplexVector } from "../linalg/complex-matrix.ts";
import type { ExperimentArrays } from "./arrays.ts";
import type { ExperimentConfig } from "./schema.ts";

/**
 * Initial angles of all columns from the array of `theta`: one row for each sample at each target, one for each sample, or one for all.
 *
 * @returns shape (targets x samples, parameters); undefined where the configuration names none
 * @throws ArgumentError if the array has another shape, or holds what is no finite real number
 */
export function givenAngles(
  { theta, samples }: Pick<ExperimentConfig, "theta" | "samples">,
  arrays: ExperimentArrays,
  parameters: number,
  targets: number,
): Float64Array | undefined {
  if (theta === undefined) return undefined;
  const given = arrays.theta as ComplexVector | (ComplexMatrix & { readonly stacks?: number }) | undefined;
  if (given === undefined) throw new ArgumentError("theta", theta, "a file that has been read");
  const { re, im } = given;
  const [rows, columns, stacks] = "rows" in given ? [given.rows, given.columns, given.stacks] : [1, re.length];
  const perTarget = targets === 1 ? "" : `, for each sample at each target, shape (${targets}, ${samples}, ${parameters})`;
  const wanted = `${counted(parameters, "finite real number")} for each sample, shape (${samples}, ${parameters})${perTarget}, or for all of them, shape (${parameters})`;
  const axes = [...(stacks === undefined ? ("rows" in given ? [rows] : []) : [stacks, rows / stacks]), columns];
  const fits =
    stacks === undefined ? [1, samples, targets * samples].includes(rows) : stacks === targets && rows === targets * samples;
  if (columns !== parameters || !fits)
    throw new ArgumentError("theta", new Described(`${theta}, of shape (${axes.join(", ")})`), wanted);
  if (!re.every(Number.isFinite) || im.some((value) => value !== 0))
    throw new ArgumentError("theta", new Described(`${theta}, with numbers that are not finite or not real`), wanted);
  return Float64Array.from({ length: targets * samples * parameters }, (_, k) => re[k % re.length]);
}
