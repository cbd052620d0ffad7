/**
 * The gates of OpenQASM's standard libraries, stdgates.inc and qelib1.inc, and those that Qiskit writes beside them, as primitives.
 *
 * u, u3 and U are [[cos θ/2, -e^{iλ} sin θ/2], [e^{iφ} sin θ/2, e^{i(φ+λ)} cos θ/2]], as in Qiskit, with or without a control. (The text of OpenQASM 3
 * multiplies U by e^{iθ/2}, which only ctrl @ U would show.)
 */
import type { FixedGateName } from "../../quantum/gates.ts";
import { type Affine, constant, plus, times } from "./affine.ts";
import { controlledOn, gate, inverse, type Primitive, phase, rotation } from "./primitives.ts";

/** A gate that needs no definition. */
export interface LibraryGate {
  readonly parameters: number;
  readonly qubits: number;
  readonly primitives: (angles: readonly Affine[], on: readonly number[]) => readonly Primitive[];
}

const HALF_PI = constant(Math.PI / 2);

function fixed(qubits: number, primitives: (on: readonly number[]) => readonly Primitive[]): LibraryGate {
  return { parameters: 0, qubits, primitives: (_, on) => primitives(on) };
}

function turning(
  parameters: number,
  qubits: number,
  primitives: (angles: readonly Affine[], on: readonly number[]) => readonly Primitive[],
): LibraryGate {
  return { parameters, qubits, primitives };
}

const table = (name: FixedGateName, qubits = 1) => fixed(qubits, (on) => [gate(name, ...on)]);

/** A gate of the table with all but its last qubits as controls. */
const withControls = (controls: number, name: FixedGateName, qubits = 1) =>
  fixed(controls + qubits, (on) => controlledOn(on.slice(0, controls), gate(name, ...on.slice(controls))));

/** The rotation about a string. */
const about = (letters: string) => turning(1, letters.length, ([angle], on) => [rotation(letters, on, angle)]);

const controlledAbout = (letter: string) => turning(1, 2, ([angle], [c, t]) => controlledOn([c], rotation(letter, [t], angle)));

/** p(λ) with all qubits but the last as controls. */
const phased = (qubits: number) => turning(1, qubits, ([angle], on) => controlledOn(on, phase(angle)));

function euler(theta: Affine, phi: Affine, lambda: Affine, q: number): Primitive[] {
  return [phase(times(plus(phi, lambda), 0.5)), rotation("Z", [q], lambda), rotation("Y", [q], theta), rotation("Z", [q], phi)];
}

/** √X with controls. */
const rootOfNot = (controls: number) => withControls(controls, "SX");

const u1 = phased(1);
const u2 = turning(2, 1, ([phi, lambda], [q]) => euler(HALF_PI, phi, lambda, q));
const u3 = turning(3, 1, ([theta, phi, lambda], [q]) => euler(theta, phi, lambda, q));
const cu3 = turning(3, 2, ([theta, phi, lambda], [c, t]) => controlledOn([c], ...euler(theta, phi, lambda, t)));
const identity = fixed(1, () => []);
const cnot = table("CNOT", 2);

/** X on t where both controls are 1, up to relative phases, as in qelib1.inc. */
function relativePhaseToffoli([a, b, c]: readonly number[]): Primitive[] {
  return [
    ...[gate("H", c), gate("T", c), gate("CNOT", b, c), gate("Tdg", c), gate("CNOT", a, c), gate("T", c), gate("CNOT", b, c)],
    ...[gate("Tdg", c), gate("H", c)],
  ];
}

function relativePhaseThreeControls([a, b, c, d]: readonly number[]): Primitive[] {
  return [
    ...[gate("H", d), gate("T", d), gate("CNOT", c, d), gate("Tdg", d), gate("H", d), gate("CNOT", a, d), gate("T", d)],
    ...[gate("CNOT", b, d), gate("Tdg", d), gate("CNOT", a, d), gate("T", d), gate("CNOT", b, d), gate("Tdg", d)],
    ...[gate("H", d), gate("T", d), gate("CNOT", c, d), gate("Tdg", d), gate("H", d)],
  ];
}

