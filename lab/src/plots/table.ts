/**
 * What a chart shows as comma-separated values.
 */
import type { ChartModel } from "./model.ts";

/** One row for each point of each line, and for each dot: series, x, y. */
export function tableOfChart({ x, y, lines = [], bands = [], dots = [], bars = [] }: ChartModel): string {
  const rows = [["series", x.label, y.label].map(quoted).join(",")];
  lines.forEach((line, k) => {
    const name = quoted(`${line.label ?? line.ink} ${k}`);
    for (let i = 0; i < line.x.length; i++) if (Number.isFinite(line.y[i])) rows.push(`${name},${line.x[i]},${line.y[i]}`);
  });
  for (const { label, x: at, low, high } of bands) {
    for (const [end, values] of [
      ["from", low],
      ["to", high],
    ] as const)
      for (let i = 0; i < at.length; i++)
        if (Number.isFinite(values[i])) rows.push(`${quoted(`${label}, ${end}`)},${at[i]},${values[i]}`);
  }
  for (const dot of dots) rows.push(`${quoted(dot.label ?? dot.ink)},${dot.x},${dot.y}`);
  for (const bar of bars) rows.push(`${quoted(bar.ink)},${(bar.from + bar.to) / 2},${bar.height}`);
  return `${rows.join("\n")}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
