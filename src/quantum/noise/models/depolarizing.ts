/**
 * Global depolarising noise.
 */
import { ArgumentError } from "../../../base/errors.ts";
import { readNumber } from "../../../base/numerals.ts";
import { globalDepolarizing } from "../noise-model.ts";
import type { NoiseDefinition } from "./definition.ts";

const FORM = "depolarizing:p with p from 0 to 1";

export const depolarizingNoise: NoiseDefinition = {
  name: "depolarizing",
  form: FORM,
  ofDevice: false,
  read(text) {
    const match = /^depolarizing:(.*)$/.exec(text);
    if (match === null) return undefined;
    const p = readNumber(match[1]) ?? Number.NaN;
    if (!(p >= 0 && p <= 1)) throw new ArgumentError("noise", text, FORM);
    return { kind: "depolarizing", p };
  },
  build: ({ p }) => ({ model: globalDepolarizing(p as number) }),
};
