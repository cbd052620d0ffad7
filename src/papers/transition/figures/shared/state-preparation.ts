/**
 * Trained circuits of the published state preparation, O = |Φ><Φ|: runs from the published streams, late-time averages over samples, and the
 * published numbers.
 */
import { columnsOfTarget, trajectoryOf } from "../../../../analysis/trajectories.ts";
import { mean, range, standardError } from "../../../../base/arrays.ts";
import { type EnsembleEstimates, type Estimate, estimateAverages } from "../../../../ensembles/estimates.ts";
import { parseExperiment } from "../../../../experiment/config.ts";
import { compareNumbers } from "../../../../reproduce/compare.ts";
import { lastKernelStep } from "../../../../theory/lotka-volterra/trajectory.ts";
import { measuredOf, seriesOf } from "../../../../training/record.ts";
import type { CurveComparison, NamedRun, StudyRun, StudySize } from "../../study.ts";
import type { PublishedLibrary } from "../../verification/library.ts";

/** How the circuits of a size are trained. */
export interface Preparation {
  readonly qubits: number;
  /** L, ascending, of the sweeps at O0 = 1 and at the target far beyond. */
  readonly lengths: readonly number[];
  readonly samples: number;
  /** Of the runs at targets up to 1.5: η times steps is 30, as in the published runs, which take 30,000 steps of 10⁻³. */
  readonly eta: number;
  readonly steps: number;
}

export const PREPARATIONS: Record<StudySize, Preparation> = {
  paper: { qubits: 5, lengths: [5, 16, 32, 128, 256, 384, 512], samples: 100, eta: 2e-2, steps: 1500 },
  quick: { qubits: 3, lengths: [8, 16, 32, 64, 96, 128], samples: 20, eta: 5e-2, steps: 600 },
};

/** O0 of the critical point: the largest fidelity there is. */
export const CRITICAL = 1;

/** Rows at which μ is measured: a tenth of the run apart. */
const MEASURED = 10;

/** Depths at which circuits reach the target: at least one and a half times the dimension 2(d − 1) of the tangent space. */
export function deepLengths({ qubits, lengths }: Preparation): number[] {
  return lengths.filter((layers) => layers >= 3 * (2 ** qubits - 1));
}

/** A run from the published streams: the first samples of the published ones. */
export function preparationRun(
  { qubits, layers, samples }: { readonly qubits: number; readonly layers: number; readonly samples: number },
  { target, eta, steps }: { readonly target: number; readonly eta: number; readonly steps: number },
): NamedRun {
  return {
    name: `rpa-state-preparation-n${qubits}-L${layers}-target${target}-${samples}x${steps}`,
    config: parseExperiment({
      ...{ qubits, layers, observable: "projector", target: [target], eta, steps, samples, streams: "published-projector" },
      measure: { mu: Math.max(1, Math.floor(steps / MEASURED)) },
    }),
  };
}

/** The runs at O0 = 1, one for each depth. */
export function criticalRuns({ lengths, ...preparation }: Preparation): NamedRun[] {
  return lengths.map((layers) => preparationRun({ ...preparation, layers }, { ...preparation, target: CRITICAL }));
}

/** ε, K and μ of a sample at a row of its run. */
interface LateSample {
  readonly epsilon: number;
  readonly kernel: number;
  readonly mu: number;
}

/** Every sample at its last measured row whose K stands clear of rounding. */
export function lateSamples({ record }: StudyRun, target = 0): LateSample[] {
  return columnsOfTarget(record, target).flatMap((column) => {
    const mu = measuredOf(record, "mu", column);
    const last = lastKernelStep(trajectoryOf(record, column));
    const place = mu?.steps.findLastIndex((step) => step <= last) ?? -1;
    if (mu === undefined || place < 0) return [];
    const step = mu.steps[place];
    const at = (quantity: "epsilon" | "kernel") => seriesOf(record, quantity, column)[step];
    return [{ epsilon: at("epsilon"), kernel: at("kernel"), mu: mu.values[place] }];
  });
}

/** Averages over samples at the last row; λ and ζ are ratios of averages. */
export function lateAverages({ record, targets }: StudyRun, target = 0): EnsembleEstimates {
  const last = record.rows - 1;
  const rows = columnsOfTarget(record, target).map((column) => ({
    epsilon: seriesOf(record, "epsilon", column)[last],
    kernel: seriesOf(record, "kernel", column)[last],
    mu: measuredOf(record, "mu", column)?.values.at(-1) ?? Number.NaN,
  }));
  return estimateAverages(
    {
      perCircuit: 1,
      expectation: Float64Array.from(rows, ({ epsilon }) => epsilon + targets[target]),
      kernel: Float64Array.from(rows, ({ kernel }) => kernel),
      mu: Float64Array.from(rows, ({ mu }) => mu),
    },
    targets[target],
  );
}

/** λ where K dies exponentially, each sample at a rate of its own: the mean over samples of their own μ/K, with its standard error. */
export function meanLateLambda(run: StudyRun, target = 0): Estimate {
  const ratios = lateSamples(run, target).map(({ mu, kernel }) => mu / kernel);
  return { value: mean(ratios), error: standardError(ratios) };
}

/** μ of the published samples after training; undefined without the data. */
export function publishedMu(
  published: PublishedLibrary | undefined,
  { qubits, layers, target }: { readonly qubits: number; readonly layers: number; readonly target: number },
): Float64Array | undefined {
  const array = published?.array(`training/RPA/randS/n${qubits}/RPAmusrandS_n${qubits}L${layers}Tgt${target.toFixed(1)}.npy`);
  // The first row belongs to the initial angles, the last to the trained ones.
  return array === undefined || array.shape.length !== 2 ? undefined : array.data.subarray(array.data.length - array.shape[1]);
}

/** How μ after training differs from the published one, sample by sample, where there is one. */
export function compareMu(
  published: PublishedLibrary | undefined,
  runs: readonly NamedRun[],
  run: (name: string) => StudyRun,
): CurveComparison[] {
  return runs.flatMap(({ name, config: { qubits, layers, target } }): CurveComparison[] => {
    const theirs = publishedMu(published, { qubits, layers, target: Number(target[0]) });
    const { record } = run(name);
    const { samples } = record;
    if (theirs === undefined || theirs.length < samples) return [];
    const ours = range(samples).map((column) => measuredOf(record, "mu", column)?.values.at(-1) ?? Number.NaN);
    const { maxDifference, maxRelative } = compareNumbers(ours, [...theirs.subarray(0, samples)], Number.POSITIVE_INFINITY);
    return [{ curve: `μ after training, ${name}`, compared: `${samples} samples`, maxDifference, maxRelative }];
  });
}
