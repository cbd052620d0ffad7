/**
 * Drawings of circuits as SVG: wires from left to right, qubit 0 at the top.
 */
import { type Drawing, type DrawnGate, endsOf, type Mark } from "./gates.ts";

const ROW = 40;
const BOX = 28;
const GAP = 12;
const MARGIN = 16;
const FONT = 13;
/** Average width of a letter, in units of the font size. */
const LETTER = 0.6;
const INK = "#1b1f24";
const LINE = `stroke="${INK}" stroke-width="1.2"`;
const CONTROL = 4.5;
const TARGET = 9;
const CROSS = 6;

/** An SVG document. */
export function drawnSvg({ qubits, columns, gates }: Drawing): string {
  const widths = new Float64Array(columns).fill(2 * TARGET);
  for (const { column, marks } of gates)
    for (const mark of marks.values()) widths[column] = Math.max(widths[column], widthOf(mark));
  const lead = MARGIN + 12 + 8 * String(qubits - 1).length;
  const centres = new Float64Array(columns);
  let end = lead + GAP;
  widths.forEach((width, k) => {
    centres[k] = end + width / 2;
    end += width + GAP;
  });
  const size = { width: Math.ceil(end + MARGIN), height: 2 * MARGIN + ROW * qubits };
  const wires = Array.from({ length: qubits }, (_, q) => {
    const y = heightOf(q);
    return `<text x="${lead - 8}" y="${y + 4.5}" text-anchor="end">${q}</text><path d="M${lead} ${y}H${rounded(end)}" ${LINE}/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="Inter, system-ui, sans-serif" font-size="${FONT}" fill="${INK}">`,
    `<title>Quantum circuit on ${qubits} qubits</title>`,
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    ...wires,
    ...gates.map((gate) => gateSvg(gate, rounded(centres[gate.column]))),
    "</svg>",
    "",
  ].join("\n");
}

function heightOf(q: number): number {
  return MARGIN + ROW * (q + 0.5);
}

function widthOf(mark: Mark): number {
  return mark.kind === "box" ? Math.max(BOX, [...mark.label].length * FONT * LETTER + 12) : 2 * TARGET;
}

function gateSvg({ marks }: DrawnGate, x: number): string {
  const [first, last] = endsOf(marks.keys());
  const line = first === last ? "" : `<path d="M${x} ${heightOf(first)}V${heightOf(last)}" ${LINE}/>`;
  return `<g>${line}${[...marks].map(([q, mark]) => markSvg(mark, x, heightOf(q))).join("")}</g>`;
}

function markSvg(mark: Mark, x: number, y: number): string {
  switch (mark.kind) {
    case "control":
      return `<circle cx="${x}" cy="${y}" r="${CONTROL}"/>`;
    case "negative":
      return `<circle cx="${x}" cy="${y}" r="${CONTROL}" fill="#ffffff" ${LINE}/>`;
    case "not":
      return `<circle cx="${x}" cy="${y}" r="${TARGET}" fill="#ffffff" ${LINE}/><path d="M${rounded(x - TARGET)} ${y}h${2 * TARGET}M${x} ${y - TARGET}v${2 * TARGET}" ${LINE}/>`;
    case "cross":
      return `<path d="M${rounded(x - CROSS)} ${y - CROSS}l${2 * CROSS} ${2 * CROSS}m0 ${-2 * CROSS}l${-2 * CROSS} ${2 * CROSS}" ${LINE} fill="none"/>`;
    case "box": {
      const width = rounded(widthOf(mark));
      const box = `<rect x="${rounded(x - width / 2)}" y="${y - BOX / 2}" width="${width}" height="${BOX}" rx="3" fill="#eef3fb" ${LINE}/>`;
      return `${box}<text x="${x}" y="${y + 4.5}" text-anchor="middle">${escaped(mark.label)}</text>`;
    }
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
