/**
 * A table of data of one's own in the lab: comma-separated values that are pasted or dropped, encoded row by row, with a column `y` of labels.
 */
import { encodings } from "qntk";
import { chosenOf, examplesFor } from "./definition-fields.ts";
import { MAX_LAB_QUBITS, type Snapshot } from "./snapshot.ts";

/** What a table is called where the command line reads it from a file. */
export const TABLE_FILE = "table.csv";

/** What a table begins as: two classes of two angles. */
const EXAMPLE = "x0,x1,y\n0.3,0.4,1\n0.5,0.1,1\n2.2,2.6,-1\n2.7,2.3,-1\n";

/** Whether a text is a table with labels: commas between names, one of them y, and numbers below them. */
export function isTable(text: string): boolean {
  const [names, ...rows] = text
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/);
  const cells = (line: string) => line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const columns = cells(names);
  return (
    columns.length > 1 &&
    columns.includes("y") &&
    rows.length > 0 &&
    rows.every((row) => cells(row).length === columns.length) &&
    cells(rows[0]).every((cell) => cell !== "" && Number.isFinite(Number(cell.replace("\u2212", "-"))))
  );
}

/** Whether a snapshot trains on a table. */
export function hasTable({ view, data }: Snapshot): boolean {
  return view === "data" && data === "table";
}

/** Whether an encoding has angles, which can be uploaded again. */
export function encodesAngles(encode: string): boolean {
  return encodings.get(encode).asAngles !== undefined;
}

/** The change that makes a text the data: as many qubits as it has columns of angles, where the lab has so many. */
export function tablePatch(snapshot: Snapshot, text: string): Partial<Snapshot> {
  const table = text.trim() === "" ? EXAMPLE : text;
  const columns = table.trim().split(/\r?\n/)[0].split(",").length - 1;
  const patch = { view: "data", data: "table", table, states: "" } as const;
  if (columns <= snapshot.qubits || columns > MAX_LAB_QUBITS || !encodesAngles(snapshot.encode)) return patch;
  const { ansatz, observable } = chosenOf(snapshot);
  return {
    ...{ ...patch, qubits: columns },
    ...examplesFor([...ansatz.definition.fields, ...observable.definition.fields], columns),
  };
}
