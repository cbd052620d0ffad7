/**
 * A figure as a value: panels in a grid under a legend, one standalone SVG.
 */
import { requireFields } from "../base/assert.ts";
import { FONT_FAMILY } from "./font-family.ts";
import type { Theme } from "./palette.ts";
import { TEXT_SIZE } from "./panel.ts";
import { textWidth } from "./text-width.ts";

/** A finished figure. */
export interface Figure {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** An entry of the legend above the panels. */
export interface LegendEntry {
  /** Text; an underscore sets the next character as a subscript. */
  readonly label: string;
  readonly color: string;
  readonly dashed?: boolean;
  /** Dots instead of a line. */
  readonly dots?: boolean;
}

/** Width of a figure that fills a page, 180 mm at 96 dpi, in px. */
export const FIGURE_WIDTH = 680;

/** Width of a figure that fills one of two columns, 85 mm, in px. */
export const COLUMN_WIDTH = 321;

/** Height of the legend's line in px. */
const LEGEND_HEIGHT = 24;

/**
 * Lays panels of equal size out in rows of `perRow`, row by row.
 *
 * @param fontFace CSS that makes the font available, such as an embedded `@font-face`; the same font is asked for by name either way
 */
export function composeFigure(
  panels: readonly string[],
  options: {
    perRow: number;
    panelHeight: number;
    legend: readonly LegendEntry[];
    theme: Theme;
    fontFace?: string;
    title: string;
    width?: number;
  },
): Figure {
  requireFields("composeFigure", options, ["perRow", "panelHeight", "legend", "theme", "fontFace", "title", "width"]);
  const { perRow, panelHeight, legend, theme, fontFace = "", title, width = FIGURE_WIDTH } = options;
  const panelWidth = width / perRow;
  const legendLines = wrapLegend(legend, width);
  const top = legendLines.length * LEGEND_HEIGHT + 6;
  const height = top + Math.ceil(panels.length / perRow) * panelHeight;
  const placed = panels.map((panel, k) => {
    const x = (k % perRow) * panelWidth;
    const y = top + Math.floor(k / perRow) * panelHeight;
    return panel.replace("<svg ", `<svg x="${Number(x.toFixed(2))}" y="${y}" `);
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    fontFace === "" ? "" : fontStyle(fontFace),
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...legendLines.flatMap((line, row) => drawLegendLine(line, row, theme)),
    ...placed,
    "</svg>",
  ].join("\n");
  return { svg, width, height };
}

/** The same figure with its font in it: CSS such as an embedded `@font-face`. The figure has none yet. */
export function withFont({ svg, width, height }: Figure, fontFace: string): Figure {
  return { svg: svg.replace("</title>\n\n", () => `</title>\n${fontStyle(fontFace)}\n`), width, height };
}

const fontStyle = (fontFace: string) => `<style>${fontFace}</style>`;

/** Escapes text for XML and HTML. */
export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

const LINE_SAMPLE = 20;
const ENTRY_GAP = 18;

function entryWidth({ label }: LegendEntry): number {
  return LINE_SAMPLE + 6 + textWidth(label, TEXT_SIZE) + ENTRY_GAP;
}

function wrapLegend(legend: readonly LegendEntry[], width: number): LegendEntry[][] {
  const lines: LegendEntry[][] = [[]];
  let used = 0;
  for (const entry of legend) {
    if (used + entryWidth(entry) > width - 8 && used > 0) {
      lines.push([]);
      used = 0;
    }
    lines[lines.length - 1].push(entry);
    used += entryWidth(entry);
  }
  return lines;
}

function drawLegendLine(entries: readonly LegendEntry[], row: number, theme: Theme): string[] {
  const y = row * LEGEND_HEIGHT + 16;
  let x = 8;
  return entries.map((entry) => {
    const dash = entry.dashed ? ' stroke-dasharray="4 3"' : "";
    const parts = [
      entry.dots
        ? [0.15, 0.5, 0.85]
            .map((share) => `<circle cx="${fixed(x + share * LINE_SAMPLE)}" cy="${y - 4}" r="1.5" fill="${entry.color}"/>`)
            .join("")
        : `<line x1="${fixed(x)}" y1="${y - 4}" x2="${fixed(x + LINE_SAMPLE)}" y2="${y - 4}" stroke="${entry.color}" stroke-width="${entry.dashed ? 1.4 : 2}"${dash}/>`,
      `<text x="${fixed(x + LINE_SAMPLE + 6)}" y="${y}" font-family="${FONT_FAMILY}" font-size="${TEXT_SIZE}" fill="${theme.ink}">${subscripts(escapeXml(entry.label))}</text>`,
    ];
    x += entryWidth(entry);
    return parts.join("");
  });
}

/** Lowers the character after an underscore. */
function subscripts(text: string): string {
  return text.replace(/_(.)/g, '<tspan dy="0.25em" font-size="75%">$1</tspan><tspan dy="-0.19em">\u200b</tspan>');
}

function fixed(value: number): string {
  return String(Number(value.toFixed(2)));
}
