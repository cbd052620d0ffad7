/**
 * Target vectors of points with data, whose entries may be axes of their own. Runs anywhere.
 */
import { ArgumentError } from "../base/errors.ts";

/** An entry of a target vector, as an axis. */
const ENTRY = /^y([1-9]\d*)$/;

/** Fields with y1, y2, … as entries of the target vector, which has as many numbers as the largest says, or as `target` has. */
export function withTargetVector(fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([name, value]) => {
    const place = ENTRY.exec(name);
    return place === null ? [] : [[Number(place[1]) - 1, value] as const];
  });
  if (fields.data === undefined || entries.length === 0) return fields;
  const given = fields.target === undefined ? [] : [fields.target].flat(2);
  const vector: unknown[] = given.flatMap((each) => (typeof each === "string" ? each.split(",") : [each]));
  for (const [place, value] of entries) vector[place] = value;
  const missing = Array.from(vector).indexOf(undefined);
  if (missing !== -1) throw new ArgumentError(`axes.y${missing + 1}`, undefined, "a number for every datum");
  return { ...Object.fromEntries(Object.entries(fields).filter(([name]) => !ENTRY.test(name))), target: vector };
}
