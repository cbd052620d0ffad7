/**
 * What to expect of a training before it starts, and where each number comes from.
 */
import { mean } from "../base/arrays.ts";
import type { Staged } from "../base/stages.ts";
import { stage } from "../base/stages.ts";
import { lossCurvature } from "../gradients/curvature.ts";
import { dqntk, qntk } from "../gradients/qntk.ts";
import { fisherRank, tangentSteps } from "../gradients/tangents.ts";
import { lieAlgebraDimension, MAX_STRING_QUBITS, MAX_SUM_QUBITS, pauliGenerators } from "../quantum/lie-algebra.ts";
import { DENSE_SPECTRUM_QUBITS } from "../quantum/spectrum.ts";
import { type ApproachEstimate, approachEstimate } from "../theory/finite-depth/approach.ts";
import { lossNamed, solvedLossOf } from "../training/losses.ts";
import {
  eigensystemOf,
  exactSimulator,
  initialPopulations,
  placesOf,
  requireAllTrained,
  rowsOf,
  type Subject,
  type TargetPlace,
} from "./subject.ts";

/** A learning rate that gradient descent must stay below, and why. */
export interface EtaBound {
  readonly eta: number;
  readonly reason: string;
}

/** What is reported of one target. */
export interface TargetDiagnosis extends TargetPlace {
  /** Means over samples at the initial angles. */
  readonly initial: {
    readonly epsilon: number;
    readonly kernel: number;
    readonly mu: number;
    readonly lambda: number;
    readonly zeta: number;
    readonly c: number;
  };
  /** Smallest over samples; the initial curvature bounds the first steps, the others the late ones. */
  readonly etaBounds: readonly EtaBound[];
  readonly largestStableEta: number;
  /** Undefined beyond 8 qubits, where not every eigenstate is known, and with noise. */
  readonly approach?: ApproachEstimate;
}

/** What is reported of the circuit. */
export interface CircuitDiagnosis {
  readonly parameters: number;
  /** 2 d - 2. */
  readonly threshold: number;
  /** Rank of the quantum Fisher information at the first sample's angles; undefined where it is too large to compute. */
  readonly fisherRank?: number;
  readonly lieAlgebra: { readonly dimension?: number; readonly remark: string };
}

/** Largest size of the Fisher information whose eigenvalues are computed. */
const MAX_FISHER_SIZE = 1024;

/** What to expect of a training. */
export interface Diagnosis {
  readonly circuit: CircuitDiagnosis;
  readonly targets: readonly TargetDiagnosis[];
}

/**
 * What to expect of an experiment before it is trained.
 *
 * @param error |ε - R| whose number of steps is estimated
 */
export function* diagnosisSteps(subject: Subject, error: number): Staged<Diagnosis> {
  requireAllTrained(subject.experiment.config);
  const circuit = yield* diagnoseCircuit(subject);
  return { circuit, targets: yield* diagnoseTargets(subject, error) };
}

function* diagnoseCircuit({ experiment, simulator, theta }: Subject): Staged<CircuitDiagnosis> {
  const { circuit } = experiment;
  const { qubits, parameters } = circuit;
  const dimension = 2 ** qubits;
  const rank =
    Math.min(parameters, 2 * dimension) > MAX_FISHER_SIZE
      ? undefined
      : fisherRank(
          yield* stage("tangent vectors", circuit.operations.length, tangentSteps(simulator, theta.slice(0, parameters))),
        );
  return { parameters, threshold: 2 * dimension - 2, fisherRank: rank, lieAlgebra: lieAlgebraOf(experiment.circuit) };
}

function lieAlgebraOf(circuit: Subject["experiment"]["circuit"]): CircuitDiagnosis["lieAlgebra"] {
  const everything = 4 ** circuit.qubits - 1;
  const generators = pauliGenerators(circuit);
  if (generators === undefined) {
    return {
      remark: `its fixed unitaries are no Clifford gates, so it has no Pauli generators; with Haar-random ones it is su(2^n), of dimension ${everything}`,
    };
  }
  const limit = generators.every((terms) => terms.length === 1) ? MAX_STRING_QUBITS : MAX_SUM_QUBITS;
  if (circuit.qubits > limit) return { remark: `not computed beyond ${limit} qubits` };
  const dimension = lieAlgebraDimension(generators, circuit.qubits);
  return { dimension, remark: dimension === everything ? "all of su(2^n)" : `su(2^n) has ${everything}` };
}

function* diagnoseTargets(subject: Subject, error: number): Staged<TargetDiagnosis[]> {
  const { experiment, theta } = subject;
  const simulator = exactSimulator(subject);
  const { config, circuit } = experiment;
  const { samples, eta } = config;
  const loss = solvedLossOf(config.loss);
  const { expectation, gradient } = simulator.gradient(theta);
  const kernels = qntk(gradient, samples);
  const mus = dqntk(simulator, theta, gradient);
  const columns = rowsOf(theta, circuit.parameters);
  // The theory of the approach is that of pure states.
  const isPure = experiment.measurement?.noise === undefined;
  const eigen = isPure && config.qubits <= DENSE_SPECTRUM_QUBITS ? eigensystemOf(subject) : undefined;
  const populations = eigen === undefined ? [] : initialPopulations(subject, eigen);
  const places = placesOf(subject);
  return yield* stage(
    "curvature",
    places.length * samples,
    (function* () {
      const found: TargetDiagnosis[] = [];
      for (const [k, place] of places.entries()) {
        const curvatures: number[] = [];
        for (const column of columns) {
          curvatures.push(lossCurvature(simulator, column, lossNamed(config.loss).aims === "end" ? undefined : place.target).max);
          yield k * samples + curvatures.length;
        }
        const [epsilon, kernel, mu] = [mean(expectation) - place.target, mean(kernels), mean(mus)];
        const lambda = mu / kernel;
        const approach =
          eigen &&
          approachEstimate(
            populations.map((state) => ({ energies: eigen.values, populations: state })),
            { target: place.target, residual: place.residual, end: place.end, eta, loss, parameters: circuit.parameters, error },
          );
        const etaBounds = boundsOf(Math.max(...curvatures), approach);
        found.push({
          ...place,
          initial: {
            epsilon,
            kernel,
            mu,
            lambda,
            zeta: mean(mus.map((value, i) => value * (expectation[i] - place.target))) / kernel ** 2,
            c: kernel - 2 * lambda * epsilon,
          },
          etaBounds,
          largestStableEta: Math.min(...etaBounds.map((bound) => bound.eta)),
          approach,
        });
      }
      return found;
    })(),
  );
}

/** Gradient descent on a loss of largest curvature m is stable for η < 2/m. */
function boundsOf(initial: number, approach: ApproachEstimate | undefined): EtaBound[] {
  return [
    {
      eta: initial > 0 ? 2 / initial : Number.POSITIVE_INFINITY,
      reason: "2 / largest eigenvalue of the loss Hessian at the initial angles",
    },
    ...(approach === undefined ? [] : [{ eta: 2 / approach.curvature, reason: approach.curvatureReason }]),
  ];
}
