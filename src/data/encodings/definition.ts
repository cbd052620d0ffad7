/**
 * What an encoding is: how a row of a table enters a circuit, as angles of gates before it or as its input state.
 */
import type { Operation } from "../../quantum/circuit.ts";

/** Rows as angles. */
export interface AngleEncoding {
  /** How many angles so many columns take. */
  count(columns: number): number;
  /** The gates of one encoding; its rotation by angle k has the parameter first + k. */
  block(qubits: number, columns: number, first: number): readonly Operation[];
  /** The angles of a row, in radians. */
  angles(row: Float64Array): ArrayLike<number>;
}

/** Rows as states. */
export interface StateEncoding {
  /** Most columns for so many qubits. */
  capacity(qubits: number): number;
  /** What a column is one for, such as `amplitude`. */
  readonly noun: string;
  /** Writes the 2^n amplitudes of a row into `re` and `im`, which are zero; they are brought to norm 1 afterwards. */
  write(row: Float64Array, re: Float64Array, im: Float64Array): void;
}

/** An encoding: one of the two. */
export interface EncodingDefinition {
  readonly name: string;
  /** What it does, in a few words. */
  readonly title: string;
  readonly asAngles?: AngleEncoding;
  readonly asState?: StateEncoding;
}
