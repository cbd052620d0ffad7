/**
 * Batches: points that share a circuit become the columns of one run, so that its matrices are read once for all of them.
 *
 * A column's numbers never depend on its neighbours, so a batch gives the numbers of single runs to the last bit.
 */
import { createHash } from "node:crypto";
import { memoryOf } from "../experiment/build.ts";
import { CRITICAL_TARGET, type ExperimentConfig } from "../experiment/config.ts";
import { runWork } from "../experiment/work.ts";
import { canonicalJson, type SweepPoint } from "./points.ts";

/** Points that are trained together. */
export interface Batch {
  /** Twelve hexadecimal digits that follow from its points. */
  readonly id: string;
  /** Ids of its points, in the order of the targets. */
  readonly points: readonly string[];
}

/** Limits of a batch. */
export interface BatchLimits {
  /** Most columns, targets x samples. */
  readonly columns: number;
  /** Most memory in bytes. */
  readonly memory: number;
}

/** Limits where nothing else is said: few enough columns that a batch is done before long, enough that a matrix read is shared. */
export const DEFAULT_LIMITS: BatchLimits = { columns: 120, memory: 2 * 2 ** 30 };

/** Groups points into batches: those that differ in the target alone, as far as the limits allow. */
export function planBatches(points: readonly SweepPoint[], limits: BatchLimits = DEFAULT_LIMITS): Batch[] {
  const groups = new Map<string, SweepPoint[]>();
  for (const point of points) {
    const { target, ...rest } = point.config;
    // Each sample's own end takes a preliminary run, which those of plain targets need not wait for.
    const key = canonicalJson({ ...rest, critical: target.includes(CRITICAL_TARGET) });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  return [...groups.values()].flatMap((group) => {
    const batches: Batch[] = [];
    let members: SweepPoint[] = [];
    for (const point of group) {
      if (members.length > 0 && !fits(batchConfig([...members, point]), limits)) {
        batches.push(batchOf(members));
        members = [];
      }
      members.push(point);
    }
    return [...batches, batchOf(members)];
  });
}

/** The configuration that trains the points of a batch. */
export function batchConfig(points: readonly SweepPoint[]): ExperimentConfig {
  return { ...points[0].config, target: points.flatMap(({ config }) => config.target) };
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

function fits(config: ExperimentConfig, { columns, memory }: BatchLimits): boolean {
  return config.target.length * config.samples <= columns && memoryOf(config) <= memory;
}
