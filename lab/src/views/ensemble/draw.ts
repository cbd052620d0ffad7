/**
 * Draws of K and μ, batch after batch, each determined by its number, and the theory they are held against. Knows no worker, clock or page.
 */
import {
  type ComplexVector,
  CounterStream,
  type EnsembleAverages,
  type Experiment,
  eigensystem,
  ensembles,
  haar,
  restrictedHaar,
  theoryLossOf,
  tracesOfPowers,
  wasmEngine,
} from "qntk";

/** What is drawn: circuits with Haar states everywhere, the ansatz, the run's own circuit at random angles, or late-time circuits. */
export type Source = "haar" | "ansatz" | "circuit" | "late";

/** Columns of one number for each draw. */
export interface Draws {
  readonly expectation: Float64Array;
  readonly kernel: Float64Array;
  readonly mu: Float64Array;
}

/** Population left on the level next to an end of the spectrum: at the end itself K is zero and λ a limit. */
export const REMAINDER = 0.01;

/** What is drawn from: the circuits have as many layers as there are parameters. */
export interface Setting {
  /** Its circuit counts for the source `circuit` alone; for the others it may be one of a single layer. */
  readonly experiment: Experiment;
  /** L. */
  readonly parameters: number;
}

/** Bytes that the unitaries of one drawn circuit take. */
export function bytesOfDraw(qubits: number, parameters: number): number {
  return 16 * 4 ** qubits * (parameters + 1);
}

/** Batch `number` of a source. */
export function drawBatch({ experiment, parameters }: Setting, source: Source, number: number, count: number): Draws {
  const { circuit, observable, config } = experiment;
  const common = { observable, circuits: count, seed: (config.seed ?? 0) * 100_003 + number };
  switch (source) {
    case "haar":
      return finished(ensembles.drawHaar(wasmEngine, { ...common, layers: parameters }));
    case "ansatz":
      return finished(ensembles.drawRandomPauli(wasmEngine, { ...common, layers: parameters }));
    case "circuit":
      return finished(ensembles.drawCircuit(wasmEngine, circuit, { ...common, anglesPerCircuit: count }));
    case "late":
      return finished(
        ensembles.drawRestrictedHaar(wasmEngine, {
          ...common,
          layers: parameters,
          output: outputState(experiment, number),
        }),
      );
  }
}

/** Haar averages at random initialisation. */
export function initialTheory({ experiment: { circuit, observable, targets }, parameters }: Setting): EnsembleAverages {
  return haar.exactAverages({
    dimension: 2 ** circuit.qubits,
    traces: tracesOfPowers(observable, 4) as [number, number, number, number],
    parameters,
    target: targets[0],
  });
}

/** Restricted Haar averages for the output state that the target leads to. */
export function lateTheory({ experiment, parameters }: Setting): EnsembleAverages {
  const { circuit, observable, targets } = experiment;
  const { eigenvalues, populations } = outputPopulations(experiment);
  return restrictedHaar.exactAverages({
    dimension: 2 ** circuit.qubits,
    parameters,
    trace: tracesOfPowers(observable, 1)[0],
    target: targets[0],
    output: restrictedHaar.outputOfPopulations(eigenvalues, populations),
  });
}

/** Whether the target leads to an end of the spectrum, where the kernel dies. */
export function atEdge({ spectrum, targets, config }: Experiment): boolean {
  return theoryLossOf(config.loss) === "linear" || targets[0] <= spectrum.min || targets[0] >= spectrum.max;
}

/** Populations of the levels; at an end of the spectrum the next level keeps a remainder. */
function outputPopulations(experiment: Experiment): { readonly eigenvalues: Float64Array; readonly populations: Float64Array } {
  const { spectrum, targets, config, observable } = experiment;
  const eigenvalues = eigensystem(observable).values;
  const target = theoryLossOf(config.loss) === "linear" ? spectrum.min : targets[0];
  const { populations } = restrictedHaar.outputForTarget(eigenvalues, target);
  if (!atEdge(experiment)) return { eigenvalues, populations };
  const empty = Array.from(populations.keys()).filter((k) => populations[k] === 0);
  const next = populations[0] > 0 ? empty[0] : empty[empty.length - 1];
  return { eigenvalues, populations: populations.map((p, k) => (k === next ? REMAINDER : p * (1 - REMAINDER))) };
}

/** A state with the populations of the target and random phases. */
function outputState(experiment: Experiment, number: number): ComplexVector {
  const { vectors } = eigensystem(experiment.observable);
  const { populations } = outputPopulations(experiment);
  const d = populations.length;
  const phases = new CounterStream(experiment.config.seed ?? 0, "lab-output", number);
  const re = new Float64Array(d);
  const im = new Float64Array(d);
  for (let k = 0; k < d; k++) {
    const size = Math.sqrt(populations[k]);
    const angle = 2 * Math.PI * phases.uniform();
    const [a, b] = [size * Math.cos(angle), size * Math.sin(angle)];
    for (let i = 0; i < d; i++) {
      re[i] += a * vectors.re[i * d + k] - b * vectors.im[i * d + k];
      im[i] += a * vectors.im[i * d + k] + b * vectors.re[i * d + k];
    }
  }
  return { re, im };
}

function finished(steps: Generator<number, Draws, void>): Draws {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
