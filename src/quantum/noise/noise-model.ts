/**
 * Noise models as plain data, and circuits with the noise of a model between their operations.
 *
 * A model says which channels follow which gates, how readout errs, and how much of the final state is replaced by the maximally mixed
 * one. Nothing here knows how a noisy circuit is simulated.
 */
import { ArgumentError } from "../../base/errors.ts";
import type { Circuit, FixedRotation, Operation } from "../circuit.ts";
import { rotationGates } from "../gates.ts";
import { bitCount, formatPauliString, qubitBit } from "../pauli.ts";
import { type Channel, depolarizing } from "./channels.ts";
import { type IdleNoise, type TimedOperation, withIdleRelaxation } from "./idle.ts";
import { compileNative, type Instruction, type NativeBasis, standardBasis } from "./native.ts";
import type { ChannelOperation, NoisyOperation } from "./operations.ts";

/** A channel on some of the qubits of a gate, counted from 0 in the gate's own order. */
export interface PlacedChannel {
  readonly channel: Channel;
  readonly on: readonly number[];
}

/** The channels that follow a gate. */
export interface GateNoise {
  /** Name of the gate, or how many qubits it acts on: 1 or 2 for every such gate. */
  readonly gate: string | 1 | 2;
  /** The qubits it acts on, in order; every place where left out. */
  readonly qubits?: readonly number[];
  readonly channels: readonly PlacedChannel[];
}

/** Probabilities of reading a qubit wrongly. */
export interface ReadoutError {
  /** Of reading 1 where it is 0. */
  readonly p10: number;
  /** Of reading 0 where it is 1. */
  readonly p01: number;
}

/** A model of a device's noise, as plain data. */
export interface NoiseModel {
  readonly name: string;
  /** `device`: circuits are written in the gates of `native` first, and noise follows these. `any`: gates as they stand. */
  readonly basis: "any" | "device";
  /** The gates of basis `device`; RZ, SX, X and CNOT where left out. */
  readonly native?: NativeBasis;
  readonly gates: readonly GateNoise[];
  /** For each qubit; without entries, readout is perfect. */
  readonly readout: readonly ReadoutError[];
  /** Global depolarising p: the final state becomes (1 - p) ρ + p 1/d. */
  readonly depolarizing: number;
  /** The coupled pairs: without `native` those (control, target) that CNOT acts on, all of them where left out. */
  readonly pairs?: readonly (readonly [number, number])[];
  /** Relaxation of qubits that wait for others; none where left out. */
  readonly idle?: IdleNoise;
}

/** A circuit with channels between its operations, and the model they come from. */
export interface NoisyCircuit {
  readonly qubits: number;
  readonly parameters: number;
  readonly operations: readonly NoisyOperation[];
  readonly model: NoiseModel;
}

/** The model of a perfect device. */
export const noiselessModel: NoiseModel = { name: "none", basis: "any", gates: [], readout: [], depolarizing: 0 };

/**
 * Global depolarising noise: <O> becomes (1 - p) <O> + p tr O / d.
 *
 * @throws ArgumentError unless 0 <= p <= 1
 */
export function globalDepolarizing(p: number): NoiseModel {
  if (!(p >= 0 && p <= 1)) throw new ArgumentError("noise", `depolarizing:${p}`, "depolarizing:p with p from 0 to 1");
  return { ...noiselessModel, name: `depolarizing:${p}`, depolarizing: p };
}

/**
 * Depolarising noise after every gate: of strength p1 after gates on one qubit, p2 after gates on two.
 *
 * @throws ArgumentError for p1 above 4/3 or p2 above 16/15, or negative
 */
export function gateDepolarizing(p1: number, p2: number): NoiseModel {
  const gates: GateNoise[] = [];
  if (p1 !== 0) gates.push({ gate: 1, channels: [{ channel: depolarizing(p1, 1), on: [0] }] });
  if (p2 !== 0) gates.push({ gate: 2, channels: [{ channel: depolarizing(p2, 2), on: [0, 1] }] });
  return { ...noiselessModel, name: `gates:${p1},${p2}`, gates };
}

/** Whether a model changes nothing but the weight of the final state: no noise of gates, no error of readout. */
export function isGlobal({ gates, readout, basis }: NoiseModel): boolean {
  return gates.length === 0 && readout.length === 0 && basis === "any";
}

/**
 * A circuit with the noise of a model, in the basis of the model.
 *
 * @throws ArgumentError if it cannot be written in that basis, or has more qubits than the model's readout
 */
