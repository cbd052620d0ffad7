/**
 * What a configuration names by file, as it was read. Reading is the caller's task: nothing here touches files.
 */
import type { ComplexMatrix, ComplexVector } from "../linalg/complex-matrix.ts";
import type { Device } from "../quantum/noise/device.ts";

/** Whether a text names a file of numbers. */
export function namesArrayFile(text: string): boolean {
  return /\.(npy|npz|csv)$/i.test(text);
}

/** The content of a file that a field names. */
export type FieldContent = ComplexVector | ComplexMatrix | string;

/** The contents of files by the name of the field that names them, such as `state` or `matrix`; any other name is refused where something is built of them. */
export interface ExperimentArrays {
  /** The device of `noise`. */
  readonly device?: Device;
  readonly [field: string]: FieldContent | Device | undefined;
}
