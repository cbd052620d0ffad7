/**
 * Which phase the samples of a target are in, with a probability for each: the evidence of all histories, and what is known of the target.
 *
 * The samples of a target share a phase, so that their evidence adds up; a sample alone is judged by its own. A history is judged at lengths a
 * factor of √2 apart, the longest first: what shorter ones have decided, later rows that only add rounding or noise do not undo.
 */
import { type DeterminedPhase, determinedPhases, type PhaseEvidence, phaseEvidence } from "./evidence.ts";
import { binsOf, type SampleHistory } from "./history.ts";

/** Where a target lies, as far as that is known. */
export type TargetPlace = "end" | "elsewhere" | "unknown";

/** A probability for each phase. */
export type PhaseProbabilities = Readonly<Record<DeterminedPhase, number>>;

/** What the data say of a phase. */
export interface PhaseDecision {
  /** The phase whose probability exceeds `DECIDED`. */
  readonly phase: DeterminedPhase | "undetermined";
  readonly probabilities: PhaseProbabilities;
  /** The last step of the rows that decided it; the last of all where nothing is decided. */
  readonly step: number;
}

/** Probability from which a phase is named. */
export const DECIDED = 0.95;
/** The same for the histories of fewer rows, of which there are several. */
export const STAYS_DECIDED = 0.99;
/** Fewest steps that can show a phase. */
export const FEWEST_STEPS = 40;
/** The shorter lengths judged are these steps and a factor of √2 more each time. */
const FIRST_LENGTH = 64;

/**
 * Probabilities before any data. Only a target at an end of what can be reached is critical; elsewhere nothing is taken from where it lies, so that the
 * name of a phase is read off the dynamics. At an end, another phase is that of a sample stuck before it or carried past it.
 */
export const PRIORS: Readonly<Record<TargetPlace, PhaseProbabilities>> = {
  end: { "frozen-kernel": 0.05, critical: 0.9, "frozen-error": 0.05 },
  elsewhere: { "frozen-kernel": 0.5, critical: 0, "frozen-error": 0.5 },
  unknown: { "frozen-kernel": 1 / 3, critical: 1 / 3, "frozen-error": 1 / 3 },
};

/** Probabilities where a likely phase is not named because late time is not reached: the solution holds at late times only, so that its word counts half. */
function tempered(found: PhaseProbabilities, prior: PhaseProbabilities): PhaseProbabilities {
  if (determinedPhases.every((phase) => found[phase] <= DECIDED)) return found;
  const of = (phase: DeterminedPhase) => (found[phase] + prior[phase]) / 2;
  return { "frozen-kernel": of("frozen-kernel"), critical: of("critical"), "frozen-error": of("frozen-error") };
}

/** The lengths that a run of so many steps is judged at, ascending; they do not depend on the last one. */
export function judgedLengths(steps: number): number[] {
  const lengths: number[] = [];
  for (let k = 0; Math.round(FIRST_LENGTH * 2 ** (k / 2)) < steps; k++) lengths.push(Math.round(FIRST_LENGTH * 2 ** (k / 2)));
  return [...lengths, steps];
}

/** Evidence of one history at every length it is judged at. */
export type EvidenceByLength = readonly { readonly step: number; readonly evidence: PhaseEvidence | undefined }[];

/** The evidence of a history, at every length; each is worked out when it is first asked for. */
export function evidenceByLength(history: SampleHistory): EvidenceByLength {
  return judgedLengths(history.epsilon.length - 1)
    .filter((step) => step >= FEWEST_STEPS)
    .map((step) => {
      let known: { evidence: PhaseEvidence | undefined } | undefined;
      return {
        step,
        get evidence() {
          known ??= { evidence: phaseEvidence(binsOf(history, step), history.eta) };
          return known.evidence;
        },
      };
    });
}

/**
 * The phase of samples that share one, or of a single sample.
 *
 * @param samples their evidence; one that ended before the others counts with all that it has
 */
export function decidePhase(samples: readonly EvidenceByLength[], place: TargetPlace): PhaseDecision {
  const lengths = samples.reduce((longest, sample) => (sample.length > longest.length ? sample : longest), samples[0] ?? []);
  const at = (k: number) =>
    phaseProbabilities(
      samples.map((sample) => evidenceAt(sample, k)),
      place,
    );
  for (let k = lengths.length - 1; k >= 0; k--) {
    const probabilities = at(k);
    const needed = k === lengths.length - 1 ? DECIDED : STAYS_DECIDED;
    const phase = determinedPhases.find((each) => probabilities[each] > needed);
    if (phase !== undefined && isLate(phase, samples, k)) return { phase, probabilities, step: lengths[k].step };
  }
  const last = lengths.length - 1;
  if (last < 0) return { phase: "undetermined", probabilities: PRIORS[place], step: 0 };
  return { phase: "undetermined", probabilities: tempered(at(last), PRIORS[place]), step: lengths[last].step };
}

/** Share of samples that may go another way than their target’s phase, stuck at a local minimum: one alone does not decide against the others. */
const OUTLIERS = 1e-3;

/** Share of what dies in a phase that may be left where it is named: λ changes as long as the state still travels. */
const LEFT = 0.1;

/** Evidence at one of the lengths, or at the last that a sample has. */
function evidenceAt(sample: EvidenceByLength, k: number): PhaseEvidence | undefined {
  return sample[Math.min(k, sample.length - 1)]?.evidence;
}

/** Whether what dies in a phase has died down, on average over the samples. */
function isLate(phase: DeterminedPhase, samples: readonly EvidenceByLength[], k: number): boolean {
  const average = (quantity: "epsilon" | "kernel") =>
    samples.reduce((sum, sample) => sum + Math.abs(evidenceAt(sample, k)?.left[quantity] ?? 1), 0) / samples.length;
  const epsilon = phase === "frozen-error" || average("epsilon") <= LEFT;
  return epsilon && (phase === "frozen-kernel" || average("kernel") <= LEFT);
}

/** Probabilities of the phases from the evidence of samples that share one. */
export function phaseProbabilities(evidence: readonly (PhaseEvidence | undefined)[], place: TargetPlace): PhaseProbabilities {
  const prior = PRIORS[place];
  const known = evidence.filter((own) => own !== undefined);
  const least = known.length > 1 ? Math.log(OUTLIERS) : Number.NEGATIVE_INFINITY;
  const logs = determinedPhases.map((phase) =>
    known.reduce((sum, { logEvidence }) => {
      const best = Math.max(...determinedPhases.filter((each) => prior[each] > 0).map((each) => logEvidence[each]));
      return sum + Math.max(least, logEvidence[phase] - best);
    }, Math.log(prior[phase])),
  );
  const top = Math.max(...logs);
  const weights = logs.map((value) => Math.exp(value - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const [kernel, critical, error] = weights.map((weight) => weight / total);
  return { "frozen-kernel": kernel, critical, "frozen-error": error };
}
