/**
 * The table of losses: one line for each definition.
 */
import { ArgumentError } from "../base/errors.ts";
import { type Registry, registry } from "../base/registry.ts";
import { crossEntropyLoss } from "./losses/cross-entropy.ts";
import { linearLoss } from "./losses/linear.ts";
import type { LossDefinition } from "./losses/loss.ts";
import { quadraticLoss } from "./losses/quadratic.ts";
import { softmaxLoss } from "./losses/softmax.ts";

export { linearLoss } from "./losses/linear.ts";
export type { Loss, LossDefinition } from "./losses/loss.ts";
export { quadraticLoss } from "./losses/quadratic.ts";

export const losses: Registry<LossDefinition> = /* @__PURE__ */ registry<LossDefinition>("loss", [
  quadraticLoss,
  linearLoss,
  crossEntropyLoss,
  softmaxLoss,
]);

/** Name of a loss, such as `quadratic`. */
export type LossName = string;

/** Name of a loss of data, whose targets may be labels. */
export type DataLossName = LossName;

/**
 * The loss of the given name.
 *
 * @throws ArgumentError for an unknown name
 */
export function lossNamed(name: LossName): LossDefinition {
  return losses.get(name);
}

/** The loss of the theory that ends where a loss does: at the target (quadratic), or at the end of the spectrum (linear). */
export function theoryLossOf(name: LossName): "quadratic" | "linear" {
  const { theory, aims } = losses.get(name);
  return theory ?? (aims === "target" ? "quadratic" : "linear");
}

/**
 * The loss of the theory that a loss is.
 *
 * @throws ArgumentError for a loss of which no solution is known
 */
export function solvedLossOf(name: LossName): "quadratic" | "linear" {
  const { theory } = losses.get(name);
  if (theory !== undefined) return theory;
  const solved = losses.all.filter((definition) => definition.theory !== undefined).map((definition) => definition.name);
  throw new ArgumentError("loss", name, `${solved.join(" or ")}: no solution is known of another loss`);
}
