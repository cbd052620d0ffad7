/**
 * A machine from a file of backend properties. Node only.
 */
import { ArgumentError } from "../base/errors.ts";
import { parseBackendProperties } from "../quantum/noise/backend-properties.ts";
import type { Device } from "../quantum/noise/device.ts";
import { noiseFileOf, parseNoise } from "../quantum/noise/models/index.ts";
import { readInputFile } from "./input-files.ts";

export type { Device } from "../quantum/noise/device.ts";

/**
 * The machine of a file.
 *
 * @param argument the option that names it, for messages
 * @throws ArgumentError if it cannot be read
 * @throws FormatError if it is no file of backend properties
 */
export function readDeviceFile(argument: string, path: string): Device {
  return parseBackendProperties(new TextDecoder().decode(readInputFile(argument, path)), path);
}

/**
 * The machine of a noise specification such as `properties.json:fractional`.
 *
 * @throws ArgumentError for one that names no file, and as `readDeviceFile`
 */
export function machineOfNoise(text: string | undefined): { readonly device: Device; readonly fractional: boolean } {
  const noise = text === undefined ? undefined : noiseFileOf(parseNoise(text));
  if (noise === undefined)
    throw new ArgumentError(
      "noise",
      text,
      "a file of backend properties, with --compiled: a machine with gates and couplings of its own",
    );
  return { device: readDeviceFile("noise", noise.path), fractional: noise.fractional };
}
