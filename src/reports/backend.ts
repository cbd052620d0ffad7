/**
 * What a machine's calibration says, in numbers: gates with their pairs, and the ranges of errors and times.
 */
import type { Device, DeviceGate } from "../quantum/noise/device.ts";
import { isDead } from "../quantum/noise/device.ts";
import { type NativeGateName, oneQubitNatives, twoQubitNatives } from "../quantum/noise/native.ts";

/** Smallest, middle and largest of some numbers. */
export interface Range {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** One kind of gate. */
export interface GateReport {
  readonly gate: NativeGateName;
  readonly count: number;
  /** Average gate infidelity, over the gates that do not fail always; undefined where all do. */
  readonly error?: Range;
  /** In ns. */
  readonly duration: Range;
  /** Gates that fail always: their error is reported as 1 or more. */
  readonly dead: number;
}

/** Two coupled qubits, with every gate on them in its direction. */
export interface CouplingReport {
  readonly gate: NativeGateName;
  /** First and second qubit of the gate. */
  readonly qubits: readonly [number, number];
  readonly error: number;
  /** In ns. */
  readonly duration: number;
}

/** What a device holds. */
export interface BackendReport {
  readonly name: string;
  readonly qubits: number;
  readonly oneQubit: readonly GateReport[];
  readonly twoQubit: readonly GateReport[];
  readonly couplings: readonly CouplingReport[];
  /** T1 and T2 in ns of the qubits that have them, and readout errors: the mean of both of each qubit. */
  readonly t1?: Range;
  readonly t2?: Range;
  readonly readout: Range;
  readonly broken: readonly number[];
  /** What was missing or absurd, and what is made of it. */
  readonly remarks: readonly string[];
}

/** The numbers of a device. */
export function backendReport(device: Device): BackendReport {
  const { name, relaxation, readout, gates, broken = [], remarks = [] } = device;
  const ofKinds = (kinds: readonly NativeGateName[]) =>
    kinds.flatMap((kind) => {
      const own = gates.filter(({ gate }) => gate === kind);
      return own.length === 0 ? [] : [gateReport(kind, own)];
    });
  return {
    name,
    qubits: relaxation.length,
    oneQubit: ofKinds(oneQubitNatives),
    twoQubit: ofKinds(twoQubitNatives),
    couplings: gates.flatMap(({ gate, qubits: [first, second], error, duration }) =>
      second === undefined ? [] : [{ gate, qubits: [first, second] as const, error, duration }],
    ),
    t1: rangeOf(relaxation.map(({ t1 }) => t1)),
    t2: rangeOf(relaxation.map(({ t2 }) => t2)),
    readout: rangeOf(readout.map(({ p10, p01 }) => (p10 + p01) / 2)) as Range,
    broken,
    remarks,
  };
}

function gateReport(gate: NativeGateName, gates: readonly DeviceGate[]): GateReport {
  const living = gates.filter((each) => !isDead(each));
  return {
    gate,
    count: gates.length,
    error: rangeOf(living.map(({ error }) => error)),
    duration: rangeOf(gates.map(({ duration }) => duration)) as Range,
    dead: gates.length - living.length,
  };
}

/** The range of the finite ones of some numbers; undefined where there is none. */
function rangeOf(values: readonly number[]): Range | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { least: sorted[0], median, most: sorted[sorted.length - 1] };
}
