/**
 * The WebAssembly engine in both builds: against the reference engine, and bit-identical for any split of a batch, with and without
 * shared memory.
 */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { Arena } from "../../src/engine/wasm/arena.ts";
import { loadWasm } from "../../src/engine/wasm/wasm-engine.ts";
import { allocateMatrixPlanes } from "../../src/kernels/matrix-memory.ts";
import { type Circuit, CircuitBuilder, type Operation } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { type Observable, tfim, xxz } from "../../src/quantum/observables.ts";
import { parsePauliString } from "../../src/quantum/pauli.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { anglesFor, haarMatrix, problems } from "../support/arbitraries.ts";
import { kernelBuilds } from "../support/kernel-builds.ts";
import {
  circuits,
  everything,
  expectSameInAnySplit,
  expectSameWithoutSharedMemory,
  relativeDifference,
} from "../support/kernel-circuits.ts";

afterEach(() => vi.unstubAllGlobals());

describe.each(kernelBuilds)("kernels, build $title", ({ build, skip }) => {
  const load = (circuit: Circuit, observable: Observable) => loadWasm(circuit, observable, { build });

  it.skipIf(skip)(
    "agree with the reference engine to 1e-12 relative: <O>, gradient, Hessian-vector products, final states",
    () => {
      fc.assert(
        fc.property(problems(), ({ circuit, observable, seed }) => {
          const fast = load(circuit, observable);
          const slow = referenceEngine.load(circuit, observable);
          const theta = anglesFor(circuit, 3, seed);
          const [a, b] = [everything(fast, 3, seed), everything(slow, 3, seed)];
          expect(relativeDifference(a.expectation, b.expectation)).toBeLessThan(1e-12);
          expect(relativeDifference(a.gradient, b.gradient)).toBeLessThan(1e-12);
          expect(relativeDifference(a.product, b.product)).toBeLessThan(1e-12);
          expect(fast.expectation(theta)).toEqual(a.expectation);
          expect(fast.gradient(theta).gradient).toEqual(a.gradient);
          const [s, t] = [fast.finalStates(theta), slow.finalStates(theta)];
          expect(relativeDifference(s.re, t.re)).toBeLessThan(1e-12);
          expect(relativeDifference(s.im, t.im)).toBeLessThan(1e-12);
        }),
        { numRuns: 150, seed: 21 },
      );
    },
  );

  it.skipIf(skip)(
    "agree with the reference engine to 1e-12 at all multiples of a quarter turn, where cosines vanish or change sign",
    () => {
      const circuit = hardwareEfficientAnsatz({ qubits: 4, layers: 2 });
      const observable = xxz({ qubits: 4 });
      const turns = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 9];
      const columns = turns.length + 1;
      // One column with every angle the same, and one with each another.
      const theta = Float64Array.from({ length: columns * circuit.parameters }, (_, k) => {
        const column = Math.floor(k / circuit.parameters);
        return ((turns[column] ?? turns[k % turns.length]) * Math.PI) / 2;
      });
      const vectors = anglesFor(circuit, columns, 5);
      const [fast, slow] = [load(circuit, observable), referenceEngine.load(circuit, observable)];
      const [a, b] = [fast.hessianVectorProduct(theta, vectors), slow.hessianVectorProduct(theta, vectors)];
      for (const name of ["expectation", "gradient", "product"] as const)
        expect(relativeDifference(a[name], b[name]), name).toBeLessThan(1e-12);
      const [s, t] = [fast.finalStates(theta), slow.finalStates(theta)];
      expect(relativeDifference(s.re, t.re)).toBeLessThan(1e-12);
      expect(relativeDifference(s.im, t.im)).toBeLessThan(1e-12);
    },
  );

  it.skipIf(skip).each(circuits)("%s: agrees with the reference engine to 1e-12 relative", (_, make) => {
    const circuit = make();
    const observable = xxz({ qubits: circuit.qubits });
    const [a, b] = [everything(load(circuit, observable), 3), everything(referenceEngine.load(circuit, observable), 3)];
    for (const name of ["expectation", "gradient", "product"] as const)
      expect(relativeDifference(a[name], b[name]), name).toBeLessThan(1e-12);
  });

  it.skipIf(skip).each(circuits)("%s: 23 columns together, in any split and alone are the same to the last bit", (_, make) => {
    const circuit = make();
    expectSameInAnySplit(load(circuit, tfim({ qubits: circuit.qubits, field: 0.7 })));
  });

  it.skipIf(skip)(
    "14 qubits, whose rotations are done in tiles: the gradient of the reference engine, alone and in a batch",
    () => {
      // A qubit turned twice in a row, out of order, and one left out.
      const builder = new CircuitBuilder(14);
      for (const q of [13, 0, 5, 0, 1, 2, 3, 12, 7, 0]) builder.ry(q).rz(q);
      const circuit = builder.cnot(0, 13).ry(13).rz(13).ry(0).rz(0).build();
      const observable = tfim({ qubits: 14, field: 0.7 });
      const theta = anglesFor(circuit, 3, 1);
      const { gradient, expectation } = load(circuit, observable).gradient(theta);
      const slow = referenceEngine.load(circuit, observable).gradient(theta);
      expect(relativeDifference(expectation, slow.expectation)).toBeLessThan(1e-12);
      expect(relativeDifference(gradient, slow.gradient)).toBeLessThan(1e-12);
      const last = load(circuit, observable).gradient(theta.slice(2 * circuit.parameters));
      expect(last.gradient).toEqual(gradient.slice(2 * circuit.parameters));
    },
  );

  it.skipIf(skip)(
    "without shared memory (a page without cross-origin isolation) the numbers are the same to the last bit",
    () => {
      expectSameWithoutSharedMemory(load);
    },
  );
});

