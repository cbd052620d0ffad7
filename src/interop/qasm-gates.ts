/**
 * Names of gates in OpenQASM's standard libraries (stdgates.inc of version 3, qelib1.inc of version 2).
 */
import type { FixedGateName, RotationName } from "../quantum/gates.ts";

export const qasmVersions = [2, 3] as const;

/** Versions of OpenQASM that are written. */
export type QasmVersion = (typeof qasmVersions)[number];

/** The gates without a parameter. */
export const qasmNames: Readonly<Record<FixedGateName, string>> = {
  X: "x",
  Y: "y",
  Z: "z",
  H: "h",
  S: "s",
  Sdg: "sdg",
  T: "t",
  Tdg: "tdg",
  SX: "sx",
  SXdg: "sxdg",
  CNOT: "cx",
  CZ: "cz",
  SWAP: "swap",
};

/** The rotations. */
export const qasmRotations: Readonly<Record<RotationName, string>> = { RX: "rx", RY: "ry", RZ: "rz" };

/** What the library of version 2 lacks, in gates that it has, exactly: each with the places of its qubits. */
export const qasm2Sequences: Partial<Record<FixedGateName, readonly (readonly [name: string, ...on: number[]])[]>> = {
  SX: [
    ["h", 0],
    ["s", 0],
    ["h", 0],
  ],
  SXdg: [
    ["h", 0],
    ["sdg", 0],
    ["h", 0],
  ],
  SWAP: [
    ["cx", 0, 1],
    ["cx", 1, 0],
    ["cx", 0, 1],
  ],
};
