/**
 * Circuits from OpenQASM 3 or 2 text, as `ImportedCircuit`. What is read, and how, is in qasm/.
 */
import { requireFields, requireText } from "../base/assert.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { readOpenQasm, type TrainedAngles } from "./qasm/read.ts";

/** A circuit that was read. */
export interface ImportedCircuit {
  readonly circuit: Circuit;
  /** For each parameter its value, where it stands for a number of the text; NaN for inputs. */
  readonly theta: Float64Array;
  /** For each parameter the name of the input it stands for, or undefined where it is a number. */
  readonly names: readonly (string | undefined)[];
}

/**
 * Reads a circuit: OpenQASM 2 with qelib1.inc, and of OpenQASM 3 what describes unitary circuits with inputs.
 *
 * The parameters are the text's inputs, in the order they are declared; angles are affine in them, in any number of gates, and numbers stay fixed. Qubits are numbered
 * as registers are declared: q[0] of the first is qubit 0. Measurements at the end are passed over.
 *
 * @param path where the text comes from, for messages
 * @param options `train`: `inputs` (default), or `all`, by which every number that is a gate's angle is a parameter of its own, starting at its value
 * @throws SourceError with line and column of the first thing that cannot be read
 */
export function fromOpenQasm(text: string, path = "OpenQASM", options: { readonly train?: TrainedAngles } = {}): ImportedCircuit {
  requireFields("fromOpenQasm", options, ["train"]);
  requireText("text", text, "OPENQASM 3.0; qubit q; input float a; rx(a) q;");
  const { train = "inputs" } = options;
  const { circuit, names, starts } = readOpenQasm(text, path, train);
  return {
    circuit,
    theta: Float64Array.from(starts),
    names: names.map((name, p) => (Number.isNaN(starts[p]) ? name : undefined)),
  };
}
