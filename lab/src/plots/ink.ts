/**
 * Inks as colours.
 */
import type { Theme } from "qntk";
import type { Ink } from "./model.ts";

/** The colour of an ink. */
export function inkColor(ink: Ink, colors: Theme): string {
  switch (ink) {
    case "ink":
    case "muted":
    case "faint":
    case "sample":
      return colors[ink];
    default:
      return colors.phase[ink];
  }
}
