/**
 * Files that are draws from a distribution: what is read from them, the test of groups, and the verdict.
 */
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../../src/base/random/counter-stream.ts";
import { recognizeFile } from "../../../src/papers/transition/data/catalogue.ts";
import { drawStudy, type StudyGroups } from "../../../src/papers/transition/data/draws.ts";
import { publishedDraws, type StatisticalFile } from "../../../src/papers/transition/data/statistical.ts";
import type { FileOutcome } from "../../../src/papers/transition/verification/outcome.ts";
import { verifySamples } from "../../../src/papers/transition/verification/sampling.ts";
import { type DrawGroup, testGroup } from "../../../src/reproduce/group-test.ts";
import { finish } from "../../support/ensembles.ts";

/** Groups of ten draws around a centre of their own, as draws of one circuit are. */
function randomGroups(count: number, seed: number, width = 1): DrawGroup[] {
  const stream = new CounterStream(seed, "test", 0);
  return Array.from({ length: count }, () => {
    const centre = 2 * stream.normal();
    return { width, values: Float64Array.from({ length: 10 * width }, () => centre + stream.normal()) };
  });
}

const shifted = ({ width, values }: DrawGroup, by: number): DrawGroup => ({ width, values: values.map((value) => value + by) });

describe("testGroup", () => {
  it("the energy distance of {0} from {1} and {3}, in units of their standard deviation", () => {
    const groups = [0, 1, 3].map((value) => ({ width: 1, values: Float64Array.of(value) }));
    // 2 mean(1, 3) - 0 - mean(0, 2, 2, 0) = 3; the standard deviation of 0, 1, 3 is √14/3.
    expect(testGroup(groups).distance).toBeCloseTo(9 / Math.sqrt(14), 12);
  });

  it("groups made alike have p-values spread evenly, although draws of a group are correlated: 400 tests, 4 sigma", () => {
    const pValues = Array.from({ length: 400 }, (_, seed) => testGroup(randomGroups(20, seed)).pValue);
    const below = pValues.filter((p) => p <= 0.25).length;
    expect(Math.abs(below - 100)).toBeLessThan(4 * Math.sqrt(400 * 0.25 * 0.75));
    expect(Math.min(...pValues)).toBe(1 / 20);
  });

  it("a group far from the others has the smallest p-value there is; one that is wider than all has too", () => {
    const [first, ...others] = randomGroups(100, 1, 3);
    expect(testGroup([shifted(first, 20), ...others]).pValue).toBe(0.01);
    expect(testGroup([{ ...first, values: first.values.map((value, k) => value + 30 * (k % 2)) }, ...others]).pValue).toBe(0.01);
  });

  it("does not change with the unit of a coordinate, and does not mind one that never varies", () => {
    const groups = randomGroups(12, 5);
    const other = groups.map(({ values }) => ({
      width: 2,
      values: Float64Array.from(values, (value) => 1e6 * value).reduce<Float64Array>(
        (all, value, k) => {
          all.set([value, 7], 2 * k);
          return all;
        },
        new Float64Array(2 * values.length),
      ),
    }));
    expect(testGroup(other)).toEqual({ ...testGroup(groups), distance: expect.closeTo(testGroup(groups).distance, 10) });
  });
});

it("numbers that differ by rounding alone are no difference", () => {
  const [first, ...others] = randomGroups(50, 3).map(({ values }, g): DrawGroup => {
    const pairs = Array.from(values).flatMap((value, k) => [value, 1e-14 * (g === 0 ? 1000 : k)]);
    return { width: 2, values: Float64Array.from(pairs) };
  });
  expect(testGroup([first, ...others]).pValue).toBe(testGroup(randomGroups(50, 3)).pValue);
});

const statistical = (path: string): StatisticalFile => {
  const file = recognizeFile(path);
  if (file.kind !== "statistical") throw new Error(path);
  return file;
};
const numbers = (...shape: number[]) => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => k),
});

