/**
 * A sweep as a file describes it: one configuration, axes along which fields of it change, and what to keep of every point.
 */
import { parseDocument } from "yaml";
import { z } from "zod";
import { ArgumentError, Described, FormatError } from "../base/errors.ts";
import { numberOrText, plainNumerals, readNumber } from "../base/numerals.ts";
import { configFileJsonSchema, parseTarget } from "../experiment/config.ts";
import { optionFields } from "../experiment/schema.ts";
import { type Axis, type AxisInput, expandAxis } from "./axes.ts";
import { keptNames, keptQuantity } from "./kept.ts";
import { DEFAULT_DATA_KEEP, requireDataQuantity } from "./kept-data.ts";

/** A sweep, checked and with its axes written out. */
export interface Sweep {
  /** Fields of the configuration that all points share. */
  readonly base: Readonly<Record<string, unknown>>;
  readonly axes: readonly Axis[];
  /** Groups of axes that advance together, by name; each group is one dimension. */
  readonly zip: readonly (readonly string[])[];
  /** Points left out: those that match all fields of one entry. */
  readonly exclude: readonly Readonly<Record<string, unknown>>[];
  /** Quantities kept of every point. */
  readonly keep: readonly string[];
  /** |ε - R| that counts as trained, for the kept `steps`. */
  readonly error: number;
}

/** Fields of a configuration file that say how to run, which a sweep decides itself. */
const RUN_FIELDS = ["threads", "out", "force", "plot", "json", "quiet", "python", "device"];
/** Kept where a file says nothing. */
const DEFAULT_KEEP = ["epsilon", "kernel", "kernelInfinity", "lambdaInfinity", "zetaInfinity", "C", "rate", "phase", "seconds"];

const value = z.union([z.number(), z.string(), z.boolean()], "a number, a text, true or false");
const end = z.union([z.number(), z.string()], "a number or a target such as min-4");
const axisSchema = z.union(
  [
    z.array(value),
    z.strictObject({
      from: end.describe("first value"),
      to: end.describe("last value"),
      count: z.int().min(1).optional().describe("how many values; left out, every integer between two integers"),
      scale: z.enum(["linear", "logarithmic"]).optional().describe("spacing (default linear)"),
    }),
  ],
  'a list of values, or an object {"from", "to", "count", "scale"} with scale linear or logarithmic',
);

const sweepSchema = z.strictObject({
  base: z.record(z.string(), z.unknown()).describe("the configuration that all points share: fields of `qntk train`"),
  axes: z.record(z.string(), axisSchema).describe("fields that change, each with its values; all combinations are points"),
  zip: z
    .array(z.array(z.string()).min(2, "at least two axes"))
    .optional()
    .describe("groups of axes that advance together instead of being combined"),
  exclude: z
    .array(z.record(z.string(), z.union([value, z.array(value)])))
    .optional()
    .describe("points to leave out: each entry names values, or lists of them, of some axes"),
  keep: z
    .array(z.string())
    .optional()
    .describe(`what is kept of every point: ${keptNames().join(", ")}`),
  error: z
    .number()
    .positive("a number above 0")
    .optional()
    .describe("|epsilon - R| that counts as trained, for keep steps (default 0.001)"),
  $schema: z.string().optional().describe("the JSON Schema of this file, for editors"),
});

/**
 * Reads the text of a sweep file, JSON or YAML.
 *
 * @param name the file's name, for messages
 * @throws FormatError where the text is neither
 * @throws ArgumentError naming the first field that is wrong
 */
export function parseSweepText(text: string, name: string): Sweep {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const [line] = problem.message.split("\n");
    throw new FormatError(name, `is neither JSON nor YAML: ${line.replace(/:$/, "")}`);
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new FormatError(name, `is neither JSON nor YAML: ${(error as Error).message}`);
  }
  return parseSweep(value);
}

/** As `parseSweepText`, from the value that the text stands for. */
export function parseSweep(input: unknown): Sweep {
  const result = sweepSchema.safeParse(withNumbersRead(input), { reportInput: true });
  if (!result.success) throw refusal(result.error.issues[0]);
  const { base, axes, zip = [], exclude = [], error = 1e-3 } = result.data;
  const withData = base.data !== undefined || axes.data !== undefined;
  const keep = result.data.keep ?? (withData ? DEFAULT_DATA_KEEP : DEFAULT_KEEP);
  for (const field of RUN_FIELDS) {
    if (base[field] !== undefined || axes[field] !== undefined)
      throw new ArgumentError(
        `${base[field] === undefined ? "axes" : "base"}.${field}`,
        new Described("set"),
        "no such field: the sweep itself decides how its points are run",
      );
  }
  const integers = integerFields();
  const expanded = Object.entries(axes).map(([name, axis]) => expandAxis(name, axis as AxisInput, integers.has(name)));
  for (const { name } of expanded) {
    if (base[name] !== undefined) throw new ArgumentError(`base.${name}`, base[name], `nothing, where ${name} is an axis`);
  }
  requireZips(expanded, zip);
  const names = new Set(expanded.map(({ name }) => name));
  exclude.forEach((entry, k) => {
    for (const name of Object.keys(entry))
      if (!names.has(name))
        throw new ArgumentError(`exclude.${k}.${name}`, new Described("no axis"), `the axes ${[...names].join(", ")}`);
  });
  const kept = keep.map((name) => (withData ? requireDataQuantity(name) : keptQuantity(name).name));
  return { base, axes: expanded, zip, exclude, keep: [...new Set(kept)], error };
}

