/**
 * What the ensembles' commands share: the problem their options describe, and Monte Carlo with progress.
 */
import { ArgumentError } from "../../base/errors.ts";
import type { Engine } from "../../engine/engine.ts";
import { engineNamed, resolveEngine } from "../../engine/engines.ts";
import { buildObservable, resolveTarget } from "../../experiment/build.ts";
import { type ExperimentConfig, parseConfigFile } from "../../experiment/config.ts";
import type { Observable } from "../../quantum/observables.ts";
import { type Spectrum, spectrum } from "../../quantum/spectrum.ts";
import { tracesOfPowers } from "../../quantum/traces.ts";
import { readConfiguredArrays } from "../../runs/input-files.ts";
import type { ObservableTraces } from "../../theory/haar/layer-averages.ts";
import { configFields, parseInteger } from "../run-options.ts";
import { note } from "../terminal.ts";

/** Option values of the ensembles' commands. */
export interface EnsembleOptionValues {
  readonly target?: string;
  readonly monteCarlo?: string;
  readonly draw?: string;
  readonly orders?: string;
  readonly steps?: string;
  readonly eta?: string;
  readonly plot?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly [field: string]: string | boolean | undefined;
}

/** A circuit and an observable as the theory sees them. */
export interface TheoryProblem extends ObservableTraces {
  readonly config: ExperimentConfig;
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
/** Qubits beyond which the ends of a spectrum take more than a second. */
const SLOW_SPECTRUM_QUBITS = 14;

/** Options that do not belong to the experiment's configuration. */
const OWN_OPTIONS = ["plot", "monteCarlo", "draw", "orders", "steps", "force", "json", "quiet"];

/** Reads the problem from option values. */
export function problemOf(values: EnsembleOptionValues): TheoryProblem {
  const experiment = Object.fromEntries(Object.entries(values).filter(([name]) => !OWN_OPTIONS.includes(name)));
  const target = values.target ?? (values.observable === "projector" ? "max" : "min");
  const { config, settings } = parseConfigFile(configFields({ ...experiment, target: [target] }));
  const observable = buildObservable(config, readConfiguredArrays(config));
  let known: Spectrum | undefined;
  const lazySpectrum = () => {
    if (known === undefined && config.qubits > SLOW_SPECTRUM_QUBITS && observable.kind !== "projector" && !values.quiet)
      note(`Looking for the ends of the spectrum of 2^${config.qubits} levels; a number as target spares this.`);
    known ??= spectrum(observable);
    return known;
  };
  const [asked] = config.target;
  return {
    config,
    observable,
    dimension: 2 ** config.qubits,
    traces: tracesOfPowers(observable, 4) as [number, number, number, number],
    parameters: config.ansatz === "rpa" ? config.layers : 2 * config.qubits * config.layers,
    target: typeof asked === "number" ? asked : resolveTarget(asked, lazySpectrum()),
    seed: config.seed ?? 0,
    engine: engineNamed(resolveEngine(settings.engine ?? "auto")),
    spectrum: lazySpectrum,
  };
}

/** One line that says what the theory is for. */
export function describeProblem(
  { config, dimension, parameters, target }: TheoryProblem,
  formatted: (x: number) => string,
): string {
  return `n = ${config.qubits}, d = ${dimension}, L = ${parameters}, ${config.observable}, O0 = ${formatted(target)}`;
}

/** The value of an option that counts something. */
export function parseCount(option: string, text: string | undefined, least: number, most = 10_000_000): number | undefined {
  return text === undefined ? undefined : parseInteger(option, text, least, most);
}

/** Refuses to draw circuits that would not fit in memory, before anything is allocated. */
export function requireDrawable({ dimension, parameters, config }: TheoryProblem): void {
  const bytes = 16 * dimension ** 2 * (parameters + 1);
  if (bytes <= MAX_CIRCUIT_BYTES) return;
  const gibibytes = (bytes / 2 ** 30).toPrecision(3);
  throw new ArgumentError(
    "qubits",
    config.qubits,
    `circuits of at most 2 GiB for Monte Carlo (one of ${parameters + 1} random unitaries on ${config.qubits} qubits takes ${gibibytes} GiB)`,
  );
}
