/**
 * `qntk circuit show`: a circuit from an OpenQASM file as a drawing, with its gates, depth and parameters counted.
 */
import { existsSync } from "node:fs";
import { extname } from "node:path";
import { ArgumentError, StorageError } from "../base/errors.ts";
import { drawingOf } from "../interop/drawing/gates.ts";
import { drawnSvg } from "../interop/drawing/svg.ts";
import { drawnText } from "../interop/drawing/text.ts";
import { readOpenQasm, type TrainedAngles, trainedAngles } from "../interop/qasm/read.ts";
import { circuitFacts } from "../reports/circuit-facts.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { readInputFile } from "../runs/input-files.ts";
import { currentConsole, print, printJson } from "../terminal/terminal.ts";
import { circuitFactsText } from "../text/circuit-facts.ts";
import type { CircuitShowOptionValues } from "./circuit-show-values.ts";

/** Columns that are drawn as text. */
const TEXT_COLUMNS = 200;
/** Width of a line where the terminal says none. */
const LINE_WIDTH = 100;
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
  const facts = circuitFacts(read);
  if (json) {
    printJson({ file: path, ...facts, ...(svg !== undefined && { svg }) });
    return 0;
  }
  for (const line of drawnText(drawing, { width: currentConsole().columns ?? LINE_WIDTH, columns: TEXT_COLUMNS })) print(line);
  print("");
  print(circuitFactsText(facts));
  if (svg !== undefined) print(`figure      ${svg}`);
  return 0;
}

function requireTrained(text: string): TrainedAngles {
  const trained = trainedAngles.find((known) => known === text);
  if (trained === undefined) throw new ArgumentError("train-angles", text, trainedAngles.join(" or "));
  return trained;
}
