/**
 * Names of curves as marks of a panel, each beside its curve.
 */
import * as Plot from "@observablehq/plot";
import type { Points } from "../analysis/curves.ts";
import { alongLine, placeLabels } from "./labels.ts";
import type { Theme } from "./palette.ts";
import { MARGIN, type Margin, type PanelScale, TEXT_SIZE } from "./panel.ts";

/** A curve with a name, in the units of the axes. */
export interface NamedCurve {
  readonly name: string;
  readonly color: string;
  readonly points: Points;
}

/** A panel's axes and size. */
export interface NamedPanel {
  readonly x: PanelScale;
  readonly y: PanelScale;
  readonly width: number;
  readonly height: number;
  readonly margin?: Margin;
  readonly textSize?: number;
}

/** Room in px by which a name may stand out of the axes. */
const OVERHANG = 12;

/**
 * The names of curves, placed where they cover neither one another nor, if it can be helped, a curve.
 *
 * @param others lines and dots without a name, kept clear as well
 */
export function nameMarks(
  named: readonly NamedCurve[],
  { x, y, width, height, margin = MARGIN, textSize = TEXT_SIZE }: NamedPanel,
  theme: Theme,
  others: { readonly lines: readonly Points[]; readonly dots: readonly Points[] } = { lines: [], dots: [] },
): Plot.Markish[] {
  const area = {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
    bottom: height - margin.bottom,
    overhang: Math.min(OVERHANG, margin.right),
  };
  const pixels = ([px, py]: Points[number]): [number, number] => [
    area.left + shareOf(px, x) * (area.right - area.left),
    area.bottom - shareOf(py, y) * (area.bottom - area.top),
  ];
  const visible = ([, py]: Points[number]) => py >= area.top && py <= area.bottom;
  const lines = [...named.map(({ points }) => points), ...others.lines].map((points) => points.map(pixels));
  const curves = lines.slice(0, named.length).map((points) => points.filter(visible));
  const obstacles = [...lines.map(alongLine), ...others.dots.map((points) => points.map(pixels))].map((points) =>
    points.filter(visible),
  );
  const names = named.map(({ name }) => name);
  return placeLabels(names, curves, area, textSize, obstacles).flatMap((place, k) =>
    place === undefined
      ? []
      : [
          Plot.text([names[k]], {
            text: [names[k]],
            frameAnchor: "top-left",
            dx: place.x - area.left,
            dy: place.y - area.top,
            lineAnchor: "middle",
            textAnchor: "start",
            fill: named[k].color,
            stroke: theme.background,
            strokeWidth: 3,
          }),
        ],
  );
}

/** Where a value lies along an axis, 0 at its start and 1 at its end. */
function shareOf(value: number, { domain: [low, high], type }: PanelScale): number {
  return type === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}
