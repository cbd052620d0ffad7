/**
 * Targets O0 as they are written: numbers, ends of the spectrum with an offset, or `critical`.
 */
import { z } from "zod";
import { ArgumentError } from "../base/errors.ts";

/** An end of the spectrum, alone or with an offset, in units of O or in per cent of the spectrum's width. */
const TARGET_PATTERN = /^(min|max)(?:\s*([+-])\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%?))?$/;

/** The target that stands for each sample's own end of what its circuit reaches, found by a preliminary run. */
export const CRITICAL_TARGET = "critical";

export const PLAIN_TARGET = "a finite number, min, max, or one of these with an offset such as min-4 or max+20%";
const TARGET = `a finite number, min, max, one of these with an offset such as min-4 or max+20%, or ${CRITICAL_TARGET}`;

export const plainTargetSchema = z
  .union([z.number(PLAIN_TARGET), z.string(PLAIN_TARGET)], PLAIN_TARGET)
  .refine(isPlainTarget, PLAIN_TARGET);
const targetSchema = z
  .union([z.number(TARGET), z.string(TARGET)], TARGET)
  .refine((target) => target === CRITICAL_TARGET || isPlainTarget(target), TARGET);
/** One target, or a list of them. */
export const targetsSchema = z.union([targetSchema, z.array(targetSchema).min(1, "at least one target")], TARGET);

function isPlainTarget(target: number | string): boolean {
  return typeof target === "number" ? Number.isFinite(target) : parseTarget(target) !== undefined;
}

/** A symbolic target: an end of the spectrum and an offset from it. */
export interface SymbolicTarget {
  readonly end: "min" | "max";
  readonly offset: number;
  /** Whether the offset is in per cent of O_max - O_min. */
  readonly percent: boolean;
}

/** What a symbolic target says; undefined where the text is none. */
export function parseTarget(text: string): SymbolicTarget | undefined {
  const match = TARGET_PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const magnitude = match[3] === undefined ? 0 : Number(match[3]);
  if (!Number.isFinite(magnitude)) return undefined;
  return { end: match[1] as "min" | "max", offset: match[2] === "-" ? -magnitude : magnitude, percent: match[4] === "%" };
}

/**
 * The number a target stands for, given the spectrum.
 *
 * @throws ArgumentError for a text that stands for none, `critical` included: only training finds that
 */
export function resolveTarget(target: number | string, extremes: { min: number; max: number }): number {
  if (typeof target === "number") return target;
  const symbolic = parseTarget(target);
  if (symbolic === undefined) throw new ArgumentError("target", target, PLAIN_TARGET);
  const { end, offset, percent } = symbolic;
  return extremes[end] + (percent ? (offset / 100) * (extremes.max - extremes.min) : offset);
}
