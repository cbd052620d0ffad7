/**
 * Parts of the theory of data sets by what they must not depend on: phases of basis states, units, one observable written once or for each datum; and their limits.
 */
import { describe, expect, it } from "vitest";
import type { ComplexMatrix } from "../../src/linalg/complex-matrix.ts";
import {
  deepDataLimit,
  deepDataStates,
  deepKernel,
  isReached,
  lateLaw,
  lazyTraining,
  phaseOfOrthonormalData,
  restrictedDataAverages,
  sharedRange,
} from "../../src/theory/data/index.ts";

const amplitudes = [
  [0.5, 0.5, 0.5, 0.5],
  [0.1, 0.7, -0.1, Math.sqrt(0.49)],
  [0.6, -0.48, 0.64, 0],
];
const states = Float64Array.from(amplitudes.flat());
const hermitian = (entries: readonly number[]): ComplexMatrix => ({
  ...{
    rows: 4,
    columns: 4,
    re: Float64Array.from({ length: 16 }, (_, k) => entries[Math.min(k >> 2, k & 3) + (k >> 2) + (k & 3)]),
  },
  im: new Float64Array(16),
});
const [first, second] = [
  hermitian([1, 0.3, -0.2, 0.5, -1, 0.1, 0.4, 0.6, -0.5, 0.7]),
  hermitian([0, 1, 0.2, -0.3, 1.5, 0, -1, 0.5, 0.2, -0.6]),
];

/** ψ and O in basis states multiplied by phases e^{iφ_k}. */
const turned = (phases: readonly number[]) => ({
  states: {
    re: states.map((value, k) => value * Math.cos(phases[k & 3])),
    im: states.map((value, k) => value * Math.sin(phases[k & 3])),
  },
  observable: ({ rows, columns, re }: ComplexMatrix): ComplexMatrix => ({
    ...{ rows, columns, re: re.map((value, k) => value * Math.cos(phases[k >> 2] - phases[k & 3])) },
    im: re.map((value, k) => value * Math.sin(phases[k >> 2] - phases[k & 3])),
  }),
});
const close = (values: Float64Array, digits = 9) => Array.from(values, (value) => expect.closeTo(value, digits));

