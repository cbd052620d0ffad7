/**
 * Colours, one for each phase everywhere: figures, reports and terminal. Distinguishable with every common colour blindness, and never the
 * only sign: theory is dashed, simulation solid, and curves are labelled.
 */
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
}

export const lightTheme: Theme = {
  ink: "#1a1a1a",
  muted: "#5f5f5f",
  faint: "#d9d9d9",
  background: "#ffffff",
  sample: "#bfbfbf",
  phase: { "frozen-kernel": "#0072B2", critical: "#D55E00", "frozen-error": "#009E73", undetermined: "#7a7a7a" },
};

export const darkTheme: Theme = {
  ink: "#f2f2f2",
  muted: "#a8a8a8",
  faint: "#3d3d3d",
  background: "#141414",
  sample: "#575757",
  phase: { "frozen-kernel": "#4BA3D9", critical: "#F0803C", "frozen-error": "#2CC295", undetermined: "#9a9a9a" },
};

/** Phases in words. */
export const phaseLabels: Readonly<Record<Phase, string>> = {
  "frozen-kernel": "frozen kernel",
  critical: "critical point",
  "frozen-error": "frozen error",
  undetermined: "undetermined",
};
