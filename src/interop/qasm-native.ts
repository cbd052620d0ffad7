/**
 * What a machine would run, as OpenQASM 3: the machine's own gates on its own qubits, $0, $1, …
 */
import { requireFields, requireLength } from "../base/assert.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { type Device, type DeviceNoise, deviceNoise } from "../quantum/noise/device.ts";
import { compileNative, type InstructionAngle, type NativeGateName } from "../quantum/noise/native.ts";

/** A circuit compiled to a machine. */
export interface CompiledCircuit extends DeviceNoise {
  /** Its text in OpenQASM 3. */
  readonly qasm: string;
  /** How often each of the machine's gates is made, changes of frame included. */
  readonly counts: Readonly<Record<string, number>>;
}

const NAMES: Readonly<Record<NativeGateName, string>> = {
  SX: "sx",
  X: "x",
  RX: "rx",
  RZ: "rz",
  U1: "u1",
  U2: "u2",
  U3: "u3",
  CNOT: "cx",
  CZ: "cz",
  ECR: "ecr",
  RZZ: "rzz",
};

/** Gates that the standard library of OpenQASM 3 lacks, in gates that it has. */
const DEFINITIONS: Readonly<Record<string, string>> = {
  u: "gate u(theta, phi, lambda) a { u3(theta, phi, lambda) a; }",
  ecr: "gate ecr a, b { x a; cx a, b; sdg a; inv @ sx b; }",
  rzz: "gate rzz(theta) a, b { cx a, b; rz(theta) b; cx a, b; }",
};

/** What a machine calls a gate, such as cx, or p in place of u1. */
export function deviceGateName({ aliases }: Pick<Device, "aliases">, gate: NativeGateName): string {
  return aliases?.[gate] ?? NAMES[gate];
}

/**
 * A circuit in the gates of a machine, on the machine's qubits.
 *
 * @param options `layout`: the machine's qubit for each of the circuit's, chosen where left out; `fractional`: use rx and rzz by any angle; `theta`:
 * angles, shape (parameters), symbols where left out; `names`: those of the symbols, theta_0, theta_1, … where left out; `measure`: measure every qubit at the end
 * @throws ArgumentError if no qubits of the machine fit, the circuit cannot be written in its gates, or the angles do not fit
 */
export function compileToDevice(
  circuit: Circuit,
  device: Device,
  options: {
    readonly layout?: readonly number[];
    readonly fractional?: boolean;
    readonly theta?: ArrayLike<number>;
    readonly names?: readonly string[];
    readonly measure?: boolean;
  } = {},
): CompiledCircuit {
  requireFields("compileToDevice", options, ["layout", "fractional", "theta", "names", "measure"]);
  const { layout: given, fractional = false, theta, names, measure = false } = options;
  const { qubits, parameters } = circuit;
  if (theta !== undefined) requireLength("theta", theta, parameters);
  const symbols = symbolsOf(parameters, names);
  const noise = deviceNoise(device, circuit, given, undefined, fractional);
  const { layout, model } = noise;
  const instructions = compileNative(circuit, model.native ?? { oneQubit: ["SX", "X"] });
  const counts: Record<string, number> = {};
  const lines = instructions.map(({ gate, qubits: on, angles }) => {
    const name = deviceGateName(device, gate);
    counts[name] = (counts[name] ?? 0) + 1;
    const values = angles.length === 0 ? "" : `(${angles.map((angle) => angleText(angle, symbols, theta)).join(", ")})`;
    return `${name}${values} ${on.map((q) => `$${layout[q]}`).join(", ")};`;
  });
  const inputs = theta === undefined ? symbols.map((name) => `input float[64] ${name};`) : [];
  const measured = measure ? [`bit[${qubits}] c;`, ...layout.map((q, k) => `c[${k}] = measure $${q};`)] : [];
  const qasm = [
    "OPENQASM 3.0;",
    'include "stdgates.inc";',
    `// ${noise.device.name}, qubits ${layout.join(", ")}`,
    ...Object.keys(DEFINITIONS).flatMap((name) => (name in counts ? [DEFINITIONS[name]] : [])),
    ...inputs,
    ...lines,
    ...measured,
    "",
  ].join("\n");
  return { ...noise, qasm, counts };
}

/** Names of inputs: those given, as OpenQASM spells them, unless two would be the same. */
function symbolsOf(parameters: number, names?: readonly string[]): string[] {
  const plain = Array.from({ length: parameters }, (_, p) => `theta_${p}`);
  if (names === undefined) return plain;
  requireLength("names", names, parameters);
  const spelt = names.map((name) => name.replace(/\[(\d+)\]/g, "_$1").replace(/[^\p{L}\p{Nl}\p{Nd}_]/gu, "_"));
  const usable = new Set(spelt).size === spelt.length && spelt.every((name) => /^[\p{L}\p{Nl}_]/u.test(name));
  return usable ? spelt : plain;
}

function angleText({ coefficient, parameter }: InstructionAngle, symbols: readonly string[], theta?: ArrayLike<number>): string {
  if (parameter === undefined) return String(coefficient);
  if (theta !== undefined) return String(coefficient * theta[parameter]);
  return coefficient === 1 ? symbols[parameter] : `${coefficient} * ${symbols[parameter]}`;
}
