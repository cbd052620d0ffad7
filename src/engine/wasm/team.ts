/**
 * Threads that share the work of one batch: the protocol between the thread that calls the engine and those that help it.
 *
 * All of them run the same program on the same memory; each takes its rows of every dense product, and they meet after each. Commands
 * go through the memory, so that neither side needs its event loop while a batch is computed.
 */
import { instantiate, type KernelBuild } from "../../kernels/kernels.ts";

/** What a helper needs to know; plain data that can be posted to it. */
export interface KernelTask {
  readonly memory: WebAssembly.Memory;
  readonly build: KernelBuild;
  readonly description: number;
  readonly meeting: number;
}

/** Helpers at work. */
export interface KernelTeam {
  readonly helpers: number;
  /** Sets the helpers to work on the batch that has been described; the caller goes to work on it as well. */
  start(command: Command): void;
  dispose(): void;
}

/** What helpers are asked to do. */
export const Command = { gradient: 1, forward: 2, stop: 3 } as const;

export type Command = (typeof Command)[keyof typeof Command];

/** Words behind the counters of the kernels' own meetings: how many commands there have been, and the last one. */
const TURN = 2;
const COMMAND = 3;

/** Gives the helpers of a task a command. */
export function giveCommand({ memory, meeting }: KernelTask, command: Command): void {
  const words = new Int32Array(memory.buffer, meeting, 16);
  Atomics.store(words, COMMAND, command);
  Atomics.add(words, TURN, 1);
  Atomics.notify(words, TURN);
}

/** Works on commands until told to stop. Blocks its thread. */
export function help({ memory, build, description, meeting }: KernelTask, thread: number): void {
  const kernels = instantiate(memory, build);
  const words = new Int32Array(memory.buffer, meeting, 16);
  for (let turn = 0; ; turn++) {
    Atomics.wait(words, TURN, turn);
    const command = Atomics.load(words, COMMAND);
    if (command === Command.stop) return;
    kernels.configure(description, thread);
    const groups = new Int32Array(memory.buffer)[description / 4 + 3];
    const psi = kernels.forward(0, groups);
    if (command === Command.gradient) kernels.backward(psi, 0, groups);
  }
}
