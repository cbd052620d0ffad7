/**
 * Numbers that studies take from runs whose answers are known: exponents, gaps, the strength of depolarising noise.
 */
import { describe, expect, it } from "vitest";
import { studies } from "../../../src/papers/transition/figures/index.ts";
import type { Study, StudyOutput } from "../../../src/papers/transition/study.ts";
import { publishedLibrary } from "../../../src/papers/transition/verification/library.ts";
import { depolarizedError } from "../../../src/theory/noise/depolarizing.ts";
import { syntheticInput } from "../../support/synthetic-study.ts";

const study = (id: string) => studies.find((one) => one.id === id) as Study;
const found = ({ agreement }: StudyOutput, what: string) =>
  agreement.find((one) => one.what.startsWith(what))?.found ?? Number.NaN;

describe("figure 4", () => {
  const output = study("4").output(syntheticInput(study("4"), "quick"));

  it("a gap proportional to |R| closes with exponent 1; rank 1 inside, 2(d - 1) below", () => {
    expect(found(output, "exponent of the gap below O_min, mean over L")).toBeCloseTo(1, 10);
    expect(found(output, "positive eigenvalues, O0 = −4")).toBe(1);
    expect(found(output, "positive eigenvalues, O0 = −8")).toBe(6);
    // R = 2; the smallest of the six eigenvalues is 15 |R|.
    expect(found(output, "gap, O0 = −8")).toBe(30);
  });

  it("is compared with the published table, whose columns run from −14.5 to −13.5", () => {
    const input = syntheticInput(study("4"), "paper");
    const distances = [0.5, 0.4, 0.3, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02];
    // On four qubits the smallest of the 30 eigenvalues made up is negative from the 21st on: |R| is the smallest positive one.
    const row = [...distances, 0, ...distances.map(() => 1)];
    const table = { shape: [5, 19], data: Float64Array.from(Array.from({ length: 5 }, () => row).flat()) };
    const published = publishedLibrary(["training/RPA/Heisenberg/n4/RPAgapsXXZ_n4.npy"], () => table);
    const { agreement, comparisons } = study("4").output({ ...input, published });
    expect(comparisons).toHaveLength(5);
    const same = agreement.find(({ what }) => what === "exponent of the gap below O_min, the same fit to the published gaps");
    expect(same?.found).toBeCloseTo(1, 10);
  });
});

it("device: p is found again from experiments made with it, target by target", () => {
  const one = study("device");
  const input = syntheticInput(one, "quick");
  const strengths = [0.01, 0.03, 0.05];
  const path = (target: number) => `training/HEA/Heisenberg/n2/HEAepsHistXXZ_n2L4Tgt${target}Kolkata.csv`;
  const arrays = new Map(
    one.runs("quick", new Map()).map(({ name, config }) => {
      const target = Number(config.target[0]);
      const ideal = input.run(name).record.epsilon.subarray(0, 50);
      const rows = strengths.map((p) => depolarizedError(ideal, p, { target }));
      return [path(target), { shape: [3, 50], data: Float64Array.from(rows.flatMap((row) => Array.from(row))) }] as const;
    }),
  );
  const published = publishedLibrary([...arrays.keys()], (name) => arrays.get(name) ?? { shape: [], data: new Float64Array() });
  const { agreement, panels, caption } = one.output({ ...input, published });
  const fitted = agreement.filter(({ what }) => what.startsWith("depolarising strength"));
  expect(fitted).toHaveLength(3);
  for (const { found: p } of fitted) expect(p).toBeCloseTo(0.03, 12);
  const spread = agreement.filter(({ what }) => what.startsWith("standard deviation of p"));
  for (const { found: deviation } of spread) expect(deviation).toBeCloseTo(Math.sqrt(8 / 3) / 100, 12);
  expect(panels).toHaveLength(6);
  for (const [k, { bands, curves }] of panels.entries()) {
    expect(bands?.map(({ rows }) => rows.length)).toEqual([50]);
    expect(curves.map(({ role }) => role)).toEqual([...(k < 3 ? ["simulation"] : []), "simulation", "theory", "published"]);
  }
  // The printed panel: mean and one standard deviation of the experiments, three targets in one panel.
  const [printed] = study("8").output({ ...syntheticInput(study("8"), "quick"), published }).panels;
  expect(printed.curves.map(({ name }) => name).slice(0, 6)).toEqual(
    [-10, -12, -14].flatMap((target) => {
      const name = `device, O0 = −${-target}`;
      return [name, `${name}, global depolarising noise`];
    }),
  );
  for (const [k, { rows }] of (printed.bands ?? []).slice(0, 3).entries()) {
    const points = printed.curves[2 * k].points;
    expect(points).toHaveLength(50);
    for (const [t, low, high] of rows) expect((low + high) / 2).toBeCloseTo(points[t][1], 10);
    expect(rows[49][2] - rows[49][1]).toBeGreaterThan(0.01);
  }
  // Twelve made-up repetitions: p from 0.04 to 0.051, of standard deviation 0.001 √13.
  const simulated = agreement.filter(({ what }) => what.startsWith("p of the simulated device"));
  expect(simulated.map(({ expected }) => expected)).toEqual([0.0282, 0.0437, 0.0514]);
  for (const { found: p, error } of simulated) {
    expect(p).toBeCloseTo(0.0455, 12);
    expect(error).toBeCloseTo(0.001 * Math.sqrt(13 / 12), 12);
  }
  // 0.0173, 0.0018 and −0.0059 over the errors of both, such as √(13/12 + 6.6²/11) · 0.001.
  expect(caption).toContain("is 7.7, 0.5 and −3.1 standard errors of the difference at O0 = −10, −12 and −14");
  expect(one.output(input).agreement.filter(({ what }) => what.startsWith("depolarising"))).toEqual([]);
});

