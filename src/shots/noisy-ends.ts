/**
 * What a noisy circuit can reach: the least and the largest <O> that it gives, noise, readout and mitigation included.
 */
import { range } from "../base/arrays.ts";
import { CounterStream } from "../base/random/counter-stream.ts";
import { engineNamed } from "../engine/engines.ts";
import { meanEigenvalue } from "../engine/noisy/global-noise.ts";
import { MAX_NOISY_QUBITS } from "../engine/noisy/noisy-simulator.ts";
import { bfgs, type Minimum } from "../linalg/bfgs.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { isGlobal, noiselessModel } from "../quantum/noise/noise-model.ts";
import type { Observable } from "../quantum/observables.ts";
import type { TrainingSimulator } from "../training/state.ts";
import { loadMeasured, type RunMeasurement } from "./load.ts";

/** Ends of <O>. */
export interface Ends {
  readonly min: number;
  readonly max: number;
}

/** What is spent, by the number of qubits up to seven: a noisy gradient of seven qubits takes ten thousand times that of two. */
interface Effort {
  /** Minima of the circuit without noise that are looked for from random angles: they are many, and noise tells them apart. */
  readonly starts: number;
  /** Steps to each. */
  readonly ideal: number;
  /** Those lowest under noise that are followed further, and the steps of each. */
  readonly followed: number;
  readonly noisy: number;
}
const THOROUGH: Effort = { starts: 24, ideal: 600, followed: 8, noisy: 600 };
const EFFORTS: readonly Effort[] = [
  ...[THOROUGH, THOROUGH, THOROUGH],
  { starts: 16, ideal: 300, followed: 3, noisy: 200 },
  { starts: 8, ideal: 200, followed: 2, noisy: 80 },
  { starts: 4, ideal: 100, followed: 1, noisy: 30 },
  { starts: 3, ideal: 80, followed: 1, noisy: 10 },
  { starts: 2, ideal: 60, followed: 1, noisy: 3 },
];
/** Slope, as a share of the spectrum's width, that counts as none. */
const FLAT = 1e-6;

/**
 * The ends of global depolarising noise: (1 - p) O + p tr O/d.
 *
 * @param ends of the spectrum of O
 * @param centre tr O/d
 */
export function depolarizedEnds({ min, max }: Ends, p: number, centre: number): Ends {
  return { min: (1 - p) * min + p * centre, max: (1 - p) * max + p * centre };
}

/**
 * The ends of what a circuit reaches under a model's noise, as a run measures it: exact for global noise. For noisy gates the noisy <O> is minimised and
 * maximised over all angles: from minima of the circuit without noise, which random angles lead to, those lowest under noise are followed to minima
 * of the noisy <O> (BFGS). What is found is reached; a lower end among the many minima may be missed by a little.
 *
 * @param ends of the spectrum of O
 * @returns undefined for noisy gates on more qubits than density matrices take
 */
export function noisyEnds(
  circuit: Circuit,
  observable: Observable,
  { noise: model = noiselessModel, mitigation }: Pick<RunMeasurement, "noise" | "mitigation">,
  ends: Ends,
): Ends | undefined {
  if (isGlobal(model)) return depolarizedEnds(ends, model.depolarizing, meanEigenvalue(observable));
  if (circuit.qubits > MAX_NOISY_QUBITS) return undefined;
  const options = { noise: model, mitigation, gradient: "adjoint", seed: 0, columns: 1, firstColumn: 0 } as const;
  // The one engine whose last bits are the same everywhere.
  const engine = "reference";
  const noisy = loadMeasured(engine, circuit, observable, options);
  const ideal = engineNamed(engine).load(circuit, observable);
  const tolerance = FLAT * (ends.max - ends.min);
  const found = ([1, -1] as const).map((sign) => sign * lowest(circuit, sign, ideal, noisy, tolerance));
  noisy.dispose();
  ideal.dispose();
  return { min: found[0], max: found[1] };
}

/** The least sign·<O> under noise that is found. */
function lowest(
  { qubits, parameters }: Circuit,
  sign: 1 | -1,
  ideal: TrainingSimulator,
  noisy: TrainingSimulator,
  tolerance: number,
): number {
  const descend = (simulator: TrainingSimulator, start: Float64Array, steps: number): Minimum =>
    bfgs(
      (theta) => {
        const { expectation, gradient } = simulator.gradient(theta, 0);
        return { value: sign * expectation[0], gradient: gradient.map((slope) => sign * slope) };
      },
      start,
      { tolerance, steps },
    );
  const stream = new CounterStream(0, "noisy-ends");
  const effort = EFFORTS[qubits];
  const starts = range(effort.starts).map(() => {
    const drawn = Float64Array.from({ length: parameters }, () => 2 * Math.PI * stream.uniform());
    return descend(ideal, drawn, effort.ideal).point;
  });
  const heights = starts.map((theta) => sign * noisy.gradient(theta, 0).expectation[0]);
  const order = [...heights.keys()].sort((a, b) => heights[a] - heights[b]).slice(0, effort.followed);
  return Math.min(...order.map((k) => descend(noisy, starts[k], effort.noisy).value));
}
