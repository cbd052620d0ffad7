/**
 * The engine behind the page: one run, advanced in short chunks between which it listens.
 *
 * The page asks for a frame each time it paints and gets all rows since; where it does not ask, training waits for it.
 */
import {
  ArgumentError,
  ansatzOf,
  buildExperimentSteps,
  type Circuit,
  type ColumnEvent,
  type ExperimentConfig,
  FormatError,
  losses,
  newRunDocument,
  parseExperiment,
  QntkError,
  type RunDocument,
  resolveTarget,
  type TrainingRecord,
} from "qntk";
import { dataReadoutOf } from "./data-readout.ts";
import { deepPrediction } from "./deep.ts";
import { FrameBuffer } from "./frame-buffer.ts";
import { type CircuitOutline, outlineOf } from "./outline.ts";
import type {
  CompleteRun,
  DeepPrediction,
  EngineApi,
  Frame,
  HessianPoint,
  Pace,
  RunInfo,
  RunRefused,
  SampleGradient,
  Steering,
} from "./protocol.ts";
import { haarValues, readoutOf } from "./readout.ts";
import { Replay } from "./replay.ts";
import { Run } from "./run.ts";
import type { RowSource } from "./source.ts";

/** Milliseconds of work between two looks at what the page wants. */
const CHUNK_MS = 10;
/** Milliseconds between two readouts. */
const READOUT_MS = 160;
/** Milliseconds without a question from the page after which training waits. */
const PATIENCE_MS = 400;
/** Bytes a run may take in the browser. */
const MEMORY = 2 ** 30;
/** Most rows of a table: K of all of them is kept at every step. */
const MAX_LAB_DATA = 24;
const now = () => performance.now();

export class LabEngine implements EngineApi {
  #run: RowSource | undefined;
  #config: ExperimentConfig | undefined;
  #created = "";
  #number = 0;
  #pace: Pace = { playing: false, speed: 0 };
  #buffer = new FrameBuffer(1);
  #asked = now();
  #readoutAt = 0;
  #readoutRow = -1;
  #credit = 0;
  #ticked = now();
  #looping = false;
  #circuit: { key: string; circuit: Circuit } | undefined;
  #event: ColumnEvent | undefined;
  #kept: { readonly id: number; readonly run: Run; readonly theta: Float64Array } | undefined;

  async start(config: Parameters<EngineApi["start"]>[0], pace: Pace, table?: string): Promise<RunInfo | RunRefused> {
    const number = ++this.#number;
    this.#pace = { ...pace, playing: false };
    try {
      const parsed = parseExperiment(config);
      const experiment = await this.#build(parsed, number, table);
      const rows = experiment?.data?.problem.train.count ?? 0;
      if (table !== undefined && rows > MAX_LAB_DATA)
        throw new ArgumentError("data", rows, `at most ${MAX_LAB_DATA} rows of a table here; the command line takes more`);
      if (experiment === undefined) return { refused: { argument: "", message: "" } };
      this.#config = parsed;
      this.#created = new Date().toISOString();
      return this.#begin(new Run(experiment), parsed, pace);
    } catch (error) {
      return refusal(error);
    }
  }

  replay(document: RunDocument, record: TrainingRecord, target: number, pace: Pace): RunInfo {
    this.#number++;
    return this.#begin(new Replay(document, record, target), document.config, pace);
  }

