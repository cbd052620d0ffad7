/**
 * Results of finished files kept between runs of `verify`, so that an interrupted one goes on where it stopped.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { z } from "zod";
import { ArgumentError, FormatError } from "../base/errors.ts";
import { packageVersion } from "../base/package-info.ts";
import type { FileOutcome } from "../papers/transition/verification/outcome.ts";
import { writeFileAtomic } from "../runs/file-store.ts";
import { readInputFile } from "../runs/input-files.ts";
import { checkSeal, sealedJson } from "../runs/sealed.ts";

/** What results depend on beside the files themselves. */
export interface StateSettings {
  readonly engine: string;
  /** Limits of what is compared; null where there is none. */
  readonly maxSteps: number | null;
  readonly samples: number | null;
}

/** Results by file. */
export interface VerifyState {
  /** The result kept for a file of this content; undefined if there is none. */
  find(path: string, bytes: Uint8Array): FileOutcome | undefined;
  /** Keeps results and writes them down at once. */
  keep(outcomes: readonly FileOutcome[]): void;
}

const FORMAT = "qntk-verify";

const stateSchema = z.object({
  format: z.literal(FORMAT),
  version: z.string(),
  settings: z.object({ engine: z.string(), maxSteps: z.number().nullable(), samples: z.number().nullable() }),
  files: z.record(z.string(), z.object({ sha256: z.string(), outcome: z.looseObject({ path: z.string(), status: z.string() }) })),
});

type Stored = z.infer<typeof stateSchema>;

/** Results that cost a simulation; others are found again in no time. */
const KEPT: readonly FileOutcome["status"][] = ["pass", "fail", "statistical"];

/**
 * Opens the file that results are kept in, which need not exist.
 *
 * @throws FormatError if it is another kind of file, or damaged
 * @throws ArgumentError if it was made with other settings
 */
export function openVerifyState(file: string, settings: StateSettings): VerifyState {
  const stored: Stored = existsSync(file)
    ? readState(file, settings)
    : { format: FORMAT, version: packageVersion, settings, files: {} };
  const hashes = new Map<string, string>();
  return {
    find(path, bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      hashes.set(path, sha256);
      const entry = stored.files[path];
      return entry?.sha256 === sha256 ? (entry.outcome as unknown as FileOutcome) : undefined;
    },
    keep(outcomes) {
      for (const outcome of outcomes) {
        const sha256 = hashes.get(outcome.path);
        // JSON knows no NaN: a difference that is none is found again.
        const lasting = Number.isFinite(outcome.comparison?.maxDifference ?? 0);
        if (sha256 === undefined || !lasting || !KEPT.includes(outcome.status)) continue;
        stored.files[outcome.path] = { sha256, outcome: { ...outcome } };
      }
      writeFileAtomic(file, sealedJson(stored, 1));
    },
  };
}

function readState(file: string, settings: StateSettings): Stored {
  let stored: Stored;
  const content = new TextDecoder().decode(readInputFile("resume", file));
  checkSeal(content, file);
  try {
    stored = stateSchema.parse(JSON.parse(content));
  } catch {
    throw new FormatError(file, "holds no results of verify");
  }
  const made = (text: string) => new ArgumentError("resume", file, `a file of results made ${text}`);
  if (stored.version !== packageVersion) throw made(`by this version, ${packageVersion}, not by ${stored.version}`);
  for (const name of ["engine", "maxSteps", "samples"] as const) {
    if (stored.settings[name] !== settings[name]) {
      throw made(`with the same --${name === "maxSteps" ? "max-steps" : name} (${stored.settings[name] ?? "none"})`);
    }
  }
  return stored;
}
