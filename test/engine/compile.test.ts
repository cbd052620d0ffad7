/**
 * What the WebAssembly engine makes of a circuit: which neighbours are merged, and that the program still does what the circuit says.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, type ProgramStep } from "../../src/engine/wasm/compile.ts";
import { identityMatrix, maxDifference, zeroMatrix } from "../../src/linalg/complex-matrix.ts";
import { type Circuit, CircuitBuilder, rotationsOf } from "../../src/quantum/circuit.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { anglesFor, circuits, haarMatrix } from "../support/arbitraries.ts";
import { circuitMatrix, pauliMatrix } from "../support/dense-simulator.ts";

const kindsOf = (circuit: Circuit) => compile(circuit).map(({ kind }) => kind);

/** The unitary of a program, step by step from the definition of each. */
function programMatrix(steps: readonly ProgramStep[], circuit: Circuit, theta: Float64Array) {
  const d = 2 ** circuit.qubits;
  const rotations = rotationsOf(circuit);
  let re = identityMatrix(d).re;
  let im = identityMatrix(d).im;
  /** Multiplies by the matrix whose entries the function names, from the left. */
  const apply = (entries: (i: number, j: number) => readonly [number, number]) => {
    const next = zeroMatrix(d);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        const [a, b] = entries(i, j);
        if (a === 0 && b === 0) continue;
        for (let c = 0; c < d; c++) {
          next.re[i * d + c] += a * re[j * d + c] - b * im[j * d + c];
          next.im[i * d + c] += a * im[j * d + c] + b * re[j * d + c];
        }
      }
    }
    ({ re, im } = next);
  };
  const rotate = (x: number, z: number, rotation: number) => {
    const { parameter, coefficient } = rotations[rotation];
    const half = (coefficient * theta[parameter]) / 2;
    const p = pauliMatrix({ x, z }, circuit.qubits);
    apply((i, j) => [(i === j ? Math.cos(half) : 0) + Math.sin(half) * p.im[i * d + j], -Math.sin(half) * p.re[i * d + j]]);
  };
  /** A matrix whose index is read off the bits at the given offsets. */
  const applyLocal = (matrix: { re: ArrayLike<number>; im: ArrayLike<number> }, offsets: readonly number[]) => {
    const mask = offsets[offsets.length - 1];
    apply((i, j) => {
      if ((i & ~mask) !== (j & ~mask)) return [0, 0];
      const at = offsets.indexOf(i & mask) * offsets.length + offsets.indexOf(j & mask);
      return [matrix.re[at], matrix.im[at]];
    });
  };
  for (const step of steps) {
    switch (step.kind) {
      case "rotation":
        rotate(step.x, step.z, step.rotation);
        break;
      case "rotation-yz":
        if (step.y >= 0) rotate(step.bit, step.bit, step.y);
        if (step.z >= 0) rotate(0, step.bit, step.z);
        break;
      case "permutation": {
        const destination = Array.from({ length: d }, (_, j) => j);
        for (const cycle of step.cycles) for (const [k, row] of cycle.entries()) destination[row] = cycle[(k + 1) % cycle.length];
        apply((i, j) => [destination[j] === i ? 1 : 0, 0]);
        break;
      }
      case "diagonal":
        apply((i, j) => (i === j ? [step.re[i], step.im[i]] : [0, 0]));
        break;
      case "qubit":
        applyLocal(step.matrix, [0, step.bit]);
        break;
      case "pair":
        applyLocal(step.matrix, [0, step.lower, step.upper, step.upper | step.lower]);
        break;
      case "small":
        applyLocal(step.matrix, step.offsets);
        break;
      case "dense":
        if (step.before !== undefined) rotate(step.before.x, step.before.z, step.before.rotation);
        apply((i, j) => [step.matrix.re[i * d + j], step.matrix.im[i * d + j]]);
    }
  }
  return { rows: d, columns: d, re, im };
}