  complete(): CompleteRun | undefined {
    const run = this.#run;
    const whole = run instanceof Run ? run.complete() : undefined;
    if (whole === undefined || run === undefined || this.#config === undefined) return undefined;
    const { record, theta } = whole;
    const { min, max } = run.spectrum;
    const { data } = record.plan;
    const document = newRunDocument({
      command: "train",
      config: { ...this.#config, steps: record.plan.steps },
      engine: "wasm",
      targets: run.terms.targets,
      ...(data !== undefined && { data: { count: data.count } }),
      extremes: { min, max },
      parameters: run.parameters,
      created: this.#created,
    });
    const events = run.events.map((event) => ({ ...event, target: run.terms.target, sample: event.column }));
    return {
      document: { ...document, status: "complete", rows: record.rows, ...(events.length > 0 && { events }) },
      record,
      theta,
    };
  }

  /** Takes up a source of rows; the first row is there before anything is asked for. */
  #begin(run: RowSource, config: ExperimentConfig, pace: Pace): RunInfo {
    this.#run?.dispose();
    this.#run = run;
    this.#buffer = new FrameBuffer(run.columns, run.terms.targets.length);
    this.#event = undefined;
    this.#readoutRow = -1;
    this.#advance(1);
    this.pace(pace);
    const { min, max, eigenvalues } = run.spectrum;
    return {
      run: this.#number,
      config,
      parameters: run.parameters,
      columns: run.columns,
      target: run.terms.target,
      spectrum: { min, max, eigenvalues },
      ...(run.data === undefined ? { haar: haarValues(run) } : { data: run.data }),
    };
  }

  steer({ targets, eta, loss }: Steering): { readonly targets: readonly number[] } | RunRefused {
    const run = this.#run;
    if (!(run instanceof Run)) return { targets: [] };
    const { data } = run;
    const resolved = targets.map((target, a) => resolveTarget(target, data?.spectra[data.observables[a]] ?? run.spectrum));
    // Another number of them belongs to settings that are still being set up.
    if (resolved.length !== run.terms.targets.length) return { targets: run.terms.targets };
    run.steer({ target: resolved[0], targets: resolved, eta, loss });
    this.#event = undefined;
    this.#readoutRow = -1;
    this.#wake();
    return { targets: resolved };
  }

  pace(pace: Pace): void {
    this.#pace = pace;
    this.#credit = 0;
    this.#ticked = now();
    this.#asked = now();
    this.#wake();
  }

  extend(steps: number): void {
    if (this.#run instanceof Run) this.#run.extend(steps);
    this.#wake();
  }

  step(count: number): void {
    this.#advance(count);
  }

  frame(): Frame | undefined {
    this.#asked = now();
    const run = this.#run;
    if (run === undefined) return undefined;
    this.#wake();
    const rows = this.#buffer.take();
    const stopped = run.finished || !this.#pace.playing;
    const due = this.#asked - this.#readoutAt >= READOUT_MS || (stopped && rows.count > 0);
    const readouts = due && run.row !== this.#readoutRow ? this.#readout(run) : undefined;
    if (rows.count === 0 && readouts === undefined && !run.finished) return undefined;
    return {
      run: this.#number,
      ...rows,
      playing: this.#pace.playing,
      finished: run.finished,
      event: this.#event,
      ...readouts,
    };
  }

  deep(lastRow: number): DeepPrediction | undefined {
    const run = this.#run;
    // No limit is known of a loss that is none of the theory's.
    return run instanceof Run && losses.get(run.terms.loss).theory !== undefined ? deepPrediction(run, lastRow) : undefined;
  }

  angles(): Float64Array {
    return this.#run instanceof Run ? this.#run.theta.slice() : new Float64Array(0);
  }

  outline(): CircuitOutline | undefined {
    return this.#run instanceof Run ? outlineOf(this.#run.experiment.circuit) : undefined;
  }

  sampleGradient(sample: number): SampleGradient | undefined {
    const run = this.#run;
    if (!(run instanceof Run) || sample >= run.columns) return undefined;
    const of = (angles: Float64Array) => angles.slice(sample * run.parameters, (sample + 1) * run.parameters);
    const theta = of(run.theta);
    return { row: run.row, theta, initial: of(run.experiment.theta), gradient: run.simulator.gradient(theta).gradient };
  }

  hessianPoint(): HessianPoint | undefined {
    const run = this.#run;
    if (!(run instanceof Run)) return undefined;
    const theta = run.theta.slice();
    const { expectation, gradient } = run.simulator.gradient(theta);
    this.#kept = { id: (this.#kept?.id ?? 0) + 1, run, theta };
    return { id: this.#kept.id, row: run.row, epsilon: expectation.map((value) => value - run.terms.target), gradient };
  }

  hessianRows(id: number, sample: number, first: number, count: number): Float64Array | undefined {
    const run = this.#run;
    if (!(run instanceof Run) || this.#kept?.id !== id || this.#kept.run !== run) return undefined;
    const { parameters } = run;
    const directions = new Float64Array(count * parameters);
    for (let k = 0; k < count; k++) directions[k * parameters + first + k] = 1;
    const theta = this.#kept.theta.slice(sample * parameters, (sample + 1) * parameters);
    return run.simulator.hessianVectorProduct(theta, directions).product;
  }

  /** Builds an experiment, a few layers at a time; undefined where another one has been asked for meanwhile. */
  async #build(config: ExperimentConfig, number: number, table: string | undefined) {
    const { ansatz, qubits, layers, seed, streams } = config;
    const key = JSON.stringify([ansatz, qubits, layers, seed, streams, ansatzOf(config).fields]);
    // The circuit of a table begins with its encoding.
    const prepared = table === undefined && this.#circuit?.key === key ? this.#circuit.circuit : undefined;
    const steps = buildExperimentSteps(config, table === undefined ? {} : { data: table }, {
      memory: MEMORY,
      engine: "wasm",
      prepared,
    });
    for (let begun = now(); ; ) {
      const next = steps.next();
      if (next.done) {
        if (table === undefined) this.#circuit = { key, circuit: next.value.circuit };
        return next.value;
      }
      if (now() - begun < CHUNK_MS) continue;
      await breath();
      if (this.#number !== number) return undefined;
      begun = now();
    }
  }

  #readout(run: RowSource): Pick<Frame, "readout" | "dataReadout"> | undefined {
    this.#readoutAt = now();
    this.#readoutRow = run.row;
    const record = run.record();
    this.#event = run.events[0];
    if (record.rows === 0) return undefined;
    return run.data === undefined && record.plan.data === undefined
      ? { readout: readoutOf(run, record) }
      : { dataReadout: dataReadoutOf(run, record) };
  }

  #advance(count: number): void {
    const run = this.#run;
    if (run === undefined) return;
    for (let k = 0; k < count; k++) {
      const at = run.row;
      const row = run.advance();
      if (row === undefined) return;
      this.#buffer.add(at, row);
    }
  }

  #wake(): void {
    if (this.#looping) return;
    this.#looping = true;
    void this.#loop();
  }

  async #loop(): Promise<void> {
    this.#ticked = now();
    while (this.#wantsRows()) {
      const begun = now();
      const { speed } = this.#pace;
      this.#credit =
        speed === 0 ? Number.POSITIVE_INFINITY : Math.min(this.#credit + ((begun - this.#ticked) * speed) / 1000, speed / 10 + 1);
      this.#ticked = begun;
      while (this.#credit >= 1 && this.#wantsRows() && now() - begun < CHUNK_MS) {
        this.#advance(1);
        this.#credit--;
      }
      await (this.#credit >= 1 ? breath() : pause(4));
    }
    this.#looping = false;
  }

  #wantsRows(): boolean {
    const run = this.#run;
    return run !== undefined && this.#pace.playing && !run.finished && now() - this.#asked < PATIENCE_MS;
  }
}

function refusal(error: unknown): RunRefused {
  if (error instanceof ArgumentError) return { refused: { argument: error.argument, message: error.message } };
  if (error instanceof FormatError) return { refused: { argument: error.path, message: error.message } };
  if (error instanceof QntkError) return { refused: { argument: "", message: error.message } };
  throw error;
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets messages in. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
