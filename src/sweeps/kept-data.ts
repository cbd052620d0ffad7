/**
 * What a sweep keeps of a point with data: one entry a quantity, read off the summary of its run.
 */
import type { DataTargetSummary } from "../analysis/data-summary.ts";
import { ArgumentError } from "../base/errors.ts";
import type { KeptValue } from "./kept.ts";

/** A point's summary, and its share of the seconds that training took. */
export interface DataPointRun {
  readonly summary: DataTargetSummary;
  readonly seconds: number;
}

type Read = (run: DataPointRun) => Readonly<Record<string, KeptValue>>;

const number = (name: string, read: (run: DataPointRun) => number | undefined): readonly [string, Read] => [
  name,
  (run) => {
    const value = read(run);
    return { [name]: value !== undefined && Number.isFinite(value) ? value : null };
  },
];

/** The quantities: means over samples at the last step, and the phase of the data set. */
const QUANTITIES = new Map<string, Read>([
  ["phase", ({ summary }) => ({ phase: summary.phase, phaseShare: summary.agreeing / summary.samples })],
  number("loss", ({ summary }) => summary.loss),
  number("accuracy", ({ summary }) => summary.accuracy),
  number("testLoss", ({ summary }) => summary.testLoss),
  number("testAccuracy", ({ summary }) => summary.testAccuracy),
  number("effectiveRank", ({ summary }) => summary.effectiveRank),
  ["epsilon", ({ summary }) => Object.fromEntries(summary.data.map(({ epsilon }, a) => [`epsilon${a + 1}`, epsilon]))],
  ["kernel", ({ summary }) => Object.fromEntries(summary.data.map(({ kernel }, a) => [`kernel${a + 1}`, kernel ?? null]))],
  number("seconds", ({ seconds }) => seconds),
  ["histories", () => ({})],
]);

/** What is kept where a sweep with data says nothing. */
export const DEFAULT_DATA_KEEP = ["phase", "loss", "accuracy", "seconds"];

/**
 * The name of a quantity of points with data.
 *
 * @throws ArgumentError for another
 */
export function requireDataQuantity(name: string): string {
  if (!QUANTITIES.has(name)) throw new ArgumentError("keep", name, `${[...QUANTITIES.keys()].join(", ")}, with data`);
  return name;
}

/** Everything that is kept of a point with data. */
export function readKeptData(keep: readonly string[], run: DataPointRun): Record<string, KeptValue> {
  return Object.assign({}, ...keep.map((name) => QUANTITIES.get(name)?.(run)));
}
