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

/**
 * Typesets a formula.
 *
 * @param tex TeX source, inline style
 * @param size font size in px
 */
export function typeset(tex: string, size: number): Formula {
  const html = adaptor.innerHTML(page.convert(tex, { display: false }));
  const [, top, width, height] = /viewBox="[-\d.]+ ([-\d.]+) ([-\d.]+) ([-\d.]+)/.exec(html) ?? ["", "0", "0", "0"];
  const inner = html.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "");
  const scale = size / UNITS_PER_EM;
  return {
    svg: `<g transform="scale(${round(scale)})">${inner}</g>`,
    width: Number(width) * scale,
    depth: (Number(top) + Number(height)) * scale,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
