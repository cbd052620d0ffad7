/**
 * Typed errors. Every one names what was wrong, the value met and what is accepted, in one sentence.
 * Knows nothing of exit codes or consoles: the command line maps these types to both.
 */

/** Base class of every error this package throws on purpose. */
export class QntkError extends Error {
  override name = "QntkError";
}

/**
 * An argument outside its domain.
 *
 * The message is one sentence, `<argument> is <value>; allowed: <allowed>.`
 */
export class ArgumentError extends QntkError {
  override name = "ArgumentError";
  constructor(
    /** Name of the argument as the caller knows it. */
    readonly argument: string,
    /** The offending value, or a `Described` where words say it better. */
    readonly value: unknown,
    /** The accepted values, in words. */
    readonly allowed: string,
  ) {
    super(`${argument} is ${describeValue(value)}; allowed: ${allowed}.`);
  }
}

/** A file or folder whose content cannot be used: truncated, of another format or of a newer schema. */
export class FormatError extends QntkError {
  override name = "FormatError";
  constructor(
    /** Path or name of the file or folder. */
    readonly path: string,
    /** What is wrong with it, in words. */
    readonly problem: string,
  ) {
    super(`${path}: ${problem}.`);
  }
}

/** A file or folder that could not be read or written: no space, no permission, already there. */
export class StorageError extends QntkError {
  override name = "StorageError";
  constructor(
    /** Path of the file or folder. */
    readonly path: string,
    /** What failed, in words. */
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${path}: ${problem}.`, options);
  }
}

/** A worker thread that ended before its work did. */
export class WorkerError extends QntkError {
  override name = "WorkerError";
}

/** A device, or the program that leads to it, that is not there or does not do what it is asked. */
export class DeviceError extends QntkError {
  override name = "DeviceError";
}

/** A value in words, for messages such as `matrix is 2 x 3`. */
export class Described {
  constructor(readonly words: string) {}
}

function describeValue(value: unknown): string {
  if (value instanceof Described) return value.words;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value === undefined) return "missing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A text that cannot be read: says where, and shows the line with a caret under the place. */
export class SourceError extends FormatError {
  override name = "SourceError";
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in characters. */
  readonly column: number;
  constructor(
    path: string,
    problem: string,
    /** The whole text. */
    text: string,
    /** Offset of the place in it. */
    readonly offset: number,
  ) {
    super(path, problem);
    const before = text.slice(0, offset);
    const start = before.lastIndexOf("\n") + 1;
    const lineEnd = text.slice(offset).search(/\r?\n|$/) + offset;
    this.line = before.split("\n").length;
    this.column = [...text.slice(start, offset)].length + 1;
    this.message = `${path}, line ${this.line}, column ${this.column}: ${problem}.\n${excerpt(text.slice(start, offset), text.slice(offset, lineEnd))}`;
  }
}

/** Characters of a line shown on either side of a place. */
const EXCERPT = 50;

/** A line, or what of it lies around a place, with a caret under the place; tabs and what is invisible are shown as blanks. */
function excerpt(before: string, after: string): string {
  const visible = (text: string) => Array.from(text, (character) => (/[\p{C}\p{Z}]/u.test(character) ? " " : character));
  // A character takes at most two units.
  const lead = visible(before.slice(-2 * EXCERPT)).slice(-EXCERPT);
  const rest = visible(after.slice(0, 2 * EXCERPT)).slice(0, EXCERPT);
  const opening = lead.join("").length < before.length ? "…" : "";
  const closing = rest.join("").length < after.length ? "…" : "";
  return `  ${opening}${lead.join("")}${rest.join("").trimEnd()}${closing}\n  ${" ".repeat(opening.length + lead.length)}^`;
}
