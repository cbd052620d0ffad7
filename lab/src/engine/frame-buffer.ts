/**
 * Rows on their way to the page: collected as they are recorded, taken all at once.
 */
import { EstimateRows } from "./estimate-rows.ts";
import type { Frame } from "./protocol.ts";
import { Rows } from "./rows.ts";
import type { RecordedRow } from "./source.ts";

export class FrameBuffer {
  #firstRow = 0;
  #epsilon: Rows;
  #kernel: Rows;
  #targets: Rows;
  #mu: Rows;
  #muRows: number[] = [];
  #estimates: EstimateRows;

  /** @param data N, the number of data: ε, K and μ have N, N² and N³ numbers for each column */
  constructor(
    readonly columns: number,
    readonly data = 1,
  ) {
    this.#epsilon = this.#rows(1);
    this.#kernel = this.#rows(2);
    this.#targets = new Rows(data);
    this.#mu = this.#rows(3);
    this.#estimates = new EstimateRows(columns);
  }

  /** Adds row `at`. */
  add(at: number, { epsilon, kernel, mu, targets, estimates }: RecordedRow): void {
    if (this.#targets.rows === 0) this.#firstRow = at;
    this.#epsilon.push(epsilon);
    this.#kernel.push(kernel);
    this.#targets.push(targets);
    this.#estimates.push(estimates);
    if (mu === undefined) return;
    this.#muRows.push(at);
    this.#mu.push(mu);
  }

  /** All rows since it was last called. */
  take(): Pick<Frame, "firstRow" | "count" | "epsilon" | "kernel" | "targets" | "muRows" | "mu" | "estimates"> {
    const taken = {
      firstRow: this.#firstRow,
      count: this.#targets.rows,
      epsilon: this.#epsilon.slice(0),
      kernel: this.#kernel.slice(0),
      targets: this.#targets.slice(0),
      muRows: Int32Array.from(this.#muRows),
      mu: this.#mu.slice(0),
      estimates: this.#estimates.taken(),
    };
    this.#epsilon = this.#rows(1);
    this.#kernel = this.#rows(2);
    this.#targets = new Rows(this.data);
    this.#mu = this.#rows(3);
    this.#muRows = [];
    this.#estimates = new EstimateRows(this.columns);
    return taken;
  }

  #rows(order: number): Rows {
    return new Rows(this.columns * this.data ** order);
  }
}