describe("the deep limit and the restricted averages", () => {
  const im = new Float64Array(12);
  const options = { targets: [0.2, -2, 0.5], eta: 0.01, parameters: 40 };
  const times = [0, 10, 60];

  it("do not depend on the phases of basis states", () => {
    const other = turned([0.3, 1.1, -2, 2.5]);
    const own = deepDataLimit({ re: states, im, observables: [first] }, times, options);
    const found = deepDataLimit({ ...other.states, observables: [other.observable(first)] }, times, options);
    found.forEach((row, k) => {
      expect([...row.epsilon]).toEqual(close(own[k].epsilon));
      expect([...row.kernel]).toEqual(close(own[k].kernel));
    });
    expect(Math.abs(own[2].epsilon[0] - own[0].epsilon[0])).toBeGreaterThan(0.05);
    const averages = restrictedDataAverages({ re: states, im, observables: [first] }, 12);
    const there = restrictedDataAverages({ ...other.states, observables: [other.observable(first)] }, 12);
    for (const name of ["expectation", "kernel", "mu", "lambda"] as const)
      expect([...there[name]]).toEqual(close(averages[name], 8));
  });

  it("do not depend on the phase of any datum, which makes overlaps complex", () => {
    const phases = [0.4, -1.3, 2.2];
    const re = states.map((value, k) => value * Math.cos(phases[k >> 2]));
    const imaginary = states.map((value, k) => value * Math.sin(phases[k >> 2]));
    const own = deepDataLimit({ re: states, im, observables: [first, second, first] }, times, options);
    const found = deepDataLimit({ re, im: imaginary, observables: [first, second, first] }, times, options);
    found.forEach((row, k) => {
      expect([...row.epsilon]).toEqual(close(own[k].epsilon));
      expect([...row.kernel]).toEqual(close(own[k].kernel));
    });
    const averages = restrictedDataAverages({ re: states, im, observables: [first] }, 12);
    const there = restrictedDataAverages({ re, im: imaginary, observables: [first] }, 12);
    for (const name of ["expectation", "kernel", "mu"] as const) expect([...there[name]]).toEqual(close(averages[name], 8));
  });

  it("states of the flow have the errors of its rows, and may be gone on from", () => {
    const start = { re: states, im, observables: [first] };
    const half = deepDataStates(start, 10, options);
    const [, ten, sixty] = deepDataLimit(start, times, options);
    const [at, later] = deepDataLimit(half, [0, 50], options);
    expect([...at.epsilon]).toEqual(close(ten.epsilon));
    expect([...later.epsilon]).toEqual(close(sixty.epsilon, 5));
  });

  it("one observable for all data is the same as one for each, and another is not", () => {
    const alike = deepDataLimit({ re: states, im, observables: [first, first, first] }, times, options);
    expect(deepDataLimit({ re: states, im, observables: [first] }, times, options)).toEqual(alike);
    const mixed = deepDataLimit({ re: states, im, observables: [first, second, first] }, times, options);
    const expectation = (row: number, { re }: ComplexMatrix) =>
      amplitudes[row].reduce((sum, a, i) => sum + amplitudes[row].reduce((part, b, j) => part + a * re[4 * i + j] * b, 0), 0);
    expect([...mixed[0].epsilon]).toEqual(
      close(Float64Array.of(expectation(0, first) - 0.2, expectation(1, second) + 2, expectation(2, first) - 0.5)),
    );
  });

  it("λ of three data is μ over the root of both kernels", () => {
    const { kernel, mu, lambda } = restrictedDataAverages({ re: states, im, observables: [first] }, 12);
    // μ_112/√(K_11 K_22), counted from 0.
    expect(lambda[5]).toBeCloseTo(mu[14] / Math.sqrt(kernel[4] * kernel[8]), 12);
    expect(lambda[1]).toBeCloseTo(mu[1] / Math.sqrt(kernel[0] * kernel[4]), 12);
    expect(lambda[6]).toBeCloseTo(mu[24] / Math.sqrt(kernel[8] * kernel[0]), 12);
  });

  it("refuse what does not fit", () => {
    const two = { re: states, im, observables: [first, second] };
    expect(() => restrictedDataAverages(two, 12)).toThrow("observables is 2; allowed: one, or 3, one for each datum");
    expect(() => deepDataLimit(two, times, options)).toThrow("observables is 2; allowed: one, or 3, one for each datum");
    expect(() => deepKernel([], 4)).toThrow("at least one state");
    const state = { re: states.slice(0, 4), im: im.slice(0, 4), image: { re: states.slice(4, 8), im: im.slice(0, 4) } };
    for (const short of [
      { ...state, im: im.slice(0, 3) },
      { ...state, image: { ...state.image, re: states.slice(0, 3) } },
    ])
      expect(() => deepKernel([short], 4)).toThrow("state");
    const odd = { re: states.slice(0, 10), im: im.slice(0, 10), observables: [first] };
    expect(() => restrictedDataAverages(odd, 12)).toThrow("a multiple of 4 amplitudes");
    expect(() => restrictedDataAverages({ ...odd, re: states.slice(0, 0), im: im.slice(0, 0) }, 12)).toThrow("a multiple of 4");
  });
});

