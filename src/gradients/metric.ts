/**
 * The Fubini-Study metric of a circuit's final state, and the layers that its parameters belong to.
 */
import type { DataSimulator, Simulator } from "../engine/engine.ts";
import { engineNamed } from "../engine/engines.ts";
import { type Circuit, rotationsOf, withIndependentRotations } from "../quantum/circuit.ts";
import type { Observable } from "../quantum/observables.ts";
import { stateTangents, type Tangents } from "./tangents.ts";

/** What gives metrics: an ideal simulator, loaded once more with a parameter for every rotation. */
export interface MetricSource {
  /**
   * F_ij = Re <∂_i ψ|∂_j ψ> - <∂_i ψ|ψ><ψ|∂_j ψ> over some parameters, row-major.
   *
   * @param theta the angles of one column, shape (parameters)
   */
  metric(theta: Float64Array, parameters: readonly number[]): Float64Array;
}

/** What gives the metrics of simulators that have been asked for one. */
const sources = new WeakMap<object, MetricSource>();

/** What gives the metric of a simulator's circuit, loaded once for each. */
export function metricSource(of: Pick<Simulator, "engine" | "circuit" | "observable">): MetricSource {
  const known = sources.get(of);
  if (known !== undefined) return known;
  const { engine, circuit, observable } = of;
  const simulator = engineNamed(engine).load(withIndependentRotations(circuit), observable);
  const source: MetricSource = {
    metric: (theta, parameters) => fubiniStudyMetric(stateTangents(simulator, circuit, theta), parameters),
  };
  sources.set(of, source);
  return source;
}

/** What gives the metrics of the data of simulators that have been asked for one. */
const dataSources = new WeakMap<object, DataSimulator>();

/**
 * The Fubini-Study metric of the final state of one datum, over some parameters of the circuit.
 *
 * @param theta all angles of the circuit, those that data set as this one has them
 */
export function dataMetric(
  of: DataSimulator,
  observable: Observable,
  theta: Float64Array,
  datum: number,
  parameters: readonly number[],
): Float64Array {
  const { engine, circuit, data } = of;
  const independent = dataSources.get(of) ?? engineNamed(engine).loadData(withIndependentRotations(circuit), observable, data);
  dataSources.set(of, independent);
  const rotations = rotationsOf(circuit).length;
  const finalStates = (angles: Float64Array) =>
    independent.finalStates(angles, new Int32Array(angles.length / rotations).fill(datum));
  return fubiniStudyMetric(stateTangents({ finalStates }, circuit, theta), parameters);
}

/** The Fubini-Study metric of some parameters, row-major: a quarter of the quantum Fisher information. */
export function fubiniStudyMetric({ dimension, state, re, im }: Tangents, parameters: readonly number[]): Float64Array {
  const size = parameters.length;
  const along = parameters.map((l) => {
    let [overlapRe, overlapIm] = [0, 0];
    for (let i = 0; i < dimension; i++) {
      const at = l * dimension + i;
      overlapRe += state.re[i] * re[at] + state.im[i] * im[at];
      overlapIm += state.re[i] * im[at] - state.im[i] * re[at];
    }
    return [overlapRe, overlapIm] as const;
  });
  const metric = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const [first, second] = [parameters[i] * dimension, parameters[j] * dimension];
      // <∂_i ψ|ψ><ψ|∂_j ψ> has the real part Re <ψ|∂_i ψ> Re <ψ|∂_j ψ> + Im <ψ|∂_i ψ> Im <ψ|∂_j ψ>.
      let sum = -(along[i][0] * along[j][0] + along[i][1] * along[j][1]);
      for (let k = 0; k < dimension; k++) sum += re[first + k] * re[second + k] + im[first + k] * im[second + k];
      metric[i * size + j] = sum;
      metric[j * size + i] = sum;
    }
  }
  return metric;
}

/**
 * The layer of every parameter: rotations with no gate or matrix between them are one layer. A parameter of several rotations belongs to
 * the layer of the first.
 */
export function layersOfParameters(circuit: Circuit): number[] {
  const layers = new Array<number>(circuit.parameters).fill(-1);
  let layer = 0;
  let rotated = false;
  for (const operation of circuit.operations) {
    if (operation.kind === "rotation") {
      rotated = true;
      if (layers[operation.parameter] < 0) layers[operation.parameter] = layer;
    } else if (rotated) {
      layer++;
      rotated = false;
    }
  }
  return rotationsOf(circuit).length === 0 ? [] : layers;
}
