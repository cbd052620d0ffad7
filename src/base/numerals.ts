/**
 * Numbers as people write and print them: U+2212 as minus, thin and no-break spaces between groups of digits.
 */

/** Spaces that stand within numbers: no-break, figure, punctuation, thin, hair and narrow no-break space. */
const INNER_SPACES = /[\u00a0\u2006-\u200a\u202f]/g;

/** Whether a text holds one of the characters that `plainNumerals` replaces. */
export function isTypeset(text: string): boolean {
  return /[\u2212\u00a0\u2006-\u200a\u202f]/.test(text);
}

/** A text about numbers as a keyboard has it: `-` for U+2212, and none of the spaces that printed numbers hold. */
export function plainNumerals(text: string): string {
  return text.replaceAll("\u2212", "-").replace(INNER_SPACES, "");
}

/** The finite number that a text is; undefined where it is none. */
export function readNumber(text: string): number | undefined {
  const plain = plainNumerals(text).trim();
  const value = plain === "" ? Number.NaN : Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** A finite number where the text is one; otherwise the text in plain characters, to be judged elsewhere. */
export function numberOrText(text: string): number | string {
  return readNumber(text) ?? plainNumerals(text).trim();
}

/** The numbers of a list with commas between them; NaN for a part that is none. */
export function numberList(text: string): number[] {
  return text.split(",").map((part) => readNumber(part) ?? Number.NaN);
}
