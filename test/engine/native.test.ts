/**
 * The native kernels give the numbers of the relaxed WebAssembly build to the last bit: for random programs, every number of columns from 1 to
 * 300, both precisions and every width of vectors that this processor has.
 */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { engineNamed, resolveEngine } from "../../src/engine/engines.ts";
import * as kernelSets from "../../src/engine/wasm/kernel-set.ts";
import { loadWasm } from "../../src/engine/wasm/wasm-engine.ts";
import { allocateMatrixPlanes } from "../../src/kernels/matrix-memory.ts";
import * as nativeKernels from "../../src/kernels/native.ts";
import type { StoredMatrix } from "../../src/linalg/complex-matrix.ts";
import type { Circuit, Operation } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { denseObservable, type Observable, xxz } from "../../src/quantum/observables.ts";
import { parsePauliString } from "../../src/quantum/pauli.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { anglesFor, hermitianMatrix, problems } from "../support/arbitraries.ts";
import { nativeSkipped } from "../support/engine-cases.ts";
import { kernelBuilds } from "../support/kernel-builds.ts";
import { circuits, everything, expectSameInAnySplit } from "../support/kernel-circuits.ts";

const noRelaxed = kernelBuilds.find(({ build }) => build === "relaxed")?.skip ? "no relaxed SIMD to compare with" : undefined;
const skipped = nativeSkipped ?? noRelaxed;
const { hasNativeKernels, nativeStatus } = nativeKernels;
const status = nativeStatus();
const widths = status.available ? status.vectorBytes : [];

function both(circuit: Circuit, observable: Observable, precision: "double" | "single") {
  const native = loadWasm(circuit, observable, { engine: "native", precision });
  const wasm = loadWasm(circuit, observable, { build: "relaxed", precision });
  return [native, wasm] as const;
}

