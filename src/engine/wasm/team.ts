/**
 * Threads that share the work of one batch: the protocol between the thread that calls the engine and those that help it.
 *
 * All of them run the same program on the same memory; each takes its rows of every dense product, and they meet after each. Commands
 * go through the memory, so that neither side needs its event loop while a batch is computed.
 */
import type { KernelMemory } from "../../kernels/kernels.ts";
import { type KernelChoice, kernelSet } from "./kernel-set.ts";

/** What a helper needs to know; plain data that can be posted to it. */
export interface KernelTask {
  readonly memory: KernelMemory;
  readonly choice: KernelChoice;
  readonly description: number;
  readonly meeting: number;
}

/** Helpers at work. */
export interface KernelTeam {
  readonly helpers: number;
  /** Sets the helpers to work on the batch that has been described; the caller goes to work on it as well. */
  start(command: Command): void;
  /** Sends the helpers away; whether all of them have left, so that their memory may be used for something else. */
  dispose(): boolean;
}

/** What helpers are asked to do. */
export const Command = { gradient: 1, forward: 2, stop: 3 } as const;

export type Command = (typeof Command)[keyof typeof Command];

/** Words behind the counters of the kernels' own meetings: commands so far, the last of them, and helpers that have left. */
const TURN = 2;
const COMMAND = 3;
const LEFT = 4;
/** Words of a run's description, and the one that has the bytes of its vectors. */
const DESCRIPTION_WORDS = 32;
const VECTOR_WORD = 23;
/** Milliseconds that helpers may take to leave. */
const LEAVING_MS = 1000;

/** Gives the helpers of a task a command. */
export function giveCommand({ memory, meeting }: KernelTask, command: Command): void {
  const words = new Int32Array(memory.buffer, meeting, 16);
  Atomics.store(words, COMMAND, command);
  Atomics.add(words, TURN, 1);
  Atomics.notify(words, TURN);
}

/**
 * Sends the helpers of a task away and waits until they have left: the words they look at may be written over after that. Blocks its
 * thread, for a second for each of them at most.
 *
 * @returns whether all of them have left
 */
export function dismiss(task: KernelTask, helpers: number): boolean {
  const words = new Int32Array(task.memory.buffer, task.meeting, 16);
  giveCommand(task, Command.stop);
  for (let left = Atomics.load(words, LEFT); left < helpers; left = Atomics.load(words, LEFT)) {
    if (Atomics.wait(words, LEFT, left, LEAVING_MS) === "timed-out") return false;
  }
  return true;
}

/** Works on commands until told to stop. Blocks its thread. */
export function help({ memory, choice, description, meeting }: KernelTask, thread: number): void {
  const set = kernelSet(memory, choice);
  const words = new Int32Array(memory.buffer, meeting, 16);
  for (let turn = 0; ; turn++) {
    Atomics.wait(words, TURN, turn);
    const command = Atomics.load(words, COMMAND);
    if (command === Command.stop) {
      Atomics.add(words, LEFT, 1);
      Atomics.notify(words, LEFT);
      return;
    }
    const run = new Int32Array(memory.buffer, description, DESCRIPTION_WORDS);
    const groups = run[3];
    const kernels = set(run[VECTOR_WORD]);
    kernels.configure(description, thread);
    const psi = kernels.forward(0, groups);
    if (command === Command.gradient) kernels.backward(psi, 0, groups);
  }
}
