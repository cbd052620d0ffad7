/**
 * What is asked of a queue, where it is a multiple of what was asked for before.
 */
import { ArgumentError } from "../base/errors.ts";

/** Memory as asked for: a size, or a multiple of the one before. */
export function scaledMemory(mem: string | undefined, before: string | undefined): string | undefined {
  const factor = mem === undefined ? undefined : /^x(\d+(?:\.\d+)?)$/.exec(mem)?.[1];
  if (factor === undefined) return mem ?? before;
  const [, size, unit] = /^(\d+)([KMGT]?)$/i.exec(before ?? "") ?? [];
  if (size === undefined)
    throw new ArgumentError("mem", mem, "a size such as 4G, since nothing was asked for before that could be multiplied");
  return `${Math.ceil(Number(size) * Number(factor))}${unit}`;
}
