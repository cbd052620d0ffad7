/**
 * Engines as those name them who ask for one, and what there is of them here.
 */
export { type EngineChoice, type EnginesHere, engineChoices, enginesHere, resolveEngine } from "../engine/engines.ts";
