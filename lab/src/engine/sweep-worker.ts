/**
 * Sweeps in a thread of their own.
 */
import { expose } from "comlink";
import type { ExperimentConfigInput } from "qntk";
import { type SweepEntry, type SweepOptions, type SweepPoint, sweepExperiment, sweepPoint } from "./sweep.ts";

/** Bytes an experiment may take. */
const MEMORY = 2 ** 30;
/** Milliseconds of work between two looks at messages. */
const CHUNK_MS = 20;

/** What the page hears of a sweep. */
export interface SweepListener {
  /** Rows of the run at work. */
  progress(entry: number, rows: number): void;
  point(point: SweepPoint): void;
}

const api = {
  /** Runs a sweep to its end; the thread is ended to stop it. */
  async run(
    config: ExperimentConfigInput,
    entries: readonly SweepEntry[],
    options: SweepOptions,
    listener: SweepListener,
  ): Promise<void> {
    const experiment = await whole(sweepExperiment(config, MEMORY));
    for (const [k, entry] of entries.entries())
      listener.point(await whole(sweepPoint(experiment, entry, options), (rows) => listener.progress(k, rows)));
  },
};

export type SweepApi = typeof api;

async function whole<T>(work: Generator<number, T, void>, progress?: (done: number) => void): Promise<T> {
  for (let begun = performance.now(); ; ) {
    const next = work.next();
    if (next.done) return next.value;
    if (performance.now() - begun < CHUNK_MS) continue;
    progress?.(next.value);
    await new Promise((resolve) => setTimeout(resolve, 0));
    begun = performance.now();
  }
}

expose(api);
