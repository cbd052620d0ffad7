/**
 * Pictures compared with committed ones.
 */

/** An SVG with its numbers rounded to a tenth of a px, so that the last digits of other platforms do not matter. */
export function roundedSvg(svg: string): string {
  return svg.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1)) + 0));
}
