/**
 * An experiment: everything that a configuration stands for, ready to be trained.
 */
import type { Circuit } from "../quantum/circuit.ts";
import type { ConfiguredNoise } from "../quantum/noise/models/definition.ts";
import type { Observable } from "../quantum/observables.ts";
import type { Spectrum } from "../quantum/spectrum.ts";
import type { RunMeasurement } from "../shots/load.ts";
import type { Ends } from "../shots/noisy-ends.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { ExperimentData } from "./data-build.ts";
import type { ExperimentConfig } from "./schema.ts";

/** Everything a run needs, in plain data. */
export interface Experiment {
  readonly config: ExperimentConfig;
  readonly circuit: Circuit;
  readonly observable: Observable;
  readonly spectrum: Spectrum;
  /** What <O> reaches with the noise of the run; undefined without noise, with data, and where it is not known. */
  readonly reachable?: Ends;
  /** The data it is trained on, in place of |0...0> and one target. */
  readonly data?: ExperimentData;
  /** θ of a column: the circuit's parameters that data do not set. */
  readonly parameters: number;
  /** O0 of each target, numbers; with data, of each datum of each target vector, one vector after the other. A critical one stands as the end of the spectrum until `withCriticalTargets` puts it in. */
  readonly targets: readonly number[];
  readonly plan: TrainingPlan;
  /** θ(0) of all columns, shape (targets x samples, parameters). */
  readonly theta: Float64Array;
  readonly noise?: ConfiguredNoise;
  /** Noise, shots and kind of gradient, where they are not an ideal engine's own. */
  readonly measurement?: RunMeasurement;
}
