/**
 * What is named at each length of a history: the same judgement as of a whole run that ended there, without constants.
 */
import { decidePhase, type EvidenceByLength, evidenceByLength, type TargetPlace } from "./decide.ts";
import type { DeterminedPhase } from "./evidence.ts";
import type { SampleHistory } from "./history.ts";
import { dissent } from "./target.ts";

/** What is named after so many steps. */
export interface NamedPhases {
  readonly step: number;
  /** Of the samples together. */
  readonly together: DeterminedPhase | "undetermined";
  /** Of each sample alone. */
  readonly alone: readonly (DeterminedPhase | "undetermined")[];
}

/**
 * The phases that samples of one target would be named after 64, 91, 128, ... steps and at their end, had they stopped there.
 *
 * @param histories one for each sample, of one length
 */
export function phasesByLength(histories: readonly SampleHistory[], place: TargetPlace): NamedPhases[] {
  const evidence = histories.map(evidenceByLength);
  const upTo = (own: EvidenceByLength, k: number) => own.slice(0, k + 1);
  return (evidence[0] ?? []).map(({ step }, k) => {
    const samples = evidence.map((own) => decidePhase([upTo(own, k)], place));
    const { phase } = decidePhase(
      evidence.map((own) => upTo(own, k)),
      place,
    );
    const open = phase === "undetermined" || dissent(samples, phase);
    return { step, together: open ? "undetermined" : phase, alone: samples.map((own) => own.phase) };
  });
}
