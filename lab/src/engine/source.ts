/**
 * Where rows come from: a run that is trained, or one that is replayed.
 */
import type { ColumnEvent, LossName, Observable, RowEstimates, Spectrum, TrainingRecord } from "qntk";
import type { DataInfo } from "./protocol.ts";

/** What stays within a leg. */
export interface LegTerms {
  /** O0; with data that of the first. */
  readonly target: number;
  /** The targets: one, or y of every datum. */
  readonly targets: readonly number[];
  readonly eta: number;
  readonly loss: LossName;
}

/** One row, as it is recorded. */
export interface RecordedRow {
  /** Shape (columns), with N data (columns, N), (columns, N, N) and (columns, N, N, N). */
  readonly epsilon: Float64Array;
  readonly kernel: Float64Array;
  readonly mu?: Float64Array;
  /** What shots say of ε and K; undefined without shots, and with data. */
  readonly estimates?: RowEstimates;
  /** Targets, shape (N). */
  readonly targets: readonly number[];
}

export interface RowSource {
  readonly columns: number;
  /** What is known of the data; undefined without. */
  readonly data?: DataInfo;
  readonly parameters: number;
  readonly spectrum: Pick<Spectrum, "min" | "max" | "eigenvalues">;
  /** Undefined where a replayed run does not say enough about it. */
  readonly observable: Observable | undefined;
  /** Row that comes next, and the first row of the present leg. */
  readonly row: number;
  readonly firstRow: number;
  readonly terms: LegTerms;
  /** Whether the last row has come. */
  readonly finished: boolean;
  /** What has happened to single samples in this leg. */
  readonly events: readonly ColumnEvent[];
  /** The next row; undefined at the end. */
  advance(): RecordedRow | undefined;
  /** The present leg as a record of the package. */
  record(): TrainingRecord;
  dispose(): void;
}
