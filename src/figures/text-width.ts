/**
 * How wide a text of the figures' font will be, without the font: enough to keep labels apart.
 */

/** Advance widths in em of Inter's narrow and wide characters. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[.,:;'|·ilj]/, 0.27],
  [/[ ftr()/]/, 0.35],
  [/[mwMW]/, 0.87],
  [/[A-Z=−+<>]/, 0.68],
  [/[0-9]/, 0.63],
];
/** Advance width in em of the other characters. */
const USUAL_WIDTH = 0.58;

/** Estimated width in px; underscores, which lower the next character, take no room. */
export function textWidth(text: string, size: number): number {
  const widths = [...text.replace(/_/g, "")].map(
    (character) => WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? USUAL_WIDTH,
  );
  return size * widths.reduce((sum, width) => sum + width, 0);
}
