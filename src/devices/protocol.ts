/**
 * What is said between a run and the program that leads to a device: lines of JSON, one for each request, event and answer.
 */
import { z } from "zod";

/** What is asked of the program. */
export type DeviceRequest = OpenRequest | RunRequest;

/** Asks for a backend, with the circuits that will run on it. */
export interface OpenRequest {
  readonly do: "open";
  readonly name: string;
  /** OpenQASM 3, every qubit measured into a bit of its own, one symbol theta_r for each rotation r. */
  readonly circuits: readonly string[];
  /** The device's qubit for each of the circuits'; null to have them chosen. */
  readonly layout: readonly number[] | null;
}

/** Asks for one job: every circuit at every row of angles. */
export interface RunRequest {
  readonly do: "run";
  readonly angles: readonly (readonly number[])[];
  readonly shots: number;
  /** Seed of a simulator, at least 1. */
  readonly seed: number;
  /** The job to collect in place of a new one; null for a new one. */
  readonly job: string | null;
}

export const deviceKinds = ["simulator", "fake", "machine"] as const;

/** What a backend is and how it is used. */
const deviceInfoSchema = z.object({
  /** The backend's own name. */
  backend: z.string(),
  /** `simulator`: ideal; `fake`: a machine's noise, simulated; `machine`: a real one. */
  kind: z.enum(deviceKinds),
  /** Qubits it has. */
  qubits: z.int(),
  /** The device's qubit for each of the circuit's; null where all are alike. */
  layout: z.array(z.int()).nullable(),
  /** Of Python and Qiskit's packages. */
  versions: z.record(z.string(), z.string()),
  /** Seconds from one shot to the next, where the backend says. */
  secondsPerShot: z.number().nullable(),
});

export type DeviceInfo = z.output<typeof deviceInfoSchema>;

/** Counts of every circuit and row of angles, by outcome; bit q of an outcome is qubit q. */
const countsSchema = z.array(z.array(z.record(z.string().regex(/^\d+$/), z.int().min(0))));

export type DeviceCounts = z.output<typeof countsSchema>;

const errorKinds = ["package", "backend", "account", "circuit", "job", "connection", "unexpected"] as const;

/** Why a request could not be done. */
export type DeviceErrorKind = (typeof errorKinds)[number];

/** What the program says. */
export const messageSchema = z.union([
  z.object({ id: z.int(), event: z.literal("status"), status: z.string() }),
  z.object({ id: z.int(), event: z.literal("submitted"), job: z.string() }),
  z.object({ id: z.int(), error: z.object({ kind: z.enum(errorKinds), message: z.string() }) }),
  z.object({ id: z.int(), device: deviceInfoSchema }),
  z.object({ id: z.int(), counts: countsSchema }),
]);

type DeviceMessage = z.output<typeof messageSchema>;

/** A word about a request that goes on. */
export type DeviceEvent = Extract<DeviceMessage, { event: string }>;

/** The end of a request. */
export type DeviceAnswer = Exclude<DeviceMessage, { event: string }>;
