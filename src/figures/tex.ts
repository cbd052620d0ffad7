/**
 * TeX labels as SVG paths, set by MathJax. Loaded only when a figure is drawn.
 */
import { liteAdaptor } from "mathjax-full/js/adaptors/liteAdaptor.js";
import { RegisterHTMLHandler } from "mathjax-full/js/handlers/html.js";
import { TeX } from "mathjax-full/js/input/tex.js";
import "mathjax-full/js/input/tex/ams/AmsConfiguration.js";
import { mathjax } from "mathjax-full/js/mathjax.js";
import { SVG } from "mathjax-full/js/output/svg.js";

/** A typeset formula. */
export interface Formula {
  /** SVG elements with the baseline's left end at the origin, in `currentColor`. */
  readonly svg: string;
  readonly width: number;
  /** How far it reaches below the baseline. */
  readonly depth: number;
}

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const page = mathjax.document("", {
  InputJax: new TeX({ packages: ["base", "ams"] }),
  OutputJax: new SVG({ fontCache: "none" }),
});

/** Units of MathJax's paths in one em. */
const UNITS_PER_EM = 1000;

/** Formulas that have been set, by their source: the panels of a figure share labels, and so do a figure's two themes. */
const known = new Map<string, Formula>();

/**
 * Typesets a formula.
 *
 * @param tex TeX source, inline style
 * @param size font size in px
 */
export function typeset(tex: string, size: number): Formula {
  const formula = known.get(tex) ?? converted(tex);
  known.set(tex, formula);
  const scale = size / UNITS_PER_EM;
  return {
    svg: `<g transform="scale(${round(scale)})">${formula.svg}</g>`,
    width: formula.width * scale,
    depth: formula.depth * scale,
  };
}

/** A formula in MathJax's units. */
function converted(tex: string): Formula {
  const html = adaptor.innerHTML(page.convert(tex, { display: false }));
  const [, top, width, height] = /viewBox="[-\d.]+ ([-\d.]+) ([-\d.]+) ([-\d.]+)/.exec(html) ?? ["", "0", "0", "0"];
  const svg = html.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "");
  return { svg, width: Number(width), depth: Number(top) + Number(height) };
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
