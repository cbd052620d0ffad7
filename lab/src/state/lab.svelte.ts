/**
 * The lab as the page holds it: the snapshot with its history and address, the engine's thread, and what the present run has brought.
 *
 * Views read it and change it through `commit`; nothing else writes to it.
 */
import type { ColumnEvent } from "qntk";
import { type EngineThread, startEngine } from "../engine/client.ts";
import type { DataReadout, Frame, Readout, RunInfo, RunRefused } from "../engine/protocol.ts";
import type { OpenedRun } from "../files/run-import.ts";
import type { TitledChart } from "../plots/svg.ts";
import { experimentOf } from "../snapshot/experiment.ts";
import { readHash, writeHash } from "../snapshot/hash.ts";
import { hasTable } from "../snapshot/own-table.ts";
import {
  changeOf,
  defaultSnapshot,
  differences,
  hasData,
  initialSnapshot,
  type Snapshot,
  withKnownLoss,
} from "../snapshot/snapshot.ts";
import { RunSeries } from "./series.ts";

/** Snapshots kept for undo. */
const MAX_UNDO = 200;
/** Milliseconds that settings must rest before a run starts again with them. */
const SETTLE_MS = 90;
/** Milliseconds that changes must rest before they are written into the address. */
const ADDRESS_MS = 200;
/** Milliseconds over which the steps per second are counted. */
const RATE_MS = 500;

export class Lab {
  snapshot = $state.raw<Snapshot>(initialSnapshot);
  /** What a link had that had to be ignored. */
  notices = $state.raw<readonly string[]>([]);
  /** What is known of the present run; undefined until the first is set up. */
  info = $state.raw<RunInfo>();
  /** Why the present settings give no run. */
  refused = $state.raw<RunRefused["refused"]>();
  readout = $state.raw<Readout>();
  /** The readout of a run with data. */
  dataReadout = $state.raw<DataReadout>();
  /** Counts frames: read it to be told of new rows in `series`. */
  tick = $state(0);
  playing = $state(true);
  finished = $state(false);
  /** Why training broke off. */
  event = $state<ColumnEvent>();
  /** Whether a run is being set up. */
  building = $state(true);
  /** Steps per second, measured. */
  rate = $state(0);
  /** The recorded run that is replayed, and which of its targets; undefined while the lab trains. */
  replayed = $state.raw<{ readonly run: OpenedRun; readonly target: number }>();
  /** The charts of the open view, for saving. */
  figure = $state.raw<() => readonly TitledChart[]>();
  /** The row the cursor is at in any plot. */
  cursor = $state<number>();
  canUndo = $state(false);
  canRedo = $state(false);

  /** Whether no view shows the run: rows are not asked for, and training waits. */
  asleep = false;

  /** Rows of the present run. */
  series = new RunSeries(1);
  /** Whether the target was moved while training ran, so that no configuration alone gives these numbers. */
  get steered(): boolean {
    return this.series.moves.length > 1;
  }

  readonly #thread: EngineThread = startEngine();
  readonly #addressed: boolean;
  #frame = 0;
  #past: Snapshot[] = [];
  #future: Snapshot[] = [];
  #gesture: string | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #addressing: ReturnType<typeof setTimeout> | undefined;
  #starts = 0;
  #asking = false;
  #steering = false;
  #counted = { row: 0, at: 0 };

