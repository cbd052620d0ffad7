/**
 * A sweep as a page reads it: the content of its folder, without a file system.
 */
import { FormatError } from "../base/errors.ts";
import type { AxisValue } from "./axes.ts";
import { collectTable, type PointResult, type SweepTable } from "./collect.ts";
import { dimensionsOf } from "./dimensions.ts";
import type { Sweep } from "./sweep-file.ts";
import { withTargetVector } from "./target-vector.ts";

/** A point that has results. */
export interface OpenedPoint {
  readonly id: string;
  /** The batch it was trained in: the name of its folder in runs/, where histories are kept. */
  readonly batch: string;
  readonly at: Readonly<Record<string, AxisValue>>;
  /** The fields of its configuration, as the sweep file gives them; entries of a target vector as that. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** O0; with data y of every datum. */
  readonly targets: readonly number[];
}

/** A sweep that has been opened. */
export interface OpenedSweep {
  readonly name: string;
  readonly sweep: Sweep;
  readonly table: SweepTable;
  readonly points: readonly OpenedPoint[];
}

/**
 * Reads a sweep from the content of its files.
 *
 * @param document content of sweep.json
 * @param results contents of the files in points/
 * @param name what to call it
 * @throws FormatError where these are none
 */
export function readSweepContent(document: unknown, results: readonly unknown[], name: string): OpenedSweep {
  const { schema, sweep } = (document ?? {}) as { schema?: unknown; sweep?: Sweep };
  if (sweep === undefined || !Array.isArray(sweep.axes) || !Array.isArray(sweep.zip))
    throw new FormatError(name, "is not a sweep: its sweep.json has no axes");
  if (schema !== 1) throw new FormatError(name, "is a sweep of a newer schema; update qntk");
  const dimensions = dimensionsOf(sweep);
  const known = results as readonly PointResult[];
  const placed = known.flatMap(({ id, at }) => {
    const index = dimensions.map(
      ({ name: axis }) => sweep.axes.find((each) => each.name === axis)?.values.indexOf(at?.[axis]) ?? -1,
    );
    return index.includes(-1) ? [] : [{ id, index, at }];
  });
  const byId = new Map(known.map((result) => [result.id, result]));
  return {
    name,
    sweep,
    table: collectTable(sweep, dimensions, placed, (id) => byId.get(id)),
    points: placed.map(({ id, at }) => {
      const { batch, target, targets = [target] } = byId.get(id) as PointResult;
      return { id, batch, at, fields: withTargetVector({ ...sweep.base, ...at }), targets };
    }),
  };
}
