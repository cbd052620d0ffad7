/**
 * A circuit and an observable as the theory of ensembles sees them.
 */

import { ArgumentError } from "../base/errors.ts";
import type { Engine } from "../engine/engine.ts";
import type { EngineChoice } from "../engine/engines.ts";
import { engineNamed, resolveEngine } from "../engine/engines.ts";
import type { ExperimentArrays } from "../experiment/build.ts";
import { buildObservable, resolveTarget } from "../experiment/build.ts";
import { parametersOf } from "../experiment/chosen.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import type { Observable } from "../quantum/observables.ts";
import { type Spectrum, spectrum } from "../quantum/spectrum.ts";
import { tracesOfPowers } from "../quantum/traces.ts";
import type { ObservableTraces } from "../theory/haar/layer-averages.ts";

/** A circuit and an observable as the theory sees them. */
export interface TheoryProblem extends ObservableTraces {
  readonly config: ExperimentConfig;
  readonly arrays: ExperimentArrays;
  readonly observable: Observable;
  /** L. */
  readonly parameters: number;
  /** O0. */
  readonly target: number;
  readonly seed: number;
  readonly engine: Engine;
  /** The observable's spectrum, computed when it is first asked for. */
  readonly spectrum: () => Spectrum;
}

/** Bytes that the unitaries of one drawn circuit may take. */
const MAX_CIRCUIT_BYTES = 2 ** 31;
/** Layers where nothing is said. */
const USUAL_LAYERS = 64;
/** Qubits beyond which the ends of a spectrum take more than a second. */
const SLOW_SPECTRUM_QUBITS = 14;

/**
 * The problem of a configuration.
 *
 * @param onSlowSpectrum called before the ends of a spectrum are looked for that take long
 */
export function theoryProblem(
  config: ExperimentConfig,
  arrays: ExperimentArrays,
  { engine, onSlowSpectrum = () => {} }: { readonly engine?: EngineChoice; readonly onSlowSpectrum?: () => void } = {},
): TheoryProblem {
  const observable = buildObservable(config, arrays);
  let known: Spectrum | undefined;
  const lazySpectrum = () => {
    if (known === undefined && config.qubits > SLOW_SPECTRUM_QUBITS && observable.kind !== "projector") onSlowSpectrum();
    known ??= spectrum(observable);
    return known;
  };
  const [asked] = config.target;
  return {
    config,
    arrays,
    observable,
    dimension: 2 ** config.qubits,
    traces: tracesOfPowers(observable, 4) as [number, number, number, number],
    parameters: parametersOf(config, arrays),
    target: typeof asked === "number" ? asked : resolveTarget(asked, lazySpectrum()),
    seed: config.seed ?? 0,
    engine: engineNamed(resolveEngine(engine ?? "auto")),
    spectrum: lazySpectrum,
  };
}

/** Refuses to draw circuits that would not fit in memory, before anything is allocated. */
export function requireDrawable({ dimension, parameters, config }: TheoryProblem): void {
  const bytes = 16 * dimension ** 2 * (parameters + 1);
  if (bytes <= MAX_CIRCUIT_BYTES) return;
  const gibibytes = (bytes / 2 ** 30).toPrecision(3);
  const deep = 16 * dimension ** 2 * (USUAL_LAYERS + 1) <= MAX_CIRCUIT_BYTES && config.layers > USUAL_LAYERS;
  const [field, value] = deep ? ["layers", config.layers] : ["qubits", config.qubits];
  throw new ArgumentError(
    field as string,
    value,
    `circuits of at most 2 GiB for Monte Carlo (one of ${parameters + 1} random unitaries on ${config.qubits} qubits takes ${gibibytes} GiB)`,
  );
}