  /**
   * @param apart a snapshot to start with, for a figure of its own: it neither reads the page's address nor writes it, and is ended by
   * `dispose`
   */
  constructor(apart?: Snapshot) {
    this.#addressed = apart === undefined;
    if (apart === undefined) {
      const { snapshot, notices } = readHash(location.hash);
      this.snapshot = snapshot;
      this.notices = notices;
      addEventListener("popstate", () => this.#follow());
      addEventListener("hashchange", () => this.#follow());
    } else {
      this.snapshot = apart;
    }
    void this.restart();
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  /** Ends the thread; what has been computed stays. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#settling);
    this.#thread.stop();
  }

  /** The engine's thread, for views that need more of it than rows. */
  get engine() {
    return this.#thread.engine;
  }

  /**
   * Changes the snapshot: an undo entry, an address and, where the experiment changes, a steered or a new run.
   *
   * @param gesture name of a movement in progress, whose changes make one undo entry together
   * @param afresh whether the run starts from its initial angles even where it could be steered
   */
  commit(patch: Partial<Snapshot>, gesture?: string, afresh = false): void {
    const next = withKnownLoss({ ...this.snapshot, ...patch });
    if (differences(this.snapshot, next).length === 0) return;
    if (gesture === undefined || gesture !== this.#gesture) {
      this.#past = [...this.#past, this.snapshot].slice(-MAX_UNDO);
      this.#future = [];
      this.#writeAddress(next, true);
    } else {
      this.#writeAddress(next, false);
    }
    this.#gesture = gesture;
    this.#apply(next, afresh);
  }

  /** Ends a movement: the next change is an undo entry of its own. */
  endGesture(): void {
    this.#gesture = undefined;
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [this.snapshot, ...this.#future];
    this.#show(before);
  }

  redo(): void {
    const [after, ...later] = this.#future;
    if (after === undefined) return;
    this.#future = later;
    this.#past = [...this.#past, this.snapshot];
    this.#show(after);
  }

  /** Goes back to the default experiment, with the page as it is; what was set can be had again by undo. */
  toDefaults(): void {
    this.commit(defaultSnapshot(this.snapshot));
  }

  dismissNotices(): void {
    this.notices = [];
  }

  /** Plays or pauses; at the end of a run it goes on beyond it. */
  toggle(): void {
    if (this.finished) void this.#extend();
    this.playing = this.finished ? true : !this.playing;
    void this.engine.pace(this.#pace());
  }

  /** Makes one step, or several, while paused. */
  async stepOnce(count = 1): Promise<void> {
    this.playing = false;
    await this.engine.pace(this.#pace());
    await this.engine.step(count);
  }

  /** Starts the run again from its initial angles. */
  async restart(): Promise<void> {
    clearTimeout(this.#settling);
    const start = ++this.#starts;
    this.building = true;
    const answer = await this.engine.start(
      experimentOfSafely(this.snapshot),
      this.#pace(),
      hasTable(this.snapshot) ? this.snapshot.table : undefined,
    );
    if (start !== this.#starts) return;
    this.building = false;
    if ("refused" in answer) {
      this.refused = answer.refused;
      // An address that gives no run, opened first of all: what is before it is the default experiment.
      if (this.#addressed && this.info === undefined && this.#past.length === 0) {
        this.#past = [defaultSnapshot(this.snapshot)];
        this.canUndo = true;
      }
      return;
    }
    this.replayed = undefined;
    this.#begin(answer);
  }

  /** Replays a recorded run, one target, or target vector, of it: one with data in the view of data, another in one of the other views. */
  async replay(run: OpenedRun, target = 0): Promise<void> {
    const data = run.document.data !== undefined;
    if (data !== hasData(this.snapshot)) this.commit({ view: data ? "data" : "dynamics" });
    clearTimeout(this.#settling);
    const start = ++this.#starts;
    this.building = true;
    const info = await this.engine.replay(run.document, run.record, target, this.#pace());
    if (start !== this.#starts) return;
    this.building = false;
    this.replayed = { run, target };
    this.#begin(info);
  }

  #begin(answer: RunInfo): void {
    this.refused = undefined;
    this.info = answer;
    this.series = new RunSeries(answer.columns, answer.data?.targets.length);
    this.readout = undefined;
    this.dataReadout = undefined;
    this.event = undefined;
    this.finished = false;
    this.cursor = undefined;
    this.#counted = { row: 0, at: performance.now() };
    this.tick++;
  }

  #pace() {
    return { playing: this.playing, speed: this.snapshot.speed };
  }

  /** Goes to a snapshot of the history. */
  #show(snapshot: Snapshot): void {
    this.#gesture = undefined;
    this.#writeAddress(snapshot, false);
    this.#apply(snapshot);
  }

  /** Puts a snapshot into the address: at once where it is a new entry, else when changes rest, since browsers limit their number. */
  #writeAddress(snapshot: Snapshot, entry: boolean): void {
    if (!this.#addressed) return;
    clearTimeout(this.#addressing);
    if (entry) history.pushState(null, "", writeHash(snapshot));
    else this.#addressing = setTimeout(() => history.replaceState(null, "", writeHash(this.snapshot)), ADDRESS_MS);
  }

  /** The address was changed by hand or by the browser's back and forward. */
  #follow(): void {
    clearTimeout(this.#addressing);
    const { snapshot, notices } = readHash(location.hash);
    this.notices = notices;
    if (differences(snapshot, this.snapshot).length === 0) return;
    this.#past = [...this.#past, this.snapshot].slice(-MAX_UNDO);
    this.#future = [];
    this.#gesture = undefined;
    this.#apply(snapshot);
  }

  #apply(next: Snapshot, afresh = false): void {
    const before = this.snapshot;
    const change = changeOf(before, next);
    this.snapshot = next;
    this.canUndo = this.#past.length > 0;
    this.canRedo = this.#future.length > 0;
    if (next.speed !== before.speed) void this.engine.pace(this.#pace());
    const steerable = !afresh && this.refused === undefined && this.replayed === undefined;
    if (change === "steer" && steerable) void this.#steer();
    else if (change !== "none") {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => void this.restart(), SETTLE_MS);
    } else if (next.steps !== before.steps) void this.engine.extend(next.steps);
  }

  /** Hands the newest target, η and loss to the engine, one at a time. */
  async #steer(): Promise<void> {
    if (this.#steering) return;
    this.#steering = true;
    for (let handed: Snapshot | undefined; handed !== this.snapshot; ) {
      handed = this.snapshot;
      const { target: targets, eta, loss } = experimentOf(handed);
      const answer = await this.engine.steer({
        // Those of a table stay.
        targets: (targets as (string | number)[] | undefined) ?? this.info?.data?.targets ?? [],
        eta: eta as number,
        loss: loss as string,
      });
      if ("refused" in answer) this.refused = answer.refused;
    }
    this.#steering = false;
    // A target that was moved gets as many steps as one that was not.
    const ended = this.finished;
    await this.#extend();
    if (ended) void this.engine.pace(this.#pace());
  }

  async #extend(): Promise<void> {
    await this.engine.extend(this.series.rows - 1 + this.snapshot.steps);
    this.finished = false;
  }

  /** Asks for a frame each time the page is painted, but never for a second one before the first has come. */
  #paint(): void {
    this.#frame = requestAnimationFrame(() => this.#paint());
    if (this.#asking || this.building || this.asleep || document.hidden) return;
    this.#asking = true;
    this.engine
      .frame()
      .then((frame) => {
        if (frame !== undefined && frame.run === this.info?.run) this.#take(frame);
        this.#count();
      })
      .catch((error: Error) => {
        this.notices = [`Training has stopped: ${error.message}`];
      })
      .finally(() => {
        this.#asking = false;
      });
  }

  #take(frame: Frame): void {
    if (frame.count > 0 && frame.firstRow === this.series.rows) {
      this.series.append(frame);
      this.tick++;
    }
    if (frame.readout !== undefined) this.readout = frame.readout;
    if (frame.dataReadout !== undefined) this.dataReadout = frame.dataReadout;
    if (frame.finished !== this.finished) this.finished = frame.finished;
    if (frame.event?.step !== this.event?.step) this.event = frame.event;
  }

  #count(): void {
    const now = performance.now();
    const { row, at } = this.#counted;
    if (now - at < RATE_MS) return;
    this.rate = Math.max(0, ((this.series.rows - row) * 1000) / (now - at));
    this.#counted = { row: this.series.rows, at: now };
  }
}

/** The configuration of a snapshot; one whose Pauli sum cannot be read is left for the package to refuse, with its message. */
function experimentOfSafely(snapshot: Snapshot): ReturnType<typeof experimentOf> {
  try {
    return experimentOf(snapshot);
  } catch {
    return experimentOf({ ...snapshot, noise: 0 });
  }
}
