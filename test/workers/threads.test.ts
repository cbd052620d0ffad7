/**
 * Threads: the same numbers for any number of them, and an error instead of a hang when one dies.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { WorkerError } from "../../src/base/errors.ts";
import type { EngineName, HessianVectorProducts, Simulator } from "../../src/engine/engine.ts";
import { loadWasm } from "../../src/engine/wasm/wasm-engine.ts";
import { matrixMemoryOf } from "../../src/kernels/matrix-memory.ts";
import { type Circuit, CircuitBuilder } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { type Observable, stateProjector, xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { emptyRecord } from "../../src/training/record.ts";
import { type StartedTeam, startKernelTeam } from "../../src/workers/kernel-team.ts";
import { matricesOf, sharesRows } from "../../src/workers/load.ts";
import { startShards } from "../../src/workers/shards.ts";
import { anglesFor } from "../support/arbitraries.ts";
import { runCli } from "../support/cli.ts";
import { nativeSkipped } from "../support/engine-cases.ts";
import { kernelBuilds } from "../support/kernel-builds.ts";
import { temporaryFolder } from "../support/temporary.ts";

const built = new URL("../../dist/", import.meta.url);
const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

/** Loads a circuit with a team from the built package, and waits for it. */
async function loadWithTeam(
  circuit: Circuit,
  threads: number,
  options: Parameters<typeof loadWasm>[2] = {},
  entry = new URL("kernel-worker.mjs", built),
) {
  let team: StartedTeam | undefined;
  const simulator = loadWasm(circuit, xxz({ qubits: circuit.qubits }), {
    ...options,
    recruit: (task) => {
      team = startKernelTeam(task, threads - 1, entry);
      return team;
    },
  });
  await team?.ready;
  return simulator;
}

function everything(simulator: Simulator, columns: number): HessianVectorProducts {
  return simulator.hessianVectorProduct(anglesFor(simulator.circuit, columns, 1), anglesFor(simulator.circuit, columns, 2));
}

describe.each(kernelBuilds)("threads that share the rows of a batch, build $title", ({ build, skip }) => {
  it.skipIf(skip).each(["double", "single"] as const)(
    "1, 2, 3 and 4 of them give the same numbers to the last bit: <O>, gradient, Hessian-vector products, states (%s)",
    async (precision) => {
      const circuit = randomPauliAnsatz({ qubits: 7, layers: 12, precision });
      const alone = loadWasm(circuit, xxz({ qubits: 7 }), { build, precision });
      const theta = anglesFor(circuit, 13, 1);
      const expected = [13, 3].map((columns) => everything(alone, columns));
      const states = alone.finalStates(theta);
      for (const threads of [2, 3, 4]) {
        const together = await loadWithTeam(circuit, threads, { build, precision });
        // Different batches one after the other, as a run has them.
        expect(everything(together, 13)).toEqual(expected[0]);
        expect(everything(together, 3)).toEqual(expected[1]);
        expect(together.gradient(theta).gradient).toEqual(expected[0].gradient);
        expect(together.expectation(theta)).toEqual(expected[0].expectation);
        expect(together.finalStates(theta)).toEqual(states);
        together.dispose();
      }
      alone.dispose();
    },
  );
});

/** Layers of RY and RZ in two orders, CNOTs, CZ and H between them: everything that threads share without a matrix on all qubits. */
function layersOf(qubits: number): Circuit {
  const builder = new CircuitBuilder(qubits);
  for (let q = 0; q < qubits; q++) builder.ry(q).rz(q);
  for (let q = 1; q < qubits; q++) builder.cnot(q - 1, q);
  for (let q = qubits - 1; q >= 0; q--) builder.ry(q);
  builder.cz(0, 3).h(5);
  for (let q = 0; q < qubits; q += 2) builder.rz(q);
  return builder.build();
}

const enginesHere = [
  ...kernelBuilds.map(({ build, skip, title }) => ({ title: `build ${title}`, skip, options: { build } })),
  { title: "native", skip: nativeSkipped !== undefined, options: { engine: "native" as const } },
];

