/**
 * What a sweep is before it runs: points, batches, work, memory, and about how long it takes here.
 */
import { availableParallelism } from "node:os";
import { memoryOf } from "../experiment/build.ts";
import { type Batch, batchConfig, batchWork, planBatches } from "../sweeps/batches.ts";
import { apartAxes } from "../sweeps/columns.ts";
import { dimensionsOf } from "../sweeps/dimensions.ts";
import { type SweepPoint, sweepPoints } from "../sweeps/points.ts";
import type { Sweep } from "../sweeps/sweep-file.ts";
import { unitSeconds } from "./estimate.ts";

/** A sweep with its estimates. */
export interface SweepEstimate {
  readonly sweep: Sweep;
  readonly points: readonly SweepPoint[];
  readonly batches: readonly Batch[];
  /** Work of each batch, in the units of `batchWork`. */
  readonly works: readonly number[];
  readonly dimensions: ReturnType<typeof dimensionsOf>;
  /** Axes whose values never share a batch, and why. */
  readonly apart: ReturnType<typeof apartAxes>;
  /** Bytes of the largest batch. */
  readonly memory: number;
  readonly processes: number;
  readonly seconds: number;
}

/** Plans a sweep and times one small training. */
export function estimateSweep(sweep: Sweep, asked?: number): SweepEstimate {
  const points = sweepPoints(sweep);
  const known = new Map(points.map((point) => [point.id, point]));
  const options = { histories: sweep.keep.includes("histories") };
  const batches = planBatches(points, undefined, options);
  const members = batches.map((batch) => batch.points.map((id) => known.get(id) as SweepPoint));
  const works = members.map(batchWork);
  const memory = Math.max(...members.map((each) => memoryOf(batchConfig(each))));
  const processes = Math.min(batches.length, asked ?? availableParallelism());
  const seconds = (unitSeconds() * works.reduce((a, b) => a + b, 0)) / processes;
  return {
    ...{ sweep, points, batches, works, dimensions: dimensionsOf(sweep), apart: apartAxes(sweep, points, options) },
    ...{ memory, processes, seconds },
  };
}
