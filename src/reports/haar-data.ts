/**
 * The Haar average of the kernel over data, from the states and observables of an experiment, and Monte Carlo beside it.
 */
import { range } from "../base/arrays.ts";
import { ArgumentError, Described } from "../base/errors.ts";
import { type Staged, stage } from "../base/stages.ts";
import type { DataStates } from "../data/data-set.ts";
import { type EngineChoice, engineNamed, resolveEngine } from "../engine/engines.ts";
import { drawnAngles, haarCircuit } from "../ensembles/circuits.ts";
import type { Experiment } from "../experiment/build.ts";
import { kernelMatrix } from "../gradients/data-kernel.ts";
import type { Observable } from "../quantum/observables.ts";
import { DENSE_SPECTRUM_QUBITS, denseMatrix } from "../quantum/spectrum.ts";
import { columnDataOf } from "../shots/data-load.ts";
import { haarDataKernel } from "../theory/data/haar-kernel.ts";

/** K_αβ over random circuits: the closed form, and estimates of it. */
export interface HaarDataReport {
  /** N. */
  readonly count: number;
  /** Shape (N, N) each. */
  readonly overlaps: Float64Array;
  readonly exact: Float64Array;
  readonly monteCarlo?: { readonly circuits: number; readonly mean: Float64Array; readonly error: Float64Array };
}

/** Whether the data of an experiment are states, of which the Haar ensemble knows all that it needs. */
export function isOfStates({ data, config }: Pick<Experiment, "data" | "config">): boolean {
  return data?.problem.train.states !== undefined && data.problem.sets === undefined && config.qubits <= DENSE_SPECTRUM_QUBITS;
}

/**
 * The data of an experiment, which must be states.
 *
 * @throws ArgumentError for data that are none
 */
export function requireStates(experiment: Pick<Experiment, "data" | "config">): DataStates & { readonly count: number } {
  const { data, config } = experiment;
  const states = data?.problem.train.states;
  if (data === undefined || states === undefined || !isOfStates(experiment))
    throw new ArgumentError(
      "data",
      config.data === undefined ? undefined : new Described(`${config.data} on ${config.qubits} qubits`),
      `one set of states (haar:N, basis:0,3 or an .npy) on at most ${DENSE_SPECTRUM_QUBITS} qubits: tables set angles of the circuit, which are not random`,
    );
  return { ...states, count: data.problem.train.count };
}

/** |<ψ_α|ψ_β>|², shape (N, N). */
export function overlapsOfStates({ re, im, count }: DataStates & { readonly count: number }, dimension: number): Float64Array {
  return Float64Array.from({ length: count * count }, (_, k) => {
    const [a, b] = [Math.floor(k / count) * dimension, (k % count) * dimension];
    let [x, y] = [0, 0];
    for (let i = 0; i < dimension; i++) {
      x += re[a + i] * re[b + i] + im[a + i] * im[b + i];
      y += re[a + i] * im[b + i] - im[a + i] * re[b + i];
    }
    return x * x + y * y;
  });
}

/** E[K_αβ] of the Haar ensemble with the experiment's data, observables and number of parameters. */
export function haarKernelOf(
  experiment: Pick<Experiment, "data" | "config" | "parameters">,
): Pick<HaarDataReport, "overlaps" | "exact"> {
  const states = requireStates(experiment);
  const { data, config, parameters } = experiment;
  const dimension = 2 ** config.qubits;
  const overlaps = overlapsOfStates(states, dimension);
  const observables = (data as NonNullable<Experiment["data"]>).problem.observables;
  return { overlaps, exact: haarDataKernel({ parameters, dimension, overlaps, ...tracesOf(observables, states.count) }) };
}

/** tr O_α and tr(O_α O_β) of every datum's observable. */
function tracesOf(observables: readonly Observable[], count: number): { traces: Float64Array; products: Float64Array } {
  const matrices = observables.map(denseMatrix);
  const of = (a: number) => (matrices.length === 1 ? 0 : a);
  const size = matrices[0].rows;
  const traces = matrices.map(({ re }) => range(size).reduce((sum, i) => sum + re[i * (size + 1)], 0));
  // tr(A B) = Σ_ij A_ij conj(B_ij) of Hermitian matrices, which is real.
  const products = matrices.map((a) =>
    matrices.map((b) => a.re.reduce((sum, value, k) => sum + value * b.re[k] + a.im[k] * b.im[k], 0)),
  );
  return {
    traces: Float64Array.from({ length: count }, (_, a) => traces[of(a)]),
    products: Float64Array.from({ length: count * count }, (_, k) => products[of(Math.floor(k / count))][of(k % count)]),
  };
}

/** Sets of angles drawn for each circuit. */
const ANGLES_PER_CIRCUIT = 8;

/**
 * The average, and K_αβ of circuits drawn from the ensemble.
 *
 * @param draws how many kernels are drawn, eight of each circuit; none where left out
 * @throws ArgumentError for data that are no states
 */
export function* haarDataSteps(experiment: Experiment, draws?: number, engine: EngineChoice = "auto"): Staged<HaarDataReport> {
  const known = haarKernelOf(experiment);
  const { problem } = experiment.data as NonNullable<Experiment["data"]>;
  const { count } = problem.train;
  if (draws === undefined) return { count, ...known };
  const circuits = Math.ceil(draws / ANGLES_PER_CIRCUIT);
  const { config, parameters, observable } = experiment;
  const loaded = engineNamed(resolveEngine(engine));
  const data = { ...columnDataOf({ ...problem, test: undefined }) };
  const sum = new Float64Array(count * count);
  const squares = new Float64Array(count * count);
  function* drawn(): Generator<number, void, void> {
    for (let index = 0; index < circuits; index++) {
      const seed = config.seed ?? 0;
      const circuit = haarCircuit({ qubits: config.qubits, layers: parameters, seed, index });
      const theta = drawnAngles(parameters, ANGLES_PER_CIRCUIT, seed, index);
      const simulator = loaded.loadData(circuit, observable, data);
      const wide = new Float64Array(ANGLES_PER_CIRCUIT * count * parameters);
      for (let k = 0; k < ANGLES_PER_CIRCUIT * count; k++) {
        const column = Math.floor(k / count);
        wide.set(theta.subarray(column * parameters, (column + 1) * parameters), k * parameters);
      }
      const which = Int32Array.from({ length: ANGLES_PER_CIRCUIT * count }, (_, k) => k % count);
      const kernels = kernelMatrix(simulator.gradient(wide, which).gradient, ANGLES_PER_CIRCUIT, count);
      simulator.dispose();
      // Draws of one circuit are correlated: their mean counts once.
      for (let k = 0; k < count * count; k++) {
        let own = 0;
        for (let s = 0; s < ANGLES_PER_CIRCUIT; s++) own += kernels[s * count * count + k] / ANGLES_PER_CIRCUIT;
        sum[k] += own;
        squares[k] += own * own;
      }
      yield index + 1;
    }
  }
  yield* stage("drawing", circuits, drawn());
  const mean = sum.map((value) => value / circuits);
  const error = squares.map((square, k) => Math.sqrt(Math.max(0, square / circuits - mean[k] ** 2) / (circuits - 1)));
  return { count, ...known, monteCarlo: { circuits, mean, error } };
}
