/// <reference path="./peggy.d.ts" />
/**
 * From OpenQASM text to its syntax tree, and the errors that point into the text.
 */
import { SourceError } from "../../base/errors.ts";
import { parse } from "./openqasm.peggy";
import type { Statement } from "./syntax.ts";

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

/** The version a text is written in: as it says; without a word, 2 where it includes that version's library or declares qreg, else 3. */
export function versionOf(text: string): 2 | 3 {
  const stated = /^(?:[\s\p{Z}\uFEFF]|\/\/.*\n|\/\*[\s\S]*?\*\/)*OPENQASM\s+(\d+)/u.exec(text.slice(0, 100_000));
  if (stated !== null) return stated[1] === "2" ? 2 : 3;
  return /^\s*(?:include\s*["']qelib1\.inc["']|qreg\b)/m.test(text) ? 2 : 3;
}

/**
 * Parses a text.
 *
 * @throws SourceError at the first character that no statement can continue with
 */
export function parseOpenQasm(source: Source): readonly Statement[] {
  const { text } = source;
  if (text.length > MAX_LENGTH) throw errorAt(source, 0, `is longer than the ${MAX_LENGTH} characters that are read`);
  try {
    return parse(text, { version: versionOf(text) }) as readonly Statement[];
  } catch (error) {
    if (error instanceof RangeError) throw errorAt(source, 0, "is nested too deeply to be read");
    if (isSyntaxError(error)) throw errorAt(source, error.location.start.offset, problemOf(error));
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

function problemOf({ expected, found, message }: ParserError): string {
  if (expected === null) return message;
  const wanted = [
    ...new Set(
      expected.map((each) =>
        each.type === "literal"
          ? `'${each.text}'`
          : each.type === "other"
            ? each.description
            : each.type === "end"
              ? "the end"
              : "a letter",
      ),
    ),
  ].sort();
  const met = found === null ? "the text ends" : `there is ${JSON.stringify(found)}`;
  if (wanted.length > LISTED) return `${met} where a statement or the rest of one should stand`;
  const list = wanted.length > 1 ? `${wanted.slice(0, -1).join(", ")} or ${wanted.at(-1)}` : wanted.join();
  return `${met} where ${list} should stand`;
}
