/**
 * A study: the simulations a figure of the paper needs, and what is computed from them, as a value. Pure: how runs are made, stored and
 * drawn is the business of others.
 */
import type { Extremes } from "../analysis/trajectories.ts";
import type { Engine } from "../engine/engine.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import type { DecidingData, DeterminedPhase, IntervalEstimate, PhaseProbabilities } from "../theory/inference/index.ts";
import type { TrainingRecord } from "../training/record.ts";
import type { Panel, PanelLegend } from "./panels.ts";

/** The size a study is done at: the paper's, or one that takes seconds. */
export type StudySize = "paper" | "quick";

/** One simulation, an ordinary run; E is what a paper says of an experiment that it has published. */
export interface NamedRun<E = unknown> {
  /** Name of its folder. Studies that need the same run give it the same name. */
  readonly name: string;
  readonly config: ExperimentConfig;
  /** The published experiment it repeats, number by number. */
  readonly published?: E;
}

/** A complete run. */
export interface StudyRun {
  readonly config: ExperimentConfig;
  readonly record: TrainingRecord;
  /** θ after the last update, shape (targets x samples, parameters). */
  readonly theta: Float64Array;
  /** O0 of each target, numbers. */
  readonly targets: readonly number[];
  readonly extremes: Extremes;
}

/** Named lists of numbers. */
export type Numbers = Readonly<Record<string, readonly number[]>>;

/** A part of a computation, whose numbers depend on nothing but the computation's settings: done once, it need not be done again. */
export interface DrawPiece {
  /** How much work it is, in units that compare the pieces of a study. */
  readonly work: number;
  /** Computes its numbers, all of them finite; yields the share of the work done, up to 1. */
  steps(engine: Engine): Generator<number, Numbers, void>;
}

/** A computation that is no training, such as Monte Carlo over an ensemble. */
export interface NamedDraws {
  /** Name of its file. */
  readonly name: string;
  /** Everything that determines the numbers, seeds included: stored beside them. */
  readonly settings: Readonly<Record<string, number | string | readonly (number | string)[]>>;
  readonly pieces: readonly DrawPiece[];
  /** The numbers of the whole, from those of the pieces in their order. */
  gather(parts: readonly Numbers[]): Numbers;
}

/** A number beside the one it should be. */
export interface Agreement {
  /** What it is, in plain words. */
  readonly what: string;
  readonly found: number;
  /** Standard error of it, where known. */
  readonly error?: number;
  readonly expected: number;
  /** Standard error of the expected number, where it was measured. */
  readonly expectedError?: number;
  /** Where the expected number comes from, such as `theory, -eta C (Eq. 14)`. */
  readonly source: string;
}

/** How a curve differs from the published one. */
export interface CurveComparison {
  readonly curve: string;
  /** What was compared, in words. */
  readonly compared: string;
  /** Largest |simulated - published|. */
  readonly maxDifference: number;
  /** Largest |simulated - published| / max(1, |published|). */
  readonly maxRelative: number;
}

/** What curves determine of a target. */
export interface Determination {
  /** Which curves, in plain words. */
  readonly what: string;
  readonly target: number;
  readonly phase: DeterminedPhase | "undetermined";
  readonly probabilities: PhaseProbabilities;
  /** Of the phase that is named, with 95 % intervals: R, λ, C and the rate per step. */
  readonly constants?: Readonly<Record<"residual" | "lambda" | "c" | "rate", IntervalEstimate>>;
  /** What would decide the phase where it is open; samples are repetitions. */
  readonly needed?: DecidingData;
}

/** What a study has computed. */
export interface StudyOutput {
  readonly panels: readonly Panel[];
  /** Panels in a row. */
  readonly perRow: number;
  readonly legend: readonly PanelLegend[];
  /** What dashed curves are called in the legend; default `theory`. */
  readonly dashedName?: string;
  /** What the panels show, in plain words with Unicode symbols; **x** stands for bold, O0 and O_min for subscripts. */
  readonly caption: string;
  readonly agreement: readonly Agreement[];
  readonly comparisons: readonly CurveComparison[];
  /** What measured curves determine, where the study asks. */
  readonly determined?: readonly Determination[];
}

/** What a study's output is computed from; P is the published data of its paper. */
export interface StudyInput<P = unknown> {
  readonly size: StudySize;
  /** The complete run of a name. */
  run(name: string): StudyRun;
  /** The numbers of a computation of a name. */
  draws(name: string): Numbers;
  /** The authors' data, where given. */
  readonly published?: P;
}

/** A study, of a paper whose published data are P and whose published experiments are E. */
export interface Study<P = unknown, E = unknown> {
  /** What it is called on the command line: the number of the paper's figure, or a word for a supplementary one. */
  readonly id: string;
  readonly title: string;
  /**
   * The runs it needs.
   *
   * @param done those complete already: a study whose later runs depend on earlier ones names these first and is asked again
   */
  runs(size: StudySize, done: ReadonlyMap<string, StudyRun>): readonly NamedRun<E>[];
  draws?(size: StudySize): readonly NamedDraws[];
  output(input: StudyInput<P>): StudyOutput;
}

/** Everything a study has asked to be simulated. */
export interface StudyResults {
  readonly named: readonly NamedRun[];
  readonly runs: ReadonlyMap<string, StudyRun>;
  readonly draws: ReadonlyMap<string, Numbers>;
  /** Seconds that it took, now or earlier. */
  readonly seconds: number;
}
