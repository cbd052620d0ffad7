/**
 * Messages between the page and the engine's worker: plain data, and the interface that both sides share.
 */
import type {
  ColumnEvent,
  DataTargetSummary,
  ExperimentConfig,
  ExperimentConfigInput,
  inference,
  LossName,
  Phase,
  RowEstimates,
  RunDocument,
  TrainingRecord,
} from "qntk";
import type { CircuitOutline } from "./outline.ts";

/** What is known of a run before its first step. */
export interface RunInfo {
  /** Number of the run; frames carry it, so that late ones of an earlier run are told apart. */
  readonly run: number;
  /** The complete configuration, as the package reads it. */
  readonly config: ExperimentConfig;
  readonly parameters: number;
  readonly columns: number;
  readonly target: number;
  readonly spectrum: { readonly min: number; readonly max: number; readonly eigenvalues?: Float64Array };
  /** Averages over the Haar ensemble at random initialisation. */
  readonly haar?: { readonly kernel: number; readonly lambda: number; readonly zeta: number };
  /** The data it is trained on, in place of one state and one target. */
  readonly data?: DataInfo;
}

/** What is known of a run's data before its first step. */
export interface DataInfo {
  /** y of every datum. */
  readonly targets: readonly number[];
  /** Spectra of the observables that there are, and which of them each datum is measured by. */
  readonly spectra: readonly { readonly min: number; readonly max: number; readonly eigenvalues?: Float64Array }[];
  readonly observables: readonly number[];
  /** Whether the input states are known to be orthonormal, so that the phase can be told beforehand. */
  readonly orthonormal: boolean;
  /** Rows from one K to the next. */
  readonly kernelStride: number;
}

/** What a run with data amounts to since a target was last moved. */
export interface DataReadout extends DataTargetSummary {
  readonly rows: number;
  readonly firstRow: number;
}

/** Why a run could not be set up. */
export interface RunRefused {
  readonly refused: {
    /** Field the message is about; empty where there is none. */
    readonly argument: string;
    readonly message: string;
  };
}

/** Rows recorded since the last frame, and what they amount to. */
export interface Frame {
  readonly run: number;
  /** Row of the first entry. */
  readonly firstRow: number;
  readonly count: number;
  /** ε and K, shape (count, columns), with N data (count, columns, N) and (count, columns, N, N). */
  readonly epsilon: Float64Array;
  readonly kernel: Float64Array;
  /** Targets of each row, shape (count, N). */
  readonly targets: Float64Array;
  /** Rows at which μ was measured, and μ, shape (their number, columns), with data (their number, columns, N, N, N). */
  readonly muRows: Int32Array;
  readonly mu: Float64Array;
  /** What shots say of ε and K, shape (count, columns) each; undefined without shots. */
  readonly estimates?: RowEstimates;
  readonly playing: boolean;
  /** Whether the last row of the run is there. */
  readonly finished: boolean;
  /** The first sample that oscillates, or whose numbers are no longer finite; training goes on. */
  readonly event?: ColumnEvent;
  /** Made a few times a second. */
  readonly readout?: Readout;
  /** The same for a run with data. */
  readonly dataReadout?: DataReadout;
}

