/**
 * Which fields of a configuration a command takes, where several take alike.
 */
import type { FieldNames } from "./definition.ts";

type Choice = (names: FieldNames) => readonly string[];

/** Fields that measure on a device or make a run noisy, which studies compare with theory without noise. */
const MEASUREMENT = [
  ...["device", "python", "noise", "noiseEngine", "layout", "idle", "mitigate", "shots", "shotSeed", "gradient"],
];
/** Fields of simulated noise and shots. */
export const noisyFields: readonly string[] = ["noise", "layout", "idle", "mitigate", "shots"];
/** Fields that say what a training is, beside those of circuit and observable. */
const TRAINING = ["loss", "target", "eta", "steps", "samples", "seed", "theta", "streams", "engine"];

/** Fields of studies of ideal training: all but those of measurement and data, and some that the study says itself. */
export function studyFields(...without: readonly string[]): Choice {
  return ({ all, data }) => all.filter((name) => ![...without, ...MEASUREMENT, ...data].includes(name));
}

/** Fields of what is said of an ideal training before it starts. */
export const trainingFields: Choice = ({ problem }) => [...problem, ...TRAINING, "json", "quiet"];

/** The same, and what data are trained on. */
export const dataTrainingFields: Choice = (names) => [...trainingFields(names), ...names.data];

/** As `studyFields`, with what data are trained on. */
export function dataStudyFields(...without: readonly string[]): Choice {
  return (names) => [...studyFields(...without)(names), ...names.data];
}

/** Words of `target` where it is one of such a training. */
export const trainingTargetWords =
  "target: a number, min, max, min-4 or max+20% (of the spectrum's width); several with commas, or repeated (default: three around the spectrum's end)";
