/**
 * IBM's backend properties (T1, T2, readout, error and duration of every gate) as a noise model of RZ, SX, X and CNOT.
 *
 * The model is that of Qiskit Aer: a gate is followed by a depolarising channel and thermal relaxation during its duration, the first so
 * strong that both together have the average gate infidelity that the device reports as the gate's error. Idle qubits relax if asked for.
 */
import { z } from "zod";
import { ArgumentError, FormatError } from "../../base/errors.ts";
import type { Circuit } from "../circuit.ts";
import { toDeviceBasis } from "./basis.ts";
import { depolarizing, thermalRelaxation } from "./channels.ts";
import type { ScheduleName } from "./idle.ts";
import { chooseLayout } from "./layout.ts";
import type { GateNoise, NoiseModel, PlacedChannel, ReadoutError } from "./noise-model.ts";
import { averageGateFidelity, kroneckerTransfer, transferMatrix } from "./transfer-matrix.ts";

/** Relaxation times in ns. */
export interface Relaxation {
  readonly t1: number;
  readonly t2: number;
}

/** A calibrated gate of a device. */
export interface DeviceGate {
  readonly gate: "SX" | "X" | "CNOT";
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
}

const parameterSchema = z.object({ name: z.string(), unit: z.string().optional(), value: z.number() });
const propertiesSchema = z.object({
  backend_name: z.string().optional(),
  qubits: z.array(z.array(parameterSchema)).min(1),
  gates: z.array(z.object({ gate: z.string(), qubits: z.array(z.int().min(0)), parameters: z.array(parameterSchema) })),
});

type Parameters = readonly z.output<typeof parameterSchema>[];

/** Names of the calibrated gates in IBM's files. */
const GATES: Readonly<Record<string, DeviceGate["gate"]>> = { sx: "SX", x: "X", cx: "CNOT" };
const NANOSECONDS: Readonly<Record<string, number>> = { s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, ns: 1 };

/**
 * The device that a backend properties file describes, as `BackendProperties.to_dict()` and IBM's downloads write it.
 *
 * @throws FormatError naming the first field that is wrong, or if the device has no CNOT gate
 */
export function parseBackendProperties(text: string, path: string): Device {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FormatError(path, `is not JSON (${(error as Error).message})`);
  }
  const result = propertiesSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new FormatError(path, `is no file of backend properties: ${issue.path.join(".") || "its content"}: ${issue.message}`);
  }
  const { backend_name: name = path, qubits, gates } = result.data;
  const found = gates.flatMap(({ gate, qubits: on, parameters }): DeviceGate[] => {
    const own = GATES[gate];
    if (own === undefined) return [];
    return [
      { gate: own, qubits: on, error: entryOf(parameters, "gate_error") ?? 0, duration: timeOf(parameters, "gate_length") ?? 0 },
    ];
  });
  const outside = found.flatMap(({ qubits: on }) => on).find((q) => q >= qubits.length);
  if (outside !== undefined) throw new FormatError(path, `has a gate on qubit ${outside}, but ${qubits.length} qubits`);
  for (const needed of ["sx", "cx"]) {
    if (!found.some(({ gate }) => gate === GATES[needed]))
      throw new FormatError(path, `has no ${needed} gate; its basis must be rz, sx, x and cx`);
  }
  return {
    name,
    relaxation: qubits.map((parameters) => relaxationOf(parameters)),
    readout: qubits.map((parameters) => readoutOf(parameters)),
    gates: found,
  };
}

/** The qubits of a device that stand for those of a circuit, and the model of its noise there. */
export interface DeviceNoise {
  readonly model: NoiseModel;
  /** The device's qubit for each of the circuit's. */
  readonly layout: readonly number[];
  /** The device's numbers for these qubits, numbered as the circuit's. */
  readonly device: Device;
}

/**
 * The noise of a device for a circuit.
 *
 * @param layout the device's qubit for each of the circuit's; where left out, the first set, in order of their numbers, with every CNOT of the
 * circuit between coupled qubits
 * @param idle when gates are made, with relaxation of the qubits that wait; none where left out
 * @throws ArgumentError if there is no such set, or the circuit cannot be written in the device's gates
 */
export function deviceNoise(device: Device, circuit: Circuit, layout?: readonly number[], idle?: ScheduleName): DeviceNoise {
  const size = device.relaxation.length;
  if (circuit.qubits > size) throw new ArgumentError("qubits", circuit.qubits, `at most ${size}, the qubits of ${device.name}`);
  const coupled = device.gates.filter(({ gate }) => gate === "CNOT").map(({ qubits }) => [qubits[0], qubits[1]] as const);
  const needed = toDeviceBasis(circuit).operations.flatMap((operation) =>
    operation.kind === "gate" && operation.gate === "CNOT" ? [[operation.qubits[0], operation.qubits[1]] as const] : [],
  );
  const chosen = chooseLayout({ qubits: circuit.qubits, needed, size, coupled, device: device.name, layout });
  const places = new Map(chosen.map((physical, logical) => [physical, logical]));
  const own: Device = {
    name: device.name,
    relaxation: chosen.map((q) => device.relaxation[q]),
    readout: chosen.map((q) => device.readout[q]),
    gates: device.gates.flatMap((gate) => {
      const qubits = gate.qubits.flatMap((q) => places.get(q) ?? []);
      return qubits.length === gate.qubits.length ? [{ ...gate, qubits }] : [];
    }),
  };
  const gates = own.gates.map((gate): GateNoise => ({ gate: gate.gate, qubits: gate.qubits, channels: gateChannels(own, gate) }));
  const model: NoiseModel = {
    name: device.name,
    basis: "device",
    gates,
    readout: own.readout,
    depolarizing: 0,
    pairs: own.gates.flatMap(({ gate, qubits }) => (gate === "CNOT" ? [[qubits[0], qubits[1]] as const] : [])),
    ...(idle !== undefined && { idle: { schedule: idle, relaxation: own.relaxation, durations: own.gates } }),
  };
  return { model, layout: chosen, device: own };
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

function entryOf(parameters: Parameters, name: string): number | undefined {
  return parameters.find((parameter) => parameter.name === name)?.value;
}

/** A time in ns. */
function timeOf(parameters: Parameters, name: string): number | undefined {
  const found = parameters.find((parameter) => parameter.name === name);
  return found === undefined ? undefined : found.value * (NANOSECONDS[found.unit ?? "ns"] ?? 1);
}

/** T1 and T2, which is cut at 2 T1 where calibration reports more. */
function relaxationOf(parameters: Parameters): Relaxation {
  const t1 = timeOf(parameters, "T1") ?? Number.POSITIVE_INFINITY;
  return { t1, t2: Math.min(timeOf(parameters, "T2") ?? Number.POSITIVE_INFINITY, 2 * t1) };
}

function readoutOf(parameters: Parameters): ReadoutError {
  const either = entryOf(parameters, "readout_error") ?? 0;
  const p10 = entryOf(parameters, "prob_meas1_prep0");
  const p01 = entryOf(parameters, "prob_meas0_prep1");
  return p10 === undefined || p01 === undefined ? { p10: either, p01: either } : { p10, p01 };
}
