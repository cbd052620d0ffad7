/**
 * Everything a run has recorded so far, on the page's side.
 */
import type { Frame } from "../engine/protocol.ts";
import { Rows } from "../engine/rows.ts";

export class RunSeries {
  readonly epsilon: Rows;
  readonly kernel: Rows;
  readonly mu: Rows;
  readonly muRows: number[] = [];
  /** O0 of each row. */
  readonly targets = new Rows(1);
  /** Rows at which the target was moved, with the target from there on. */
  readonly moves: { readonly row: number; readonly target: number }[] = [];

  constructor(readonly columns: number) {
    this.epsilon = new Rows(columns);
    this.kernel = new Rows(columns);
    this.mu = new Rows(columns, 32);
  }

  get rows(): number {
    return this.targets.rows;
  }

  /** Adds what a frame brings. */
  append({ firstRow, epsilon, kernel, targets, muRows, mu }: Frame): void {
    for (let k = 0; k < targets.length; k++) {
      const before = k > 0 ? targets[k - 1] : this.rows > 0 ? this.targets.at(this.rows - 1, 0) : Number.NaN;
      if (targets[k] !== before) this.moves.push({ row: firstRow + k, target: targets[k] });
    }
    this.epsilon.push(epsilon);
    this.kernel.push(kernel);
    this.targets.push(targets);
    this.muRows.push(...muRows);
    this.mu.push(mu);
  }

  /** λ of one sample at the k-th measurement of μ. */
  lambda(k: number, column: number): number {
    return this.mu.at(k, column) / this.kernel.at(this.muRows[k], column);
  }

  /** mean(μ)/mean(K) at the k-th measurement. */
  meanLambda(k: number): number {
    return this.mu.mean(k) / this.kernel.mean(this.muRows[k]);
  }

  /** mean(εμ)/mean(K)² at the k-th measurement. */
  meanZeta(k: number): number {
    const row = this.muRows[k];
    let sum = 0;
    for (let c = 0; c < this.columns; c++) sum += (this.epsilon.at(row, c) * this.mu.at(k, c)) / this.columns;
    return sum / this.kernel.mean(row) ** 2;
  }

  /** ζ of one sample. */
  zeta(k: number, column: number): number {
    const row = this.muRows[k];
    return (this.epsilon.at(row, column) * this.lambda(k, column)) / this.kernel.at(row, column);
  }
}
