/**
 * The map of a sweep: cells with their colours and words, from a slice of its table.
 */
import { phaseColor, phaseLabel, sweeps, type Theme } from "qntk";
import { formatNumber } from "../../format/numbers.ts";

/** One cell: the mean over the points that it stands for. */
export interface MapCell {
  readonly ids: readonly string[];
  readonly fill: string;
  readonly title: string;
}

/** A map as it is drawn. Rows from above. */
export interface MapModel {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly (MapCell | undefined)[] }[];
  readonly legend: readonly { readonly label: string; readonly fill: string }[];
  /** Why there is no map. */
  readonly problem?: string;
}

/** Ratio of the ends of a range from which on its colours are logarithmic. */
const WIDE = 30;
const LEGEND = 4;

/** The map of a quantity over one axis or two; over the others it shows the first value, over seeds and samples the mean. */
export function mapModel(
  { sweep, table, points }: sweeps.OpenedSweep,
  { x, y, color }: { readonly x: string | undefined; readonly y: string | undefined; readonly color: string | undefined },
  theme: Theme,
): MapModel {
  const none: MapModel = { columns: [], rows: [], legend: [] };
  if (x === undefined || color === undefined)
    return { ...none, problem: "This sweep has no axis with several values, or no results yet." };
  const axisOf = (name: string) => table.coordinates.find((each) => each.name === name) as sweeps.SweepCoordinate;
  const shown = [axisOf(x), ...(y === undefined ? [] : [axisOf(y)])];
  const others = table.coordinates.filter(
    ({ name, dimension }) => !["sample", "seed"].includes(name) && !shown.some((each) => each.dimension === dimension),
  );
  const at = Object.fromEntries(others.map((axis) => [axis.name, sweeps.labelsOf(axis)[0]]));
  let slice: sweeps.SweepSlice;
  try {
    slice = sweeps.sliceOf(table, y === undefined ? { x, y: color, at } : { x, y, color, at });
  } catch (error) {
    return { ...none, problem: (error as Error).message };
  }
  const means = slice.kind === "map" ? slice.means : [slice.curves[0].means];
  const rowLabels = slice.kind === "map" ? sweeps.labelsOf(slice.y) : [""];
  const { words } = slice.variable;
  const values = means
    .flat()
    .map(({ value }) => value)
    .filter((value) => Number.isFinite(value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const logarithmic = low > 0 && high / low > WIDE;
  const share = (value: number) => {
    if (high === low) return 1;
    return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  };
  const fillOf = (value: number) => (words === undefined ? shade(theme, share(value)) : phaseColor(words[value], theme));
  const wordOf = (value: number) => (words === undefined ? formatNumber(value) : phaseLabel(words[value]));
  const columns = sweeps.labelsOf(axisOf(x));
  const rows = rowLabels.map((label, r) => ({
    label,
    cells: means[r].map(({ value, error, count }, c): MapCell | undefined => {
      if (!Number.isFinite(value)) return undefined;
      const wanted = { ...at, [x]: columns[c], ...(y !== undefined && { [y]: label }) };
      const ids = points
        .filter((point) => Object.entries(wanted).every(([name, text]) => String(point.at[name]) === text))
        .map(({ id }) => id);
      const spread = words === undefined && error > 0 ? ` ± ${formatNumber(error)}` : "";
      const places = Object.entries(wanted).map(([name, text]) => `${name} ${text}`);
      return {
        ids,
        fill: fillOf(value),
        title: `${places.join(", ")}: ${color} ${wordOf(value)}${spread}${count > 1 ? `, ${count} numbers` : ""}`,
      };
    }),
  }));
  const scale =
    words === undefined
      ? Array.from({ length: high === low ? 1 : LEGEND }, (_, k) =>
          logarithmic ? low * (high / low) ** (k / (LEGEND - 1)) : low + ((high - low) * k) / (LEGEND - 1),
        )
      : [...new Set(values)].sort((a, b) => a - b);
  const upward = sweep.axes.find(({ name }) => name === y)?.values.every((value) => typeof value === "number");
  return {
    columns,
    rows: upward ? rows.reverse() : rows,
    legend: scale.map((value) => ({ label: wordOf(value), fill: fillOf(value) })),
  };
}

/** From the page to the full colour of one hue. */
function shade(theme: Theme, share: number): string {
  return `color-mix(in srgb, ${theme.phase["frozen-kernel"]} ${Math.round(15 + 85 * share)}%, ${theme.background})`;
}
