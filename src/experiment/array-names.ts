/**
 * The names that the arrays of an experiment may have: those of fields that name a file, and of what else a configuration reads from one.
 */
import { ArgumentError } from "../base/errors.ts";
import { derived } from "../base/registry.ts";
import { alternatives, kindInWords, nearestNames } from "../base/words.ts";
import { ansatze } from "./ansatze/index.ts";
import type { ExperimentArrays } from "./arrays.ts";
import { observables } from "./observables/index.ts";
import { schemas } from "./schema.ts";

/** Names of the data sets after the first. */
const FURTHER_DATA = /^data-\d+$/;
/** Names that are suggested. */
const SUGGESTED = 3;

const arrayNames = /* @__PURE__ */ derived((): readonly string[] => {
  const fields = [...ansatze.all, ...observables.all].flatMap(({ fields: own }) => own);
  const named = fields.flatMap(({ name, file }) => (file === undefined || file.inline ? [] : [name]));
  return [...new Set([...named, "theta", "device", "data", "labels", "test", "weights"])];
});

/**
 * Refuses arrays that no configuration reads.
 *
 * @throws ArgumentError naming the first one, with the nearest names that there are
 */
export function requireArrayNames(arrays: ExperimentArrays): void {
  if (typeof arrays !== "object" || arrays === null || Array.isArray(arrays))
    throw new ArgumentError("arrays", kindInWords(arrays), `an object with ${arrayNames().join(", ")}`);
  const unknown = Object.keys(arrays).find((name) => !arrayNames().includes(name) && !FURTHER_DATA.test(name));
  if (unknown === undefined) return;
  const [field] = nearestNames(
    unknown,
    Object.keys(schemas().experiment.shape).filter((name) => !arrayNames().includes(name)),
    1,
  );
  throw new ArgumentError(
    unknown,
    arrays[unknown],
    `arrays such as ${alternatives(nearestNames(unknown, arrayNames(), SUGGESTED))}; fields such as ${field} belong to the configuration`,
  );
}
