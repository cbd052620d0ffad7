/**
 * Rows of numbers that grow at the end: a matrix with a fixed number of columns.
 */

/** A growing matrix, row after row. */
export class Rows {
  #values: Float64Array;
  #rows = 0;

  constructor(
    readonly columns: number,
    capacity = 256,
  ) {
    this.#values = new Float64Array(columns * capacity);
  }

  /** Number of rows. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds whole rows. */
  push(values: ArrayLike<number>): void {
    const needed = this.#rows * this.columns + values.length;
    if (needed > this.#values.length) {
      const larger = new Float64Array(Math.max(needed, 2 * this.#values.length));
      larger.set(this.#values.subarray(0, this.#rows * this.columns));
      this.#values = larger;
    }
    this.#values.set(values, this.#rows * this.columns);
    this.#rows += values.length / this.columns;
  }

  at(row: number, column: number): number {
    return this.#values[row * this.columns + column];
  }

  /** Mean over the columns. */
  mean(row: number): number {
    let sum = 0;
    for (let c = 0; c < this.columns; c++) sum += this.#values[row * this.columns + c];
    return sum / this.columns;
  }

  /** A copy of rows `from` .. `to` - 1. */
  slice(from: number, to = this.#rows): Float64Array {
    return this.#values.slice(from * this.columns, to * this.columns);
  }

  /**
   * Column after column, each `length` rows long, padded with NaN; values below `floor` become 0.
   *
   * @param width numbers that a column of the run has in a row
   */
  byColumn(length: number, floor = Number.NEGATIVE_INFINITY, width = 1): Float64Array {
    const out = new Float64Array(this.columns * length).fill(Number.NaN);
    for (let c = 0; c < this.columns; c += width) {
      for (let row = 0; row < this.#rows; row++) {
        for (let k = 0; k < width; k++) {
          const value = this.#values[row * this.columns + c + k];
          out[c * length + row * width + k] = Math.abs(value) < floor ? 0 : value;
        }
      }
    }
    return out;
  }
}
