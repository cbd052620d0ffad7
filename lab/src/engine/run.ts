/**
 * A run of the lab: training that can be steered while it goes on.
 *
 * It consists of legs. Within a leg target, loss and η stay; a leg begins at the angles the one before has reached, with an optimiser that
 * remembers nothing, and is what phases and rates are read from. Knows no worker, clock or page.
 */
import {
  type ColumnEvent,
  type DataTrainingSimulator,
  type Experiment,
  loadTraining,
  type Simulator,
  step,
  type TrainingPlan,
  type TrainingRecord,
  type TrainingSimulator,
  type TrainingState,
  wasmEngine,
} from "qntk";
import { dataInfoOf } from "./data-info.ts";
import { EstimateRows } from "./estimate-rows.ts";
import type { DataInfo } from "./protocol.ts";
import { Rows } from "./rows.ts";
import type { LegTerms, RecordedRow, RowSource } from "./source.ts";

/** A stretch of training under the same terms. */
interface Leg extends LegTerms {
  readonly firstRow: number;
  readonly epsilon: Rows;
  readonly kernel: Rows;
  /** Rows of the leg at which μ was measured, and μ. */
  readonly muRows: number[];
  readonly mu: Rows;
  /** What shots say of the rows; empty without. */
  readonly estimates: EstimateRows;
  /** What trains it: rows that draw random numbers count from the beginning of the run. */
  readonly training: Training;
}

type Training = TrainingSimulator | DataTrainingSimulator;

/** K, relative to the run's first, below which updates of θ are rounding: a leg that begins late must not take it for dynamics. */
const KERNEL_FLOOR = 1e-16;

export class Run implements RowSource {
  readonly columns: number;
  readonly parameters: number;
  readonly data: DataInfo | undefined;
  readonly #training: Training;
  #ideal: Simulator | undefined;
  /** Steps from one μ to the next; undefined with shots, which measure none, and with data where it is not asked for. */
  readonly #stride: number | undefined;
  /** N, the number of data; 1 without. */
  readonly #count: number;
  #leg: Leg;
  #state: TrainingState;
  #steps: number;
  #legs = 1;
  #firstKernel = 0;
  /** θ of the last row that is recorded. */
  #lastTheta: Float64Array;

