/**
 * What is counted of a circuit from an OpenQASM file: gates, depth, parameters.
 */
import type { ReadCircuit } from "../interop/qasm/read.ts";

/** The counts. */
export interface CircuitFacts {
  readonly qubits: number;
  /** Number of gates, and how many of each name. */
  readonly size: number;
  readonly gates: Readonly<Record<string, number>>;
  readonly depth: number;
  /** Inputs by name, with the angles that they start from. */
  readonly parameters: readonly { readonly name: string; readonly start?: number }[];
  /** Operations as they are simulated. */
  readonly operations: { readonly rotations: number; readonly fixed: number };
}

/** Numbers of a circuit: gates as the text writes them, definitions not looked into, and operations as they are simulated. */
export function circuitFacts({ circuit, names, starts, gates }: ReadCircuit): CircuitFacts {
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