describe("compile", () => {
  it("keeps the meaning of any circuit: unitary to 1e-12, every rotation exactly once", () => {
    fc.assert(
      fc.property(circuits(4), fc.nat(1000), (circuit, seed) => {
        const theta = anglesFor(circuit, 1, seed);
        const steps = compile(circuit);
        expect(maxDifference(programMatrix(steps, circuit, theta), circuitMatrix(circuit, theta))).toBeLessThan(1e-12);
        const used = steps.flatMap((step) => {
          if (step.kind === "rotation") return [step.rotation];
          if (step.kind === "rotation-yz") return [step.y, step.z].filter((rotation) => rotation >= 0);
          return step.kind === "dense" && step.before !== undefined ? [step.before.rotation] : [];
        });
        expect(used.sort((a, b) => a - b)).toEqual(rotationsOf(circuit).map((_, r) => r));
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it("permutations in a row are one: X, CNOT and SWAP; two CNOTs of the same qubits are nothing", () => {
    const circuit = new CircuitBuilder(3).cnot(0, 1).cnot(1, 2).gate("SWAP", 0, 2).gate("X", 1).build();
    const steps = compile(circuit);
    expect(steps.map(({ kind }) => kind)).toEqual(["permutation"]);
    expect(maxDifference(programMatrix(steps, circuit, new Float64Array(0)), circuitMatrix(circuit, []))).toBe(0);
    expect(compile(new CircuitBuilder(3).cnot(0, 1).cnot(0, 1).build())).toEqual([{ kind: "permutation", cycles: [] }]);
  });

  it("diagonals in a row are one, as long as they are tabulated", () => {
    const add = (builder: CircuitBuilder) => builder.s(0).t(1).cz(1, 2).gate("Z", 0);
    const circuit = add(new CircuitBuilder(3)).build();
    const steps = compile(circuit);
    expect(steps.map(({ kind }) => kind)).toEqual(["diagonal"]);
    expect(maxDifference(programMatrix(steps, circuit, new Float64Array(0)), circuitMatrix(circuit, []))).toBeLessThan(1e-15);
    expect(kindsOf(add(new CircuitBuilder(13)).build())).not.toContain("diagonal");
  });

  it("RY and RZ of a qubit are one, across the rotations of other qubits; RZ before RY is not", () => {
    expect(kindsOf(hardwareEfficientAnsatz({ qubits: 3, layers: 1 }))).toEqual([
      "rotation-yz",
      "rotation-yz",
      "rotation-yz",
      "permutation",
    ]);
    expect(kindsOf(new CircuitBuilder(2).rz(0).ry(0).build())).toEqual(["rotation", "rotation"]);
    expect(kindsOf(new CircuitBuilder(1).ry(0).rz(0).build())).toEqual(["rotation", "rotation"]);
    expect(compile(new CircuitBuilder(3).ry(2).ry(0).rz(1).build())).toEqual([
      { kind: "rotation-yz", bit: 1, y: 0, z: -1 },
      { kind: "rotation-yz", bit: 4, y: 1, z: -1 },
      { kind: "rotation-yz", bit: 2, y: -1, z: 2 },
    ]);
    expect(compile(new CircuitBuilder(2).ry(0).ry(1).rz(1).rx(0).rz(0).build())).toEqual([
      { kind: "rotation", x: 2, z: 2, rotation: 0 },
      { kind: "rotation-yz", bit: 1, y: 1, z: 2 },
      { kind: "rotation", x: 2, z: 0, rotation: 3 },
      { kind: "rotation", x: 0, z: 2, rotation: 4 },
    ]);
  });

  it("a rotation right before a matrix on all qubits belongs to it; one before a smaller matrix does not", () => {
    expect(kindsOf(randomPauliAnsatz({ qubits: 3, layers: 2 }))).toEqual(["dense", "dense"]);
    const other = new CircuitBuilder(3).rotation("XYZ").unitary(haarMatrix(8, 0), [2, 1, 0]).build();
    expect(kindsOf(other)).toEqual(["rotation", "small"]);
    const two = new CircuitBuilder(3).rotation("XYZ").rotation("ZZZ").unitary(haarMatrix(8, 0)).build();
    expect(compile(two)).toMatchObject([
      { kind: "rotation", rotation: 0 },
      { kind: "dense", before: { rotation: 1 } },
    ]);
  });

  it("neighbours on two qubits are one matrix if one of them is neither a permutation nor a diagonal", () => {
    expect(kindsOf(new CircuitBuilder(3).h(0).cnot(0, 1).s(1).h(1).build())).toEqual(["pair"]);
    expect(kindsOf(new CircuitBuilder(3).h(0).s(0).h(0).build())).toEqual(["qubit"]);
    expect(kindsOf(new CircuitBuilder(3).cnot(0, 1).s(0).cnot(1, 2).build())).toEqual(["permutation", "diagonal", "permutation"]);
    expect(kindsOf(new CircuitBuilder(3).h(0).cnot(0, 1).cnot(1, 2).build())).toEqual(["pair", "permutation"]);
    expect(kindsOf(new CircuitBuilder(3).h(0).ry(0).h(0).build())).toEqual(["qubit", "rotation", "qubit"]);
    const clifford = randomPauliAnsatz({ qubits: 4, layers: 3, entangler: "clifford", entanglerDepth: 1 });
    // One gate for each of two bonds at most, beside the rotations.
    expect(compile(clifford).length).toBeLessThanOrEqual(3 * 3);
  });
});