it("n-phase: exact solutions are named rightly, all of them, and none wrongly; one that is made another phase counts as such", () => {
  const one = study("n-phase");
  const input = syntheticInput(one, "quick");
  const { agreement, panels } = one.output(input);
  expect(agreement).toHaveLength(27);
  for (const { what, found: share, expected } of agreement) {
    expect([share, expected], what).toEqual(what.includes("wrongly") ? [0, 0] : [1, 1]);
  }
  expect(panels.map(({ curves }) => curves.length)).toEqual([4, 4, 4, 9]);
  // One sample of three at O0 = −20 with 10 shots comes to the target after all.
  const { record } = input.run(one.runs("quick", new Map())[1].name);
  const rows = record.plan.steps + 1;
  const kernel = (column: number) => record.kernel.subarray(column * rows, (column + 1) * rows);
  const epsilon = (column: number) => record.epsilon.subarray(column * rows, (column + 1) * rows);
  kernel(6).set(kernel(0));
  epsilon(6).set(epsilon(0));
  const changed = one.output(input).agreement.filter(({ what }) => what.includes("O0 = −20, 10 shots"));
  expect(changed.map(({ found: share }) => share)).toEqual([2 / 3, 0, 1 / 3]);
  expect(changed[0].error).toBeGreaterThan(0.1);
});

it("correlations: ε_r = e^(−cΔt) has lengths that grow as 1/Δ on both sides; ε_r = 1/t has A ∝ 1/τ", () => {
  const one = study("correlations");
  const input = syntheticInput(one, "quick");
  const [{ name }] = one.runs("quick", new Map());
  const { record, targets } = input.run(name);
  const length = record.plan.steps + 1;
  record.epsilon.forEach((_, i) => {
    const target = targets[Math.floor(i / length / record.samples)];
    const t = i % length;
    const decay = target === -6 ? 1 / (t + 1) : Math.exp(-0.05 * Math.abs(target + 6) * t);
    record.epsilon[i] = Math.max(0, -6 - target) + decay;
  });
  const output = one.output(input);
  expect(found(output, "exponent of ξ above O_min")).toBeCloseTo(-1, 3);
  expect(found(output, "exponent of ξ below O_min")).toBeCloseTo(-1, 3);
  expect(found(output, "exponent of A at O_min")).toBeCloseTo(-1, 3);
});

it("figure 5: λ proportional to nothing but the sample, ζ = 1/2 at the critical point", () => {
  const output = study("5").output(syntheticInput(study("5"), "quick"));
  expect(found(output, "exponent of λ∞ in L")).toBeCloseTo(0, 10);
  expect(found(output, "ζ∞")).toBeCloseTo(0.5, 2);
  // Three samples with λ in the ratio 1 : 1.3 : 1.6.
  for (const [, spread] of output.panels[0].curves[0].points) expect(spread).toBeCloseTo(0.3 / 1.3, 10);
});