/** iSWAP = exp(i π/4 (XX + YY)). */
const iswap = ([a, b]: readonly number[]) => [
  rotation("XX", [a, b], constant(-Math.PI / 2)),
  rotation("YY", [a, b], constant(-Math.PI / 2)),
];

/** Qiskit's XXPlusYYGate and XXMinusYYGate: R_Z of `on` by -β (or β), rotations by θ/2 about XX and ±YY, and R_Z undone. */
const exchange = (sign: 1 | -1) =>
  turning(2, 2, ([theta, beta], [a, b]) => {
    const half = times(theta, 0.5);
    const frame = sign === 1 ? rotation("Z", [a], beta) : rotation("Z", [b], times(beta, -1));
    return [frame, rotation("XX", [a, b], half), rotation("YY", [a, b], times(half, sign)), ...inverse([frame])];
  });

/** Every gate of the libraries, by name. */
export const library: ReadonlyMap<string, LibraryGate> = new Map<string, LibraryGate>([
  ...(["id", "u0", "i"] as const).map((name) => [name, identity] as const),
  ["x", table("X")],
  ["y", table("Y")],
  ["z", table("Z")],
  ["h", table("H")],
  ["s", table("S")],
  ["sdg", table("Sdg")],
  ["t", table("T")],
  ["tdg", table("Tdg")],
  ["sx", table("SX")],
  ["sxdg", table("SXdg")],
  ["cx", cnot],
  ["CX", cnot],
  ["cnot", cnot],
  ["cz", table("CZ", 2)],
  ["swap", table("SWAP", 2)],
  ["cy", withControls(1, "Y")],
  ["ch", withControls(1, "H")],
  ["cs", withControls(1, "S")],
  ["csdg", withControls(1, "Sdg")],
  ["csx", rootOfNot(1)],
  ["ccx", withControls(2, "X")],
  ["ccz", withControls(2, "Z")],
  ["cswap", withControls(1, "SWAP", 2)],
  ["c3x", withControls(3, "X")],
  ["mcx", withControls(3, "X")],
  ["c3sqrtx", rootOfNot(3)],
  ["c3sx", rootOfNot(3)],
  ["c4x", withControls(4, "X")],
  ["rccx", fixed(3, relativePhaseToffoli)],
  ["rc3x", fixed(4, relativePhaseThreeControls)],
  ["iswap", fixed(2, iswap)],
  ["dcx", fixed(2, ([a, b]) => [gate("CNOT", a, b), gate("CNOT", b, a)])],
  [
    "ecr",
    fixed(2, ([a, b]) => [
      rotation("ZX", [a, b], constant(Math.PI / 4)),
      gate("X", a),
      rotation("ZX", [a, b], constant(-Math.PI / 4)),
    ]),
  ],
  ["rx", about("X")],
  ["ry", about("Y")],
  ["rz", about("Z")],
  ["rxx", about("XX")],
  ["ryy", about("YY")],
  ["rzz", about("ZZ")],
  ["rzx", about("ZX")],
  [
    "r",
    turning(2, 1, ([theta, phi], [q]) => [
      rotation("Z", [q], times(phi, -1)),
      rotation("X", [q], theta),
      rotation("Z", [q], phi),
    ]),
  ],
  ["p", u1],
  ["phase", u1],
  ["u1", u1],
  ["u2", u2],
  ["u3", u3],
  ["u", u3],
  ["U", u3],
  ["crx", controlledAbout("X")],
  ["cry", controlledAbout("Y")],
  ["crz", controlledAbout("Z")],
  ["cp", phased(2)],
  ["cphase", phased(2)],
  ["cu1", phased(2)],
  ["ccp", phased(3)],
  ["cu3", cu3],
  [
    "cu",
    turning(4, 2, ([theta, phi, lambda, gamma], [c, t]) => [
      ...controlledOn([c], phase(gamma)),
      ...controlledOn([c], ...euler(theta, phi, lambda, t)),
    ]),
  ],
  ["xx_plus_yy", exchange(1)],
  ["xx_minus_yy", exchange(-1)],
]);
