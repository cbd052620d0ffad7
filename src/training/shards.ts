/**
 * What trains all columns of a run in rounds: this thread, several, or a device.
 */
import type { TrainingRecord } from "./record.ts";
import type { TrainingState } from "./state.ts";

/** Trains all columns of a run in rounds. */
export interface TrainingShards {
  readonly threads: number;
  /**
   * Records up to `count` more rows of every column into the record, and sets its number of rows.
   *
   * @returns the state after them
   * @throws WorkerError if a worker thread dies
   */
  advance(record: TrainingRecord, count: number): Promise<TrainingState>;
  dispose(): Promise<void>;
}
