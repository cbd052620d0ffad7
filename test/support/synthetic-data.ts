/**
 * Small folders laid out like the authors' data: files that this package itself simulated, for tests that need no more.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { hessian } from "../../src/gradients/hessian.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { type RealArray, writeNpy } from "../../src/runs/npy.ts";
import { train } from "../../src/training/train.ts";

/** The small run: four qubits, quadratic loss. */
export const small = { samples: 3, updates: 20, parameters: 4, target: -13.5 };

/** The files of a four-qubit run with four parameters, one of every kind, by path. */
export function smallRun(): Record<string, RealArray> {
  const { samples, updates, parameters, target } = small;
  const circuit = randomPauliAnsatz({ qubits: 4, layers: parameters, streams: "published" });
  const observable = xxz({ qubits: 4 });
  const measure = { mu: updates / 5, theta: updates / 5 };
  const { record, state } = train({
    circuit,
    observable,
    targets: [target],
    samples,
    steps: updates,
    streams: "published",
    measure,
  });
  const simulator = referenceEngine.load(circuit, observable);
  return {
    [smallPath("epshist")]: rowsFirst(record.epsilon, samples, updates + 1),
    [smallPath("Khist")]: rowsFirst(record.kernel, samples, updates + 1),
    [smallPath("muhist")]: rowsFirst(record.measured.mu?.values, samples, 6),
    [smallPath("thetahist")]: rowsFirst(record.measured.theta?.values, samples, 6, parameters),
    [smallPath("Jend")]: { shape: [samples, parameters], data: simulator.gradient(state.theta).gradient },
    [smallPath("Hend")]: { shape: [samples, parameters, parameters], data: hessian(simulator, state.theta) },
  };
}

/** The path of one of them, such as `epshist`. */
export function smallPath(name: string): string {
  return `training/RPA/Heisenberg/n4/L4/RPA${name}XXZ_n4L${small.parameters}_${small.target}.npy`;
}

/** From (samples, rows, width), as records hold it, to (rows, samples, width), as the authors do. */
function rowsFirst(values: Float64Array = new Float64Array(0), samples: number, rows: number, width?: number): RealArray {
  const size = width ?? 1;
  const data = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let sample = 0; sample < samples; sample++) {
      const first = (sample * rows + row) * size;
      data.set(values.subarray(first, first + size), (row * samples + sample) * size);
    }
  }
  return { shape: width === undefined ? [rows, samples] : [rows, samples, width], data };
}

/** Writes arrays, or bytes as they are, below a folder. */
export function writeData(root: string, files: Readonly<Record<string, RealArray | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content instanceof Uint8Array ? content : writeNpy(content.data, content.shape));
  }
}
