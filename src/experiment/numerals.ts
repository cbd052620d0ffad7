/**
 * The numbers of a configuration where they come as text: from a file that took U+2212 for a letter, or as a list with commas.
 */
import { isTypeset, numberOrText, plainNumerals, readNumber } from "../base/numerals.ts";
import { optionFields } from "./schema.ts";

/**
 * An input with its texts about numbers in plain characters: targets read, one or several in a text; numbers written with U+2212 or thin spaces, which no file
 * format takes for numbers, read too. Other texts, such as circuits and paths, stay as they are.
 */
export function withPlainNumerals(input: unknown): unknown {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  const fields = optionFields();
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, plain(value, fields.get(name)?.reads)]));
}

function plain(value: unknown, reads: string | undefined): unknown {
  switch (reads) {
    case "number":
      return typeof value === "string" && isTypeset(value) ? (readNumber(value) ?? value) : value;
    case "target":
      return typeof value === "string" ? numberOrText(value) : value;
    case "targets":
      return typeof value === "string" || Array.isArray(value) ? targetsOf(value) : value;
    case "numerals":
      return typeof value === "string" ? plainNumerals(value) : value;
    case "list":
      return Array.isArray(value)
        ? value.map((each) => (typeof each === "string" ? plainNumerals(each) : each))
        : typeof value === "string"
          ? plainNumerals(value)
          : value;
    default:
      return value;
  }
}

/** Targets one by one; a single one is no list, so that messages show it as it was given. */
function targetsOf(value: string | unknown[]): unknown {
  const targets = [value]
    .flat()
    .flatMap((each) => (typeof each === "string" && each.includes(",") ? each.split(",") : [each]))
    .map((each) => (typeof each === "string" ? numberOrText(each) : each));
  return typeof value === "string" && targets.length === 1 ? targets[0] : targets;
}
