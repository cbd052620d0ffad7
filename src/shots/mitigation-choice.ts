/**
 * Which mitigation a run trains with: what `--mitigate` accepts.
 */
import { ArgumentError } from "../base/errors.ts";

/** How estimates of a run are mitigated. Plain data. */
export interface Mitigation {
  /** Readout errors undone by the inverse of each qubit's confusion matrix. */
  readonly readout: boolean;
  /** How the noise of gates is extrapolated to zero: by weights that do not depend on what is measured. */
  readonly extrapolation?: "richardson" | "linear";
}

/** How a mitigation is written, for messages. */
export const mitigationForms = "readout, zne (as zne:richardson) or zne:linear, or readout and one of these, joined by a comma";

/** What each word of a choice says. */
const WORDS: Readonly<Record<string, Partial<Mitigation>>> = {
  readout: { readout: true },
  zne: { extrapolation: "richardson" },
  "zne:richardson": { extrapolation: "richardson" },
  "zne:linear": { extrapolation: "linear" },
};

/**
 * Reads a choice such as `readout` or `readout,zne:linear`.
 *
 * @throws ArgumentError for other words, or two that say the same
 */
export function parseMitigation(text: string): Mitigation {
  let choice: Partial<Mitigation> = {};
  for (const word of text.split(",")) {
    const said = WORDS[word.trim()];
    if (said === undefined || Object.keys(said).some((name) => name in choice))
      throw new ArgumentError("mitigate", text, mitigationForms);
    choice = { ...choice, ...said };
  }
  return { readout: false, ...choice };
}
