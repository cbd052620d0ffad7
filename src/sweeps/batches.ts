/**
 * Batches: points that share a circuit become the columns of one run, so that its matrices are read once for all of them.
 *
 * A column's numbers never depend on its neighbours, so a batch gives the numbers of single runs to the last bit.
 */
import { createHash } from "node:crypto";
import { memoryOf } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import { runWork } from "../experiment/work.ts";
import { type ColumnOptions, columnKey, joinedConfig } from "./columns.ts";
import type { SweepPoint } from "./points.ts";

/** Points that are trained together. */
export interface Batch {
  /** Twelve hexadecimal digits that follow from its points. */
  readonly id: string;
  /** Ids of its points, in the order of the targets of its run. */
  readonly points: readonly string[];
}

/** Limits of a batch. */
export interface BatchLimits {
  /** Most columns: points, or data of all of them, x samples. */
  readonly columns: number;
  /** Most memory in bytes. */
  readonly memory: number;
}

/** Limits where nothing else is said: few enough columns that a batch is done before long, enough that a matrix read is shared. */
export const DEFAULT_LIMITS: BatchLimits = { columns: 120, memory: 2 * 2 ** 30 };

/** Groups points into batches: those that can be columns of one training, as far as the limits allow. */
export function planBatches(
  points: readonly SweepPoint[],
  limits: BatchLimits = DEFAULT_LIMITS,
  options: ColumnOptions = {},
): Batch[] {
  const groups = new Map<string, SweepPoint[]>();
  for (const point of points) {
    const key = columnKey(point, options);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  return [...groups.values()].flatMap((group) => {
    const batches: Batch[] = [];
    let members: SweepPoint[] = [];
    for (const point of group) {
      if (members.length > 0 && !fits(batchConfig([...members, point]), members.length + 1, limits)) {
        batches.push(batchOf(members));
        members = [];
      }
      members.push(point);
    }
    return [...batches, batchOf(members)];
  });
}

/** The configuration that trains the points of a batch; where their seeds differ, with angles as `batchAngles` has them. */
export function batchConfig(points: readonly SweepPoint[]): ExperimentConfig {
  return joinedConfig(points.map(({ config }) => config));
}

/** Work of a batch, in the units of `runWork`. */
export function batchWork(points: readonly SweepPoint[]): number {
  return runWork(batchConfig(points));
}

/** A batch of given points. */
export function batchOf(points: readonly SweepPoint[]): Batch {
  const ids = points.map(({ id }) => id);
  return { id: createHash("sha256").update(ids.join()).digest("hex").slice(0, 12), points: ids };
}

function fits(config: ExperimentConfig, count: number, { columns, memory }: BatchLimits): boolean {
  return Math.max(count, config.target.length) * config.samples <= columns && memoryOf(config) <= memory;
}
