/**
 * A recorded run, row after row: one target of it.
 */
import {
  buildObservables,
  type ColumnEvent,
  type Observable,
  type RowEstimates,
  type RunDocument,
  type Spectrum,
  spectrum,
  type TrainingRecord,
} from "qntk";
import { dataInfoOf } from "./data-info.ts";
import type { DataInfo } from "./protocol.ts";
import type { LegTerms, RecordedRow, RowSource } from "./source.ts";

/** Qubits up to which the whole spectrum is computed for a replayed run. */
const SPECTRUM_QUBITS = 8;

export class Replay implements RowSource {
  readonly columns: number;
  readonly parameters: number;
  readonly spectrum: RowSource["spectrum"];
  readonly observable: Observable | undefined;
  readonly data: DataInfo | undefined;
  readonly terms: LegTerms;
  readonly firstRow = 0;
  row = 0;
  readonly #whole: TrainingRecord;
  readonly #first: number;
  /** N, the number of data; 1 without. */
  readonly #count: number;

  /** @param target index of the target, or target vector, that is replayed */
  constructor(document: RunDocument, record: TrainingRecord, target: number) {
    this.#whole = record;
    this.columns = record.samples;
    this.parameters = record.parameters;
    this.#first = target * record.samples;
    this.#count = document.data?.count ?? 1;
    const targets = document.targets.slice(target * this.#count, (target + 1) * this.#count);
    this.terms = { target: targets[0], targets, eta: record.plan.eta, loss: record.plan.loss };
    const observables = observablesOf(document);
    this.observable = observables?.[0];
    this.data = document.data && observables && dataInfoOf(document.config, observables, targets);
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
    const { epsilon, kernel, plan, measured, estimates } = this.#whole;
    const at = this.row++;
    const count = this.#count;
    const length = plan.steps + 1;
    /** One row of every column of this target, from rows of one column after the other. */
    const rowOf = (values: Float64Array, rows: number, place: number, width: number) => {
      const own = new Float64Array(this.columns * width);
      for (let c = 0; c < this.columns; c++) {
        const from = ((this.#first + c) * rows + place) * width;
        own.set(values.subarray(from, from + width), c * width);
      }
      return own;
    };
    const { mu, kernel: sparse } = measured;
    const muAt = mu?.steps.indexOf(at) ?? -1;
    const kernelAt = sparse?.steps.indexOf(at) ?? -1;
    const kernelRow = () => {
      if (sparse === undefined) return rowOf(kernel, length, at, count ** 2);
      if (kernelAt < 0) return new Float64Array(this.columns * count ** 2).fill(Number.NaN);
      return rowOf(sparse.values, sparse.steps.length, kernelAt, count ** 2);
    };
    return {
      epsilon: rowOf(epsilon, length, at, count),
      kernel: kernelRow(),
      mu: mu === undefined || muAt < 0 ? undefined : rowOf(mu.values, mu.steps.length, muAt, count ** 3),
      targets: this.terms.targets,
      ...(estimates !== undefined && count === 1 && { estimates: mapped(estimates, (values) => rowOf(values, length, at, 1)) }),
    };
  }

  record(): TrainingRecord {
    const { plan, samples, parameters, epsilon, kernel, measured, estimates } = this.#whole;
    const part = (values: Float64Array, width: number) => values.slice(this.#first * width, (this.#first + samples) * width);
    const series = (name: "mu" | "kernel") => {
      const whole = measured[name];
      return whole && { [name]: { ...whole, values: part(whole.values, whole.steps.length * whole.width) } };
    };
    const { data } = plan;
    const rows = plan.steps + 1;
    return {
      plan: {
        ...plan,
        targets: part(plan.targets, 1),
        ...(data !== undefined && { data: { ...data, test: undefined, targets: part(data.targets, data.count) } }),
      },
      samples,
      parameters,
      rows: this.row,
      events: this.events,
      epsilon: part(epsilon, rows * this.#count),
      kernel: part(kernel, kernel.length === 0 ? 0 : rows * this.#count ** 2),
      measured: { ...series("mu"), ...series("kernel") },
      ...(estimates !== undefined && this.#count === 1 && { estimates: mapped(estimates, (values) => part(values, rows)) }),
    };
  }

  dispose(): void {}
}

/** The same of each array. */
function mapped(
  { epsilonError, kernelUnbiased, kernelError }: RowEstimates,
  of: (values: Float64Array) => Float64Array,
): RowEstimates {
  return { epsilonError: of(epsilonError), kernelUnbiased: of(kernelUnbiased), kernelError: of(kernelError) };
}

/** The observables of a run, one or one for each datum; undefined where a file they name is not there. */
function observablesOf({ config }: RunDocument): Observable[] | undefined {
  try {
    return buildObservables(config);
  } catch {
    return undefined;
  }
}

function spectrumOf({ extremes, config }: RunDocument, observable: Observable | undefined): RowSource["spectrum"] {
  const whole: Spectrum | undefined =
    observable !== undefined && config.qubits <= SPECTRUM_QUBITS ? spectrum(observable) : undefined;
  return { ...extremes, eigenvalues: whole?.eigenvalues };
}
