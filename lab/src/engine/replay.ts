/**
 * A recorded run, row after row: one target of it.
 */
import {
  buildObservable,
  type ColumnEvent,
  type Observable,
  type RunDocument,
  type Spectrum,
  spectrum,
  type TrainingRecord,
} from "qntk";
import type { LegTerms, RecordedRow, RowSource } from "./source.ts";

/** Qubits up to which the whole spectrum is computed for a replayed run. */
const SPECTRUM_QUBITS = 8;

export class Replay implements RowSource {
  readonly columns: number;
  readonly parameters: number;
  readonly spectrum: RowSource["spectrum"];
  readonly observable: Observable | undefined;
  readonly terms: LegTerms;
  readonly firstRow = 0;
  row = 0;
  readonly #whole: TrainingRecord;
  readonly #first: number;

  /** @param target index of the target that is replayed */
  constructor(document: RunDocument, record: TrainingRecord, target: number) {
    this.#whole = record;
    this.columns = record.samples;
    this.parameters = record.parameters;
    this.#first = target * record.samples;
    this.terms = { target: document.targets[target], eta: record.plan.eta, loss: record.plan.loss };
    this.observable = observableOf(document);
    this.spectrum = spectrumOf(document, this.observable);
  }

  get events(): readonly ColumnEvent[] {
    const { events = [] } = this.#whole;
    return events
      .map((event) => ({ ...event, column: event.column - this.#first }))
      .filter(({ column, step }) => column >= 0 && column < this.columns && step < this.row);
  }

  get finished(): boolean {
    return this.row >= this.#whole.rows;
  }

  advance(): RecordedRow | undefined {
    if (this.finished) return undefined;
    const { epsilon, kernel, plan, measured } = this.#whole;
    const at = this.row++;
    const columns = Array.from({ length: this.columns }, (_, c) => this.#first + c);
    const length = plan.steps + 1;
    const k = measured.mu?.steps.indexOf(at) ?? -1;
    return {
      epsilon: Float64Array.from(columns, (c) => epsilon[c * length + at]),
      kernel: Float64Array.from(columns, (c) => kernel[c * length + at]),
      mu:
        k < 0 ? undefined : Float64Array.from(columns, (c) => measured.mu?.values[c * (measured.mu?.steps.length ?? 0) + k] ?? 0),
      target: this.terms.target,
    };
  }

  record(): TrainingRecord {
    const { plan, samples, parameters, epsilon, kernel, measured } = this.#whole;
    const part = (values: Float64Array, length: number) => values.slice(this.#first * length, (this.#first + samples) * length);
    const mu = measured.mu && { ...measured.mu, values: part(measured.mu.values, measured.mu.steps.length) };
    return {
      plan: { ...plan, targets: plan.targets.slice(this.#first, this.#first + samples) },
      samples,
      parameters,
      rows: this.row,
      epsilon: part(epsilon, plan.steps + 1),
      kernel: part(kernel, plan.steps + 1),
      measured: { ...(mu && { mu }) },
    };
  }

  dispose(): void {}
}

/** The observable of a run; undefined where a file it names is not there. */
function observableOf({ config }: RunDocument): Observable | undefined {
  try {
    return buildObservable(config);
  } catch {
    return undefined;
  }
}

function spectrumOf({ extremes, config }: RunDocument, observable: Observable | undefined): RowSource["spectrum"] {
  const whole: Spectrum | undefined =
    observable !== undefined && config.qubits <= SPECTRUM_QUBITS ? spectrum(observable) : undefined;
  return { ...extremes, eigenvalues: whole?.eigenvalues };
}
