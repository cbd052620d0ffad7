/**
 * Threads that find out, while a run goes on, how many of them it is fastest with: two threads may share a core's arithmetic units, or a
 * machine be busy. Any number of threads gives the same bits, so it may change between two rounds. Node only.
 */
import type { TrainingShards } from "../training/shards.ts";
import type { TrainingState } from "../training/state.ts";

/** What `learningShards` needs. */
export interface LearningOptions {
  /** Most threads, which it begins with. */
  readonly threads: number;
  readonly state: TrainingState;
  /** Rows of the whole run. */
  readonly rows: number;
  /** Starts so many threads at a state. */
  start(threads: number, state: TrainingState): TrainingShards;
  /** A clock, in ms. */
  readonly now?: () => number;
}

/** Work, in ms, after which a pace is believed, and after which half the threads have shown theirs. */
const SETTLED = 2000;
const TRIED = 500;
/** A trial is worth it where so many times as much work is left. */
const WORTH = 20;
/** Half the threads are kept where they take less than this share of the time. */
const GAIN = 0.95;
/** A pace so many times as slow as it was means that something else has changed; not looked at again for so many ms. */
const SLOWER = 1.5;
const AGAIN = 60_000;

/** How long rows took, in ms. */
interface Pace {
  spent: number;
  rows: number;
}

/**
 * As `startShards`, with half the threads tried for half a second once two seconds of work are done and at least ten are left, and half of those
 * again while that is faster; anew when the pace has become half as slow again, at most once a minute.
 */
export function learningShards({ threads, state, rows, start, now = () => performance.now() }: LearningOptions): TrainingShards {
  let active = threads;
  let current = start(active, state);
  let reached = state;
  /** Whether the next round also starts threads. */
  let cold = true;
  let pace: Pace = { spent: 0, rows: 0 };
  /** Threads before a trial. */
  let before: number | undefined;
  /** ms of a row with the threads that were fastest, and when that was found; before it is, undefined. */
  let known: { readonly each: number; readonly at: number } | undefined;

  async function change(to: number): Promise<void> {
    await current.dispose();
    active = to;
    current = start(active, reached);
    cold = true;
    pace = { spent: 0, rows: 0 };
  }

  /** Whether a trial is worth what it costs. */
  const isLong = (each: number) => active > 1 && (rows - reached.row) * each >= WORTH * TRIED;

  async function decide(): Promise<void> {
    if (pace.rows === 0 || pace.spent < (before === undefined ? SETTLED : TRIED)) return;
    const each = pace.spent / pace.rows;
    pace = { spent: 0, rows: 0 };
    if (before !== undefined && known !== undefined) {
      const isFaster = each < GAIN * known.each;
      const previous = before;
      before = undefined;
      if (!isFaster) return change(previous);
      known = { each, at: now() };
      if (isLong(each)) await tryHalf();
      return;
    }
    if (known === undefined) {
      known = { each, at: now() };
      if (isLong(each)) await tryHalf();
    } else if (each > SLOWER * known.each && now() - known.at >= AGAIN) {
      known = undefined;
      if (active < threads) await change(threads);
    }
  }

  async function tryHalf(): Promise<void> {
    before = active;
    await change(Math.floor(active / 2));
  }

  return {
    get threads() {
      return current.threads;
    },
    async advance(record, count) {
      await decide();
      const [first, began] = [record.rows, now()];
      reached = await current.advance(record, count);
      if (!cold) {
        pace.spent += now() - began;
        pace.rows += record.rows - first;
      }
      cold = false;
      return reached;
    },
    dispose: () => current.dispose(),
  };
}
