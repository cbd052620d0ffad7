/**
 * Where rows come from: a run that is trained, or one that is replayed.
 */
import type { ColumnEvent, LossName, Observable, Spectrum, TrainingRecord } from "qntk";

/** What stays within a leg. */
export interface LegTerms {
  readonly target: number;
  readonly eta: number;
  readonly loss: LossName;
}

/** One row, as it is recorded. */
export interface RecordedRow {
  readonly epsilon: Float64Array;
  readonly kernel: Float64Array;
  readonly mu?: Float64Array;
  readonly target: number;
}

export interface RowSource {
  readonly columns: number;
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