/** The JSON Schema of a sweep file. */
export function sweepFileJsonSchema(): unknown {
  const schema = z.toJSONSchema(sweepSchema, { io: "input", unrepresentable: "any" }) as { properties: Record<string, unknown> };
  const config = configFileJsonSchema() as { properties: Record<string, unknown> };
  const fields = Object.fromEntries(
    Object.entries(config.properties).filter(([name]) => !RUN_FIELDS.includes(name) && name !== "$schema"),
  );
  return {
    ...schema,
    properties: { ...schema.properties, base: { type: "object", properties: fields, additionalProperties: false } },
    title: "qntk sweep",
    description: "A sweep over configurations of `qntk train`, for `qntk sweep`.",
  };
}

/** How options are read whose values are numbers or targets. */
const NUMERIC: ReadonlySet<string> = new Set(["number", "target", "targets"]);

/**
 * A sweep whose axes have their numbers read: U+2212 and thin spaces, which neither JSON nor YAML takes for part of a number, and axes given as one text with commas.
 * Texts that are no numbers or targets stay as they are, and so do those of fields that are texts, such as a state 01.
 */
function withNumbersRead(input: unknown): unknown {
  if (!isObject(input)) return input;
  const { axes, exclude } = input;
  const fields = optionFields();
  const ofNumbers = (name: string) => NUMERIC.has(fields.get(name)?.reads ?? "number");
  const read = (object: Readonly<Record<string, unknown>>, each: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, ofNumbers(name) ? each(value) : value]));
  return {
    ...input,
    ...(isObject(axes) && { axes: read(axes, axisWithNumbers) }),
    ...(Array.isArray(exclude) && {
      exclude: exclude.map((entry) => (isObject(entry) ? read(entry, pickedWithNumbers) : entry)),
    }),
  };
}

function axisWithNumbers(axis: unknown): unknown {
  if (typeof axis === "string")
    return axis.split(",").every((part) => isNumeral(part)) ? axis.split(",").map(valueWithNumbers) : axis;
  if (Array.isArray(axis)) return axis.map(valueWithNumbers);
  return isObject(axis) ? Object.fromEntries(Object.entries(axis).map(([name, value]) => [name, valueWithNumbers(value)])) : axis;
}

function pickedWithNumbers(picked: unknown): unknown {
  return Array.isArray(picked) ? picked.map(valueWithNumbers) : valueWithNumbers(picked);
}

function valueWithNumbers(value: unknown): unknown {
  return typeof value === "string" && isNumeral(value) ? numberOrText(value) : value;
}

/** Whether a text is a number or a target. */
function isNumeral(text: string): boolean {
  return readNumber(text) !== undefined || parseTarget(plainNumerals(text)) !== undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function requireZips(axes: readonly Axis[], zip: readonly (readonly string[])[]): void {
  const seen = new Set<string>();
  zip.forEach((group, k) => {
    const members = group.map((name) => {
      const axis = axes.find((each) => each.name === name);
      if (axis === undefined) throw new ArgumentError(`zip.${k}`, name, `the axes ${axes.map((each) => each.name).join(", ")}`);
      if (seen.has(name)) throw new ArgumentError(`zip.${k}`, name, "every axis in one group only");
      seen.add(name);
      return axis;
    });
    const other = members.find(({ values }) => values.length !== members[0].values.length);
    if (other !== undefined)
      throw new ArgumentError(
        `zip.${k}`,
        new Described(`${members[0].values.length} values of ${members[0].name} with ${other.values.length} of ${other.name}`),
        "axes with the same number of values",
      );
  });
}

/** Fields of a configuration that take integers only. */
function integerFields(): Set<string> {
  const { properties } = configFileJsonSchema() as { properties: Record<string, { type?: string }> };
  return new Set(Object.entries(properties).flatMap(([name, { type }]) => (type === "integer" ? [name] : [])));
}

function refusal(issue: z.core.$ZodIssue): ArgumentError {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return new ArgumentError(
      [...path, issue.keys[0]].join("."),
      new Described("unknown"),
      `the fields ${Object.keys(sweepSchema.shape)
        .filter((name) => name !== "$schema")
        .join(", ")}`,
    );
  if (path.length === 0) return new ArgumentError("sweep", issue.input, "an object with base and axes");
  const allowed = issue.code === "invalid_type" && issue.input === undefined ? `an ${issue.expected}` : issue.message;
  return new ArgumentError(path.join("."), issue.input, allowed);
}
