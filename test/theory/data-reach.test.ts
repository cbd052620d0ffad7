/**
 * What orthonormal inputs reach together, against random ones, and the phases that follow.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { haarUnitary } from "../../src/linalg/haar.ts";
import { phaseOfOrthonormalData, sharedBounds, sharedRange } from "../../src/theory/data/index.ts";

const energies = [-14, -7, -7, -3, 0, 2, 5, 8];

/** Σ over the first `count` columns of a random unitary of <O>, O diagonal. */
function randomSum(stream: CounterStream, count: number): number {
  const { re, im } = haarUnitary(energies.length, () => stream.normal());
  let sum = 0;
  for (let k = 0; k < count; k++)
    energies.forEach((energy, j) => {
      const at = j * energies.length + k;
      sum += energy * (re[at] ** 2 + im[at] ** 2);
    });
  return sum;
}

describe("orthonormal inputs of one observable", () => {
  it.each([1, 2, 3, 8])("%i of them never leave the range of their sum", (count) => {
    const stream = new CounterStream(1, "reach");
    const { min, max } = sharedRange(energies, count);
    for (let draw = 0; draw < 300; draw++) {
      const sum = randomSum(stream, count);
      expect(sum).toBeGreaterThan(min - 1e-9);
      expect(sum).toBeLessThan(max + 1e-9);
    }
    // The trace is all that a whole basis has.
    if (count === 8) expect(max).toBe(min);
  });

  it("have ends of their own only where one eigenvector is not enough for all", () => {
    const shared = (eigenvalues: number[], observables: number[]) =>
      sharedBounds({ eigenvalues: [eigenvalues, eigenvalues], observables });
    expect(shared([-1, -1, 1, 1], [0, 0])).toEqual([]);
    expect(shared([-1, -1, 1, 1], [0, 0, 0])).toEqual([{ data: [0, 1, 2], min: -1, max: 1 }]);
    expect(shared(energies, [0, 0])).toEqual([{ data: [0, 1], min: -21, max: 13 }]);
    expect(shared([0, 0, 0, 1], [0, 0])).toEqual([{ data: [0, 1], max: 1 }]);
    // Those with observables of their own share nothing.
    expect(shared([0, 0, 0, 1], [0, 1])).toEqual([]);
    expect(shared([0, 0, 0, 1], [0, 1, 0])).toEqual([{ data: [0, 2], max: 1 }]);
  });

  it("are refused where there are more of them than dimensions", () => {
    expect(() => sharedRange([0, 1], 3)).toThrow(/count/);
  });
});

describe("the phase of targets", () => {
  const of = (targets: number[], eigenvalues = energies) =>
    phaseOfOrthonormalData(targets, { eigenvalues: [eigenvalues], observables: targets.map(() => 0) });

  it("is that of every datum by itself where the data reach their ends at once", () => {
    expect(of([0.3, -0.5], [-1, -1, 1, 1]).phase).toBe("frozen-kernel");
    expect(of([-1, 1], [-1, -1, 1, 1]).phase).toBe("critical");
    expect(of([-3, -3], [-1, -1, 1, 1]).phase).toBe("frozen-error");
    expect(of([0.2, 1, 3], [-1, -1, -1, -1, 1, 1, 1, 1])).toEqual({
      phase: "frozen-kernel+critical+frozen-error",
      data: ["frozen-kernel", "critical", "frozen-error"],
      errorsThatStay: [2],
      kernelsThatVanish: [1, 2],
    });
  });

  it("is none of the seven where they ask for more together than there is", () => {
    expect(of([-14, -14]).phase).toBe("undetermined");
    expect(of([-20, -10]).data).toEqual(["undetermined", "undetermined"]);
    expect(of([-20, -6]).data).toEqual(["frozen-error", "frozen-kernel"]);
    // Of three, the two that are too low; the third is as it was.
    expect(of([-14, -13, 0]).data.slice(0, 2)).toEqual(["undetermined", "undetermined"]);
    expect(of([0.2, 1, 3], [-1, -1, 1, 1]).phase).toBe("undetermined");
  });

  it("needs a target for each datum", () => {
    expect(() => phaseOfOrthonormalData([1], { eigenvalues: [energies], observables: [0, 0] })).toThrow(/targets/);
  });
});
