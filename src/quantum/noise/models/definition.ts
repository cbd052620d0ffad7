/**
 * What a noise model by name is: how it is written, and the model that a circuit gets.
 */
import type { Circuit } from "../../circuit.ts";
import type { Device } from "../device.ts";
import type { ScheduleName } from "../idle.ts";
import type { NoiseModel } from "../noise-model.ts";

/** A noise specification as it was read: the name of its definition, and what that has read beside it. */
export interface NoiseSpecification {
  readonly kind: string;
  /** The file that it names. */
  readonly path?: string;
  readonly [read: string]: unknown;
}

/** What a model may be made from beside the circuit. */
export interface NoiseContext {
  /** The content of the file, where the specification names one. */
  readonly device?: Device;
  /** The device's qubits to use. */
  readonly layout?: readonly number[];
  /** When gates are made, with relaxation of the qubits that wait. */
  readonly idle?: ScheduleName;
}

/** A noise model with where it comes from: what a record of a run says of its noise. */
export interface ConfiguredNoise {
  readonly model: NoiseModel;
  /** The device's qubit for each of the circuit's, where the model is that of a device with numbered qubits. */
  readonly layout?: readonly number[];
  /** The numbers behind the model, times in ns, where it is that of a device. */
  readonly device?: Device;
}

/** A noise model by name. */
export interface NoiseDefinition {
  readonly name: string;
  /** How it is written, for messages, such as `depolarizing:p with p from 0 to 1`. */
  readonly form: string;
  /** Whether gates are noisy, or readout: such noise can be simulated by trajectories, and corrected for. */
  readonly ofDevice: boolean;
  /** Whether its texts name files, those that no other model reads. */
  readonly isFile?: boolean;
  /** What a text says; undefined for a text that is not one of this model. @throws ArgumentError for one with wrong numbers */
  read(text: string): NoiseSpecification | undefined;
  /** The model for a circuit; undefined for none. @throws ArgumentError where it does not fit the circuit */
  build(specification: NoiseSpecification, circuit: Circuit, context: NoiseContext): ConfiguredNoise | undefined;
}