describe.each(enginesHere)("threads that share tiles of rotations, $title", ({ skip, options }) => {
  it.skipIf(skip).each([
    ["double", 13],
    ["single", 13],
    ["double", 14],
  ] as const)("1, 2 and 3 of them give the same numbers to the last bit (%s, %i qubits)", async (precision, qubits) => {
    for (const circuit of [hardwareEfficientAnsatz({ qubits, layers: 1 }), layersOf(qubits)]) {
      const alone = loadWasm(circuit, xxz({ qubits }), { ...options, precision });
      const theta = anglesFor(circuit, 2, 1);
      const expected = [2, 1].map((columns) => everything(alone, columns));
      for (const threads of [2, 3]) {
        const together = await loadWithTeam(circuit, threads, { ...options, precision });
        expect(everything(together, 2)).toEqual(expected[0]);
        expect(everything(together, 1)).toEqual(expected[1]);
        expect(together.gradient(theta).gradient).toEqual(expected[0].gradient);
        expect(together.expectation(theta)).toEqual(expected[0].expectation);
        expect(together.finalStates(theta)).toEqual(alone.finalStates(theta));
        expect(together.inversionError(theta)).toBe(alone.inversionError(theta));
        together.dispose();
      }
      alone.dispose();
    }
  });
});

describe("threads that share the rows of a batch", () => {
  it("a single column and layers of RY and RZ on 13 qubits or more, and no others", () => {
    const shares = (circuit: Circuit, columns: number, engine: EngineName = "wasm") => sharesRows({ engine, circuit }, columns);
    const circuit = hardwareEfficientAnsatz({ qubits: 13, layers: 1 });
    expect(shares(circuit, 1)).toBe(true);
    expect(shares(layersOf(14), 1, "native")).toBe(true);
    expect(shares(circuit, 2)).toBe(false);
    expect(shares(circuit, 1, "reference")).toBe(false);
    expect(shares(hardwareEfficientAnsatz({ qubits: 12, layers: 1 }), 1)).toBe(false);
    expect(shares(new CircuitBuilder(13).rx(0).build(), 1)).toBe(false);
    expect(shares(randomPauliAnsatz({ qubits: 13, layers: 1, entangler: "brickwork" }), 1)).toBe(false);
  });

  it("circuits with a memory for their matrices from 7 qubits on, and no others", () => {
    const shares = (circuit: Circuit) => sharesRows({ engine: "wasm", circuit }, 10);
    expect(shares(randomPauliAnsatz({ qubits: 7, layers: 12 }))).toBe(true);
    expect(shares(randomPauliAnsatz({ qubits: 6, layers: 40 }))).toBe(false);
    expect(shares(randomPauliAnsatz({ qubits: 7, layers: 4, entangler: "brickwork" }))).toBe(false);
    expect(shares(hardwareEfficientAnsatz({ qubits: 8, layers: 2 }))).toBe(false);
    expect(sharesRows({ engine: "reference", circuit: randomPauliAnsatz({ qubits: 7, layers: 12 }) }, 10)).toBe(false);
    // Matrices of two memories have none in common.
    const [a, b] = [1, 2].map((seed) => randomPauliAnsatz({ qubits: 7, layers: 12, seed }));
    expect(matricesOf({ ...a, operations: [...a.operations, ...b.operations] })).toBeUndefined();
  });

  it("a memory can be used again at once after its team has been dismissed, many times over", async () => {
    const circuit = randomPauliAnsatz({ qubits: 7, layers: 12 });
    const operation = circuit.operations[1];
    const home = operation.kind === "dense" ? matrixMemoryOf(operation.matrix.re)?.memory : undefined;
    let expected: HessianVectorProducts | undefined;
    for (let k = 0; k < 8; k++) {
      const simulator = loadWasm(circuit, xxz({ qubits: 7 }), {
        recruit: (task) => {
          // In place, so the team before has given the memory back.
          expect(task.memory).toBe(home);
          return startKernelTeam(task, 1, new URL("kernel-worker.mjs", built));
        },
      });
      const found = everything(simulator, 3);
      expected ??= found;
      expect(found).toEqual(expected);
      simulator.dispose();
    }
  });

  it("a helper that stops answering is an error within its time limit, and from then on at once", async () => {
    const circuit = randomPauliAnsatz({ qubits: 7, layers: 12 });
    const simulator = await loadWithTeam(circuit, 2, { patience: 0.2 }, fixture("idles.mjs"));
    const theta = anglesFor(circuit, 2, 1);
    const message = "A worker thread has not answered for 0.2 s.";
    expect(() => simulator.gradient(theta)).toThrow(new WorkerError(message));
    const began = performance.now();
    expect(() => simulator.finalStates(theta)).toThrow(message);
    expect(performance.now() - began).toBeLessThan(150);
    simulator.dispose();
    // Its memory stays taken: the next engine copies the matrices and is not disturbed.
    const next = loadWasm(circuit, xxz({ qubits: 7 }));
    expect(next.gradient(theta).expectation).toHaveLength(2);
  });

  it.each([
    ["throws.mjs", "A worker thread failed: no more of this."],
    ["exits.mjs", "A worker thread failed: it ended with code 3."],
    ["missing.mjs", "A worker thread failed: Cannot find module"],
  ])("a helper that cannot start (%s) is an error", async (name, message) => {
    const circuit = randomPauliAnsatz({ qubits: 7, layers: 12 });
    await expect(loadWithTeam(circuit, 2, {}, fixture(name))).rejects.toThrow(message);
  });

  it("a helper that dies later is an error at the next batch", async () => {
    const circuit = randomPauliAnsatz({ qubits: 7, layers: 12 });
    let team: StartedTeam | undefined;
    const simulator = loadWasm(circuit, xxz({ qubits: 7 }), {
      patience: 0.2,
      recruit: (task) => {
        team = startKernelTeam(task, 1, fixture("dies.mjs"));
        return team;
      },
    });
    await team?.ready;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(() => simulator.gradient(anglesFor(circuit, 2, 1))).toThrow("A worker thread failed: it ended with code 4.");
    simulator.dispose();
  });
});

