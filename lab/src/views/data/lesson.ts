/**
 * What a run with data teaches, in a sentence: what has happened to its data and why, or what is to be expected.
 */
import { type ColumnEvent, type dataTheory, losses, phaseLabel } from "qntk";
import type { DataInfo, DataReadout } from "../../engine/protocol.ts";
import { formatNumber, formatPosition } from "../../format/numbers.ts";
import { shortfallOf, spectrumOf } from "./expected.ts";

/** What is known of a run with data. */
export interface DataFacts {
  readonly info: DataInfo;
  /** y of every datum at present. */
  readonly targets: readonly number[];
  readonly loss: string;
  readonly readout?: DataReadout;
  readonly expected?: dataTheory.DataPhases;
  readonly event?: ColumnEvent;
}

/** Most data of which each is put in words. */
const WORDED = 3;
/** What becomes of a datum in each phase. */
const FATES = [
  ["frozen-kernel", "ε dies and K stays"],
  ["critical", "ε and K both die"],
  ["frozen-error", "ε stays and K dies"],
] as const;

export function dataLesson(facts: DataFacts): string {
  const { loss, readout, expected, event } = facts;
  if (event !== undefined && (readout === undefined || readout.phase === "undetermined"))
    return `Sample ${event.column + 1}, step ${event.step}: ${event.reason}.${event.ends ? "" : " Training goes on."}`;
  const { theory: solved, needsLabels } = losses.get(loss);
  if (needsLabels)
    return "Targets are labels, positive or not, that ⟨O⟩ is pulled towards without end: ε does not die, and the phases are not those of the theory.";
  if (solved !== "quadratic") return "This loss knows no targets to come to rest at: its phases are not those of the theory.";
  if (readout === undefined || readout.phase === "undetermined") {
    const early = shortfallOf(facts.info, facts.targets) === undefined ? "Too early to tell. " : "";
    return early + expectation(facts);
  }
  const { data, agreeing, samples } = readout;
  const fates = FATES.flatMap(([phase, what]) => {
    const own = data.flatMap((datum, a) => (datum.phase === phase ? [String(a + 1)] : []));
    return own.length === 0 ? [] : [`${what} for ${own.length === 1 ? "datum" : "data"} ${own.join(", ")}`];
  });
  const agree = agreeing === samples ? `all ${samples} samples` : `${agreeing} of ${samples} samples`;
  const theory =
    expected === undefined
      ? ""
      : expected.phase === readout.phase
        ? " The theory expects the same."
        : expected.phase === "undetermined"
          ? ` ${expectation(facts)}`
          : ` The theory expects ${phaseLabel(expected.phase)}: the circuit may be too shallow, or late time not reached.`;
  return `${fates.join("; ")} (${agree}).${theory}`;
}

/** Where the targets lie, and what therefore should happen. */
function expectation({ info, targets, expected }: DataFacts): string {
  if (!info.orthonormal) return "The inputs are not known to be orthogonal: no phase is predicted.";
  const short = shortfallOf(info, targets);
  if (short !== undefined) {
    const { data, asked, reached, side } = short;
    const sum = data.map((a) => `⟨O⟩${index(a)}`).join(" + ");
    return `Together the data ask for more than orthogonal states reach: ${sum} = ${formatNumber(asked)}, where ${side === "min" ? "the least" : "the most"} is ${formatNumber(reached)}. Their errors stay and are shared, their kernels stay too: none of the seven phases.`;
  }
  if (expected === undefined) return "";
  // Of many data only the sum of it all is said.
  const places = targets.slice(0, targets.length > WORDED ? 0 : WORDED).map((target, a) => {
    const { min, max } = spectrumOf(info, a);
    const away = formatPosition(Math.max(min - target, target - max));
    const phase = expected.data[a];
    if (phase === "critical") return `y${index(a)} is an end of the spectrum`;
    return phase === "frozen-kernel" ? `y${index(a)} lies inside the spectrum` : `y${index(a)} lies ${away} beyond it`;
  });
  return `${places.length === 0 ? "For these targets" : `${places.join(", ")}:`} theory expects ${phaseLabel(expected.phase)}.`;
}

const DIGITS = "₀₁₂₃₄₅₆₇₈₉";

/** The number of a datum, lowered. */
function index(datum: number): string {
  return String(datum + 1).replace(/\d/g, (digit) => DIGITS[Number(digit)]);
}
