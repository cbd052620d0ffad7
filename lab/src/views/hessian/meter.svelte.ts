/**
 * Measures spectra of the loss Hessian while the run goes on: rows of Hessians from the engine between its steps, a few at a time,
 * eigenvalues in a thread of the view's own.
 */

import { type Remote, wrap } from "comlink";
import { losses } from "qntk";
import type { Lab } from "../../state/lab.svelte.ts";
import type { EigenApi } from "./eigen-worker.ts";

/** Milliseconds of the engine's time that one request should take. */
const QUESTION_MS = 16;
/** Rows of a Hessian asked for at once, at the most. */
const MOST_ROWS = 64;
/** Milliseconds between two measurements, so that training is not slowed to a crawl. */
const REST_MS = 150;
/** Weight of the newest request in the estimate of the time a row takes. */
const NEWEST = 0.3;

/** Spectra at one row. */
export interface Spectra {
  readonly run: number;
  readonly row: number;
  readonly samples: readonly number[];
  readonly spectra: readonly Float64Array[];
}

export class HessianMeter {
  /** Share of the present measurement that is done. */
  progress = $state(0);
  /** Seconds that a measurement takes as a whole, estimated. */
  seconds = $state(0);

  readonly #worker = new Worker(new URL("./eigen-worker.ts", import.meta.url), { type: "module", name: "qntk eigenvalues" });
  readonly #eigen: Remote<EigenApi> = wrap<EigenApi>(this.#worker);
  #rowMs = 4;
  #stopped = false;
  #wanted = "";

  constructor(
    private readonly labOf: () => Lab,
    private readonly choice: () => "all" | "one",
    private readonly measured: (spectra: Spectra) => void,
  ) {
    void this.#loop();
  }

  stop(): void {
    this.#stopped = true;
    this.#worker.terminate();
  }

  async #loop(): Promise<void> {
    let last = "";
    while (!this.#stopped) {
      const lab = this.labOf();
      this.#wanted = `${lab.info?.run} ${this.choice()}`;
      const now = `${this.#wanted} ${lab.series.rows}`;
      if (lab.info !== undefined && !lab.building && now !== last) {
        last = now;
        const spectra = await this.#measure();
        if (spectra !== undefined && !this.#stopped) this.measured(spectra);
      }
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }

  /** One measurement; undefined where the run or the choice has changed meanwhile. */
  async #measure(): Promise<Spectra | undefined> {
    const lab = this.labOf();
    const wanted = this.#wanted;
    const info = lab.info;
    const point = await lab.engine.hessianPoint();
    if (info === undefined || point === undefined) return undefined;
    const { columns, parameters, run } = info;
    const samples = this.choice() === "one" ? [0] : Array.from({ length: columns }, (_, c) => c);
    const spectra: Promise<Float64Array>[] = [];
    const total = samples.length * parameters;
    for (const sample of samples) {
      const hessian = new Float64Array(parameters * parameters);
      for (let first = 0; first < parameters; ) {
        const count = Math.min(MOST_ROWS, parameters - first, Math.max(1, Math.floor(QUESTION_MS / this.#rowMs)));
        const begun = performance.now();
        const rows = await lab.engine.hessianRows(point.id, sample, first, count);
        if (rows === undefined || this.#stopped || `${lab.info?.run} ${this.choice()}` !== wanted) return undefined;
        this.#rowMs += NEWEST * ((performance.now() - begun) / count - this.#rowMs);
        hessian.set(rows, first * parameters);
        first += count;
        this.progress = (spectra.length * parameters + first) / total;
        this.seconds = (this.#rowMs * total) / 1000;
      }
      const gradient = point.gradient.slice(sample * parameters, (sample + 1) * parameters);
      const { slope, curvature } = losses.get(lab.snapshot.loss);
      const epsilon = point.epsilon[sample];
      spectra.push(this.#eigen.eigenvalues(hessian, gradient, slope(epsilon), curvature(epsilon)));
    }
    return { run, row: point.row, samples, spectra: await Promise.all(spectra) };
  }
}
