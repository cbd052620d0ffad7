/**
 * A run whose loss landscape is to be looked at: a stored one, one gone on with, or a new one to be trained first.
 */
import { FormatError } from "../base/errors.ts";
import type { ExperimentConfig, RunSettings } from "../experiment/config.ts";
import { readRunDocument, requireFreeRunFolder } from "../runs/run-folder.ts";
import type { Listener } from "./listener.ts";
import { resumeRun, type TrainedRun, trainNew } from "./training-run.ts";

/** A run that has been asked for. */
export interface WantedRun {
  readonly config: ExperimentConfig;
  readonly settings: Pick<RunSettings, "threads" | "json" | "quiet">;
  /** Its last step. */
  readonly last: number;
  /** Trains what is left of it; undefined where a stored run is to be looked at as it is. */
  readonly train?: (signal: AbortSignal) => Promise<TrainedRun>;
}

/** How it is trained and spoken about. */
interface How extends Pick<RunSettings, "threads" | "json" | "quiet"> {
  readonly listener: Listener;
}

/**
 * A stored run, as it is or gone on with to its end.
 *
 * @throws FormatError for one without rows that is not gone on with, or with noise, shots or a device
 */
export function storedRunToLookAt(stored: string, goOn: boolean, { listener, ...settings }: How): WantedRun {
  const { config, rows } = readRunDocument(stored);
  requireIdeal(config, stored);
  const { threads } = settings;
  if (goOn)
    return {
      ...{ config, settings, last: config.steps },
      train: (signal) => resumeRun(stored, { engine: "auto", threads, listener, signal }),
    };
  if (rows === 0) throw new FormatError(stored, `has no rows yet; go on with it by --resume ${stored}`);
  return { config, settings, last: rows - 1 };
}

/**
 * A new run, to be trained first.
 *
 * @param from what its configuration is called in messages
 * @throws FormatError for one with noise, shots or a device; StorageError for a folder that is not free
 */
export function newRunToLookAt(config: ExperimentConfig, settings: RunSettings, from: string, listener: Listener): WantedRun {
  requireIdeal(config, from);
  const { out: folder, force = false, threads, engine = "auto" } = settings;
  if (folder !== undefined) requireFreeRunFolder(folder, force);
  return {
    ...{ config, settings, last: config.steps },
    train: (signal) => trainNew("train", config, { folder, force }, { engine, threads, listener, signal }),
  };
}

/** Refuses what trains by other numbers than those of the circuit itself, whose Hessian this is. */
function requireIdeal(config: ExperimentConfig, where: string): void {
  const { noise, shots, device } = config;
  const found = [noise && `noise ${noise}`, shots && `${shots} shots`, device && `device ${device}`].filter(Boolean);
  if (found.length > 0)
    throw new FormatError(where, `is a run with ${found.join(" and ")}, and the Hessian is that of the circuit without them`);
}
