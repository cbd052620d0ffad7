/**
 * Argument checks that throw `ArgumentError`. Pure: no numerics, no I/O.
 */
import { ArgumentError, Described } from "./errors.ts";
import { kindInWords } from "./words.ts";

/** Throws unless `value` is an integer in [`min`, `max`]; text stands for what could not be read as a number. */
export function requireInteger(
  argument: string,
  value: number | string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  if (typeof value === "string" || !Number.isInteger(value) || value < min || value > max) {
    throw new ArgumentError(
      argument,
      value,
      max === Number.MAX_SAFE_INTEGER ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`,
    );
  }
}

/** Throws unless `value` is a finite number. */
export function requireFinite(argument: string, value: number): void {
  if (!Number.isFinite(value)) throw new ArgumentError(argument, value, "a finite number");
}

/** Throws unless `value` is finite and greater than zero; text stands for what could not be read as a number. */
export function requirePositive(argument: string, value: number | string): asserts value is number {
  if (typeof value === "string" || !(Number.isFinite(value) && value > 0))
    throw new ArgumentError(argument, value, "a finite number greater than 0");
}

/** Throws unless `value` is one of `choices`. */
export function requireOneOf<T extends string>(argument: string, value: string, choices: readonly T[]): asserts value is T {
  if (!(choices as readonly string[]).includes(value)) throw new ArgumentError(argument, value, choices.join(", "));
}

/** Throws unless `value` is a text; `such` is one, for the message. */
export function requireText(argument: string, value: unknown, such: string): asserts value is string {
  if (typeof value !== "string") throw new ArgumentError(argument, new Described(kindInWords(value)), `a text, such as ${such}`);
}

/** Throws unless `value` is an array of numbers, such as a Float64Array. */
export function requireNumbers(argument: string, value: unknown): void {
  if (!ArrayBuffer.isView(value) && !Array.isArray(value))
    throw new ArgumentError(argument, new Described(kindInWords(value)), "an array of numbers, such as a Float64Array");
}

/** Throws unless `array` has exactly `length` entries. */
export function requireLength(argument: string, array: ArrayLike<unknown>, length: number): void {
  if (array.length !== length)
    throw new ArgumentError(argument, new Described(`of ${array.length} entries`), `exactly ${length} entries`);
}

/** Throws unless every entry of `array` is finite. */
export function requireAllFinite(argument: string, array: ArrayLike<number>): void {
  for (let i = 0; i < array.length; i++) {
    const value = array[i];
    if (!Number.isFinite(value)) throw new ArgumentError(`${argument}[${i}]`, value, "a finite number");
  }
}

/**
 * Refuses options that nobody reads: a misspelt one, or an argument in the place of another.
 *
 * @throws ArgumentError naming the first one that is not known
 */
export function requireFields(name: string, options: object, allowed: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new ArgumentError(name, options, `an object with ${allowed.join(", ")}`);
  const unknown = Object.keys(options).find((field) => !allowed.includes(field));
  if (unknown !== undefined)
    throw new ArgumentError(unknown, (options as Record<string, unknown>)[unknown], `one of ${allowed.join(", ")}, in ${name}`);
}
