/**
 * Pictures compared with committed ones.
 */

/**
 * An SVG with its numbers rounded to a tenth of a px, so that the last digits of other platforms do not matter, and its clipping paths numbered from 1:
 * Plot counts all that a process has drawn.
 */
export function roundedSvg(svg: string): string {
  const names = [...new Set(svg.match(/plot-clip-\d+/g))];
  return svg
    .replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1)) + 0))
    .replace(/plot-clip-\d+/g, (name) => `plot-clip-${names.indexOf(name) + 1}`);
}
