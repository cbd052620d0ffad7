/**
 * Colours, one for each phase everywhere: figures, reports and terminal. Distinguishable with every common colour blindness, and never the
 * only sign: theory is dashed, simulation solid, and curves are labelled.
 */
import { range } from "../base/arrays.ts";
import type { Phase } from "../theory/lotka-volterra/phases.ts";

/** Colours of the light and the dark page. */
export interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly faint: string;
  readonly background: string;
  /** Single samples. */
  readonly sample: string;
  readonly phase: Readonly<Record<Phase, string>>;
  /** How far shades of a colour go towards white and towards black, as shares: less towards the page. */
  readonly shades: { readonly lightest: number; readonly darkest: number };
}

export const lightTheme: Theme = {
  ink: "#1a1a1a",
  muted: "#5f5f5f",
  faint: "#d9d9d9",
  background: "#ffffff",
  sample: "#bfbfbf",
  phase: { "frozen-kernel": "#0072B2", critical: "#D55E00", "frozen-error": "#009E73", undetermined: "#CC79A7" },
  shades: { lightest: 0.4, darkest: 0.45 },
};

export const darkTheme: Theme = {
  ink: "#f2f2f2",
  muted: "#a8a8a8",
  faint: "#3d3d3d",
  background: "#141414",
  sample: "#575757",
  phase: { "frozen-kernel": "#4BA3D9", critical: "#F0803C", "frozen-error": "#2CC295", undetermined: "#E59BC4" },
  shades: { lightest: 0.6, darkest: 0.3 },
};

/** Phases in words. */
export const phaseLabels: Readonly<Record<Phase, string>> = {
  "frozen-kernel": "frozen kernel",
  critical: "critical point",
  "frozen-error": "frozen error",
  undetermined: "undetermined",
};

/** The colour of a phase by its name; of a mixed one of data, such as frozen-kernel+critical, that between its parts. */
export function phaseColor(name: string, theme: Theme): string {
  const colors = name.split("+").map((part) => theme.phase[part as Phase]);
  return colors.reduce((mixed, color, k) => blend(mixed, color, 1 / (k + 1)));
}

/** A phase in words, likewise. */
export function phaseLabel(name: string): string {
  return name
    .split("+")
    .map((part) => phaseLabels[part as Phase])
    .join(" + ");
}

/** Shades of a phase's colour from light to dark, to tell its targets apart; the colour itself where one is asked for. */
export function shadesOf(phase: Phase, count: number, theme: Theme): string[] {
  const color = theme.phase[phase];
  const { lightest, darkest } = theme.shades;
  if (count === 1) return [color];
  return range(count).map((k) => {
    const position = (k / (count - 1)) * (lightest + darkest) - lightest;
    return blend(color, position < 0 ? "#ffffff" : "#000000", Math.abs(position));
  });
}

/** A colour #rrggbb moved towards another by a share of the way. */
export function blend(color: string, other: string, share: number): string {
  const channels = (text: string) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
  const to = channels(other);
  const blended = channels(color).map((value, k) => Math.round(value + share * (to[k] - value)));
  return `#${blended.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
