/**
 * Everything a run has recorded so far, on the page's side.
 */

import { EstimateRows } from "../engine/estimate-rows.ts";
import type { Frame } from "../engine/protocol.ts";
import { Rows } from "../engine/rows.ts";

export class RunSeries {
  readonly epsilon: Rows;
  readonly kernel: Rows;
  readonly mu: Rows;
  readonly muRows: number[] = [];
  /** What shots say of ε and K; no rows without shots. */
  readonly estimates: EstimateRows;
  /** Targets of each row: one, or y of every datum. */
  readonly targets: Rows;
  /** Rows at which a target was moved, with the target (of the first datum) from there on. */
  readonly moves: { readonly row: number; readonly target: number }[] = [];

  /** @param data N, the number of data: ε, K and μ then have N, N² and N³ numbers for each column */
  constructor(
    readonly columns: number,
    readonly data = 1,
  ) {
    this.epsilon = new Rows(columns * data);
    this.kernel = new Rows(columns * data ** 2);
    this.mu = new Rows(columns * data ** 3, 32);
    this.targets = new Rows(data);
    this.estimates = new EstimateRows(columns);
  }

  get rows(): number {
    return this.targets.rows;
  }

  /** Adds what a frame brings. */
  append({ firstRow, epsilon, kernel, targets, muRows, mu, estimates }: Frame): void {
    const { data } = this;
    let before: ArrayLike<number> = this.rows > 0 ? this.targets.slice(this.rows - 1) : [];
    for (let k = 0; k < targets.length / data; k++) {
      const own = targets.subarray(k * data, (k + 1) * data);
      if (own.some((target, a) => target !== before[a])) this.moves.push({ row: firstRow + k, target: own[0] });
      before = own;
    }
    this.epsilon.push(epsilon);
    this.kernel.push(kernel);
    this.targets.push(targets);
    this.estimates.push(estimates);
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
