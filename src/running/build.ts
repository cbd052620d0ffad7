/**
 * Builds experiments, and runs other stepwise work, with somebody listening.
 */

import { availableParallelism, totalmem } from "node:os";
import { requireFields } from "../base/assert.ts";
import type { Staged, Task } from "../base/stages.ts";
import type { EngineName } from "../engine/engine.ts";
import { buildExperimentSteps, type Experiment, type ExperimentArrays } from "../experiment/build.ts";
import type { ExperimentConfig } from "../experiment/config.ts";
import type { Circuit } from "../quantum/circuit.ts";
import { haarTeam } from "../workers/haar-team.ts";
import { yieldToEvents } from "./abort.ts";
import { type Listener, type Progress, type ProgressOptions, silent } from "./listener.ts";

/** Milliseconds between looks at pending events. */
const YIELD_MS = 100;

/** Share of this machine's memory that an experiment may take. */
const MEMORY_SHARE = 0.8;

/**
 * Builds an experiment that fits into this machine's memory.
 *
 * @param options `prepared`: its circuit, where known already; `reachable`: what noise lets <O> reach, likewise; `threads`: how many may make Haar unitaries, by default one for each core
 * @throws WorkerError if a worker thread dies
 */
export async function buildWithProgress(
  config: ExperimentConfig,
  arrays: ExperimentArrays,
  listener: Listener = silent,
  options: {
    prepared?: Circuit;
    signal?: AbortSignal;
    engine?: EngineName;
    threads?: number;
    reachable?: Experiment["reachable"];
  } = {},
): Promise<Experiment> {
  requireFields("buildWithProgress", options, ["prepared", "signal", "engine", "threads", "reachable"]);
  const { prepared, signal, engine, reachable, threads = availableParallelism() } = options;
  const team = haarTeam(threads - 1);
  const { recruit } = team;
  const memory = MEMORY_SHARE * availableMemory();
  const steps = buildExperimentSteps(config, arrays, { prepared, engine, recruit, memory, reachable });
  const stop = AbortSignal.any(signal === undefined ? [team.failed] : [team.failed, signal]);
  try {
    const label = (done: number) => (done === 0 ? "finding the ends of the spectrum" : "drawing the circuit");
    return await runSteps(steps, label, config.layers, listener, stop);
  } finally {
    await team.dispose();
  }
}

/** Bytes of memory this process may use: those of the machine, or of the container it runs in. */
function availableMemory(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/**
 * Runs a stepwise computation to its end, telling how far it has come and letting signals through.
 *
 * @param label what it is at, or that by the steps done
 * @throws the signal's reason once it is aborted
 */
export async function runSteps<T>(
  steps: Generator<number, T, void>,
  label: string | ((done: number) => string),
  total: number,
  listener: Listener = silent,
  signal?: AbortSignal,
  options?: ProgressOptions,
): Promise<T> {
  const labelAt = typeof label === "string" ? undefined : label;
  const progress = listener.begin(typeof label === "string" ? label : label(0), total, options);
  try {
    let yielded = performance.now();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      progress.update(step.value, labelAt?.(step.value));
      if (performance.now() - yielded > YIELD_MS) {
        await yieldToEvents();
        signal?.throwIfAborted();
        yielded = performance.now();
      }
    }
  } finally {
    progress.stop();
  }
}

/**
 * Runs a computation in stages to its end, telling how far each has come and letting signals through.
 *
 * @throws the signal's reason once it is aborted
 */
export async function runStages<T>(steps: Staged<T>, listener: Listener = silent, signal?: AbortSignal): Promise<T> {
  let task: Task | undefined;
  let progress: Progress | undefined;
  try {
    let yielded = performance.now();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (step.value.task !== task) {
        progress?.stop();
        task = step.value.task;
        progress = listener.begin(task.label, task.total);
      }
      progress?.update(step.value.done);
      if (performance.now() - yielded > YIELD_MS) {
        await yieldToEvents();
        signal?.throwIfAborted();
        yielded = performance.now();
      }
    }
  } finally {
    progress?.stop();
  }
}
