/**
 * From OpenQASM text to its syntax tree.
 */
/// <reference path="../../base/peggy.d.ts" />
import { parsed, type Source } from "../../base/source.ts";
import { parse } from "./openqasm.peggy";
import type { Statement } from "./syntax.ts";

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
  const version = versionOf(source.text);
  return parsed((text) => parse(text, { version }), source, "a statement or the rest of one") as readonly Statement[];
}