describe.skipIf(skipped !== undefined)(`native kernels${skipped === undefined ? "" : ` (skipped: ${skipped})`}`, () => {
  describe.each(["double", "single"] as const)("%s precision", (precision) => {
    it("random programs and observables: <O>, gradients, Hessian-vector products, states, steps of descent", () => {
      fc.assert(
        fc.property(problems(5), fc.integer({ min: 1, max: 40 }), ({ circuit, observable, seed }, columns) => {
          const [native, wasm] = both(circuit, observable, precision);
          const theta = anglesFor(circuit, columns, seed);
          expect(everything(native, columns, seed)).toEqual(everything(wasm, columns, seed));
          expect(native.expectation(theta)).toEqual(wasm.expectation(theta));
          expect(native.finalStates(theta)).toEqual(wasm.finalStates(theta));
          expect(native.inversionError(theta)).toBe(wasm.inversionError(theta));
          const rule = { eta: 0.05, offsets: new Float64Array(columns).fill(-1) };
          expect(native.descend?.(theta, rule, 7)).toEqual(wasm.descend?.(theta, rule, 7));
          for (const simulator of [native, wasm]) simulator.dispose();
        }),
        { numRuns: 80, seed: 1 },
      );
    });

    it.each([6, 7, 12, 13, 14])(
      "%i qubits, in every tile of rows that runs of rotations are made in: gates of the qubits in any order",
      (qubits) => {
        const ansatz = hardwareEfficientAnsatz({ qubits, layers: 2 });
        // Qubits of one layer from the first to the last, of the other in an order of their own.
        const place = (k: number) => (k < 2 * qubits ? k : Math.floor(k / qubits) * qubits + ((k * 7) % qubits));
        const order = Array.from({ length: 4 * qubits }, (_, k) => place(k));
        const rotations = ansatz.operations.filter(({ kind }) => kind === "rotation");
        const circuit = { ...ansatz, operations: order.map((k) => rotations[k]) };
        for (const own of [ansatz, circuit]) {
          const [native, wasm] = both(own, xxz({ qubits }), precision);
          expect(everything(native, 1, qubits)).toEqual(everything(wasm, 1, qubits));
          expect(native.finalStates(anglesFor(own, 1, qubits))).toEqual(wasm.finalStates(anglesFor(own, 1, qubits)));
          expect(native.inversionError(anglesFor(own, 1, qubits))).toBeLessThan(precision === "double" ? 1e-13 : 1e-5);
          for (const simulator of [native, wasm]) simulator.dispose();
        }
      },
    );

    it.each(circuits)("%s: every way through the kernels, in any split of its columns", (_name, make) => {
      const circuit = make();
      const [native, wasm] = both(circuit, xxz({ qubits: circuit.qubits }), precision);
      expect(everything(native, 13)).toEqual(everything(wasm, 13));
      expectSameInAnySplit(native);
      for (const simulator of [native, wasm]) simulator.dispose();
    });

    it.each([
      ["dense layers", () => randomPauliAnsatz({ qubits: 4, layers: 1 })],
      ["gates", () => hardwareEfficientAnsatz({ qubits: 3, layers: 1 })],
    ])("%s: 1 to 300 columns", (_name, make) => {
      const circuit = make();
      const observable = denseObservable(hermitianMatrix(2 ** circuit.qubits, 5));
      const [native, wasm] = both(circuit, observable, precision);
      for (let columns = 1; columns <= 300; columns++) {
        const theta = anglesFor(circuit, columns, columns);
        expect(native.gradient(theta)).toEqual(wasm.gradient(theta));
      }
      for (const simulator of [native, wasm]) simulator.dispose();
    });

    it.each(widths)("vectors of %i bytes", (vectorBytes) => {
      const shape = vi.spyOn(kernelSets, "shapeOf");
      for (const [, make] of circuits) {
        const circuit = make();
        const [native, wasm] = both(circuit, xxz({ qubits: circuit.qubits }), precision);
        const expected = everything(wasm, 21);
        shape.mockImplementation((_choice, _columns, together) => ({ vectorBytes, width: together ? 3 : 1 }));
        expect(everything(native, 21)).toEqual(expected);
        expect(shape).toHaveBeenCalled();
        shape.mockReset();
      }
      vi.restoreAllMocks();
    });
  });

  it("addresses beyond 4 GiB, which WebAssembly refuses in a sentence", () => {
    const [qubits, d, count] = [10, 1024, 270];
    const planes = allocateMatrixPlanes(d, count);
    if (planes === undefined) throw new Error("this machine has no 4.2 GiB to address");
    // A permutation matrix, the last of many: only the pages it lies in are ever touched.
    const last = [d * d * (count - 1), d * d * count] as const;
    const matrix = { rows: d, columns: d, re: planes.re.subarray(...last), im: planes.im.subarray(...last) };
    expect(matrix.im.byteOffset).toBeGreaterThan(2 ** 32);
    for (let j = 0; j < d; j++) matrix.im[((j + 1) % d) * d + j] = 1;
    const rotation: Operation = { kind: "rotation", pauli: parsePauliString("XYZXYZXYZX"), parameter: 0, coefficient: 1 };
    const circuitOf = (of: StoredMatrix): Circuit => ({
      qubits,
      parameters: 1,
      operations: [rotation, { kind: "dense", matrix: of, qubits: Array.from({ length: qubits }, (_, q) => q) }],
    });
    const observable = xxz({ qubits });
    const simulator = loadWasm(circuitOf(matrix), observable, { engine: "native" });
    const elsewhere = loadWasm(circuitOf({ ...matrix, re: matrix.re.slice(), im: matrix.im.slice() }), observable, {
      build: "relaxed",
    });
    const theta = Float64Array.of(0.4, 1.1, -2);
    expect(simulator.finalStates(theta)).toEqual(elsewhere.finalStates(theta));
    expect(simulator.hessianVectorProduct(theta, theta)).toEqual(elsewhere.hessianVectorProduct(theta, theta));
    expect(simulator.inversionError(theta)).toBeLessThan(1e-13);
    simulator.dispose();
  });

  it("reflections give the unitaries of WebAssembly, to the last bit", () => {
    const draw = () =>
      randomPauliAnsatz({ qubits: 6, layers: 16 }).operations.flatMap((operation) =>
        operation.kind === "dense" ? [...operation.matrix.re, ...operation.matrix.im] : [],
      );
    const native = draw();
    const hidden = vi.spyOn(nativeKernels, "hasNativeKernels").mockReturnValue(false);
    expect(draw()).toEqual(native);
    expect(hidden).toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it("auto is native", () => {
    expect(hasNativeKernels()).toBe(true);
    expect(resolveEngine("auto")).toBe("native");
    expect(engineNamed("native").name).toBe("native");
  });
});
