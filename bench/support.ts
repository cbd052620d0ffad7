/**
 * What the benchmarks need beyond the public package: threads, shards and the build of the kernels.
 *
 * Bundled by bench/tsdown.config.ts into one module with the package, so that both know the same matrix memories.
 */
import { setImmediate } from "node:timers/promises";
import type { Precision } from "../src/base/precision.ts";
import type { Simulator } from "../src/engine/engine.ts";
import { loadWasm } from "../src/engine/wasm/wasm-engine.ts";
import { buildExperimentSteps } from "../src/experiment/build.ts";
import { parseExperiment } from "../src/experiment/config.ts";
import { bestBuild } from "../src/kernels/kernels.ts";
import { nativeStatus } from "../src/kernels/native.ts";
import type { Circuit } from "../src/quantum/circuit.ts";
import type { Observable } from "../src/quantum/observables.ts";
import { formatPauliString } from "../src/quantum/pauli.ts";
import { emptyRecord } from "../src/training/record.ts";
import { haarTeam } from "../src/workers/haar-team.ts";
import { type StartedTeam, startKernelTeam } from "../src/workers/kernel-team.ts";
import { sharesRows } from "../src/workers/load.ts";
import { startShards } from "../src/workers/shards.ts";

export * from "../src/index.ts";
export { bestBuild, emptyRecord, formatPauliString, nativeStatus, sharesRows, startShards };

/** The engine on WebAssembly or native kernels, with threads that share the rows of a batch, when all of them run. */
export async function loadWasmEngine(
  circuit: Circuit,
  observable: Observable,
  threads = 1,
  precision: Precision = "double",
  engine: "wasm" | "native" = "wasm",
): Promise<Simulator> {
  if (threads === 1) return loadWasm(circuit, observable, { engine, precision });
  let team: StartedTeam | undefined;
  const simulator = loadWasm(circuit, observable, {
    engine,
    precision,
    recruit: (task) => {
      team = startKernelTeam(task, threads - 1);
      return team;
    },
  });
  await team?.ready;
  return simulator;
}

/** Draws the circuit of a random Pauli ansatz on several threads, as the command line does. */
export async function drawOnThreads({ qubits, layers }: { qubits: number; layers: number }, threads: number): Promise<Circuit> {
  const team = haarTeam(threads - 1);
  const steps = buildExperimentSteps(parseExperiment({ qubits, layers, samples: 1, target: 0 }), {}, { recruit: team.recruit });
  try {
    for (;;) {
      const step = steps.next();
      team.failed.throwIfAborted();
      if (step.done) return step.value.circuit;
      await setImmediate();
    }
  } finally {
    await team.dispose();
  }
}
