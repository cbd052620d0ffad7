/**
 * `qntk circuit show`: a circuit from an OpenQASM file as a drawing, with its gates, depth and parameters counted.
 */
import { existsSync } from "node:fs";
import { extname } from "node:path";
import { ArgumentError, StorageError } from "../base/errors.ts";
import { counted } from "../base/words.ts";
import { drawingOf } from "../interop/drawing/gates.ts";
import { drawnSvg } from "../interop/drawing/svg.ts";
import { drawnText } from "../interop/drawing/text.ts";
import { type ReadCircuit, readOpenQasm, type TrainedAngles, trainedAngles } from "../interop/qasm/read.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { readInputFile } from "../runs/input-files.ts";
import { currentConsole, print, printJson } from "../terminal/terminal.ts";
import type { CircuitShowOptionValues } from "./circuit-show-values.ts";

/** Columns that are drawn as text. */
const TEXT_COLUMNS = 200;
/** Width of a line where the terminal says none. */
const LINE_WIDTH = 100;
/** Names of parameters that are listed. */
const LISTED = 40;

/** Runs the command and returns its exit code. */
export async function circuitShowCommand(path: string, options: CircuitShowOptionValues): Promise<number> {
  const { svg, force = false, json = false } = options;
  if (svg !== undefined && extname(svg) !== ".svg") throw new ArgumentError("svg", svg, "a file that ends in .svg");
  if (svg !== undefined && existsSync(svg) && !force)
    throw new StorageError(svg, "exists already; choose another file or add --force");
  const trained = requireTrained(options.trainAngles ?? "inputs");
  const read = readOpenQasm(new TextDecoder().decode(readInputFile("file", path)), path, trained);
  if (options.compiled) return (await import("./circuit-compiled.ts")).compiledCommand(read, path, options);
  for (const name of ["noise", "layout", "angles"] as const)
    if (options[name] !== undefined)
      throw new ArgumentError(name, options[name], `no ${name} without --compiled, which writes the circuit for a machine`);
  const drawing = drawingOf(read);
  if (svg !== undefined) writeFileAtomic(svg, new TextEncoder().encode(drawnSvg(drawing)));
  const facts = factsOf(read);
  if (json) {
    printJson({ file: path, ...facts, ...(svg !== undefined && { svg }) });
    return 0;
  }
  for (const line of drawnText(drawing, { width: currentConsole().columns ?? LINE_WIDTH, columns: TEXT_COLUMNS })) print(line);
  print("");
  const kinds = Object.entries(facts.gates).map(([name, count]) => `${count} ${name}`);
  print(`qubits      ${facts.qubits}`);
  print(`gates       ${facts.size}: ${kinds.join(", ")}`);
  print(`depth       ${facts.depth}`);
  print(`parameters  ${parameterWords(read)}`);
  print(`simulated   ${counted(facts.operations.rotations, "rotation")} and ${counted(facts.operations.fixed, "fixed gate")}`);
  if (svg !== undefined) print(`figure      ${svg}`);
  return 0;
}

function requireTrained(text: string): TrainedAngles {
  const trained = trainedAngles.find((known) => known === text);
  if (trained === undefined) throw new ArgumentError("train-angles", text, trainedAngles.join(" or "));
  return trained;
}

/** The numbers that the command says: gates as the text writes them, definitions not looked into, and operations as they are simulated. */
function factsOf({ circuit, names, starts, gates }: ReadCircuit) {
  const kinds = new Map<string, number>();
  for (const { name } of gates) kinds.set(name, (kinds.get(name) ?? 0) + 1);
  const rotations = circuit.operations.filter(({ kind }) => kind === "rotation").length;
  return {
    qubits: circuit.qubits,
    size: gates.length,
    gates: Object.fromEntries([...kinds].sort(([, a], [, b]) => b - a)),
    depth: depthOf(circuit.qubits, gates),
    parameters: names.map((name, p) => (Number.isNaN(starts[p]) ? { name } : { name, start: starts[p] })),
    operations: { rotations, fixed: circuit.operations.length - rotations },
  };
}

/** Length of the longest chain of gates that must wait for each other. */
function depthOf(qubits: number, gates: ReadCircuit["gates"]): number {
  const depths = new Int32Array(qubits);
  for (const { qubits: on } of gates) {
    const depth = Math.max(0, ...on.map((q) => depths[q])) + 1;
    for (const q of on) depths[q] = depth;
  }
  return depths.reduce((most, depth) => Math.max(most, depth), 0);
}

function parameterWords({ names }: ReadCircuit): string {
  if (names.length === 0) return "0";
  const shown = names.length > LISTED ? [...names.slice(0, LISTED), "…"] : names;
  return `${names.length}: ${shown.join(", ")}`;
}
