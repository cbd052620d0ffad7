/**
 * A run of the lab: training that can be steered while it goes on.
 *
 * It consists of legs. Within a leg target, loss and η stay; a leg begins at the angles the one before has reached, with an optimiser that
 * remembers nothing, and is what phases and rates are read from. Knows no worker, clock or page.
 */
import {
  type ColumnEvent,
  dqntk,
  type Experiment,
  type Simulator,
  step,
  type TrainingPlan,
  type TrainingRecord,
  type TrainingState,
  wasmEngine,
} from "qntk";
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
}

/** K, relative to the run's first, below which updates of θ are rounding: a leg that begins late must not take it for dynamics. */
const KERNEL_FLOOR = 1e-16;

export class Run implements RowSource {
  readonly #simulator: Simulator;
  readonly #stride: number;
  readonly columns: number;
  readonly parameters: number;
  #leg: Leg;
  #state: TrainingState;
  #steps: number;
  #legs = 1;
  #firstKernel = 0;
  /** θ of the last row that is recorded. */
  #lastTheta: Float64Array;

  constructor(readonly experiment: Experiment) {
    const { circuit, observable, plan, theta, targets } = experiment;
    this.#simulator = wasmEngine.load(circuit, observable);
    this.#stride = plan.measure.mu ?? 10;
    this.columns = plan.targets.length;
    this.parameters = circuit.parameters;
    this.#steps = plan.steps;
    this.#leg = this.#newLeg({ target: targets[0], eta: plan.eta, loss: plan.loss }, 0);
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

  get simulator(): Simulator {
    return this.#simulator;
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
    const { target, epsilon, kernel, mu, muRows } = this.#leg;
    // Updates go on beyond the last row of the run, so that it can be extended.
    const plan = this.#planOf(Number.MAX_SAFE_INTEGER);
    const { state, row } = step(this.#simulator, plan, this.#state);
    epsilon.push(row.epsilon);
    kernel.push(row.kernel);
    if (this.row === 0) this.#firstKernel = kernel.mean(0);
    if (row.measured.mu !== undefined) {
      muRows.push(this.#state.row);
      mu.push(row.measured.mu);
    }
    this.#lastTheta = this.#state.theta;
    this.#state = state;
    return { epsilon: row.epsilon, kernel: row.kernel, mu: row.measured.mu, target };
  }

  /** The present leg as a record of the package. */
  record(): TrainingRecord {
    const { firstRow, epsilon, kernel, muRows, mu } = this.#leg;
    const rows = epsilon.rows;
    return {
      plan: this.#planOf(rows),
      samples: this.columns,
      parameters: this.parameters,
      rows,
      events: this.events,
      epsilon: epsilon.byColumn(rows + 1),
      kernel: kernel.byColumn(rows + 1, firstRow === 0 ? undefined : KERNEL_FLOOR * this.#firstKernel),
      measured: {
        mu: { stride: this.#stride, steps: Int32Array.from(muRows), width: 1, values: mu.byColumn(muRows.length) },
      },
    };
  }

  /**
   * The whole run as the command line records it, with the angles of its last row; undefined once the run has been steered, when no
   * configuration gives these numbers.
   */
  complete(): { readonly record: TrainingRecord; readonly theta: Float64Array } | undefined {
    if (this.#legs > 1 || this.#leg.epsilon.rows === 0) return undefined;
    const { epsilon, kernel, muRows, mu } = this.#leg;
    const steps = epsilon.rows - 1;
    // The last row is measured as well.
    const extra = muRows.at(-1) === steps ? [] : [steps];
    const values = mu.byColumn(muRows.length + extra.length);
    if (extra.length > 0) {
      const { gradient } = this.#simulator.gradient(this.#lastTheta);
      dqntk(this.#simulator, this.#lastTheta, gradient).forEach((value, c) => {
        values[(c + 1) * (muRows.length + 1) - 1] = value;
      });
    }
    const { plan } = this.experiment;
    return {
      record: {
        plan: { ...plan, steps },
        samples: this.columns,
        parameters: this.parameters,
        rows: steps + 1,
        events: this.events,
        epsilon: epsilon.byColumn(steps + 1),
        kernel: kernel.byColumn(steps + 1),
        measured: { mu: { stride: this.#stride, steps: Int32Array.from([...muRows, ...extra]), width: 1, values } },
      },
      theta: this.#lastTheta.slice(),
    };
  }

  dispose(): void {
    this.#simulator.dispose();
  }

  /** The plan of the present leg: the experiment's optimiser under the leg's terms. */
  #planOf(steps: number): TrainingPlan {
    const { optimizer, schedule, frozen } = this.experiment.plan;
    const { loss, eta, target } = this.#leg;
    return {
      ...{ loss, eta, steps, targets: new Float64Array(this.columns).fill(target), measure: { mu: this.#stride } },
      ...(optimizer !== undefined && { optimizer }),
      ...(schedule !== undefined && { schedule }),
      ...(frozen !== undefined && { frozen }),
    };
  }

  #newLeg(terms: LegTerms, firstRow: number): Leg {
    return {
      ...terms,
      firstRow,
      epsilon: new Rows(this.columns),
      kernel: new Rows(this.columns),
      muRows: [],
      mu: new Rows(this.columns, 32),
    };
  }
}
