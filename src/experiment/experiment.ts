/**
 * An experiment: everything that a configuration stands for, ready to be trained.
 */
import type { Circuit } from "../quantum/circuit.ts";
import type { ConfiguredNoise } from "../quantum/noise/named-models.ts";
import type { Observable } from "../quantum/observables.ts";
import type { Spectrum } from "../quantum/spectrum.ts";
import type { RunMeasurement } from "../shots/load.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { ExperimentConfig } from "./schema.ts";

/** Everything a run needs, in plain data. */
export interface Experiment {
  readonly config: ExperimentConfig;
  readonly circuit: Circuit;
  readonly observable: Observable;
  readonly spectrum: Spectrum;
  /** O0 of each target, numbers. A critical one stands as the end of the spectrum until `withCriticalTargets` puts it in. */
  readonly targets: readonly number[];
  readonly plan: TrainingPlan;
  /** θ(0) of all columns, shape (targets x samples, parameters). */
  readonly theta: Float64Array;
  readonly noise?: ConfiguredNoise;
  /** Noise, shots and kind of gradient, where they are not an ideal engine's own. */
  readonly measurement?: RunMeasurement;
}
