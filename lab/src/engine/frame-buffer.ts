/**
 * Rows on their way to the page: collected as they are recorded, taken all at once.
 */
import type { Frame } from "./protocol.ts";
import { Rows } from "./rows.ts";
import type { RecordedRow } from "./source.ts";

export class FrameBuffer {
  #firstRow = 0;
  #epsilon: Rows;
  #kernel: Rows;
  #targets = new Rows(1);
  #mu: Rows;
  #muRows: number[] = [];

  constructor(readonly columns: number) {
    this.#epsilon = new Rows(columns);
    this.#kernel = new Rows(columns);
    this.#mu = new Rows(columns);
  }

  /** Adds row `at`. */
  add(at: number, { epsilon, kernel, mu, target }: RecordedRow): void {
    if (this.#targets.rows === 0) this.#firstRow = at;
    this.#epsilon.push(epsilon);
    this.#kernel.push(kernel);
    this.#targets.push([target]);
    if (mu === undefined) return;
    this.#muRows.push(at);
    this.#mu.push(mu);
  }

  /** All rows since it was last called. */
  take(): Pick<Frame, "firstRow" | "count" | "epsilon" | "kernel" | "targets" | "muRows" | "mu"> {
    const taken = {
      firstRow: this.#firstRow,
      count: this.#targets.rows,
      epsilon: this.#epsilon.slice(0),
      kernel: this.#kernel.slice(0),
      targets: this.#targets.slice(0),
      muRows: Int32Array.from(this.#muRows),
      mu: this.#mu.slice(0),
    };
    this.#epsilon = new Rows(this.columns);
    this.#kernel = new Rows(this.columns);
    this.#targets = new Rows(1);
    this.#mu = new Rows(this.columns);
    this.#muRows = [];
    return taken;
  }
}
