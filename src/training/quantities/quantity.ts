/**
 * What a recorded quantity is to everybody else: its numbers at a row, the arrays that hold them, what they cost, and what follows from them.
 */
import type { HessianSource } from "../../engine/engine.ts";
import type { LossDefinition } from "../losses/loss.ts";

/** The circuit's parameters, how many of them are trained, and the data: 1 without, and those held out. */
export interface QuantitySize {
  readonly parameters: number;
  readonly trained: number;
  readonly data: number;
  readonly heldOut: number;
}

/** One row of all columns, as a quantity sees it. */
export interface QuantityContext {
  readonly columns: number;
  readonly parameters: number;
  /** Which parameters are trained, in order. */
  readonly trained: readonly number[];
  /** θ, shape (columns, parameters). */
  readonly theta: Float64Array;
  /** ε, shape (columns). */
  readonly epsilon: Float64Array;
  /** ∂<O>/∂θ, shape (columns, parameters); zero for parameters that are not trained. */
  readonly gradient: Float64Array;
  readonly loss: LossDefinition;
  /** Second derivatives of <O>. @throws ArgumentError where none are known */
  second(): HessianSource;
}

/** An array that follows from a quantity with one number, ε and K of the same row, such as λ from μ. */
export interface DerivedArray {
  readonly name: string;
  readonly description: string;
  value(quantity: number, row: { readonly epsilon: number; readonly kernel: number }): number;
}

/** One kind of recorded quantity. */
export interface QuantityDefinition {
  /** Name in `measure`. */
  readonly name: string;
  /** What it is, in words that follow "strides in steps of". */
  readonly words: string;
  /** The array of stored runs. */
  readonly array: { readonly name: string; readonly description: string };
  /** The dimension of its numbers, where a column has several at a row. */
  readonly entry?: { readonly name: string; readonly description: string };
  /** Numbers of a column at a row. */
  width(size: QuantitySize): number;
  /** Whether it is recorded with data alone, or with data and without; without data alone where left out. */
  readonly of?: "data" | "both";
  /** Its numbers at a row without data, shape (columns, width); the step of data measures what is recorded with data. */
  measure?(context: QuantityContext): Float64Array;
  /** Hessian-vector products that a column takes at a row; none where left out. */
  products?(parameters: number): number;
  /** Numbers that a column takes in memory while it is measured, beyond its own; none where left out. */
  workspace?(parameters: number): number;
  readonly derived?: readonly DerivedArray[];
}

/** The dimension of quantities with a number for each parameter. */
export const PARAMETER_ENTRY = { name: "parameter", description: "parameter index l" } as const;
