/**
 * Loads a shard's circuit on its engine, with threads that share the rows of each batch where it has several. Node only.
 */
import { engines } from "../engine/engines.ts";
import type { KernelTask } from "../engine/wasm/team.ts";
import { loadWasm, loadWasmData } from "../engine/wasm/wasm-engine.ts";
import { adoptMatrixMemory, type MatrixMemory, matrixMemoryOf } from "../kernels/matrix-memory.ts";
import type { Circuit, Operation } from "../quantum/circuit.ts";
import { bitCount } from "../quantum/pauli.ts";
import { columnDataOf, sweptData } from "../shots/data-load.ts";
import { loadTraining } from "../shots/load-training.ts";
import type { DataTrainingSimulator, TrainingSimulator } from "../training/state.ts";
import { type StartedTeam, startKernelTeam } from "./kernel-team.ts";
import type { ShardSetup } from "./protocol.ts";

/** Smallest dimension at which threads share the rows of a batch: below it, meeting after every layer costs more than it saves. */
const ROWS_FROM_DIMENSION = 128;

/** Smallest dimension at which threads share the tiles of a layer's rotations. */
const TILES_FROM_DIMENSION = 8192;

/**
 * Whether threads had better share the rows of every batch than split its columns: where all of them read the same matrices, or where there is
 * one column and layers of RY and RZ on many qubits.
 */
export function sharesRows({ engine, circuit, data }: Pick<ShardSetup, "engine" | "circuit" | "data">, columns: number): boolean {
  if (engines.get(engine).kernels === undefined) return false;
  const dimension = 2 ** circuit.qubits;
  if (matricesOf(circuit) !== undefined) return dimension >= ROWS_FROM_DIMENSION;
  return dimension >= TILES_FROM_DIMENSION && columns === 1 && data === undefined && circuit.operations.every(isOfLayers);
}

/** Whether an operation may belong to a circuit of layers of RY and RZ. */
function isOfLayers(operation: Operation): boolean {
  if (operation.kind !== "rotation") return operation.kind === "gate";
  const { x, z } = operation.pauli;
  return z !== 0 && bitCount(x | z) === 1;
}

/** The memory of a circuit's matrices, where all of them are in one. */
export function matricesOf({ operations }: Circuit): MatrixMemory | undefined {
  const memories = new Set(
    operations.flatMap((operation) => (operation.kind === "dense" ? [matrixMemoryOf(operation.matrix.re)] : [])),
  );
  return memories.size === 1 ? [...memories][0] : undefined;
}

/**
 * A shard's simulator, when all its threads run.
 *
 * @throws WorkerError if a thread cannot be started
 */
export async function loadShard({
  engine,
  circuit,
  observable,
  plan,
  rowThreads,
  matrices,
  measurement,
  data,
}: ShardSetup): Promise<TrainingSimulator | DataTrainingSimulator> {
  if (matrices !== undefined && matricesOf(circuit) === undefined) {
    for (const operation of circuit.operations) if (operation.kind === "dense") adoptMatrixMemory(operation.matrix.re, matrices);
  }
  const precision = plan.precision;
  const { kernels } = engines.get(engine);
  if (measurement !== undefined || kernels === undefined || rowThreads === 1)
    return loadTraining(engine, { circuit, observable, precision, data, measurement, place: plan.place });
  let team: StartedTeam | undefined;
  const options = {
    engine: kernels,
    precision,
    recruit: (task: KernelTask) => {
      team = startKernelTeam(task, rowThreads - 1);
      return team;
    },
  };
  const simulator =
    data === undefined
      ? loadWasm(circuit, observable, options)
      : sweptData(loadWasmData(circuit, observable, columnDataOf(data), options), data, plan.place);
  await team?.ready;
  return simulator;
}
