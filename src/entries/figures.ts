/**
 * Figures as SVG text, given a DOM document.
 */

export * from "../figures/curve-figure.ts";
export * from "../figures/figure.ts";
export * from "../figures/palette.ts";
export * from "../figures/transition.ts";
