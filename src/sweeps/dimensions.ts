/**
 * The dimensions of a sweep, and its points in words. Runs anywhere.
 */
import type { Axis, AxisValue } from "./axes.ts";

/** A dimension of a sweep: one axis, or several that advance together. */
export interface Dimension {
  /** Name of its first axis. */
  readonly name: string;
  readonly axes: readonly string[];
  readonly length: number;
}

/** The dimensions of a sweep, in the order of its axes. */
export function dimensionsOf({
  axes,
  zip,
}: {
  readonly axes: readonly Axis[];
  readonly zip: readonly (readonly string[])[];
}): Dimension[] {
  const dimensions: Dimension[] = [];
  for (const { name, values } of axes) {
    const group = zip.find((names) => names.includes(name));
    if (group === undefined) dimensions.push({ name, axes: [name], length: values.length });
    else if (!dimensions.some((dimension) => dimension.axes.includes(name)))
      dimensions.push({
        name,
        axes: axes.filter((axis) => group.includes(axis.name)).map((axis) => axis.name),
        length: values.length,
      });
  }
  return dimensions;
}

/** A point in words, such as `layers 16, target min-4`. */
export function describe(at: Readonly<Record<string, AxisValue>>): string {
  const words = Object.entries(at).map(([name, value]) => `${name} ${value}`);
  return words.length === 0 ? "the only point" : words.join(", ");
}
