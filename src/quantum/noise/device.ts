/**
 * Calibrated devices, and the noise of one for a circuit.
 *
 * The model is that of Qiskit Aer: a gate is followed by a depolarising channel and thermal relaxation during its duration, the first so
 * strong that both together have the average gate infidelity that the device reports as the gate's error. Idle qubits relax if asked for.
 */
import { ArgumentError } from "../../base/errors.ts";
import { counted } from "../../base/words.ts";
import type { Circuit } from "../circuit.ts";
import { depolarizing, thermalRelaxation } from "./channels.ts";
import type { ScheduleName } from "./idle.ts";
import { chooseLayout, type LayoutProblem } from "./layout.ts";
import { compileNative, type NativeBasis, type NativeGateName, type NativePair, twoQubitNatives } from "./native.ts";
import type { GateNoise, NoiseModel, PlacedChannel, ReadoutError } from "./noise-model.ts";
import { averageGateFidelity, kroneckerTransfer, transferMatrix } from "./transfer-matrix.ts";

/** Relaxation times in ns. */
export interface Relaxation {
  readonly t1: number;
  readonly t2: number;
}

/** A calibrated gate of a device. */
export interface DeviceGate {
  readonly gate: NativeGateName;
  readonly qubits: readonly number[];
  /** Average gate infidelity. */
  readonly error: number;
  /** Duration in ns. */
  readonly duration: number;
}

/** The calibration data that a device's noise model is made from. Plain data. */
export interface Device {
  readonly name: string;
  readonly relaxation: readonly Relaxation[];
  readonly readout: readonly ReadoutError[];
  readonly gates: readonly DeviceGate[];
  /** Qubits that the device itself marks as not working. */
  readonly broken?: readonly number[];
  /** Names of gates where the device calls them otherwise than Qiskit's library. */
  readonly aliases?: Readonly<Partial<Record<NativeGateName, string>>>;
  /** What was missing or absurd in its numbers, and what was made of it, in sentences without a full stop. */
  readonly remarks?: readonly string[];
}

/** The qubits of a device that stand for those of a circuit, and the model of its noise there. */
export interface DeviceNoise {
  readonly model: NoiseModel;
  /** The device's qubit for each of the circuit's. */
  readonly layout: readonly number[];
  /** The device's numbers for these qubits, numbered as the circuit's. */
  readonly device: Device;
}

/** Whether a gate is reported as failing always. */
export function isDead({ error }: Pick<DeviceGate, "error">): boolean {
  return error >= 1;
}

/**
 * The gates that circuits are written in on a device.
 *
 * @throws ArgumentError where they do not suffice for every circuit
 */
export function nativeBasis({ name, gates }: Pick<Device, "name" | "gates">, fractional = false): NativeBasis {
  const has = (gate: NativeGateName) => gates.some((one) => one.gate === gate);
  const fixedPulses = (["SX", "X", "U1", "U2", "U3"] as const).filter(has);
  const pulses = fixedPulses.includes("SX") || fixedPulses.includes("U3");
  if (!pulses && !has("RX"))
    throw new ArgumentError(
      "noise",
      name,
      "a device that calibrates sx, u3 (or u) or rx, which all gates on one qubit are made of",
    );
  const pairs = gates.flatMap(({ gate, qubits }): NativePair[] => {
    const own = twoQubitNatives.find((known) => known === gate);
    return own === undefined ? [] : [{ gate: own, qubits: [qubits[0], qubits[1]] }];
  });
  const rotating = (fractional || !pulses) && has("RX") ? (["RX"] as const) : [];
  return { oneQubit: [...fixedPulses, ...rotating], pairs, rotatePairs: fractional };
}

/**
 * The noise of a device for a circuit.
 *
 * Where no layout is given it is the first set, in order of their numbers, with every two-qubit gate of the circuit between coupled qubits, or at least
 * connected; qubits and gates that are marked broken or report an error of 1 are avoided if that is possible.
 *
 * @throws ArgumentError if there is no such set, or the circuit cannot be written in the device's gates
 */
export function deviceNoise(
  device: Device,
  circuit: Circuit,
  layout?: readonly number[],
  idle?: ScheduleName,
  fractional = false,
): DeviceNoise {
  const size = device.relaxation.length;
  if (circuit.qubits > size) throw new ArgumentError("qubits", circuit.qubits, `at most ${size}, the qubits of ${device.name}`);
  const { name } = device;
  const chosen = layoutFor(device, circuit, layout, fractional);
  const places = new Map(chosen.map((physical, logical) => [physical, logical]));
  const own: Device = {
    name,
    relaxation: chosen.map((q) => device.relaxation[q]),
    readout: chosen.map((q) => device.readout[q]),
    gates: device.gates.flatMap((gate) => {
      const qubits = gate.qubits.flatMap((q) => places.get(q) ?? []);
      return qubits.length === gate.qubits.length ? [{ ...gate, qubits }] : [];
    }),
    ...(device.aliases !== undefined && { aliases: device.aliases }),
  };
  // The pulses are those of the whole device: a qubit without one has it without noise.
  const pulses = device.gates.filter(({ qubits }) => qubits.length === 1);
  const native = nativeBasis({ name, gates: [...pulses, ...own.gates.filter(({ qubits }) => qubits.length === 2)] }, fractional);
  const remarks = remarksOn(device, chosen, own, native);
  const gates = own.gates.map((gate): GateNoise => ({ gate: gate.gate, qubits: gate.qubits, channels: gateChannels(own, gate) }));
  const model: NoiseModel = {
    name,
    basis: "device",
    native,
    gates,
    readout: own.readout,
    depolarizing: 0,
    pairs: native.pairs?.map(({ qubits }) => qubits) ?? [],
    ...(idle !== undefined && { idle: { schedule: idle, relaxation: own.relaxation, durations: own.gates } }),
  };
  return { model, layout: chosen, device: { ...own, ...(remarks.length > 0 && { remarks }) } };
}

