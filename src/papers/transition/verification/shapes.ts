/**
 * The shape the array of a published file must have, and which files of one experiment fit together.
 */

import { counted } from "../../../base/words.ts";
import { parametersOf } from "../../../experiment/chosen.ts";
import { historySteps, isStepHistory, type PublishedQuantity } from "../data/catalogue.ts";
import { type FileOutcome, type LoadedFile, unreadable } from "./outcome.ts";

type Axis = "rows" | "samples" | "parameters";

const AXES: Record<PublishedQuantity, readonly Axis[]> = {
  epsilon: ["rows", "samples"],
  expectation: ["rows", "samples"],
  kernel: ["rows", "samples"],
  "mu-history": ["rows", "samples"],
  "mu-final": ["samples"],
  "mu-at-zero": ["samples"],
  "theta-history": ["rows", "samples", "parameters"],
  "gradient-final": ["samples", "parameters"],
  "hessian-final": ["samples", "parameters", "parameters"],
};

/** Axes of a file's array. The device experiment has one sample, and no axis for it. */
function axesOf({ file: { quantity, experiment } }: LoadedFile): readonly Axis[] {
  const axes = AXES[quantity];
  return experiment.streams === "published-device" ? axes.filter((axis) => axis !== "samples") : axes;
}

/** Length of the first axis of a kind; 1 where there is none. */
function lengthOf(loaded: LoadedFile, axis: Axis): number {
  const at = axesOf(loaded).indexOf(axis);
  return at < 0 ? 1 : loaded.array.shape[at];
}

/** Rows of a file; 1 for final quantities. */
export const rowsOf = (loaded: LoadedFile): number => lengthOf(loaded, "rows");

/** Samples of a file. */
export const samplesOf = (loaded: LoadedFile): number => lengthOf(loaded, "samples");

/** What is wrong with the shape of a file's array, in words; undefined if nothing is. */
export function shapeProblem(loaded: LoadedFile): string | undefined {
  const axes = axesOf(loaded);
  const { shape } = loaded.array;
  const parameters = parametersOf(loaded.file.experiment);
  const fits =
    shape.length === axes.length && shape.every((size, k) => (axes[k] === "parameters" ? size === parameters : size >= 1));
  if (fits) return undefined;
  const expected = axes.map((axis) => (axis === "parameters" ? parameters : axis));
  return `has shape ${shapeText(shape)}; allowed: ${shapeText(expected)}, at least one of each`;
}

/** Sorts the files of one experiment into those that agree about its samples and rows, and outcomes for those that do not. */
export function splitByAgreement(files: readonly LoadedFile[]): { agreeing: LoadedFile[]; outcomes: FileOutcome[] } {
  const outcomes: FileOutcome[] = [];
  const wellShaped = files.filter((loaded) => {
    const problem = shapeProblem(loaded);
    if (problem !== undefined) outcomes.push(unreadable(loaded.path, problem));
    return problem === undefined;
  });
  const oddSamples = oddOnes(wellShaped, samplesOf, "sample");
  const sameSamples = wellShaped.filter((loaded) => !oddSamples.has(loaded));
  const oddRows = oddOnes(
    sameSamples.filter(({ file }) => isStepHistory(file.quantity)),
    rowsOf,
    "row",
  );
  for (const [{ path }, reason] of [...oddSamples, ...oddRows]) outcomes.push(unreadable(path, reason));
  return { agreeing: sameSamples.filter((loaded) => !oddRows.has(loaded)), outcomes };
}

/** The files whose count is not the most frequent one (the first of those equally frequent), with what is wrong. */
function oddOnes(files: readonly LoadedFile[], count: (loaded: LoadedFile) => number, name: string): Map<LoadedFile, string> {
  const votes = (loaded: LoadedFile) => files.filter((other) => count(other) === count(loaded)).length;
  const most = Math.max(...files.map(votes));
  const model = files.find((loaded) => votes(loaded) === most);
  if (model === undefined) return new Map();
  return new Map(
    files
      .filter((loaded) => count(loaded) !== count(model))
      .map((loaded) => [loaded, `has ${counted(count(loaded), name)} where ${model.path} has ${count(model)}`]),
  );
}

/** Whether a file holds μ or θ now and then. */
export function isHistory({ file: { quantity } }: LoadedFile): boolean {
  return quantity === "mu-history" || quantity === "theta-history";
}

/**
 * The step every row of a file belongs to.
 *
 * @param updates updates of the run
 */
export function stepsOf(loaded: LoadedFile, updates: number): number[] {
  const { experiment, quantity } = loaded.file;
  const rows = rowsOf(loaded);
  if (isStepHistory(quantity)) return Array.from({ length: rows }, (_, t) => t);
  if (isHistory(loaded)) {
    return historySteps(experiment, rows, updates, {
      linearStudy: loaded.path.startsWith("linearLoss/"),
      ...(loaded.stride !== undefined && { stride: loaded.stride }),
    });
  }
  if (quantity === "mu-at-zero") return [0];
  return [updates];
}

/** What is wrong with the number of rows of a μ or θ history, in words; undefined if nothing is. */
export function strideProblem(loaded: LoadedFile, updates: number): string | undefined {
  if (!isHistory(loaded)) return undefined;
  const steps = stepsOf(loaded, updates);
  const fits =
    steps.length >= 2 && steps.every((step, k) => Number.isInteger(step) && (k === 0 ? step === 0 : step > steps[k - 1]));
  return fits ? undefined : `has ${counted(steps.length, "row")}, which fits no run of ${updates} updates`;
}

/** A shape as Python writes it. */
function shapeText(sizes: readonly (number | string)[]): string {
  return `(${sizes.join(", ")}${sizes.length === 1 ? "," : ""})`;
}
