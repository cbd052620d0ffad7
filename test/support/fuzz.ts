/**
 * Random inputs for parsers, and what must come of them: a value, or an error of ours.
 *
 * QNTK_FUZZ=100000 sets the number of inputs for each; tests take a hundred and fifty.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { QntkError, SourceError } from "../../src/base/errors.ts";

const numRuns = Number(process.env.QNTK_FUZZ ?? 150);
const seed = Number(process.env.QNTK_FUZZ_SEED ?? 1);
/** Milliseconds that a test of so many inputs may take. */
export const fuzzTimeout = 60_000 + numRuns * 30;

/** Words of a language in random order. */
export const soup = (words: readonly string[]) =>
  fc
    .array(fc.constantFrom(...words), { maxLength: 60 })
    .chain((list) => fc.constantFrom(" ", "").map((between) => list.join(between)));

/** A text with a few places changed: pieces left out, doubled, put in, or taken from another place. */
export const changed = (texts: readonly string[], words: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.nat(12),
          fc.constantFrom("cut", "double", "insert", "move", "swap"),
          fc.constantFrom(...words),
          fc.nat(),
        ),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
    )
    .map(([text, changes]) =>
      changes.reduce((now, [at, length, change, word, other]) => {
        const from = at % (now.length + 1);
        const piece = now.slice(from, from + length);
        const [before, after] = [now.slice(0, from), now.slice(from + length)];
        switch (change) {
          case "cut":
            return before + after;
          case "double":
            return before + piece + piece + after;
          case "insert":
            return before + word + piece + after;
          case "move": {
            const to = other % (before.length + 1);
            return before.slice(0, to) + piece + before.slice(to) + after;
          }
          default:
            return before + word + after;
        }
      }, text),
    );

/** Any text at all. */
export const anything = fc.string({ unit: "binary", maxLength: 200 });

/** Reads a text; true where that gives a value, false where it is refused as it should be. */
export function reads(text: string, read: (text: string) => void): boolean {
  try {
    read(text);
    return true;
  } catch (error) {
    expect(error, `${JSON.stringify(text)}: ${(error as Error).stack}`).toBeInstanceOf(QntkError);
    if (error instanceof SourceError) {
      expect(error.offset).toBeLessThanOrEqual(text.length);
      expect(error.line).toBeLessThanOrEqual(text.split("\n").length);
      expect(error.message.length).toBeLessThan(1000);
    }
    return false;
  }
}

/** Whether an error, of a text or of bytes, is one that readers throw on purpose. */
export function isRefusal(error: unknown): boolean {
  return error instanceof QntkError;
}

/**
 * Hands random inputs to a reader. Small changes leave some inputs whole: nothing is shown by inputs that are all refused at their first character, so that a share
 * must be read.
 */
export function fuzz<T>(name: string, inputs: fc.Arbitrary<T>, read: (input: T) => boolean, share: number): void {
  let accepted = 0;
  fc.assert(
    fc.property(inputs, (input) => {
      if (read(input)) accepted++;
    }),
    { numRuns, seed },
  );
  said(name, accepted);
  expect(accepted).toBeGreaterThanOrEqual(Math.floor(share * numRuns));
}

/** As `fuzz`, for a reader that takes its time. */
export async function fuzzLater<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  read: (input: T) => Promise<boolean>,
  share: number,
): Promise<void> {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      if (await read(input)) accepted++;
    }),
    { numRuns, seed },
  );
  said(name, accepted);
  expect(accepted).toBeGreaterThanOrEqual(Math.floor(share * numRuns));
}

function said(name: string, accepted: number): void {
  if (process.env.QNTK_FUZZ !== undefined)
    console.log(`${name}: ${numRuns} inputs, ${accepted} read, ${numRuns - accepted} refused`);
}

/** Bytes with a few of them changed, left out, put in or cut off. */
export const changedBytes = (files: readonly Uint8Array[]) =>
  fc
    .tuple(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom("set", "flip", "cut", "insert", "end")), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([file, changes]) =>
      changes.reduce((bytes, [place, value, change]) => {
        const at = bytes.length === 0 ? 0 : place % bytes.length;
        const [before, after] = [[...bytes.subarray(0, at)], [...bytes.subarray(at)]];
        if (change === "cut") return Uint8Array.from([...before, ...after.slice(1 + (value % 8))]);
        if (change === "insert") return Uint8Array.from([...before, value, ...after]);
        if (change === "end") return Uint8Array.from(before);
        const first = change === "set" ? value : (after[0] ?? 0) ^ (1 << (value % 8));
        return Uint8Array.from([...before, first, ...after.slice(1)]);
      }, file),
    );
