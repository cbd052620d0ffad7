/**
 * Circuits from OpenQASM 3 or 2 text: one register, the gates of the table and the rotations rx, ry, rz.
 *
 * Barriers, declarations of bits and measurements are passed over; anything else that is not known is an error, never skipped.
 */
import { FormatError } from "../base/errors.ts";
import { type Circuit, CircuitBuilder } from "../quantum/circuit.ts";
import { type FixedGateName, fixedGates } from "../quantum/gates.ts";
import { parseAngle } from "./qasm-expression.ts";
import { qasmNames, qasmRotations } from "./qasm-gates.ts";

/** A circuit that was read. */
export interface ImportedCircuit {
  readonly circuit: Circuit;
  /** For each parameter its value, where the text gives a number; NaN for inputs. */
  readonly theta: Float64Array;
  /** For each parameter the name of the input it stands for, or undefined where it is a number. */
  readonly names: readonly (string | undefined)[];
}

const GATES = new Map<string, FixedGateName>([
  ...(Object.entries(qasmNames) as [FixedGateName, string][]).map(([name, text]) => [text, name] as const),
  ["CX", "CNOT"],
  ["cnot", "CNOT"],
]);
const ROTATIONS = new Map(Object.entries(qasmRotations).map(([name, text]) => [text, name[1] as "X" | "Y" | "Z"]));

/** Statements without an effect on the state before measurement. */
const PASSED_OVER =
  /^(OPENQASM\s+[23](\.\d+)?|include\s+"[^"]*"|creg\s+\w+\s*\[\s*\d+\s*\]|bit(\s*\[\s*\d+\s*\])?\s+\w+|barrier\b.*|measure\b.*|\w+(\s*\[\s*\d+\s*\])?\s*=\s*measure\b.*)$/s;

/**
 * Reads a circuit. A rotation by a number becomes a parameter of its own with that value; one by an input, with any numerical factor, shares the
 * input's parameter.
 *
 * @param path where the text comes from, for messages
 * @throws FormatError naming the first statement that is not understood
 */
export function fromOpenQasm(text: string, path = "OpenQASM"): ImportedCircuit {
  const statements = text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\/\/.*/g, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  const register = statements.flatMap((statement) => {
    const match = /^(?:qreg\s+(\w+)\s*\[\s*(\d+)\s*\]|qubit\s*\[\s*(\d+)\s*\]\s*(\w+))$/.exec(statement);
    return match === null ? [] : [{ statement, name: match[1] ?? match[4], qubits: Number(match[2] ?? match[3]) }];
  });
  if (register.length !== 1) throw new FormatError(path, `declares ${register.length} registers of qubits; one is read`);
  const [{ name: registerName, qubits, statement: declaration }] = register;
  const inputs = new Map<string, number | undefined>();
  const builder = new CircuitBuilder(qubits);
  const theta: number[] = [];
  const names: (string | undefined)[] = [];
  const refuse = (statement: string): never => {
    throw new FormatError(path, `has a statement that is not understood: ${statement}`);
  };
  const qubitOf = (place: string, statement: string): number => {
    const match = /^(\w+)\s*\[\s*(\d+)\s*\]$/.exec(place.trim());
    if (match === null || match[1] !== registerName || Number(match[2]) >= qubits) return refuse(statement);
    return Number(match[2]);
  };

  for (const statement of statements) {
    if (statement === declaration || PASSED_OVER.test(statement)) continue;
    const input = /^input\s+(?:float|angle)(?:\s*\[\s*\d+\s*\])?\s+(\w+)$/.exec(statement);
    if (input !== null) {
      inputs.set(input[1], undefined);
      continue;
    }
    const match = /^(inv\s*@\s*)?(\w+)\s*(?:\((.*)\))?\s+([^()]+)$/s.exec(statement);
    if (match === null) return refuse(statement);
    const [, inverse, name, angle, places] = match;
    const on = places.split(",").map((place) => qubitOf(place, statement));
    const gate = GATES.get(name);
    if (gate !== undefined && angle === undefined) {
      builder.gate(inverse === undefined ? gate : fixedGates[gate].inverse, ...on);
      continue;
    }
    const letter = ROTATIONS.get(name);
    const form = angle === undefined ? undefined : parseAngle(angle, new Set(inputs.keys()));
    if (letter === undefined || form === undefined || on.length !== 1) return refuse(statement);
    if (form.name !== undefined && form.constant !== 0) return refuse(statement);
    const sign = inverse === undefined ? 1 : -1;
    const pauli = `${"I".repeat(on[0])}${letter}${"I".repeat(qubits - 1 - on[0])}`;
    if (form.name === undefined) {
      theta.push(sign * form.constant);
      names.push(undefined);
      builder.rotation(pauli);
      continue;
    }
    const known = inputs.get(form.name);
    const coefficient = sign * form.coefficient;
    builder.rotation(pauli, { coefficient, ...(known !== undefined && { parameter: known }) });
    if (known === undefined) {
      inputs.set(form.name, names.length);
      theta.push(Number.NaN);
      names.push(form.name);
    }
  }
  return { circuit: builder.build(), theta: Float64Array.from(theta), names };
}
