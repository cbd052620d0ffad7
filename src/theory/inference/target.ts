/**
 * What the histories of a target say: the phase with its probability, its constants with intervals, and where it is open, what would decide it.
 */
import { type InferredConstants, inferConstants } from "./constants.ts";
import {
  decidePhase,
  evidenceByLength,
  FEWEST_STEPS,
  type PhaseDecision,
  type PhaseProbabilities,
  type TargetPlace,
} from "./decide.ts";
import type { DeterminedPhase } from "./evidence.ts";
import type { SampleHistory } from "./history.ts";
import { type DecidingData, decidingData } from "./power.ts";

/** What is inferred of a target under the quadratic loss. */
export interface TargetInference {
  readonly phase: DeterminedPhase | "undetermined";
  readonly probabilities: PhaseProbabilities;
  /** How many of the samples, each judged alone, are in this phase. */
  readonly agreeing: number;
  /** Step up to which the rows decided it; the last where it is open. */
  readonly step: number;
  /** Of the samples that share the phase or leave it open; undefined where it is open. */
  readonly constants?: InferredConstants;
  /** What would decide it, where it is open. */
  readonly needed?: DecidingData;
  /** Why it is open, in one sentence. */
  readonly reason?: string;
  /** Each sample judged alone. */
  readonly samples: readonly PhaseDecision[];
}

/** Share of the samples that may, judged alone, be in another phase than their target. */
const DISSENT = 0.2;

/**
 * Infers the phase of a target and its constants.
 *
 * @param histories one for each sample
 * @param place where the target lies with respect to what can be reached
 */
export function inferTarget(histories: readonly SampleHistory[], place: TargetPlace): TargetInference {
  const evidence = histories.map(evidenceByLength);
  const samples = evidence.map((own) => decidePhase([own], place));
  const together = decidePhase(evidence, place);
  const last = Math.max(0, ...histories.map(({ epsilon }) => epsilon.length)) - 1;
  const open = (reason: string, needed?: DecidingData): TargetInference => ({
    ...{ ...together, phase: "undetermined", agreeing: 0, samples, reason },
    ...(needed !== undefined && { needed }),
  });
  if (last < FEWEST_STEPS)
    return open(`only ${Math.max(0, last)} steps; at least ${FEWEST_STEPS} are needed`, { steps: FEWEST_STEPS });
  const { phase } = together;
  if (phase === "undetermined")
    return open(
      "the data leave more than one phase possible, or late time is not reached",
      decidingData(histories, evidence, place),
    );
  if (dissent(samples, phase)) return open("the samples are in different phases");
  const agreeing = samples.filter((own) => own.phase === phase).length;
  const shared = histories.filter((_, k) => samples[k].phase === phase || samples[k].phase === "undetermined");
  return { ...together, agreeing, samples, constants: inferConstants(shared, phase) };
}

/** Whether so many samples, each judged alone, are in other phases that their target is in none. */
export function dissent(samples: readonly Pick<PhaseDecision, "phase">[], phase: PhaseDecision["phase"]): boolean {
  return samples.filter((own) => own.phase !== "undetermined" && own.phase !== phase).length > DISSENT * samples.length;
}