describe("threads that train columns of their own", () => {
  const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 2 });
  const plan = { loss: "quadratic", eta: 1e-3, steps: 10, targets: Float64Array.of(0, 0, 0), measure: {} } as const;
  const theta = initialAngles({ samples: 3, parameters: circuit.parameters });

  function shards(name: string, observable: Observable = xxz({ qubits: 2 })) {
    const state = { row: 0, theta };
    return startShards({ engine: "wasm", circuit, observable, plan, state, threads: 2, entry: new URL(name, fixture("")) });
  }

  it.each([
    ["throws-later.mjs", "A worker thread failed: no more of this."],
    ["throws.mjs", "A worker thread failed: no more of this."],
    ["exits.mjs", "A worker thread ended early, with code 3."],
    ["missing.mjs", "A worker thread failed: Cannot find module"],
  ])("a thread that dies (%s) is an error, not a hang, now and later", async (name, message) => {
    const running = shards(name);
    const record = emptyRecord(plan, 3, circuit.parameters);
    await expect(running.advance(record, 5)).rejects.toThrow(message);
    await expect(running.advance(record, 5)).rejects.toBeInstanceOf(WorkerError);
    await running.dispose();
  });

  it("a thread whose task fails says why", async () => {
    const running = shards(new URL("training-worker.mjs", built).href, xxz({ qubits: 3, coupling: 2 }));
    await expect(running.advance(emptyRecord(plan, 3, circuit.parameters), 5)).rejects.toThrow(
      "A worker thread failed: observable is on 3 qubits; allowed: an observable on 2 qubits, as the circuit.",
    );
    await running.dispose();
  });

  it("a thread that works gives the rows asked for", async () => {
    const amplitudes = { re: Float64Array.of(1, 0, 0, 0), im: new Float64Array(4) };
    const running = shards(new URL("training-worker.mjs", built).href, stateProjector(amplitudes));
    const record = emptyRecord(plan, 3, circuit.parameters);
    const { row } = await running.advance(record, 5);
    expect([row, record.rows]).toEqual([5, 5]);
    await running.dispose();
  });
});

describe("--threads", () => {
  it.each([
    [
      "rows shared: rpa n=7",
      ["--qubits", "7", "--layers", "12", "--measure", "mu:5,theta:10", "--target", "min", "--target", "-20"],
    ],
    ["columns split: rpa n=4", ["--qubits", "4", "--layers", "20", "--measure", "mu:5,theta:10,hessian:20"]],
    [
      "columns split: brickwork n=8",
      ["--qubits", "8", "--layers", "6", "--entangler", "brickwork", "--entangler-depth", "3", "--measure", "mu:5,theta:10"],
    ],
    [
      "columns split: clifford n=7",
      ["--qubits", "7", "--layers", "6", "--entangler", "clifford", "--entangler-depth", "2", "--measure", "mu:5,theta:10"],
    ],
  ])("%s: 1, 2 and 3 change nothing, to the last bit", async (_, args) => {
    const folder = temporaryFolder();
    const results: string[] = [];
    for (const threads of ["1", "2", "3"]) {
      const out = join(folder, threads);
      const run = [
        "train",
        ...args,
        "--steps",
        "20",
        "--samples",
        "3",
        "--threads",
        threads,
        "--out",
        out,
        "--quiet",
        "--no-plot",
      ];
      expect(await runCli(run)).toMatchObject({ code: 0, stderr: "" });
      results.push((await runCli(["show", out, "--at", "0,5,10,20", "--json"])).stdout);
    }
    expect(JSON.parse(results[0]).mu.values[0]).toHaveLength(5);
    expect(results[1]).toBe(results[0]);
    expect(results[2]).toBe(results[0]);
  });
});