describe("late laws", () => {
  const steps = Array.from({ length: 2001 }, (_, t) => t);
  it.each([1e-60, 1e-42, 1, 1e60])("do not depend on units: times %d", (unit) => {
    const law = (of: (t: number) => number) => lateLaw(steps, [steps.map((t) => unit * of(t))]);
    const decay = law((t) => Math.exp(-0.01 * t));
    expect([decay.kind, decay.value]).toEqual(["exponential", expect.closeTo(0.01, 9)]);
    const power = law((t) => Math.max(1, t) ** -1.5);
    expect([power.kind, power.value]).toEqual(["power", expect.closeTo(1.5, 9)]);
  });

  it("need six late rows, which ten rows have and nine have not", () => {
    const of = (count: number) => lateLaw(steps.slice(0, count), [steps.slice(0, count).map((t) => Math.exp(-t))]).kind;
    expect([of(9), of(10), of(11)]).toEqual(["unknown", "exponential", "exponential"]);
  });

  it("are those of most samples: of one exponential and one power it is a power", () => {
    const decay = steps.map((t) => Math.exp(-0.01 * t));
    const power = steps.map((t) => 1 / (1 + t));
    expect(lateLaw(steps, [decay, power]).kind).toBe("power");
    expect(lateLaw(steps, [decay, power, decay]).kind).toBe("exponential");
  });

  it("of a history that begins at zero, and of samples of which half stay", () => {
    const begins = steps.map((t) => (t === 0 ? 0 : Math.exp(-0.01 * t)));
    expect(lateLaw(steps, [begins])).toMatchObject({ kind: "exponential", value: expect.closeTo(0.01, 9) });
    const [stays, falls] = [steps.map(() => 3), steps.map((t) => Math.max(1, t) ** -1.5)];
    expect(lateLaw(steps, [stays, falls]).kind).toBe("power");
    expect(lateLaw(steps, [stays, falls, stays]).kind).toBe("constant");
  });

  it("do not look at rounding, of whatever sign", () => {
    const rounded = steps.map((t) => (t < 500 ? Math.exp(-0.05 * t) : t % 2 === 0 ? 1e-14 : -1e-14));
    expect(lateLaw(steps, [rounded])).toMatchObject({ kind: "exponential", value: expect.closeTo(0.05, 9), samples: 1 });
  });
});

it("lazy training along what K annuls goes on step by step", () => {
  const start = {
    ...{ kernel: Float64Array.of(1, 1, 1, 1), cross: Float64Array.of(0.7, 0.2), trained: Float64Array.of(0.1, -0.2) },
    ...{ asked: Float64Array.of(0.3), targets: [1, -1], eta: 0.05 },
  };
  const [f, g] = [[0.1, -0.2], [0.3]];
  for (let t = 0; t < 30; t++) {
    const errors = [f[0] - 1, f[1] + 1];
    g[0] -= 0.025 * (0.7 * errors[0] + 0.2 * errors[1]);
    for (const a of [0, 1]) f[a] -= 0.025 * (errors[0] + errors[1]);
  }
  const [{ trained, asked }] = lazyTraining(start, [30]);
  expect([...trained, ...asked]).toEqual(close(Float64Array.of(...f, ...g), 12));
});

it("two states: an overlap is no less than zero, and nothing beyond ±1 is reached", () => {
  expect(() => isReached([0, 0], -0.1)).toThrow("overlap is -0.1; allowed: a number from 0 to 1.");
  expect([isReached([0.2, 1.01], 0.1), isReached([-1.01, 0.2], 0.1), isReached([0.2, 1], 0.1)]).toEqual([false, false, true]);
});

it("orthonormal data with a bound on one side: below it each is by itself, exactly at it they are open", () => {
  const phases = (targets: number[]) =>
    phaseOfOrthonormalData(targets, { eigenvalues: [[0, 0, 0, 1]], observables: [0, 0] }).data;
  expect(phases([0.2, 0.3])).toEqual(["frozen-kernel", "frozen-kernel"]);
  expect(phases([0.5, 0.5])).toEqual(["undetermined", "undetermined"]);
  expect(phases([0.5, 0.6])).toEqual(["undetermined", "undetermined"]);
  const mirrored = phaseOfOrthonormalData([0.5, 0.5], { eigenvalues: [[0, 1, 1, 1]], observables: [0, 0] });
  expect(mirrored.phase).toBe("undetermined");
  // In any order.
  expect(sharedRange([3, -2, 11, 5, 0.5], 2)).toEqual({ min: -1.5, max: 16 });
});