describe("figure 9", () => {
  const one = study("9");
  const input = syntheticInput(one, "paper");

  it("has the printed panels, with the sizes of the caption", () => {
    const { panels } = one.output(input);
    const axes = panels.map(({ x, y }) => `${y.label} ${x.label}`.replaceAll(/\\overline|\\mathrm|[{}\\]/g, ""));
    expect(axes).toEqual([
      ...["K_infty O_0", "zeta_infty L", "lambda_infty L", "lambda_infty n"],
      ...["SD[K_0]/K_0 L", "zeta_0 L", "lambda_0 L", "lambda_0 n"],
    ]);
    expect(panels[1].inset?.panel.x.label).toBe("O_0");
    const sizesOf = (target: number) =>
      one.runs("paper", new Map()).flatMap(
        ({
          config: {
            qubits,
            layers,
            target: [at],
          },
        }) => (at === target ? [[qubits, layers]] : []),
      );
    expect(sizesOf(0.5)).toEqual([[5, 512]]);
    expect(sizesOf(5)).toEqual([5, 16, 32, 128, 256, 384, 512].map((layers) => [5, layers]));
    expect(sizesOf(1)).toEqual([...sizesOf(5), ...[2, 3, 4].map((qubits) => [qubits, 512])]);
    expect(one.draws?.("paper").map(({ settings }) => [settings.qubits, settings.L])).toEqual([
      [6, [2, 6, 12, 20, 40, 60, 80, 100]],
      ...[2, 3, 4, 5, 6].map((qubits) => [qubits, [128]]),
    ]);
  });

  it("e: for few layers the printed line is √(3/2) too high, the layers are independent; for many they are not", () => {
    const { curves } = one.output(input).panels[4];
    const [exact, printed, independent] = curves.map(({ points }) => points);
    const [first, last] = [0, exact.length - 1];
    expect(curves.slice(0, 3).map(({ name }) => name)).toEqual(["exact", "Eq. 45 as printed", "independent layers, ref. 29"]);
    expect(independent[first][1] / exact[first][1]).toBeCloseTo(1, 1);
    expect(printed[first][1] / exact[first][1]).toBeCloseTo(Math.sqrt(3 / 2), 1);
    expect(independent[last][1]).toBeLessThan(0.7 * exact[last][1]);
  });

  it("is compared with the published μ, sample by sample: a shift of one number is found", () => {
    const [{ name }] = one.runs("paper", new Map());
    const { record } = input.run(name);
    const mu = record.measured.mu ?? { values: new Float64Array(), steps: [] };
    const late = Array.from({ length: record.samples }, (_, k) => mu.values[(k + 1) * mu.steps.length - 1]);
    const path = "training/RPA/randS/n5/RPAmusrandS_n5L512Tgt0.5.npy";
    for (const shift of [0, 1e-3]) {
      const data = Float64Array.of(...late.map(() => 0), ...late.map((value, k) => value + (k === 1 ? shift : 0)));
      const published = publishedLibrary([path], () => ({ shape: [2, late.length], data }));
      const { comparisons } = one.output({ ...input, published });
      expect(comparisons.map(({ curve }) => curve)).toEqual([`μ after training, ${name}`]);
      expect(comparisons[0].maxDifference).toBeCloseTo(shift, 12);
    }
  });
});

it("s-shots: the spread of made-up measurements falls as one over the root of the shots", () => {
  const one = study("s-shots");
  const input = syntheticInput(one, "quick");
  const paths = [200, 600, 1000].map((shots) => `training/HEA/Heisenberg/n2/SherbrookeData_shot${shots}.npy`);
  const published = publishedLibrary(paths, (path) => {
    const distance = 5 / Math.sqrt(Number(/shot(\d+)/.exec(path)?.[1]));
    return { shape: [4], data: Float64Array.of(distance, -distance, distance, -distance) };
  });
  const { agreement } = one.output({ ...input, published });
  expect(agreement).toHaveLength(6);
  // The standard deviation of ±x is x √(4/3), with divisor N - 1.
  for (const [k, { found: value, expected }] of agreement.entries()) {
    expect(value).toBeCloseTo((k < 3 ? 6 : 5) * Math.sqrt(4 / 3), 10);
    expect(expected).toBeCloseTo(value, 10);
  }
});

it("s-correlations: ε_r = e^(−cΔt) has lengths that grow as 1/Δ at every depth", () => {
  const one = study("s-correlations");
  const input = syntheticInput(one, "quick");
  for (const { name } of one.runs("quick", new Map())) {
    const { record, targets } = input.run(name);
    const length = record.plan.steps + 1;
    record.epsilon.forEach((_, i) => {
      const target = targets[Math.floor(i / length / record.samples)];
      const t = i % length;
      record.epsilon[i] =
        Math.max(0, -10 - target) + (target === -10 ? 1 / (t + 1) : Math.exp(-0.01 * Math.abs(target + 10) * t));
    });
  }
  const output = one.output(input);
  expect(found(output, "exponent of ξ above O_min")).toBeCloseTo(-1, 3);
  expect(found(output, "exponent of ξ below O_min")).toBeCloseTo(-1, 3);
  expect(found(output, "exponent of A_ε at O_min")).toBeCloseTo(-1, 2);
  expect(output.panels[3].curves.filter(({ role }) => role === "theory")).toHaveLength(4);
});
