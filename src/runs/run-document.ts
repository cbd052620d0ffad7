/**
 * `run.json`: what a run folder says about itself, its schema and its version.
 */
import { z } from "zod";
import { FormatError } from "../base/errors.ts";
import { engineNames } from "../engine/engine.ts";
import { experimentSchema } from "../experiment/config.ts";

/** Version of the folder layout and of `run.json`; raised whenever a reader of the old one would go wrong. */
export const RUN_SCHEMA_VERSION = 1;

export const runStatuses = ["running", "complete", "diverged"] as const;

const runDocumentSchema = z.object({
  schema: z.literal(RUN_SCHEMA_VERSION),
  package: z.object({ name: z.string(), version: z.string() }),
  config: experimentSchema,
  engine: z.enum(engineNames),
  /** Targets as numbers. */
  targets: z.array(z.number()),
  /** Ends of the observable's spectrum. */
  extremes: z.object({ min: z.number(), max: z.number() }),
  parameters: z.int(),
  status: z.enum(runStatuses),
  /** Rows recorded, 0 .. rows - 1. */
  rows: z.int(),
  /** File with θ at the next row (at the last one, once complete). */
  checkpoint: z.string(),
  divergence: z.object({ step: z.int(), target: z.number(), sample: z.int(), reason: z.string() }).optional(),
  timing: z.object({ created: z.string(), updated: z.string(), seconds: z.number() }),
});

/** The content of `run.json`. */
export type RunDocument = z.output<typeof runDocumentSchema>;

/**
 * Reads `run.json`.
 *
 * @throws FormatError if it is not JSON, of a newer schema, or lacks a field
 */
export function parseRunDocument(text: string, path: string): RunDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FormatError(path, "is not JSON");
  }
  const version = (value as { schema?: unknown } | null)?.schema;
  if (typeof version === "number" && version > RUN_SCHEMA_VERSION) {
    throw new FormatError(
      path,
      `has schema ${version}; this version of qntk reads up to schema ${RUN_SCHEMA_VERSION}, so update qntk`,
    );
  }
  const result = runDocumentSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new FormatError(path, `${issue.path.map(String).join(".") || "its content"} is wrong: ${issue.message}`);
  }
  return result.data;
}
