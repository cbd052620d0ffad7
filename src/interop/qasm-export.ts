/**
 * Circuits as OpenQASM 3 or 2 text, with angles as numbers or, in version 3, as symbols.
 *
 * Qubit q here is q[q] there. Rotations about several letters are written as a ladder of CNOTs around one rz, exactly, not just up to a phase.
 */
import { requireFields, requireLength } from "../base/assert.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { type Circuit, type GateOperation, type Rotation, requireCircuit } from "../quantum/circuit.ts";
import { formatPauliString } from "../quantum/pauli.ts";
import { type QasmVersion, qasm2Sequences, qasmNames, qasmRotations, qasmVersions } from "./qasm-gates.ts";

/** How a circuit is written. */
export interface QasmOptions {
  /** 3 (default) or 2. */
  readonly version?: QasmVersion;
  /** Angles, shape (parameters); symbols theta_0, theta_1, … where left out, in version 3 only. */
  readonly theta?: ArrayLike<number>;
  /** Measure every qubit at the end. Default false. */
  readonly measure?: boolean;
}

/**
 * The OpenQASM text of a circuit.
 *
 * @throws ArgumentError for fixed dense unitaries, symbols in version 2, or angles that do not fit
 */
export function toOpenQasm(circuit: Circuit, options: QasmOptions = {}): string {
  requireCircuit(circuit);
  requireFields("toOpenQasm", options, ["version", "theta", "measure"]);
  const { version = 3, theta, measure = false } = options;
  const { qubits, parameters, operations } = circuit;
  if (!qasmVersions.includes(version)) throw new ArgumentError("version", version, qasmVersions.join(" or "));
  if (theta !== undefined) requireLength("theta", theta, parameters);
  if (theta === undefined && version === 2 && parameters > 0)
    throw new ArgumentError("theta", undefined, "angles: OpenQASM 2 has no symbols");
  const angle = (rotation: Rotation) => angleText(rotation, theta);
  const lines = operations.flatMap((operation) => {
    if (operation.kind === "rotation") return rotationLines(formatPauliString(operation.pauli, qubits), angle(operation));
    if (operation.kind === "dense" && operation.rotation !== undefined)
      return rotationLines(formatPauliString(operation.rotation.pauli, qubits), String(operation.rotation.angle));
    if (operation.kind === "dense") {
      throw new ArgumentError(
        "circuit",
        new Described("one with fixed dense unitaries"),
        "circuits of rotations and gates of the table, such as ansatz hea",
      );
    }
    return gateLines(operation, version);
  });
  return [
    ...header(circuit, version, theta === undefined, measure),
    ...lines,
    ...(measure ? measurement(qubits, version) : []),
    "",
  ].join("\n");
}

function gateLines({ gate, qubits }: GateOperation, version: QasmVersion): string[] {
  const line = (name: string, on: readonly number[]) => `${name} ${on.map((q) => `q[${q}]`).join(", ")};`;
  const sequence = version === 2 ? qasm2Sequences[gate] : undefined;
  if (sequence !== undefined)
    return sequence.map(([name, ...places]) =>
      line(
        name,
        places.map((k) => qubits[k]),
      ),
    );
  // The standard library of version 3 has no sxdg.
  return [line(version === 3 && gate === "SXdg" ? "inv @ sx" : qasmNames[gate], qubits)];
}

function header({ qubits, parameters }: Circuit, version: QasmVersion, symbolic: boolean, measure: boolean): string[] {
  if (version === 2) {
    return ["OPENQASM 2.0;", 'include "qelib1.inc";', `qreg q[${qubits}];`, ...(measure ? [`creg c[${qubits}];`] : [])];
  }
  const inputs = symbolic ? Array.from({ length: parameters }, (_, p) => `input float[64] theta_${p};`) : [];
  return [
    "OPENQASM 3.0;",
    'include "stdgates.inc";',
    ...inputs,
    `qubit[${qubits}] q;`,
    ...(measure ? [`bit[${qubits}] c;`] : []),
  ];
}

function measurement(qubits: number, version: QasmVersion): string[] {
  return Array.from({ length: qubits }, (_, q) => (version === 2 ? `measure q[${q}] -> c[${q}];` : `c[${q}] = measure q[${q}];`));
}

function angleText({ parameter, coefficient }: Rotation, theta?: ArrayLike<number>): string {
  if (theta !== undefined) return String(coefficient * theta[parameter]);
  return coefficient === 1 ? `theta_${parameter}` : `${coefficient} * theta_${parameter}`;
}

function rotationLines(letters: string, angle: string): string[] {
  const support = [...letters].flatMap((letter, q) => (letter === "I" ? [] : [q]));
  if (support.length === 1) {
    const [q] = support;
    return [`${qasmRotations[`R${letters[q]}` as keyof typeof qasmRotations]}(${angle}) q[${q}];`];
  }
  const into = support.flatMap((q) =>
    letters[q] === "X" ? [`h q[${q}];`] : letters[q] === "Y" ? [`sdg q[${q}];`, `h q[${q}];`] : [],
  );
  const outOf = support.flatMap((q) =>
    letters[q] === "X" ? [`h q[${q}];`] : letters[q] === "Y" ? [`h q[${q}];`, `s q[${q}];`] : [],
  );
  const ladder = support.slice(1).map((q, k) => `cx q[${support[k]}], q[${q}];`);
  return [...into, ...ladder, `rz(${angle}) q[${support[support.length - 1]}];`, ...ladder.toReversed(), ...outOf];
}
