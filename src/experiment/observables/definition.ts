/**
 * What an observable is to everybody else: its fields, how it is built, its usual targets, and what is said of it.
 */
import type { Field, FieldValues } from "../../base/fields.ts";
import type { Observable } from "../../quantum/observables.ts";
import type { StreamName } from "../../quantum/streams/index.ts";
import type { EnsembleAverages } from "../../theory/ensemble-averages.ts";
import type { Chain } from "../../theory/haar/chains.ts";
import type { ExperimentArrays } from "../arrays.ts";

/** What an observable is built for. */
export interface ObservableContext {
  readonly qubits: number;
  /** Seed of what is drawn. */
  readonly seed: number;
  readonly streams: StreamName;
  /** What the fields name by file. */
  readonly arrays: ExperimentArrays;
}

/** One kind of observable. `F` are the values of its fields, complete with defaults. */
export interface ObservableDefinition<F = FieldValues> {
  readonly name: string;
  /** What it is, in words for help and documentation. */
  readonly title: string;
  /** Name in the lab; the lab does not offer one without. */
  readonly label?: string;
  readonly fields: readonly Field[];
  /** Whether the seed draws it. Default: it never does. */
  isRandom?(fields: F): boolean;
  /** Default targets: one inside the spectrum, at its end, and beyond it. */
  readonly targets: readonly [inside: string, end: string, beyond: string];
  /** Target of the preliminary run of `critical`: far beyond the end that is trained to. */
  readonly criticalFrom: string;
  /** Whether global depolarising noise leaves an observable of the same kind of data: a Pauli sum. */
  readonly isPauliSum: boolean;
  /** Numbers that it takes in memory, where they matter: those of a matrix. */
  numbers?(fields: F, qubits: number): number;
  /**
   * Refuses what does not fit together, before anything is built.
   *
   * @throws ArgumentError
   */
  check?(fields: F, context: { readonly data?: string }): void;
  build(fields: F, context: ObservableContext): Observable;
  /** What it is with these values, in words for a report. */
  sentence(fields: F): string;
  /** Closed forms for a long chain, where there are any. */
  asymptotics?(fields: F, chain: Chain): { readonly of: string; readonly averages: EnsembleAverages } | undefined;
}