describe("publishedDraws", () => {
  const initialisation = statistical("QNTK/RPA/n6/Heisenberg/RPAKXXZ_n6L2.npy");
  const training = statistical("training/RPA/Heisenberg/n2/hess/RPAKHistXXZ_n2L64Tgt-1.0.npy");
  const spectrum = statistical("training/RPA/Heisenberg/n2/RPAhessEigvalsXXZ_n2L64Tgt-6.0.npy");
  const frames = statistical("training/RPA/Heisenberg/n2/RPAFP2HistXXZ_n2L64Tgt-6.0.npy");

  it("the first draws of the first rows", () => {
    expect(publishedDraws(initialisation, numbers(1000))).toEqual({ width: 1, values: numbers(40).data });
    expect(publishedDraws(spectrum, numbers(26, 100, 64))).toEqual({ width: 64, values: numbers(640).data });
  });

  it("training: rows 0 and 1 of every sample together", () => {
    const draws = publishedDraws(training, numbers(21, 10)) as DrawGroup;
    expect([draws.width, draws.values.length]).toEqual([2, 20]);
    expect(Array.from(draws.values.subarray(0, 4))).toEqual([0, 10, 1, 11]);
  });

  it("frame potential: row 0 without the unitaries' pairs with themselves", () => {
    const published = { shape: [1], data: Float64Array.of(2 * 0.999 + 256 / 1000) };
    expect((publishedDraws(frames, published) as DrawGroup).values[0]).toBeCloseTo(2, 12);
  });

  it.each([
    [initialisation, [39], "has shape (39); allowed: one axis of at least 40 initialisations"],
    [training, [1, 10], "has shape (1, 10); allowed: (at least 2 rows, 10 samples)"],
    [spectrum, [26, 100, 16], "has shape (26, 100, 16); allowed: (rows, at least 10 samples, 64)"],
    [frames, [0], "has shape (0); allowed: one axis of at least one frame-potential"],
  ])("$study.kind of shape %j: %s", (file, shape, problem) => {
    expect(publishedDraws(file, numbers(...shape))).toBe(problem);
  });
});

describe("verifySamples", () => {
  const path = "QNTK/RPA/n6/Heisenberg/RPAKXXZ_n6L2.npy";
  const others = "QNTK/RPA/n6/Heisenberg/RPAmuXXZ_n6L2.npy";
  const groups: StudyGroups = {
    kernel: Array.from({ length: 99 }, (_, k) => ({ width: 1, values: Float64Array.of(k) })),
    mu: Array.from({ length: 99 }, (_, k) => ({ width: 1, values: Float64Array.of(-k) })),
  };

  it("a sample among the others passes, one beyond all fails, one that cannot be read is named; equal studies are drawn once", async () => {
    const outcomes: FileOutcome[] = [];
    let drawn = 0;
    const file = (name: string, array: { shape: number[]; data: Float64Array }) => ({
      path: name,
      file: statistical(name),
      array,
    });
    const constant = (value: number) => ({ shape: [40], data: new Float64Array(40).fill(value) });
    await verifySamples(
      [file(path, constant(50)), file(others, constant(500)), file(path, numbers(3))],
      async () => {
        drawn++;
        return groups;
      },
      (found) => outcomes.push(...found),
    );
    expect(drawn).toBe(1);
    expect(outcomes).toEqual([
      expect.objectContaining({ status: "unreadable" }),
      expect.objectContaining({ path, status: "statistical", quantity: "kernel", compared: "40 draws" }),
      expect.objectContaining({ path: others, status: "fail", test: expect.objectContaining({ pValue: 0.01, groups: 99 }) }),
    ]);
  });
});

describe("drawStudy", () => {
  it.each([
    ["training", { epsilon: 2, kernel: 2 }],
    ["spectrum", { eigenvalues: 4 }],
  ] as const)("%s: groups of every quantity, each with a circuit of its own, the same every time", (kind, widths) => {
    const draw = () => finish(drawStudy("wasm", { kind, qubits: 2, layers: 4, target: -4 }, 2));
    const groups = draw();
    for (const [quantity, width] of Object.entries(widths)) {
      const [first, second] = groups[quantity as keyof StudyGroups] ?? [];
      expect(first.width, quantity).toBe(width);
      expect(first.values).toHaveLength(second.values.length);
      expect(first.values).not.toEqual(second.values);
      expect(first.values.every(Number.isFinite)).toBe(true);
    }
    expect(draw()).toEqual(groups);
  });
});
