/**
 * The stand-in for the program that leads to a device: how it is told to fail, and what it was asked.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Path of the stand-in, an executable. */
export const standIn = resolve(import.meta.dirname, "device-stand-in.mjs");

/** How the stand-in behaves; lists hold the numbers, from 0 on, of the jobs at which it fails. */
export interface StandInBehaviour {
  readonly kind?: "simulator" | "fake" | "machine";
  readonly die?: readonly number[];
  readonly dieAfterSubmission?: readonly number[];
  readonly dieInQueue?: readonly number[];
  readonly hang?: readonly number[];
  readonly nonsense?: readonly number[];
  readonly lose?: readonly number[];
  readonly fail?: readonly number[];
  readonly refuse?: { readonly kind: string; readonly message: string };
  readonly slow?: number;
  readonly versions?: Readonly<Record<string, string>>;
}

/** A job, or an opening, as the stand-in noted it. */
export interface Noted {
  readonly open?: string;
  readonly layout?: readonly number[] | null;
  readonly job?: number;
  readonly collected?: string | null;
  readonly rows?: number;
  readonly circuits?: number;
  readonly shots?: number;
  readonly seed?: number;
}

/** The environment of a stand-in that notes in a folder what it is asked. */
export function standInEnvironment(folder: string, behaviour: StandInBehaviour = {}): Record<string, string> {
  return { QNTK_PYTHON: standIn, QNTK_STAND_IN: JSON.stringify({ log: join(folder, "asked.log"), ...behaviour }) };
}

/** What it was asked so far. */
export function asked(folder: string): Noted[] {
  const log = join(folder, "asked.log");
  if (!existsSync(log)) return [];
  return readFileSync(log, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
