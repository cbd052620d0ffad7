/**
 * Drawings of circuits as text: a wire for every qubit, folded where lines would be too long.
 */
import { type Drawing, type DrawnGate, endsOf, type Mark } from "./gates.ts";

const SIGNS: Readonly<Record<Exclude<Mark["kind"], "box">, string>> = { control: "●", negative: "○", not: "⊕", cross: "×" };

/** How a drawing is written. */
export interface DrawnTextOptions {
  /** Characters of a line. Default 100. */
  readonly width?: number;
  /** Columns that are drawn at most. Default all. */
  readonly columns?: number;
}

/** The lines of a drawing; columns that are left out are counted in a last line. */
export function drawnText(drawing: Drawing, { width = 100, columns = drawing.columns }: DrawnTextOptions = {}): string[] {
  const { qubits } = drawing;
  const shown = Math.min(columns, drawing.columns);
  const byColumn = Array.from({ length: shown }, (): DrawnGate[] => []);
  for (const gate of drawing.gates) byColumn[gate.column]?.push(gate);
  const digits = String(qubits - 1).length;
  const lead = digits + 2;
  const lines = folded(byColumn, width - lead).flatMap((block, k) => {
    const rows = Array.from({ length: 2 * qubits - 1 }, (_, row) =>
      isWire(row) ? `${String(row / 2).padStart(digits)} ─` : " ".repeat(lead),
    );
    for (const gates of block) appendColumn(rows, gates);
    // A line between wires says something only where it joins two.
    return [...(k > 0 ? [""] : []), ...rows.filter((row, r) => isWire(r) || row.trim() !== "").map((row) => row.trimEnd())];
  });
  const rest = drawing.columns - shown;
  return rest > 0 ? [...lines, "", `… and ${rest} more ${rest === 1 ? "column" : "columns"}`] : lines;
}

/** Whether a row is a qubit's, rather than between two. */
function isWire(row: number): boolean {
  return row % 2 === 0;
}

/** Columns in blocks that fit into a line. */
function folded(columns: readonly DrawnGate[][], width: number): DrawnGate[][][] {
  const blocks: DrawnGate[][][] = [[]];
  let used = 0;
  for (const gates of columns) {
    const size = columnWidth(gates) + 1;
    if (used + size > width && used > 0) {
      blocks.push([]);
      used = 0;
    }
    blocks[blocks.length - 1].push(gates);
    used += size;
  }
  return blocks;
}

function textOf(mark: Mark): string {
  return mark.kind === "box" ? mark.label : SIGNS[mark.kind];
}

function columnWidth(gates: readonly DrawnGate[]): number {
  return Math.max(...gates.flatMap(({ marks }) => [...marks.values()].map((mark) => [...textOf(mark)].length)));
}

function appendColumn(rows: string[], gates: readonly DrawnGate[]): void {
  const width = columnWidth(gates);
  const cells = rows.map((_, row) => centred("", width, fillOf(row)));
  for (const { marks } of gates) {
    const [first, last] = endsOf(marks.keys());
    for (let row = 2 * first; row <= 2 * last; row++) {
      const mark = isWire(row) ? marks.get(row / 2) : undefined;
      const crossed = isWire(row) ? "┼" : "│";
      cells[row] = centred(mark === undefined ? crossed : textOf(mark), width, fillOf(row));
    }
  }
  cells.forEach((cell, row) => {
    rows[row] += cell + fillOf(row);
  });
}

function fillOf(row: number): string {
  return isWire(row) ? "─" : " ";
}

function centred(text: string, width: number, fill: string): string {
  const room = width - [...text].length;
  const before = Math.floor(room / 2);
  return `${fill.repeat(before)}${text}${fill.repeat(room - before)}`;
}
