/**
 * What shots say of rows, as they come: standard errors of ε and K, and K without the bias of squared estimates.
 */
import type { RowEstimates } from "qntk";
import { Rows } from "./rows.ts";

/** Names of the numbers. */
export const estimateNames = ["epsilonError", "kernelUnbiased", "kernelError"] as const satisfies (keyof RowEstimates)[];

export class EstimateRows implements Readonly<Record<keyof RowEstimates, Rows>> {
  readonly epsilonError: Rows;
  readonly kernelUnbiased: Rows;
  readonly kernelError: Rows;

  constructor(readonly columns: number) {
    this.epsilonError = new Rows(columns);
    this.kernelUnbiased = new Rows(columns);
    this.kernelError = new Rows(columns);
  }

  /** Number of rows. */
  get rows(): number {
    return this.epsilonError.rows;
  }

  /** Adds whole rows; nothing without estimates. */
  push(estimates: RowEstimates | undefined): void {
    for (const name of estimates === undefined ? [] : estimateNames) this[name].push((estimates as RowEstimates)[name]);
  }

  /** All rows, row after row; undefined where there are none. */
  taken(): RowEstimates | undefined {
    return this.#each((rows) => rows.slice(0));
  }

  /** All rows, column after column, each `length` rows long; undefined where there are none. */
  byColumn(length: number): RowEstimates | undefined {
    return this.#each((rows) => rows.byColumn(length));
  }

  /** Standard error of the mean over the columns. */
  errorOfMean(name: "epsilonError" | "kernelError", row: number): number {
    let sum = 0;
    for (let c = 0; c < this.columns; c++) sum += this[name].at(row, c) ** 2;
    return Math.sqrt(sum) / this.columns;
  }

  #each(of: (rows: Rows) => Float64Array): RowEstimates | undefined {
    if (this.rows === 0) return undefined;
    return { epsilonError: of(this.epsilonError), kernelUnbiased: of(this.kernelUnbiased), kernelError: of(this.kernelError) };
  }
}
