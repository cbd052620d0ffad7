/**
 * What reports speak about: an experiment ready to be asked, with the record of its run where there is one, and where its targets lie.
 */
import { range } from "../base/arrays.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Simulator } from "../engine/engine.ts";
import { type EngineChoice, engineNamed, resolveEngine } from "../engine/engines.ts";
import type { Experiment } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import type { HermitianEigen } from "../linalg/eigen.ts";
import { populationsOf } from "../probes/amplitudes.ts";
import { DENSE_SPECTRUM_QUBITS, eigensystem } from "../quantum/spectrum.ts";
import type { RunDocument } from "../runs/run-document.ts";
import { loadMeasured } from "../shots/load.ts";
import type { SpectrumEnd } from "../theory/finite-depth/excitations.ts";
import { expectedPhase, type Phase } from "../theory/lotka-volterra/phases.ts";
import { residualOf } from "../theory/lotka-volterra/trajectory.ts";
import { lossNamed, theoryLossOf } from "../training/losses.ts";
import type { TrainingRecord } from "../training/record.ts";

/** The run of a subject: its record, and the angles at its last row, all columns. */
export interface SubjectRun {
  readonly document: RunDocument;
  readonly record: TrainingRecord;
  readonly finalTheta: Float64Array;
}

/** An experiment ready to be asked. */
export interface Subject {
  readonly experiment: Experiment;
  readonly simulator: Simulator;
  /** θ(0) of the samples of one target: they are the same for every target. */
  readonly theta: Float64Array;
  readonly run?: SubjectRun;
}

/** <O>, its gradient and its second derivatives. */
export type ExactSimulator = Pick<Simulator, "circuit" | "gradient" | "hessianVectorProduct">;

/** A subject with its run. */
export type SubjectOfRun = Subject & Required<Pick<Subject, "run">>;

/** An experiment with a simulator of its circuit without noise. */
export function subjectOfExperiment(experiment: Experiment, engine: EngineChoice = "auto"): Subject {
  const { circuit, observable, config, theta } = experiment;
  return {
    experiment,
    simulator: engineNamed(resolveEngine(engine), config.precision).load(circuit, observable),
    theta: theta.slice(0, config.samples * circuit.parameters),
  };
}

/**
 * What gives <O> and its derivatives as training sees them on average: with the run's noise and mitigation, without shots. The subject's own simulator where there is neither.
 *
 * @throws ArgumentError for noise of gates on more qubits than density matrices take
 */
export function exactSimulator({ experiment, simulator }: Pick<Subject, "experiment" | "simulator">): ExactSimulator {
  const { circuit, observable, measurement } = experiment;
  if (measurement?.noise === undefined) return simulator;
  const { noise, mitigation } = measurement;
  const options = { noise, mitigation, gradient: "adjoint", seed: 0, columns: 1, firstColumn: 0 } as const;
  const noisy = loadMeasured(resolveEngine("auto"), circuit, observable, options);
  return {
    circuit,
    gradient: (theta) => noisy.gradient(theta, 0),
    hessianVectorProduct: (theta, vectors) => noisy.hessianVectorProduct(theta, vectors),
  };
}

/** All eigenvalues and eigenstates of the observable. */
export function eigensystemOf({ experiment }: Pick<Subject, "experiment">): HermitianEigen {
  const { qubits } = experiment.config;
  if (qubits > DENSE_SPECTRUM_QUBITS)
    throw new ArgumentError(
      "qubits",
      qubits,
      `at most ${DENSE_SPECTRUM_QUBITS}, since the theory needs every eigenstate of the observable`,
    );
  return eigensystem(experiment.observable);
}

/** Populations of every sample's initial state. */
export function initialPopulations({ simulator, theta }: Subject, eigen: HermitianEigen): Float64Array[] {
  return populationsOf(simulator.finalStates(theta), eigen);
}

/**
 * Refuses frozen angles where the theory counts a circuit's parameters, or takes its tangent vectors and curvatures: they are those of one that is trained whole.
 *
 * @throws ArgumentError
 */
export function requireAllTrained({ freeze }: Pick<ExperimentConfig, "freeze">): void {
  if (freeze !== undefined)
    throw new ArgumentError("freeze", freeze, "no frozen angles here: it is about circuits whose every angle is trained");
}

/** Where a target lies, and the phase that gradient flow with enough parameters comes to. */
export interface TargetPlace {
  readonly target: number;
  readonly phase: Exclude<Phase, "undetermined">;
  /** R. */
  readonly residual: number;
  /** The end of the spectrum that is reached; undefined inside. */
  readonly end?: SpectrumEnd;
}

/** The places of all targets, with noise with respect to what it leaves. The linear loss runs to O_min whatever the target. */
export function placesOf({ experiment }: Pick<Subject, "experiment">): TargetPlace[] {
  const { targets, config } = experiment;
  const spectrum = experiment.reachable ?? experiment.spectrum;
  const loss = theoryLossOf(config.loss);
  return targets.map((target): TargetPlace => {
    const phase = expectedPhase(target, spectrum, loss);
    if (phase === "frozen-kernel") return { target, phase, residual: 0 };
    const nearMin = Math.abs(target - spectrum.min) <= Math.abs(target - spectrum.max);
    const residual = phase === "critical" ? 0 : residualOf(target, spectrum, loss);
    return { target, phase, residual, end: lossNamed(config.loss).aims === "end" || nearMin ? "min" : "max" };
  });
}

/** The rows of a matrix of shape (rows, width). */
export function rowsOf(values: Float64Array, width: number): Float64Array[] {
  return range(values.length / width).map((k) => values.slice(k * width, (k + 1) * width));
}