/** What the run amounts to since the target was last moved. */
export interface Readout {
  /** Rows since then, and the row it happened at. */
  readonly rows: number;
  readonly firstRow: number;
  readonly target: number;
  readonly residual: number;
  readonly phase: Phase;
  readonly agreeing: number;
  /** How likely each phase is, from the whole histories; undefined where the theory has none. */
  readonly probabilities?: inference.PhaseProbabilities;
  /** What would decide the phase, where the data leave it open. */
  readonly needed?: inference.DecidingData;
  /** Whether the numbers come from shots: λ, ζ and C are then those of the whole histories, NaN where the phase is open. */
  readonly fromShots: boolean;
  readonly samples: number;
  /** Whether the kernel was zero, up to rounding, from the first of these rows on: nothing moves any more. */
  readonly dead: boolean;
  /** Samples trapped above the residual. */
  readonly trapped: number;
  /** Averages over the samples, at present. */
  readonly epsilon: number;
  readonly kernel: number;
  /** mean(μ)/mean(K), mean(εμ)/mean(K)² and mean(K) - 2λ mean(ε) at the last measurement of μ; NaN before the first. From shots: `fromShots`. */
  readonly lambda: number;
  readonly zeta: number;
  readonly c: number;
  readonly fittedRate: number;
  /** Standard error of `fittedRate`: over samples, or from shots that of the whole histories. */
  readonly fittedRateError: number;
  /** NaN where none is known, and from shots. */
  readonly predictedRate: number;
  /** Lotka-Volterra solutions through the late rows, at rows `t` of the run; undefined where no phase is known, and from shots. */
  readonly theory?: {
    readonly t: Float64Array;
    readonly residualError: Float64Array;
    readonly kernel: Float64Array;
  };
  /** Restricted-Haar values for the target: K and λ that training is expected to end at in a deep circuit. */
  readonly late?: { readonly kernel: number; readonly lambda: number };
}

/** The deep-circuit prediction from the initial states, mean over samples. */
export interface DeepPrediction {
  readonly t: Float64Array;
  readonly residualError: Float64Array;
  readonly kernel: Float64Array;
  readonly lambda: Float64Array;
}

/** A run that can be written to files. */
export interface CompleteRun {
  readonly document: RunDocument;
  readonly record: TrainingRecord;
  /** Angles of the last row, shape (columns, parameters). */
  readonly theta: Float64Array;
}

/** What can be changed while a run goes on. */
export interface Steering {
  /** One target, or one for each datum. */
  readonly targets: readonly (number | string)[];
  readonly eta: number;
  readonly loss: LossName;
}

/** How a run is advanced. */
export interface Pace {
  readonly playing: boolean;
  /** Steps per second; 0 for as fast as it goes. */
  readonly speed: number;
}

/** One sample of the present run, parameter by parameter. */
export interface SampleGradient {
  /** Row of the run it belongs to. */
  readonly row: number;
  /** θ, θ(0) and ∂ε/∂θ, each of length L. */
  readonly theta: Float64Array;
  readonly initial: Float64Array;
  readonly gradient: Float64Array;
}

/** The present angles of all samples, kept so that their Hessians can be asked for bit by bit. */
export interface HessianPoint {
  readonly id: number;
  readonly row: number;
  /** ε, shape (columns), and ∂ε, shape (columns, parameters). */
  readonly epsilon: Float64Array;
  readonly gradient: Float64Array;
}

/** The engine as the page sees it. */
export interface EngineApi {
  /** Sets a run up and forgets the one before; `table` is what its data are read from where they are a table. */
  start(config: ExperimentConfigInput, pace: Pace, table?: string): Promise<RunInfo | RunRefused>;
  steer(steering: Steering): { readonly targets: readonly number[] } | RunRefused;
  pace(pace: Pace): void;
  /** Moves the end of the run. */
  extend(steps: number): void;
  /** Makes some steps at once. */
  step(count: number): void;
  /** Rows since the last call; undefined where there are none. The page asks once for each frame it paints. */
  frame(): Frame | undefined;
  /** The deep-circuit prediction of the present run up to a row. */
  deep(lastRow: number): DeepPrediction | undefined;
  /** Angles at present, shape (columns, parameters); none for a replay. */
  angles(): Float64Array;
  /** The circuit of the present run, without its numbers. */
  outline(): CircuitOutline | undefined;
  /** Angles and gradient of one sample at present. */
  sampleGradient(sample: number): SampleGradient | undefined;
  /** Keeps the present angles in place of those kept before. */
  hessianPoint(): HessianPoint | undefined;
  /** Rows `first` to `first + count - 1` of ∂²ε of one sample at the kept angles; undefined where they are no longer kept. */
  hessianRows(id: number, sample: number, first: number, count: number): Float64Array | undefined;
  /** Replays one target of a recorded run, in place of training. */
  replay(document: RunDocument, record: TrainingRecord, target: number, pace: Pace): RunInfo;
  /** The present run as the command line would record it; undefined for one that has been steered, or is itself a replay. */
  complete(): CompleteRun | undefined;
}
