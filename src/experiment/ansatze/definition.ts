/**
 * What an ansatz is to everybody else: its fields, how many parameters it has, how it is built, what it takes, and what is said of it.
 */
import type { Field, FieldValues } from "../../base/fields.ts";
import type { Precision } from "../../base/precision.ts";
import type { Engine } from "../../engine/engine.ts";
import type { EnsembleDraws, LayeredDrawOptions } from "../../ensembles/draws.ts";
import type { Circuit } from "../../quantum/circuit.ts";
import type { HaarTask } from "../../quantum/haar-layers.ts";
import type { StreamName } from "../../quantum/streams/index.ts";
import type { HaarEnsemble } from "../../theory/haar/averages.ts";
import type { ExperimentArrays } from "../arrays.ts";

/** The size of a circuit, as its configuration states it. */
export interface AnsatzSize {
  readonly qubits: number;
  readonly layers: number;
}

/** What a circuit is built for. */
export interface AnsatzContext extends AnsatzSize {
  /** Seed of what is drawn, with the default streams. */
  readonly seed?: number;
  readonly streams: StreamName;
  /** Precision that large matrices are kept in. */
  readonly precision: Precision;
  /** What the fields name by file. */
  readonly arrays: ExperimentArrays;
  /** Told of Haar unitaries to be made, so that others can join in. */
  readonly recruit?: (task: HaarTask) => void;
}

/** What a circuit takes in memory. */
export interface AnsatzFootprint {
  /** Numbers in matrices on all qubits, kept in the run's precision. */
  readonly matrices?: number;
  /** Numbers in small gates, kept in double precision. */
  readonly gates?: number;
  /** States that are kept for the way back: one for each dense layer on all qubits. */
  readonly states?: number;
}

/** One kind of circuit. `F` are the values of its fields, complete with defaults. */
export interface AnsatzDefinition<F = FieldValues> {
  readonly name: string;
  /** What it is, in words for help and documentation. */
  readonly title: string;
  /** Name in the lab; the lab does not offer one without. */
  readonly label?: string;
  /** What the number of layers is called: L where it is the number of parameters. */
  readonly layerSymbol: string;
  /** What `layers` counts, in words for help, such as `D, of 2 n parameters each`. */
  readonly layerWords: string;
  /** The most layers that the lab's slider offers. */
  readonly labLayers?: number;
  readonly fields: readonly Field[];
  /** Whether the seed draws the circuit, so that theory speaks of averages over circuits. */
  isRandom(fields: F): boolean;
  /** The size, where the fields say it; it is then not given. */
  size?(fields: F): AnsatzSize;
  /** Names of the parameters, where they have any. */
  parameterNames?(fields: F, size: AnsatzSize): readonly string[];
  /** θ(0) of all samples where it is given, NaN where it is drawn. */
  starts?(fields: F, arrays: ExperimentArrays): ArrayLike<number>;
  /** Number of parameters; an estimate where it follows from a file that is not at hand. */
  parameters(fields: F, size: AnsatzSize, arrays?: ExperimentArrays): number;
  /**
   * Refuses what does not fit together, before anything is built.
   *
   * @throws ArgumentError
   */
  check?(fields: F, context: AnsatzSize & { readonly streams: StreamName }): void;
  /** The circuit, at once or in steps that yield the number of layers done. */
  build(fields: F, context: AnsatzContext): Circuit | Generator<number, Circuit, void>;
  footprint(fields: F, size: AnsatzSize): AnsatzFootprint;
  /** Work of one layer on one state, relative to one multiplication and addition for each amplitude. */
  layerWork(fields: F, size: Pick<AnsatzSize, "qubits">): number;
  /** A choice that takes less memory, as it is typed, such as `entangler brickwork`. */
  lighter?(fields: F): string | undefined;
  /** How it is made of gates of the table alone, which devices need, as it is typed; left out where it never is. */
  readonly inGates?: { readonly words: string; holds(fields: F): boolean };
  /** What it is with these values, in words for a report. */
  sentence(fields: F): string;
  /** What a line that begins with its name adds, such as `brickwork depth 8`. */
  detail?(fields: F): string | undefined;
  /** The mean of K over its circuits as they are, where a formula is known. */
  meanKernel?(ensemble: HaarEnsemble): number;
  /** How its circuits are drawn with random angles, where that is an ensemble of its own. */
  draws?(fields: F): ((engine: Engine, options: LayeredDrawOptions) => Generator<number, EnsembleDraws, void>) | undefined;
  /** What one layer is, as a sentence. */
  layerSentence?(fields: F): string;
}
