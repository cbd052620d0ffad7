/**
 * A circuit as a drawing shows it: gates as boxes, controls and crosses on wires, in columns as far to the left as they fit.
 */
import type { ReadCircuit, WrittenGate } from "../qasm/read.ts";
import { angleText } from "./angles.ts";

/** What stands on one wire: a control, the target of a NOT, an end of a SWAP, or a box with a label. */
export type Mark = { readonly kind: "control" | "negative" | "not" | "cross" } | { readonly kind: "box"; readonly label: string };

/** A gate in its column. */
export interface DrawnGate {
  readonly column: number;
  /** Qubits with what stands on each; they are joined by a line. */
  readonly marks: ReadonlyMap<number, Mark>;
}

/** A circuit to be drawn. */
export interface Drawing {
  readonly qubits: number;
  readonly columns: number;
  readonly gates: readonly DrawnGate[];
}

/** Gates of the libraries that are drawn with controls: how many they have, and what they do to the rest. */
const CONTROLLED: Readonly<Record<string, readonly [controls: number, target: string]>> = {
  cx: [1, "x"],
  CX: [1, "x"],
  cnot: [1, "x"],
  cy: [1, "y"],
  cz: [1, "z"],
  ch: [1, "h"],
  cs: [1, "s"],
  csdg: [1, "sdg"],
  csx: [1, "sx"],
  cp: [1, "p"],
  cphase: [1, "p"],
  cu1: [1, "p"],
  crx: [1, "rx"],
  cry: [1, "ry"],
  crz: [1, "rz"],
  cu: [1, "u"],
  cu3: [1, "u3"],
  cswap: [1, "swap"],
  ccx: [2, "x"],
  ccz: [2, "z"],
  ccp: [2, "p"],
  c3x: [3, "x"],
  mcx: [3, "x"],
  c4x: [4, "x"],
  c3sqrtx: [3, "sx"],
  c3sx: [3, "sx"],
};

const SYMBOLS: Readonly<Record<string, string>> = { sdg: "s†", tdg: "t†", sx: "√x", sxdg: "√x†", id: "1" };

/** Lays a circuit out. */
export function drawingOf({ circuit: { qubits }, names, gates }: Pick<ReadCircuit, "circuit" | "names" | "gates">): Drawing {
  const free = new Int32Array(qubits);
  const drawn = gates
    .filter((gate) => gate.qubits.length > 0)
    .map((gate): DrawnGate => {
      const [first, last] = endsOf(gate.qubits);
      const column = free.subarray(first, last + 1).reduce((most, next) => Math.max(most, next), 0);
      free.fill(column + 1, first, last + 1);
      return { column, marks: marksOf(gate, names) };
    });
  return { qubits, columns: free.reduce((most, next) => Math.max(most, next), 0), gates: drawn };
}

/** The first and the last of some qubits. */
export function endsOf(qubits: Iterable<number>): [number, number] {
  const all = [...qubits];
  return [Math.min(...all), Math.max(...all)];
}

function marksOf(gate: WrittenGate, names: readonly string[]): Map<number, Mark> {
  const words = gate.name.split(" @ ");
  const base = words[words.length - 1];
  // The qubits of ctrl and negctrl come first, those of a library's controlled gate next.
  const signs = gate.controls.map((negative): Mark => ({ kind: negative ? "negative" : "control" }));
  const [inner, target] = CONTROLLED[base] ?? [0, base];
  const controls = [...signs, ...Array.from({ length: inner }, (): Mark => ({ kind: "control" }))];
  const rest = gate.qubits.slice(controls.length);
  const outer = words.slice(0, -1).filter((word) => word !== "ctrl" && word !== "negctrl");
  // A phase without a target stands on the last of its controls.
  if (rest.length === 0) controls[controls.length - 1] = targetMark("phase", outer, gate, 0, 1, names);
  const targets = rest.map((_, k) => targetMark(target, outer, gate, k, rest.length, names));
  return new Map([...controls, ...targets].map((mark, k) => [gate.qubits[k], mark]));
}

function targetMark(
  target: string,
  outer: readonly string[],
  gate: WrittenGate,
  place: number,
  places: number,
  names: readonly string[],
): Mark {
  const joined = gate.qubits.length > 1;
  if (outer.length === 0 && joined && target === "x") return { kind: "not" };
  if (outer.length === 0 && joined && target === "z") return { kind: "control" };
  if (outer.length === 0 && target === "swap") return { kind: "cross" };
  const modifiers = outer.map((word) => (word === "inv" ? "†" : word.replace("pow(", "^").replace(")", ""))).join("");
  const angles = gate.angles.map((angle) => angleText(angle, names)).join(", ");
  const number = places > 1 ? subscript(place) : "";
  return {
    kind: "box",
    label: `${SYMBOLS[target] ?? target}${modifiers}${number}${angles !== "" && place === 0 ? `(${angles})` : ""}`,
  };
}

function subscript(number: number): string {
  return [...String(number)].map((digit) => String.fromCodePoint(0x2080 + Number(digit))).join("");
}
