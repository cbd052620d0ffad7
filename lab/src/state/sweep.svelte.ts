/**
 * A sweep as a view holds it: points as they come, started anew when the experiment changes, ended with the view.
 */
import { proxy, wrap } from "comlink";
import type { SweepEntry, SweepOptions, SweepPoint } from "../engine/sweep.ts";
import type { SweepApi } from "../engine/sweep-worker.ts";
import { experimentOf } from "../snapshot/experiment.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

export class Sweep {
  points = $state.raw<readonly SweepPoint[]>([]);
  /** How many runs the sweep has. */
  total = $state(0);
  /** Rows of the run at work. */
  rows = $state(0);
  running = $state(false);
  failed = $state<string>();
  #worker: Worker | undefined;

  /** Forgets what there is and starts. */
  start(snapshot: Snapshot, entries: readonly SweepEntry[], options: SweepOptions): void {
    this.stop();
    this.points = [];
    this.total = entries.length;
    this.failed = undefined;
    this.running = true;
    const worker = new Worker(new URL("../engine/sweep-worker.ts", import.meta.url), { type: "module", name: "qntk sweep" });
    this.#worker = worker;
    const current = () => this.#worker === worker;
    const listener = {
      progress: (_: number, rows: number) => {
        if (current()) this.rows = rows;
      },
      point: (point: SweepPoint) => {
        if (current()) this.points = [...this.points, point];
      },
    };
    wrap<SweepApi>(worker)
      .run(experimentOf({ ...snapshot, shots: 0 }), entries, options, proxy(listener))
      .catch((error: Error) => {
        if (current()) this.failed = error.message;
      })
      .finally(() => {
        if (current()) this.stop();
      });
  }

  /** Ends the thread; the points stay. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.running = false;
    this.rows = 0;
  }
}