describe("memory", () => {
  it("a simulator that has grown its memory for a large batch gives the same numbers for a small one as before", () => {
    for (const shared of [true, false]) {
      if (!shared) vi.stubGlobal("SharedArrayBuffer", undefined);
      const circuit = hardwareEfficientAnsatz({ qubits: 6, layers: 2 });
      const simulator = loadWasm(circuit, xxz({ qubits: 6 }));
      const before = everything(simulator, 1);
      const large = everything(simulator, 200);
      expect(everything(simulator, 1)).toEqual(before);
      expect(everything(simulator, 200)).toEqual(large);
    }
  });

  it("an arena keeps its content as it grows, and refuses more than 4 GiB in a sentence with the size", () => {
    for (const shared of [true, false]) {
      if (!shared) vi.stubGlobal("SharedArrayBuffer", undefined);
      const arena = Arena.ofSize(100);
      expect(arena.memory.buffer.byteLength).toBe(65536);
      arena.float64[3] = 0.5;
      arena.int32[2] = 7;
      arena.reserve(200_000);
      expect(arena.memory.buffer.byteLength).toBe(4 * 65536);
      expect([arena.float64[3], arena.int32[2], arena.float64.length]).toEqual([0.5, 7, 32768]);
      arena.reserve(70_000);
      expect(arena.memory.buffer.byteLength).toBe(4 * 65536);
      const message =
        "The circuit and its states need 4.50 GiB, more than WebAssembly has (at most 4 GiB; engine native has more): lower qubits, layers, samples, targets or precision.";
      expect(() => arena.reserve(4.5 * 2 ** 30)).toThrow(message);
      expect(() => Arena.ofSize(4.5 * 2 ** 30)).toThrow(message);
    }
  });

  it("a batch beyond 4 GiB is refused, and the simulator goes on to work", () => {
    const circuit = new CircuitBuilder(20).rx(0).build();
    const simulator = loadWasm(circuit, xxz({ qubits: 20 }));
    expect(() => simulator.gradient(new Float64Array(200))).toThrow(
      /^The circuit and its states need 6\.\d+ GiB, more than WebAssembly has/,
    );
    expect(simulator.expectation(Float64Array.of(0.3))).toHaveLength(1);
  });

  it("addresses beyond 2 GiB: final states, inversion and gradients of a circuit behind that many matrices", () => {
    const [qubits, d] = [10, 1024];
    const planes = allocateMatrixPlanes(d, 130);
    if (planes === undefined) throw new Error("this machine has no memory of 2.1 GiB to address");
    // A permutation matrix: only the pages it lies in are ever touched.
    const matrix = { rows: d, columns: d, re: planes.re.subarray(0, d * d), im: planes.im.subarray(0, d * d) };
    for (let j = 0; j < d; j++) matrix.re[((j + 1) % d) * d + j] = 1;
    const operations: Operation[] = [
      { kind: "rotation", pauli: parsePauliString("XYZXYZXYZX"), parameter: 0, coefficient: 1 },
      { kind: "dense", matrix, qubits: Array.from({ length: qubits }, (_, q) => q) },
    ];
    const circuit = { qubits, parameters: 1, operations };
    const theta = Float64Array.of(0.4, 1.1);
    const simulator = loadWasm(circuit, xxz({ qubits }));
    const copy = { ...matrix, re: matrix.re.slice(), im: matrix.im.slice() };
    const elsewhere = loadWasm(
      { ...circuit, operations: [operations[0], { ...operations[1], matrix: copy } as Operation] },
      xxz({ qubits }),
    );
    expect(simulator.finalStates(theta)).toEqual(elsewhere.finalStates(theta));
    expect(simulator.gradient(theta)).toEqual(elsewhere.gradient(theta));
    expect(simulator.inversionError(theta)).toBeLessThan(1e-13);
    simulator.dispose();
  });

  it("matrices made in a memory of their own serve any operation: on some of the qubits, in any order, two with one real part", () => {
    const planes = allocateMatrixPlanes(8, 1024);
    if (planes === undefined) throw new Error("this machine has no memory of 1 MiB for matrices");
    const source = haarMatrix(8, 5);
    planes.re.set(source.re, 64);
    planes.im.set(source.im, 64);
    const inMemory = { rows: 8, columns: 8, re: planes.re.subarray(64, 128), im: planes.im.subarray(64, 128) };
    const conjugate = { ...inMemory, im: inMemory.im.map((value) => -value) };
    const at = (matrix: typeof inMemory, qubits: number[]): Operation => ({ kind: "dense", matrix, qubits });
    const operations: Operation[] = [
      { kind: "rotation", pauli: parsePauliString("XYZ"), parameter: 0, coefficient: 1 },
      at(inMemory, [0, 1, 2]),
      at(inMemory, [2, 1, 0]),
      at(conjugate, [0, 1, 2]),
      at(conjugate, [1, 0, 2]),
    ];
    const circuit: Circuit = { qubits: 3, parameters: 1, operations };
    const [a, b] = [loadWasm(circuit, xxz({ qubits: 3 })), referenceEngine.load(circuit, xxz({ qubits: 3 }))];
    const [fast, slow] = [everything(a, 2), everything(b, 2)];
    for (const name of ["expectation", "gradient", "product"] as const)
      expect(relativeDifference(fast[name], slow[name]), name).toBeLessThan(1e-12);
  });

  it("two simulators of the same matrices do not disturb each other, nor does disposing of one twice", () => {
    const circuit = randomPauliAnsatz({ qubits: 6, layers: 40 });
    const observable = xxz({ qubits: 6 });
    const first = loadWasm(circuit, observable);
    const expected = everything(first, 3);
    const second = loadWasm(circuit, observable);
    expect(everything(second, 3)).toEqual(expected);
    expect(everything(first, 3)).toEqual(expected);
    first.dispose();
    const third = loadWasm(circuit, observable);
    first.dispose();
    const fourth = loadWasm(circuit, observable);
    expect(everything(third, 3)).toEqual(expected);
    expect(everything(fourth, 2)).toEqual(everything(second, 2));
    expect(everything(third, 3)).toEqual(expected);
  });
});
