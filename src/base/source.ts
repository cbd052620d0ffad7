/**
 * Texts that are parsed: the errors that point into them, and what a parser made by peggy says in words.
 */
import { SourceError } from "./errors.ts";

/** A text with its name, which makes errors that show a place in it. */
export interface Source {
  readonly text: string;
  readonly path: string;
  /** Added to what is wrong, such as " (in gate g)". */
  readonly note?: string;
}

/** Longest text that is read, in characters. */
const MAX_LENGTH = 20_000_000;

/** The error that something at an offset is wrong. */
export function errorAt({ text, path, note = "" }: Source, at: number, problem: string): SourceError {
  return new SourceError(path, `${problem}${note}`, text, at);
}

/** The line of an offset, counted from 1. */
export function lineOf({ text }: Source, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/**
 * What a parser makes of a text.
 *
 * @param what what should stand where nothing can be read, in words, such as `a statement or the rest of one`
 * @throws SourceError at the first character that nothing can continue with
 */
export function parsed(parse: (text: string) => unknown, source: Source, what: string): unknown {
  if (source.text.length > MAX_LENGTH) throw errorAt(source, 0, `is longer than the ${MAX_LENGTH} characters that are read`);
  return withinStack(source, () => {
    try {
      return parse(source.text);
    } catch (error) {
      if (isSyntaxError(error)) throw errorAt(source, error.location.start.offset, problemOf(error, what));
      throw error;
    }
  });
}

/** Does something that goes as deep as a text is nested; a text that uses up the stack is refused. */
export function withinStack<T>(source: Source, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw errorAt(source, 0, "is nested too deeply to be read");
    throw error;
  }
}

/** What a parser made by peggy throws. */
interface ParserError extends Error {
  readonly location: { readonly start: { readonly offset: number } };
  readonly expected: readonly Expectation[] | null;
  readonly found: string | null;
}

type Expectation =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "other"; readonly description: string }
  | { readonly type: "class" | "any" | "end" };

function isSyntaxError(error: unknown): error is ParserError {
  return error instanceof Error && "location" in error && "expected" in error;
}

/** Most alternatives that a message lists. */
const LISTED = 6;

function problemOf({ expected, found, message }: ParserError, what: string): string {
  if (expected === null) return message;
  const wanted = [...new Set(expected.map(described))].sort();
  const met = found === null ? "the text ends" : `there is ${JSON.stringify(found)}`;
  if (wanted.length > LISTED) return `${met} where ${what} should stand`;
  const list = wanted.length > 1 ? `${wanted.slice(0, -1).join(", ")} or ${wanted.at(-1)}` : wanted.join();
  return `${met} where ${list} should stand`;
}

function described(expectation: Expectation): string {
  switch (expectation.type) {
    case "literal":
      return `'${expectation.text}'`;
    case "other":
      return expectation.description;
    case "end":
      return "the end";
    default:
      return "a letter";
  }
}
