// Threads that wait for each other.
import { meeting, patience, threads } from "./layout";

/** Turns of waiting before a thread sleeps. */
const SPIN: i32 = 4000;

/** Lets all threads catch up. */
export function meet(): void {
  if (!ASC_FEATURE_THREADS) return;
  else if (threads > 1) waitForAll();
}

function waitForAll(): void {
  const turn = atomic.load<i32>(meeting, 4);
  if (atomic.add<i32>(meeting, 1) == threads - 1) {
    atomic.store<i32>(meeting, 0);
    atomic.add<i32>(meeting, 1, 4);
    atomic.notify(meeting + 4, -1);
    return;
  }
  for (let k = 0; k < SPIN; k++) if (atomic.load<i32>(meeting, 4) != turn) return;
  while (atomic.load<i32>(meeting, 4) == turn) {
    // Trap rather than wait for ever for a thread that has died.
    if (atomic.wait<i32>(meeting + 4, turn, <i64>patience * 1_000_000) == AtomicWaitResult.TIMED_OUT) unreachable();
  }
}
