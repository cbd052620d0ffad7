/**
 * The points of a sweep: every combination of its axes, each with an id that follows from its content. Node only, for the digest.
 */
import { createHash } from "node:crypto";
import { ArgumentError, QntkError } from "../base/errors.ts";
import { type ExperimentConfig, parseExperiment } from "../experiment/config.ts";
import type { AxisValue } from "./axes.ts";
import { type Dimension, describe, dimensionsOf } from "./dimensions.ts";
import { keptQuantity } from "./kept.ts";
import type { Sweep } from "./sweep-file.ts";
import { withTargetVector } from "./target-vector.ts";

/** One point of a sweep. */
export interface SweepPoint {
  /** Twelve hexadecimal digits that follow from the fields of its configuration as the file gives them. */
  readonly id: string;
  /** Its place along every dimension. */
  readonly index: readonly number[];
  /** Its value of every axis. */
  readonly at: Readonly<Record<string, AxisValue>>;
  /** The configuration, with one target. */
  readonly config: ExperimentConfig;
}

/** Digits of an id: with 48 bits no two of a million points are likely to share one. */
const ID_DIGITS = 12;

/**
 * All points of a sweep, the last dimension fastest.
 *
 * @throws ArgumentError naming the point whose configuration is refused, and why
 */
export function sweepPoints(sweep: Sweep): SweepPoint[] {
  const dimensions = dimensionsOf(sweep);
  const valuesOf = new Map(sweep.axes.map(({ name, values }) => [name, values]));
  const total = dimensions.reduce((product, { length }) => product * length, 1);
  const points: SweepPoint[] = [];
  const seen = new Map<string, string>();
  for (let k = 0; k < total; k++) {
    const index = placeOf(k, dimensions);
    const at = Object.fromEntries(
      dimensions.flatMap(({ axes }, d) =>
        axes.map((name) => [name, (valuesOf.get(name) as readonly AxisValue[])[index[d]]] as const),
      ),
    );
    if (sweep.exclude.some((entry) => matches(at, entry))) continue;
    const fields = { ...sweep.base, ...at };
    const id = createHash("sha256").update(canonicalJson(fields)).digest("hex").slice(0, ID_DIGITS);
    const other = seen.get(id);
    if (other !== undefined) throw new ArgumentError("axes", `${describe(at)} and ${other}`, "points that differ");
    seen.set(id, describe(at));
    points.push({ id, index, at, config: configOf(sweep, fields, at) });
  }
  if (points.length === 0) throw new ArgumentError("exclude", "every point", "entries that leave at least one point");
  return points;
}

/** JSON with the keys of every object in order, so that equal contents give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`)
    .join(",")}}`;
}

function configOf(sweep: Sweep, fields: Record<string, unknown>, at: Readonly<Record<string, AxisValue>>): ExperimentConfig {
  const { engine: _, ...given } = fields;
  const experiment = withTargetVector(given);
  let config: ExperimentConfig;
  try {
    config = parseExperiment(experiment);
  } catch (error) {
    if (!(error instanceof QntkError)) throw error;
    throw new ArgumentError("point", describe(at), `a configuration that train takes, but ${error.message.replace(/\.$/, "")}`);
  }
  if (config.data !== undefined) return config;
  if (config.target.length !== 1)
    throw new ArgumentError("base.target", config.target.join(", "), "one target, or an axis target with several");
  const hessian = sweep.keep.some((name) => keptQuantity(name).needs === "hessian") && config.measure.hessian === undefined;
  return hessian ? { ...config, measure: { ...config.measure, hessian: config.steps } } : config;
}

function placeOf(k: number, dimensions: readonly Dimension[]): number[] {
  const index: number[] = [];
  let rest = k;
  for (let d = dimensions.length - 1; d >= 0; d--) {
    index.unshift(rest % dimensions[d].length);
    rest = Math.floor(rest / dimensions[d].length);
  }
  return index;
}

function matches(at: Readonly<Record<string, AxisValue>>, entry: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(entry).every(([name, wanted]) => [wanted].flat().includes(at[name]));
}
