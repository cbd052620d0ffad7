/**
 * Figures of one's own: studies that `qntk figure` offers beside those of the papers.
 */
import { ArgumentError } from "../base/errors.ts";
import { type Registry, registry } from "../base/registry.ts";
import type { Study } from "./study.ts";

/** A study with the name that it is registered by, which is its id. */
interface NamedStudy extends Study {
  readonly name: string;
}

/** The figures that have been registered. */
export const ownFigures: Registry<NamedStudy> = /* @__PURE__ */ registry<NamedStudy>("figure", [], ({ title, runs, output }) => {
  if (typeof title !== "string" || title === "") throw new ArgumentError("figure title", title, "what it shows, in a few words");
  if (typeof runs !== "function") throw new ArgumentError("figure runs", runs, "a function of the size");
  if (typeof output !== "function") throw new ArgumentError("figure output", output, "a function of the complete runs");
});

/**
 * Adds a figure of one's own, which `qntk figure` can then compute and draw.
 *
 * @throws ArgumentError for an id that is taken or malformed, or a function that is missing
 */
export function registerFigure(study: Study): Study {
  ownFigures.register({ ...study, name: study.id });
  return study;
}
