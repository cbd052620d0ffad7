/**
 * Relaxation of qubits that wait: a schedule of a circuit's gates, and a channel wherever a qubit has nothing to do.
 *
 * Gates take their durations, changes of frame none. A schedule begins and ends on all qubits at once: they are prepared, and measured,
 * together.
 */
import { type Channel, thermalRelaxation } from "./channels.ts";
import type { ChannelOperation, NoisyOperation } from "./operations.ts";

export const scheduleNames = ["asap", "alap"] as const;

/** When gates are made: as soon as their qubits are free, or as late as what follows allows. */
export type ScheduleName = (typeof scheduleNames)[number];

/** What waiting qubits suffer. Plain data, times in one unit. */
export interface IdleNoise {
  readonly schedule: ScheduleName;
  /** T1 and T2 of every qubit. */
  readonly relaxation: readonly { readonly t1: number; readonly t2: number }[];
  /** Durations of gates on given qubits; any other takes no time. */
  readonly durations: readonly { readonly gate: string; readonly qubits: readonly number[]; readonly duration: number }[];
}

/** An operation with the channels that go with it, the qubits it acts on, and how long these are busy. */
export interface TimedOperation {
  readonly operations: readonly NoisyOperation[];
  readonly qubits: readonly number[];
  readonly duration: number;
}

/** Shortest wait that counts, in units of the times: less is rounding of their sums. */
const ROUNDING = 1e-9;

/** The operations in their order, with relaxation of every qubit for the time that it waits before them, and at the end. */
export function withIdleRelaxation(
  timed: readonly TimedOperation[],
  qubits: number,
  { schedule, relaxation }: IdleNoise,
): NoisyOperation[] {
  const starts = schedule === "asap" ? soonest(timed, qubits) : latest(timed, qubits);
  const free = new Float64Array(qubits);
  // Waits repeat, and whoever simulates a channel prepares it once.
  const channels = new Map<string, Channel>();
  const wait = (q: number, until: number): ChannelOperation[] => {
    const time = until - free[q];
    free[q] = until;
    if (time <= ROUNDING) return [];
    const key = `${q},${time}`;
    const channel = channels.get(key) ?? thermalRelaxation({ ...relaxation[q], time });
    channels.set(key, channel);
    return [{ kind: "channel", channel, qubits: [q] }];
  };
  const end = Math.max(0, ...timed.map(({ duration }, k) => starts[k] + duration));
  const all = timed.flatMap(({ operations, qubits: on, duration }, k): NoisyOperation[] => {
    const waits = on.flatMap((q) => wait(q, starts[k]));
    for (const q of on) free[q] = starts[k] + duration;
    return [...waits, ...operations];
  });
  return [...all, ...Array.from({ length: qubits }, (_, q) => wait(q, end)).flat()];
}

/** Start of every operation when each begins as soon as its qubits are free. */
function soonest(timed: readonly TimedOperation[], qubits: number): number[] {
  const free = new Float64Array(qubits);
  return timed.map(({ qubits: on, duration }) => {
    const start = Math.max(...on.map((q) => free[q]));
    for (const q of on) free[q] = start + duration;
    return start;
  });
}

/** Start of every operation when each ends as late as what follows on its qubits allows: the other schedule, run backwards. */
function latest(timed: readonly TimedOperation[], qubits: number): number[] {
  const backwards = soonest(timed.toReversed(), qubits).toReversed();
  const end = Math.max(0, ...timed.map(({ duration }, k) => backwards[k] + duration));
  return timed.map(({ duration }, k) => end - backwards[k] - duration);
}
