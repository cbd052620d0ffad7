/**
 * The public surface of qntk: an exact list. Runs in Node and in the browser; nothing here touches files, the DOM or a console.
 */

export { type DataTargetSummary, type DatumSummary, summarizeData } from "./analysis/data-summary.ts";
export { type LateTimeTheory, lateTimeTheory } from "./analysis/late-time-theory.ts";
export { roundingOf } from "./analysis/rounding.ts";
export { summarizeTargets, type TargetSummary } from "./analysis/summary.ts";
export {
  columnsOfTarget,
  type EnsembleSeries,
  type Extremes,
  ensembleSeries,
  meanOverSamples,
  trajectoryOf,
} from "./analysis/trajectories.ts";
export { ArgumentError, FormatError, QntkError } from "./base/errors.ts";
export type { Field, FieldValue, FieldValues } from "./base/fields.ts";
export type { Precision, RealArray } from "./base/precision.ts";
export { CounterStream } from "./base/random/counter-stream.ts";
export type { Registry } from "./base/registry.ts";
export type { CommandDefinition, CommandOption, CommandRequest } from "./commands/definition.ts";
export { commands, registerCommand } from "./commands/index.ts";
export type { EncodingDefinition } from "./data/encodings/definition.ts";
export { encodings } from "./data/encodings/index.ts";
export type { EngineDefinition } from "./engine/definitions/definition.ts";
export type {
  Descent,
  DescentRule,
  DifferentiableSimulator,
  Engine,
  EngineName,
  Gradients,
  HessianVectorProducts,
  Simulator,
  StateBatch,
} from "./engine/engine.ts";
export { type EngineChoice, engineNamed, engines, resolveEngine } from "./engine/engines.ts";
export { withGlobalNoise } from "./engine/noisy/global-noise.ts";
export { loadNoisy, type NoisySimulator } from "./engine/noisy/noisy-simulator.ts";
export { type Estimate, trajectoryExpectation } from "./engine/noisy/trajectories.ts";
export { referenceEngine } from "./engine/reference/reference-engine.ts";
export { wasmEngine } from "./engine/wasm/wasm-engine.ts";
export * as ensembles from "./ensembles/index.ts";
export type { AnsatzContext, AnsatzDefinition, AnsatzSize } from "./experiment/ansatze/definition.ts";
export { ansatze } from "./experiment/ansatze/index.ts";
export {
  buildExperiment,
  buildExperimentSteps,
  buildObservable,
  buildObservables,
  type Experiment,
  type ExperimentArrays,
  resolveTarget,
} from "./experiment/build.ts";
export { ansatzOf, type Chosen, observableOf } from "./experiment/chosen.ts";
export { type ExperimentConfig, type ExperimentConfigInput, parseExperiment } from "./experiment/config.ts";
export { type DeviceCurves, deviceExperiment, simulateDeviceExperiment } from "./experiment/device-experiment.ts";
export type { ObservableContext, ObservableDefinition } from "./experiment/observables/definition.ts";
export { observables } from "./experiment/observables/index.ts";
export {
  registerAnsatz,
  registerEncoding,
  registerEngine,
  registerLoss,
  registerNoiseModel,
  registerObservable,
  registerOptimizer,
  registerQuantity,
  registerSchedule,
  registerStopRule,
  registerStreams,
} from "./experiment/register.ts";
export { darkTheme, lightTheme, phaseColor, phaseLabel, phaseLabels, type Theme } from "./figures/palette.ts";
export { adjointGradient, hessianVectorProduct } from "./gradients/adjoint.ts";
export { hessian, hessianEigenvaluesOf, lossHessianEigenvalues } from "./gradients/hessian.ts";
export { noisyParameterShift, parameterShift } from "./gradients/parameter-shift.ts";
export { dqntk, qntk } from "./gradients/qntk.ts";
export { fisherEigenvalues, fisherRank, type Tangents, tangentVectors } from "./gradients/tangents.ts";
export * as interop from "./interop/index.ts";
export {
  adjoint,
  type ComplexMatrix,
  type ComplexVector,
  identityMatrix,
  kronecker,
  matrixFromRows,
  multiply,
  type StoredMatrix,
  type StoredVector,
  zeroMatrix,
} from "./linalg/complex-matrix.ts";
export type { HermitianEigen } from "./linalg/eigen.ts";
export { haarState, haarUnitary, type NormalSource } from "./linalg/haar.ts";
export { type ExcitedComponents, excitedComponents, populationsOf } from "./probes/amplitudes.ts";
export { type PathEnd, pathEnds } from "./probes/spectrum-end.ts";
export {
  type Circuit,
  CircuitBuilder,
  type DenseOperation,
  type GateOperation,
  type Operation,
  type Rotation,
} from "./quantum/circuit.ts";
export type { EntanglerName } from "./quantum/entanglers.ts";
export {
  type FixedGate,
  type FixedGateName,
  fixedGates,
  type RotationGate,
  type RotationName,
  rotationGates,
} from "./quantum/gates.ts";
export { hardwareEfficientAnsatz } from "./quantum/hardware-efficient-ansatz.ts";
export { lieAlgebraDimension, pauliGenerators } from "./quantum/lie-algebra.ts";
export * as noise from "./quantum/noise/index.ts";
export type { NoiseDefinition, NoiseSpecification } from "./quantum/noise/models/definition.ts";
export { noiseModels } from "./quantum/noise/models/index.ts";
export {
  type Boundary,
  type DenseObservable,
  denseObservable,
  type Observable,
  type PauliSumObservable,
  type ProjectorObservable,
  pauliSum,
  stateProjector,
  tfim,
  xxz,
} from "./quantum/observables.ts";
export {
  formatPauliString,
  formatPauliSum,
  type PauliString,
  type PauliTerm,
  parsePauliString,
} from "./quantum/pauli.ts";
export { parsePauliSum } from "./quantum/pauli-sum.ts";
export { type RandomPauliAnsatzOptions, randomPauliAnsatz } from "./quantum/random-pauli-ansatz.ts";
export { denseMatrix, eigensystem, type Spectrum, spectrum } from "./quantum/spectrum.ts";
export type { StreamDefinition } from "./quantum/streams/definition.ts";
export { type InitialAnglesOptions, initialAngles, type StreamName, streams } from "./quantum/streams/index.ts";
export { tracesOfPowers } from "./quantum/traces.ts";
export { registerFigure } from "./reproduce/own-figures.ts";
export type { Study } from "./reproduce/study.ts";
export { newRunDocument, type RunDocument } from "./runs/run-document.ts";
export { npzOfRun, readRunFiles, readRunZip, zipOfRun } from "./runs/run-files.ts";
export * as shots from "./shots/index.ts";
export { loadTraining, type TrainingProblem } from "./shots/load-training.ts";
export * as sweeps from "./sweeps/index.ts";
export * as dataTheory from "./theory/data/index.ts";
export type { EnsembleAverages } from "./theory/ensemble-averages.ts";
export * as finiteDepth from "./theory/finite-depth/index.ts";
export * as framePotential from "./theory/frame-potential/index.ts";
export * as haar from "./theory/haar/index.ts";
export * as imaginaryTime from "./theory/imaginary-time/index.ts";
export * as inference from "./theory/inference/index.ts";
export * as lotkaVolterra from "./theory/lotka-volterra/index.ts";
export type { Phase, PhaseReport } from "./theory/lotka-volterra/phases.ts";
export type { Trajectory } from "./theory/lotka-volterra/trajectory.ts";
export * as noiseTheory from "./theory/noise/index.ts";
export * as restrictedHaar from "./theory/restricted-haar/index.ts";
export * as weingarten from "./theory/weingarten/index.ts";
export type { DataPlan } from "./training/data-plan.ts";
export type { ColumnEvent } from "./training/events.ts";
export {
  type Loss,
  type LossDefinition,
  type LossName,
  linearLoss,
  losses,
  quadraticLoss,
  theoryLossOf,
} from "./training/losses.ts";
export { optimizers } from "./training/optimizers/index.ts";
export type { OptimizerDefinition } from "./training/optimizers/optimizer.ts";
export type { MeasuredName, Strides, TrainingPlan } from "./training/plan.ts";
export { quantities } from "./training/quantities/index.ts";
export type { QuantityContext, QuantityDefinition } from "./training/quantities/quantity.ts";
export { type MeasuredSeries, measuredOf, seriesOf, type TrainingRecord } from "./training/record.ts";
export {
  every,
  gradientDescent,
  type OptimizerStep,
  type OwnLoss,
  type OwnOptimizer,
  type Quantity,
  type RecordedQuantity,
  type RunBlock,
  type RunEnd,
  type RunResult,
  type RunState,
  type RunTrainingOptions,
  runTraining,
  type StepContext,
  type TrainingRun,
} from "./training/run-training.ts";
export { schedules } from "./training/schedules/index.ts";
export type { ScheduleDefinition } from "./training/schedules/schedule.ts";
export type { DataTrainingSimulator, RowEstimates, TrainingRow, TrainingSimulator, TrainingState } from "./training/state.ts";
export { step } from "./training/step.ts";
export { stopRules } from "./training/stop-rules/index.ts";
export type { StopRule } from "./training/stop-rules/stop-rule.ts";
export { type TrainOptions, type TrainResult, train } from "./training/train.ts";
export type { Trainer, TrainerSession, TrainingTask } from "./training/trainer.ts";
