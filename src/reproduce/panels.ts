/**
 * Panels as plain data: what a study shows, curve by curve, in roles instead of colours. Knows nothing of drawing.
 */
import type { Points } from "../analysis/curves.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";

/** What a curve stands for, which decides how it is drawn: samples thin, simulation solid, theory dashed, published as black dots. */
export type CurveRole = "samples" | "simulation" | "theory" | "published" | "guide";

/** A colour by its meaning. A phase with several curves has shades: number `index` of `count`, from light to dark. */
export type CurveColor =
  | Phase
  | "ink"
  | "muted"
  | { readonly phase: Phase; readonly index: number; readonly count: number }
  /** The phase of a data set, mixed ones between their parts, such as frozen-kernel+critical. */
  | { readonly mixed: string };

/** A curve or a set of dots. */
export interface PanelCurve {
  /** Name in plain text, unique in the panel: it stands in the data file. */
  readonly name: string;
  readonly role: CurveRole;
  readonly color: CurveColor;
  /** Points; y is NaN at a gap. */
  readonly points: Points;
  /** Standard error of each point, for dots. */
  readonly errors?: readonly number[];
  /** Default: a line, except for the role `published`. */
  readonly mark?: "line" | "dots" | "hollow-dots" | "triangles";
  /** Text written beside the curve where there is room. */
  readonly label?: string;
}

/** An axis. */
export interface PanelAxis {
  /** TeX source. */
  readonly label: string;
  readonly type?: "linear" | "log";
  /** Range; around the curves where left out: from 0 on linear axes, whole decades on logarithmic ones. */
  readonly domain?: readonly [number, number];
  /** Whether it counts something. */
  readonly integer?: boolean;
}

/** A shaded band. */
export interface PanelBand {
  readonly name: string;
  /** Default: grey. */
  readonly color?: CurveColor;
  readonly rows: readonly (readonly [x: number, low: number, high: number])[];
}

/** Corners of a panel. */
export type Corner = "top-left" | "top-right" | "bottom-left" | "bottom-right";

/** A rectangle of a plane in the colour of its phase. */
export interface PanelCell {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Name of a phase, mixed ones of data included. */
  readonly phase: string;
}

/** One panel. */
export interface Panel {
  /** What it shows in plain words: it stands in the data file. */
  readonly name: string;
  readonly x: PanelAxis;
  readonly y: PanelAxis;
  readonly curves: readonly PanelCurve[];
  readonly bands?: readonly PanelBand[];
  readonly cells?: readonly PanelCell[];
  readonly arrows?: readonly { readonly from: readonly [number, number]; readonly to: readonly [number, number] }[];
  /** Words beside a point of the panel. */
  readonly notes?: readonly { readonly at: readonly [number, number]; readonly text: string; readonly color: CurveColor }[];
  /** A smaller panel in a corner. */
  readonly inset?: { readonly corner: Corner; readonly panel: Omit<Panel, "inset"> };
}

/** An entry of the legend. */
export interface PanelLegend {
  /** Text; an underscore sets the next character as a subscript. */
  readonly label: string;
  readonly color: CurveColor;
  readonly role?: CurveRole;
}