function layoutFor(
  device: Device,
  circuit: Circuit,
  layout: readonly number[] | undefined,
  fractional: boolean,
): readonly number[] {
  const { name, gates, broken = [] } = device;
  const basis = nativeBasis(device, fractional);
  const used = (gate: DeviceGate) =>
    gate.qubits.length === 1
      ? (basis.oneQubit as readonly string[]).includes(gate.gate)
      : gate.gate !== "RZZ" || fractional || !gates.some((one) => one.qubits.length === 2 && one.gate !== "RZZ");
  const coupled = gates.filter((gate) => gate.qubits.length === 2 && used(gate));
  const pairOf = ({ qubits }: DeviceGate) => [qubits[0], qubits[1]] as const;
  const problem: LayoutProblem = {
    qubits: circuit.qubits,
    needed: neededPairs(circuit),
    size: device.relaxation.length,
    coupled: coupled.map(pairOf),
    device: name,
    layout,
  };
  const dead = gates.filter((gate) => gate.qubits.length === 1 && used(gate) && isDead(gate)).flatMap(({ qubits }) => qubits);
  const avoided = new Set([...broken, ...dead]);
  const working = coupled.filter((gate) => !isDead(gate) && gate.qubits.every((q) => !avoided.has(q)));
  if (layout !== undefined || (avoided.size === 0 && working.length === coupled.length)) return chooseLayout(problem);
  try {
    return chooseLayout({ ...problem, coupled: working.map(pairOf), avoided });
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return chooseLayout(problem);
  }
}

/** The pairs of a circuit's qubits that two-qubit gates act on. */
function neededPairs(circuit: Circuit): (readonly [number, number])[] {
  return compileNative(circuit, { oneQubit: ["SX", "X"] }).flatMap(({ qubits }) =>
    qubits.length === 2 ? [[qubits[0], qubits[1]] as const] : [],
  );
}

/** What is to be said of the qubits and gates that are used. */
function remarksOn(
  { broken = [] }: Device,
  chosen: readonly number[],
  own: Device,
  { oneQubit, pairs = [], rotatePairs = false }: NativeBasis,
): string[] {
  const physical = (qubits: readonly number[]) => qubits.map((q) => chosen[q]).join("-");
  const remarks: string[] = [];
  const marked = chosen.filter((q) => broken.includes(q));
  if (marked.length > 0) remarks.push(`${counted(marked.length, "qubit")} marked as not working: ${marked.join(", ")}`);
  const others = new Set(
    pairs.filter(({ gate }) => gate !== "RZZ").map(({ qubits: [a, b] }) => `${Math.min(a, b)},${Math.max(a, b)}`),
  );
  const used = own.gates.filter(({ gate, qubits }) => {
    if (qubits.length === 1) return (oneQubit as readonly string[]).includes(gate);
    return gate !== "RZZ" || rotatePairs || !others.has(`${Math.min(...qubits)},${Math.max(...qubits)}`);
  });
  const dead = used.filter(isDead);
  if (dead.length > 0)
    remarks.push(
      `an error of 1 or more, taken as complete depolarising: ${dead.map(({ gate, qubits }) => `${gate} ${physical(qubits)}`).join(", ")}`,
    );
  const pulse = oneQubit.find((gate) => gate === "SX" || gate === "U3" || gate === "RX");
  const without = chosen.filter((_, q) => !own.gates.some(({ gate, qubits }) => gate === pulse && qubits[0] === q));
  if (without.length > 0) remarks.push(`no ${pulse} calibrated, taken as perfect, on qubit ${without.join(", ")}`);
  if (chosen.length > 1 && pairs.length === 0) remarks.push("no two-qubit gate between these qubits");
  return remarks;
}

/** The channels after a gate: depolarising noise that fills what relaxation leaves of its error, then relaxation of each qubit. */
function gateChannels({ relaxation }: Device, { qubits, error, duration }: DeviceGate): PlacedChannel[] {
  const relaxing = duration > 0 ? qubits.map((q) => thermalRelaxation({ ...relaxation[q], time: duration })) : [];
  const dimension = 2 ** qubits.length;
  const fidelity =
    relaxing.length === 0 ? 1 : averageGateFidelity(relaxing.map((channel) => transferMatrix(channel)).reduce(kroneckerTransfer));
  const channels: PlacedChannel[] = [];
  if (error > 1 - fidelity) {
    const physical = Math.min(error, dimension / (dimension + 1));
    const p = (dimension * (physical - (1 - fidelity))) / (dimension * fidelity - 1);
    const largest = dimension ** 2 / (dimension ** 2 - 1);
    channels.push({ channel: depolarizing(Math.min(p, largest), qubits.length as 1 | 2), on: qubits.map((_, k) => k) });
  }
  return [...channels, ...relaxing.map((channel, k) => ({ channel, on: [k] }))];
}