  constructor(readonly experiment: Experiment) {
    const { circuit, observable, plan, theta, targets, data, parameters, config, measurement } = experiment;
    this.columns = plan.targets.length;
    this.#training = loadTraining("wasm", {
      ...{ circuit, observable },
      ...(data !== undefined && { data: data.problem }),
      ...(measurement !== undefined && { measurement: { ...measurement, columns: this.columns, firstColumn: 0 } }),
    });
    this.#stride = plan.shots === undefined ? (plan.measure.mu ?? (data === undefined ? 10 : undefined)) : undefined;
    this.parameters = parameters;
    this.#count = plan.data?.count ?? 1;
    this.data = data && dataInfoOf(config, data.problem.observables, targets);
    this.#steps = plan.steps;
    this.#leg = this.#newLeg({ target: targets[0], targets, eta: plan.eta, loss: plan.data?.loss ?? plan.loss }, 0);
    this.#state = { row: 0, theta };
    this.#lastTheta = theta;
  }

  get spectrum() {
    return this.experiment.spectrum;
  }

  get observable() {
    return this.experiment.observable;
  }

  /** Row that is recorded next, counted from the beginning of the run. */
  get row(): number {
    return this.#leg.firstRow + this.#state.row;
  }

  get firstRow(): number {
    return this.#leg.firstRow;
  }

  get terms(): LegTerms {
    return this.#leg;
  }

  /** Whether the last row has been recorded, or every sample has ended. */
  get finished(): boolean {
    return this.row > this.#steps || this.events.filter(({ ends }) => ends).length === this.columns;
  }

  get events(): readonly ColumnEvent[] {
    return this.#state.events ?? [];
  }

  /** θ at present. */
  get theta(): Float64Array {
    return this.#state.theta;
  }

  /** The circuit on |0...0>, exact: for questions about the run beside its training. */
  get simulator(): Simulator {
    const { circuit, observable } = this.experiment;
    this.#ideal ??= wasmEngine.load(circuit, observable);
    return this.#ideal;
  }

  /** Moves the end of the run; nothing that is recorded is lost. */
  extend(steps: number): void {
    this.#steps = steps;
  }

  /** Goes on under other terms, from the present angles. */
  steer(terms: LegTerms): void {
    if (this.#state.row > 0) this.#legs++;
    this.#leg = this.#newLeg(terms, this.row);
    this.#state = { row: 0, theta: this.#state.theta };
  }

  /** Records the next row and makes the update after it, unless the run is at its end. */
  advance(): RecordedRow | undefined {
    if (this.finished) return undefined;
    const { targets, epsilon, kernel, mu, muRows, estimates, training } = this.#leg;
    // Updates go on beyond the last row of the run, so that it can be extended.
    const plan = this.#planOf(Number.MAX_SAFE_INTEGER);
    const { state, row } = step(training, plan, this.#state);
    epsilon.push(row.epsilon);
    kernel.push(row.kernel);
    // Those of data have no place in the charts.
    const known = this.#count === 1 ? row.estimates : undefined;
    estimates.push(known);
    if (this.row === 0) this.#firstKernel = row.kernel.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (row.measured.mu !== undefined) {
      muRows.push(this.#state.row);
      mu.push(row.measured.mu);
    }
    this.#lastTheta = this.#state.theta;
    this.#state = state;
    return {
      ...{ epsilon: row.epsilon, kernel: row.kernel, mu: row.measured.mu, targets },
      ...(known !== undefined && { estimates: known }),
    };
  }

  /** The present leg as a record of the package. */
  record(): TrainingRecord {
    const { firstRow, epsilon, muRows, mu } = this.#leg;
    const rows = epsilon.rows;
    const floor = firstRow === 0 || this.#stride === undefined ? undefined : KERNEL_FLOOR * this.#firstKernel;
    return this.#recordOf(this.#planOf(rows), {
      rows,
      length: rows + 1,
      floor,
      muRows,
      mu: this.#byColumn(mu, 3, muRows.length),
    });
  }

  /**
   * The whole run as the command line records it, with the angles of its last row; undefined once the run has been steered, when no
   * configuration gives these numbers.
   */
  complete(): { readonly record: TrainingRecord; readonly theta: Float64Array } | undefined {
    if (this.#legs > 1 || this.#leg.epsilon.rows === 0) return undefined;
    const { epsilon, muRows, mu } = this.#leg;
    const steps = epsilon.rows - 1;
    const plan = { ...this.experiment.plan, steps };
    // The last row is measured as well.
    const extra = this.#stride === undefined || muRows.at(-1) === steps ? [] : [steps];
    const all = new Rows(mu.columns, muRows.length + extra.length);
    all.push(mu.slice(0));
    for (const row of extra)
      all.push(step(this.#training, plan, { row, theta: this.#lastTheta }).row.measured.mu ?? new Float64Array());
    const places = [...muRows, ...extra];
    return {
      record: this.#recordOf(plan, {
        ...{ rows: steps + 1, length: steps + 1, muRows: places },
        mu: this.#byColumn(all, 3, places.length),
      }),
      theta: this.#lastTheta.slice(),
    };
  }

  dispose(): void {
    this.#training.dispose();
    this.#ideal?.dispose();
  }

  /** Rows of ε (order 1), K (2) or μ (3), column after column. */
  #byColumn(rows: Rows, order: 1 | 2 | 3, length: number, floor?: number): Float64Array {
    return rows.byColumn(length, floor, this.#count ** order);
  }

  /** The present leg's rows as a record of a plan. */
  #recordOf(
    plan: TrainingPlan,
    leg: { rows: number; length: number; floor?: number; muRows: readonly number[]; mu: Float64Array },
  ): TrainingRecord {
    const { epsilon, kernel, estimates } = this.#leg;
    const { rows, length, floor, muRows, mu } = leg;
    return {
      ...{ plan, samples: this.columns, parameters: this.parameters, rows, events: this.events },
      epsilon: this.#byColumn(epsilon, 1, length),
      kernel: this.#byColumn(kernel, 2, length, floor),
      measured:
        this.#stride === undefined
          ? {}
          : { mu: { stride: this.#stride, steps: Int32Array.from(muRows), width: this.#count ** 3, values: mu } },
      ...(estimates.rows > 0 && { estimates: estimates.byColumn(length) }),
    };
  }

  /** The plan of the present leg: the experiment's optimiser under the leg's terms. */
  #planOf(steps: number): TrainingPlan {
    const { optimizer, schedule, frozen, data, shots } = this.experiment.plan;
    const { loss, eta, target, targets } = this.#leg;
    const repeated = () => Float64Array.from({ length: this.columns * targets.length }, (_, k) => targets[k % targets.length]);
    return {
      ...{
        // With data the plan's own loss says which theory they have, none but for the quadratic one.
        loss: data === undefined || loss === "quadratic" ? loss : "linear",
        eta,
        steps,
        targets: new Float64Array(this.columns).fill(target),
        measure: this.#stride === undefined ? {} : { mu: this.#stride },
      },
      ...(shots !== undefined && { shots }),
      ...(data !== undefined && { data: { ...data, loss, targets: repeated() } }),
      ...(optimizer !== undefined && { optimizer }),
      ...(schedule !== undefined && { schedule }),
      ...(frozen !== undefined && { frozen }),
    };
  }

  #newLeg(terms: LegTerms, firstRow: number): Leg {
    const rows = (order: number, capacity?: number) => new Rows(this.columns * this.#count ** order, capacity);
    return {
      ...{ ...terms, firstRow, epsilon: rows(1), kernel: rows(2), muRows: [], mu: rows(3, 32) },
      estimates: new EstimateRows(this.columns),
      training: firstRow === 0 || this.#stride !== undefined ? this.#training : laterRows(this.#training, firstRow),
    };
  }
}

/** A simulator whose row 0 is a later row of the run, so that a leg draws no shots that one before it has drawn. */
function laterRows(training: Training, first: number): Training {
  if (!("hessianVectorProduct" in training)) return training;
  const { expectation } = training;
  return {
    ...training,
    gradient: (theta, row, columns) => training.gradient(theta, first + row, columns),
    ...(expectation !== undefined && {
      expectation: (theta, row, columns, which) => expectation(theta, first + row, columns, which),
    }),
  };
}
