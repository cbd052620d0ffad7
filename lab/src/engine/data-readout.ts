/**
 * The readout of a run with data: what becomes of every datum, read off the rows since a target was last moved.
 */
import { summarizeData, type TrainingRecord } from "qntk";
import type { DataReadout } from "./protocol.ts";
import type { RowSource } from "./source.ts";

/** The readout of a run's present leg, which has at least one row, from its record; undefined without data. */
export function dataReadoutOf({ firstRow }: RowSource, record: TrainingRecord): DataReadout | undefined {
  const { data } = record.plan;
  if (data === undefined) return undefined;
  const [summary] = summarizeData(record, data);
  return { ...summary, rows: record.rows, firstRow };
}
