/**
 * What figure 9 and the averages beside it draw and train: sizes, draws and runs by name.
 */
import type { NamedDraws, NamedRun, StudySize } from "../../study.ts";
import { chainEnd } from "./ensemble-curves.ts";
import { haarSweep, type Sweep } from "./ensemble-draws.ts";
import { CRITICAL, criticalRuns, PREPARATIONS, type Preparation, preparationRun } from "./state-preparation.ts";

/** What is drawn and trained. */
export interface Size {
  /** Random initialisations: of the sweep over L and, with L fixed, over n. */
  readonly haar: Sweep & { readonly lengths: readonly number[] };
  readonly widths: { readonly qubits: readonly number[]; readonly layers: number };
  /** Trained circuits: O0 of the sweep at the largest L without O0 = 1, and n of that at O0 = 1 without the preparation's. */
  readonly targets: readonly number[];
  readonly otherQubits: readonly number[];
  /** The runs at a target far beyond the largest fidelity. */
  readonly beyond: { readonly samples: number; readonly eta: number; readonly steps: number };
}

export const SIZES: Record<StudySize, Size> = {
  paper: {
    haar: { qubits: 6, lengths: [2, 6, 12, 20, 40, 60, 80, 100], circuits: 100, angles: 10, seed: 0 },
    widths: { qubits: [2, 3, 4, 5, 6], layers: 128 },
    targets: [0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4, 1.5],
    otherQubits: [2, 3, 4],
    beyond: { samples: 20, eta: 1e-3, steps: 2000 },
  },
  quick: {
    haar: { qubits: 3, lengths: [2, 4, 8, 16, 32, 64], circuits: 150, angles: 4, seed: 0 },
    widths: { qubits: [2, 3, 4], layers: 32 },
    targets: [0.5, 0.6, 0.7, 0.8, 0.9, 1.2, 1.5],
    otherQubits: [2, 4],
    beyond: { samples: 20, eta: 2e-3, steps: 400 },
  },
};

/** O0 of panel c. */
export const BEYOND = 5;
/** Random initialisations against L, shared with the study of averages. */
export function initialisationDraws(size: StudySize): NamedDraws {
  const { lengths, ...sweep } = SIZES[size].haar;
  return haarSweep(`figure-9-haar-n${sweep.qubits}`, sweep, chainEnd(sweep.qubits), lengths);
}

/** What the random initialisations are drawn with. */
export const initialisations = (size: StudySize) => SIZES[size].haar;

export function drawsOf(size: StudySize): { byLength: NamedDraws; byWidth: NamedDraws[] } {
  const { haar, widths } = SIZES[size];
  const { lengths: _, ...sweep } = haar;
  return {
    byLength: initialisationDraws(size),
    byWidth: widths.qubits.map((qubits) =>
      haarSweep(`figure-9-haar-n${qubits}-L${widths.layers}`, { ...sweep, qubits }, chainEnd(qubits), [widths.layers]),
    ),
  };
}

/** The largest L of a preparation. */
export const deepest = ({ lengths }: Preparation) => lengths[lengths.length - 1];

/** The runs at the largest L towards every target but O0 = 1, shared with the study of averages. */
export function targetRuns(size: StudySize): NamedRun[] {
  const preparation = PREPARATIONS[size];
  return SIZES[size].targets.map((target) =>
    preparationRun({ ...preparation, layers: deepest(preparation) }, { ...preparation, target }),
  );
}

export function runsOf(size: StudySize): { byTarget: NamedRun[]; byLength: NamedRun[]; beyond: NamedRun[]; byWidth: NamedRun[] } {
  const preparation = PREPARATIONS[size];
  const { otherQubits, beyond } = SIZES[size];
  const layers = deepest(preparation);
  return {
    byTarget: targetRuns(size),
    byLength: criticalRuns(preparation),
    beyond: preparation.lengths.map((one) =>
      preparationRun({ ...preparation, ...beyond, layers: one }, { ...beyond, target: BEYOND }),
    ),
    byWidth: otherQubits.map((qubits) =>
      preparationRun({ ...preparation, qubits, layers }, { ...preparation, target: CRITICAL }),
    ),
  };
}
