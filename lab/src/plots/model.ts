/**
 * A chart as a value: axes, lines, dots and rules in data coordinates. Drawing it, on screen or to a file, is done elsewhere.
 */
import type { Phase } from "qntk";

/** Colours by what they stand for. */
export type Ink = Phase | "ink" | "muted" | "faint" | "sample";

export interface AxisModel {
  readonly domain: readonly [number, number];
  readonly log?: boolean;
  /** Symbol or name of the quantity; _ and ^ lower and raise one character. */
  readonly label: string;
}

export interface Line {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly ink: Ink;
  readonly width?: number;
  /** Theory is dashed, simulation solid. */
  readonly dashed?: boolean;
  /** Written at the line's end. */
  readonly label?: string;
}

/** The area between two curves, such as one standard error below and above a mean. */
export interface Band {
  readonly x: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly ink: Ink;
  readonly label: string;
}

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly ink: Ink;
  readonly radius?: number;
  readonly hollow?: boolean;
  readonly label?: string;
  /** Where its label is; default `beside`, to the right. */
  readonly side?: "beside" | "above" | "below";
}

/** A line across the plot at one value of an axis. */
export interface Rule {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly ink: Ink;
  readonly dashed?: boolean;
  readonly label?: string;
  /** Which end its label is at; default `end`. */
  readonly side?: "start" | "end";
}

/** A filled bar from y = 0 (or the bottom of a logarithmic axis). */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly ink: Ink;
}

/** A short arrow that points along a direction, both in data coordinates. */
export interface Arrow {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  /** Default `sample`. */
  readonly ink?: Ink;
}

export interface ChartModel {
  readonly x: AxisModel;
  readonly y: AxisModel;
  /** Behind the lines. On a logarithmic axis a lower end that is not positive is the bottom. */
  readonly bands?: readonly Band[];
  readonly lines?: readonly Line[];
  readonly dots?: readonly Dot[];
  readonly rules?: readonly Rule[];
  readonly bars?: readonly Bar[];
  readonly arrows?: readonly Arrow[];
  /** Written in the middle of a chart that has nothing to show. */
  readonly empty?: string;
}

/** Where a value lies along an axis, from 0 to 1. */
export function share({ domain: [low, high], log }: AxisModel, value: number): number {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** The points of a band that can be drawn, in one piece after the other, its lower end inside the axis. */
export function piecesOfBand({ x, low, high }: Band, { domain, log }: AxisModel): { x: number; low: number; high: number }[][] {
  const pieces: { x: number; low: number; high: number }[][] = [[]];
  for (let k = 0; k < x.length; k++) {
    if (!Number.isFinite(low[k] + high[k]) || (log && high[k] <= 0)) pieces.push([]);
    else
      pieces[pieces.length - 1].push({
        x: x[k],
        low: log ? Math.max(low[k], domain[0]) : low[k],
        high: log ? Math.max(high[k], domain[0]) : high[k],
      });
  }
  return pieces.filter((piece) => piece.length > 1);
}

/** The value at a share of an axis. */
export function valueAt({ domain: [low, high], log }: AxisModel, at: number): number {
  return log ? low * (high / low) ** at : low + at * (high - low);
}
