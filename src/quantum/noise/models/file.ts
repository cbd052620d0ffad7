/**
 * The noise of a machine, from a file of its properties.
 */
import { ArgumentError } from "../../../base/errors.ts";
import { deviceNoise } from "../device.ts";
import type { NoiseDefinition } from "./definition.ts";

/** What follows the name of a file whose gates by any angle, RX and RZZ, are to be used. */
export const FRACTIONAL = ":fractional";

export const fileNoise: NoiseDefinition = {
  name: "file",
  form: "a JSON file of IBM backend properties, FILE or FILE:fractional",
  ofDevice: true,
  isFile: true,
  read(text) {
    if (!text.endsWith(FRACTIONAL)) return { kind: "file", path: text };
    return { kind: "file", path: text.slice(0, -FRACTIONAL.length), fractional: true };
  },
  build({ path, fractional }, circuit, { device, layout, idle }) {
    if (device === undefined) throw new ArgumentError("noise", path, "a file that has been read");
    return deviceNoise(device, circuit, layout, idle, fractional === true ? true : undefined);
  },
};
