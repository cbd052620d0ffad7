/**
 * The names that a field of a configuration takes, where they are few.
 */
import { z } from "zod";

/** The names that a schema takes; undefined where it takes other values. */
export function choicesOf(schema: z.core.$ZodType): readonly string[] | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return choicesOf(schema.unwrap());
  return schema instanceof z.ZodEnum ? schema.options.map(String) : undefined;
}
