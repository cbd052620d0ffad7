/**
 * Matrices made by kernels inside a memory of their own are those that plain loops make elsewhere, to the last bit.
 */
import { describe, expect, it, vi } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import {
  allocateMatrixPlanes,
  matrixMemoryOf,
  releaseMatrixMemory,
  takeMatrixMemory,
  workspaceBeside,
} from "../../src/kernels/matrix-memory.ts";
import * as native from "../../src/kernels/native.ts";
import { type ComplexMatrix, unitarityError, zeroMatrix } from "../../src/linalg/complex-matrix.ts";
import { haarUnitaryInPlace } from "../../src/linalg/haar.ts";
import { unitaryFactorInPlace } from "../../src/linalg/householder-qr.ts";

/** `count` matrices of size d in a memory of their own, of at least 1 MiB. */
function matricesInMemory(d: number, count: number): ComplexMatrix[] {
  const planes = allocateMatrixPlanes(d, Math.max(count, Math.ceil(2 ** 20 / (16 * d * d))));
  if (planes === undefined) throw new Error("this machine has no memory for matrices");
  const part = (plane: Float64Array, k: number) => plane.subarray(k * d * d, (k + 1) * d * d);
  return Array.from({ length: count }, (_, k) => ({ rows: d, columns: d, re: part(planes.re, k), im: part(planes.im, k) }));
}

function fillNormal({ re, im }: ComplexMatrix, seed: number): void {
  const stream = new CounterStream(seed, "test");
  for (let k = 0; k < re.length; k++) {
    re[k] = stream.normal();
    im[k] = stream.normal();
  }
}

describe("matrices in a memory of their own", () => {
  // Odd and even sizes take different ways through the kernels.
  it.each([2, 3, 5, 16, 33, 64, 128])("Haar unitaries and QR factors at d = %i are those made elsewhere", (d) => {
    const inside = matricesInMemory(d, 4);
    inside.forEach((matrix, k) => {
      const outside = zeroMatrix(d);
      expect(workspaceBeside(matrix.re)).toBeDefined();
      expect(workspaceBeside(outside.re)).toBeUndefined();
      for (const out of [matrix, outside]) {
        if (k < 2) {
          const stream = new CounterStream(k, "test");
          haarUnitaryInPlace(out, () => stream.normal());
        } else {
          fillNormal(out, k);
          unitaryFactorInPlace(out);
        }
      }
      expect(unitarityError(matrix)).toBeLessThan(1e-13);
      expect(Array.from(matrix.re)).toEqual(Array.from(outside.re));
      expect(Array.from(matrix.im)).toEqual(Array.from(outside.im));
    });
    // A neighbour made later has not touched the first.
    const again = zeroMatrix(d);
    const stream = new CounterStream(0, "test");
    haarUnitaryInPlace(again, () => stream.normal());
    expect(Array.from(inside[0].re)).toEqual(Array.from(again.re));
  });

  it("only one engine at a time uses the room behind them", () => {
    const [{ re }] = matricesInMemory(8, 1);
    const memory = matrixMemoryOf(re);
    if (memory === undefined) throw new Error("the matrix is in no memory");
    expect([takeMatrixMemory(memory), takeMatrixMemory(memory)]).toEqual([true, false]);
    releaseMatrixMemory(memory);
    expect(takeMatrixMemory(memory)).toBe(true);
  });

  it("small ones, and those too large for one memory, get none", () => {
    expect(allocateMatrixPlanes(4, 8)).toBeUndefined();
    expect(allocateMatrixPlanes(4096, 2 ** 30)).toBeUndefined();
    // Native kernels alone reach beyond 4 GiB.
    vi.spyOn(native, "hasNativeKernels").mockReturnValue(false);
    expect(allocateMatrixPlanes(4096, 20) === undefined).toBe(true);
    vi.restoreAllMocks();
  });
});