export function withNoise(circuit: Circuit, model: NoiseModel): NoisyCircuit {
  if (model.readout.length > 0 && model.readout.length < circuit.qubits)
    throw new ArgumentError("qubits", circuit.qubits, `at most ${model.readout.length}, the qubits of noise ${model.name}`);
  const { qubits, parameters } = circuit;
  const { idle } = model;
  const written = instructionsOf(circuit, model);
  const noisy = written.map((one): NoisyOperation[] => [...one.operations, ...noiseAfter(one, model)]);
  if (idle === undefined) return { qubits, parameters, operations: noisy.flat(), model };
  const timed = written.map(({ gate: name, qubits: on }, k): TimedOperation => {
    const own = idle.durations.find(({ gate, qubits: at }) => gate === name && at.join() === on.join());
    return { operations: noisy[k], qubits: on, duration: own?.duration ?? 0 };
  });
  return { qubits, parameters, operations: withIdleRelaxation(timed, qubits, idle), model };
}

/** What noise follows: gates by name, on qubits, and what they are made of. */
type NamedGate = Pick<Instruction, "qubits" | "operations"> & { readonly gate: string };

function instructionsOf(circuit: Circuit, { basis, native, pairs }: NoiseModel): readonly NamedGate[] {
  const { qubits, operations } = circuit;
  if (basis === "device") {
    const cnots = pairs?.map((pair) => ({ gate: "CNOT" as const, qubits: pair }));
    return compileNative(circuit, native ?? { ...standardBasis, ...(cnots !== undefined && { pairs: cnots }) });
  }
  return operations.map((operation) => ({
    gate: nameOf(operation, qubits),
    qubits: qubitsOf(operation, qubits),
    operations: [operation],
  }));
}

/**
 * What turns the measurement of a Pauli letter on each qubit into one of Z, noise included: H for X, S† and H for Y.
 *
 * @param letters one of I, X, Y, Z for each qubit
 */
export function basisChange(letters: string, model: NoiseModel): NoisyOperation[] {
  const operations = [...letters].flatMap((letter, q): Operation[] => {
    const h = { kind: "gate", gate: "H", qubits: [q] } as const;
    if (letter === "X") return [h];
    return letter === "Y" ? [{ kind: "gate", gate: "Sdg", qubits: [q] }, h] : [];
  });
  return [...withNoise({ qubits: letters.length, parameters: 0, operations }, model).operations];
}

/** The same noisy circuit with an own parameter for every rotation, as `withIndependentRotations` makes of a plain one. */
export function withIndependentNoisyRotations(noisy: NoisyCircuit): NoisyCircuit {
  let next = 0;
  const operations = noisy.operations.map((operation) =>
    operation.kind === "rotation" ? { ...operation, parameter: next++, coefficient: 1 } : operation,
  );
  return { ...noisy, parameters: next, operations };
}

/** A noisy circuit with its channels left out. */
export function withoutChannels({ qubits, parameters, operations }: NoisyCircuit): Circuit {
  return { qubits, parameters, operations: operations.filter((operation) => operation.kind !== "channel") };
}

/** The qubits an operation acts on. */
export function qubitsOf(operation: NoisyOperation, qubits: number): readonly number[] {
  if (operation.kind !== "rotation") return operation.qubits;
  const support = operation.pauli.x | operation.pauli.z;
  return Array.from({ length: qubits }, (_, q) => q).filter((q) => (support & qubitBit(qubits, q)) !== 0);
}

function noiseAfter({ gate: name, qubits: on }: NamedGate, { gates }: NoiseModel): ChannelOperation[] {
  if (gates.length === 0) return [];
  const entry = gates.find(
    ({ gate, qubits: at }) => (gate === name || gate === on.length) && (at === undefined || at.join() === on.join()),
  );
  return (entry?.channels ?? []).map(({ channel, on: places }) => ({
    kind: "channel",
    channel,
    qubits: places.map((k) => on[k]),
  }));
}

function nameOf(operation: Operation, qubits: number): string {
  if (operation.kind === "gate") return operation.gate;
  if (operation.kind === "dense" && operation.rotation === undefined) return "dense";
  const { pauli } = operation.kind === "dense" ? (operation.rotation as FixedRotation) : operation;
  if (bitCount(pauli.x | pauli.z) !== 1) return "rotation";
  const [letter] = formatPauliString(pauli, qubits).replaceAll("I", "");
  return Object.values(rotationGates).find(({ generator }) => generator === letter)?.name ?? "rotation";
}
