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
