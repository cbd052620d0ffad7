/**
 * The phase portrait of the Lotka-Volterra equations and their integration with a changing λ.
 */
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import { deepLimit, imaginaryTimeRate } from "../../src/theory/imaginary-time/deep-limit.ts";
import { solutionThrough } from "../../src/theory/lotka-volterra/closed-forms.ts";
import { fixedPoints, hamiltonian, kernelRate, lotkaVolterraRates } from "../../src/theory/lotka-volterra/dynamics.ts";
import { bifurcationDiagram, flowField, levelCurves } from "../../src/theory/lotka-volterra/portrait.ts";
import { integrateWithLambda, interpolatedLambda } from "../../src/theory/lotka-volterra/variable-lambda.ts";

const eta = 1e-3;

describe("bifurcation diagram", () => {
  it("two branches that exchange their stability at C = 0; every point is a fixed point of that stability", () => {
    const branches = bifurcationDiagram(-2, 3, 51);
    expect(branches.map(({ branch, stability }) => `${branch} ${stability}`)).toEqual([
      "K = 0 stable",
      "K = C unstable",
      "K = 0 unstable",
      "K = C stable",
    ]);
    for (const { points, stability } of branches) {
      for (const { c, kernel } of points) {
        expect(kernelRate(kernel, c, eta)).toBeCloseTo(0, 15);
        if (c === 0) continue;
        expect(fixedPoints(c, eta).find((point) => point.kernel === kernel)?.stability).toBe(stability);
      }
      expect(points.some(({ c }) => c === 0)).toBe(true);
    }
    expect(bifurcationDiagram(1, 2).map(({ branch }) => branch)).toEqual(["K = 0", "K = C"]);
    expect(() => bifurcationDiagram(2, 1)).toThrow("from is 2; allowed: a number below the upper end 1.");
    expect(() => bifurcationDiagram(2, 2)).toThrow("from is 2");
  });

  it("has evenly spaced values of C with both ends, and 0 where it lies between", () => {
    const values = (from: number, to: number, points: number) =>
      bifurcationDiagram(from, to, points).map((branch) => branch.points.map(({ c }) => c));
    const [below, above] = [
      [-2, -1, 0],
      [0, 1, 2],
    ];
    expect(values(-2, 2, 5)).toEqual([below, below, above, above]);
    expect(values(-2, 1, 3)).toEqual([
      [-2, -0.5, 0],
      [-2, -0.5, 0],
      [0, 1],
      [0, 1],
    ]);
    expect(values(0, 2, 3)).toEqual([above, above]);
    expect(values(-2, 0, 3)).toEqual([below, below]);
    expect(values(1, 3, 3)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(values(-3, -1, 3)).toEqual([
      [-3, -2, -1],
      [-3, -2, -1],
    ]);
    expect(bifurcationDiagram(1, 3, 3)[1].points.map(({ kernel }) => kernel)).toEqual([1, 2, 3]);
  });
});

describe("flow field and level curves", () => {
  it("velocities are those of Eq. 10 for any λ, along K - 2λε = C", () => {
    for (const { x, kernel, dx, dKernel } of flowField(4, 5, eta)) {
      for (const lambda of [0.3, 2]) {
        const rates = lotkaVolterraRates({ epsilon: x / (2 * lambda), kernel }, lambda, eta);
        expect(dx).toBeCloseTo(2 * lambda * rates.epsilon, 14);
        expect(dKernel).toBeCloseTo(rates.kernel, 14);
      }
      expect(dx).toBeCloseTo(dKernel, 14);
    }
    expect(flowField(4, 5, eta)).toHaveLength(25);
    expect(flowField(4, 2, 0.5).map(({ x, kernel, dx }) => [x, kernel, dx])).toEqual([
      [2, 2, -2],
      [2, 4, -4],
      [4, 2, -4],
      [4, 4, -8],
    ]);
  });

  it("H = -ηC on the curves, and solutions run along them, to 1e-12", () => {
    for (const { c, points } of levelCurves([-3, 0, 2], -6, 2, 60)) {
      expect(points.length).toBeGreaterThan(20);
      for (const { p, q, x, kernel } of points) {
        expect(hamiltonian(p, q, eta)).toBeCloseTo(-eta * c, 12);
        const later = solutionThrough({ t: 0, kernel, lambdaEpsilon: x / 2 }, eta);
        expect(later.kernel(100) - 2 * later.lambdaEpsilon(100)).toBeCloseTo(c, 10);
      }
    }
  });
});

it("level curves are evenly spaced along the smaller coordinate, both ends of it where the other is not beyond them", () => {
  const [above, below, middle] = levelCurves([1, -1, 0], -2, 1, 4);
  const larger = [-2, -1, 0].map((smaller) => Math.log(Math.exp(smaller) + 1));
  // ln(e + 1) is more than 1.
  expect(above.points.map(({ q }) => q)).toEqual([-2, -1, 0]);
  above.points.forEach(({ p }, k) => {
    expect(p).toBeCloseTo(larger[k], 12);
  });
  expect(below.points.map(({ p }) => p)).toEqual([-2, -1, 0]);
  below.points.forEach(({ q }, k) => {
    expect(q).toBeCloseTo(larger[k], 12);
  });
  expect(middle.points.map(({ p }) => Math.round(1e9 * p) / 1e9)).toEqual([-2, -1, 0, 1]);
});

describe("a changing λ", () => {
  const times = range(11).map((k) => 100 * k);

  it.each([
    [{ epsilon: 3, kernel: 20 }, 1.2],
    [{ epsilon: 10, kernel: 24 }, 1.2],
    [{ epsilon: 12, kernel: 10 }, 2],
    [{ epsilon: -4, kernel: 10 }, -2],
  ])("constant λ: the closed form, to 1e-7, from %o", (start, lambda) => {
    const solution = solutionThrough({ t: 0, kernel: start.kernel, lambdaEpsilon: lambda * start.epsilon }, eta);
    integrateWithLambda(() => lambda, start, times, eta).forEach(({ epsilon, kernel }, k) => {
      expect(Math.abs(kernel / solution.kernel(times[k]) - 1)).toBeLessThan(1e-7);
      expect(Math.abs((lambda * epsilon) / solution.lambdaEpsilon(times[k]) - 1)).toBeLessThan(1e-7);
    });
  });

  it("is followed within a step too, where ln K falls by five a step at first: to 1e-7", () => {
    const start = { epsilon: 100, kernel: 400 };
    const solution = solutionThrough({ t: 0, kernel: 400, lambdaEpsilon: 200 }, 0.0125);
    integrateWithLambda(() => 2, start, [0, 0.3, 1, 7], 0.0125).forEach(({ epsilon, kernel }, k) => {
      const t = [0, 0.3, 1, 7][k];
      expect(Math.abs(kernel / solution.kernel(t) - 1)).toBeLessThan(1e-7);
      expect(Math.abs((2 * epsilon) / solution.lambdaEpsilon(t) - 1)).toBeLessThan(1e-7);
    });
    expect(() => integrateWithLambda(() => 2, start, [0, 3, 2], eta)).toThrow(
      "times is 2; allowed: ascending times, here at least 3",
    );
    expect(() => integrateWithLambda(() => 2, start, [], eta)).toThrow("times is empty");
    expect(() => interpolatedLambda([], [])).toThrow("steps is empty");
  });

  it("λ(t) of the deep limit gives back its ε(t) and K(t), to 1e-3; a constant λ does not", () => {
    const state = { energies: [-3, -1, 0.5, 2, 4], populations: [0.1, 0.2, 0.3, 0.2, 0.2] };
    const options = { target: -5, eta, parameters: 15 };
    const steps = range(4001);
    const rows = deepLimit(state, steps, options);
    const lambda = interpolatedLambda(
      steps,
      rows.map((row) => row.lambda),
    );
    const [first] = rows;
    const followed = integrateWithLambda(lambda, first, [0, 2000, 4000], eta);
    const constant = integrateWithLambda(() => imaginaryTimeRate(5, 15) * 2, first, [0, 2000, 4000], eta);
    for (const [k, t] of [0, 2000, 4000].entries()) {
      expect(Math.abs(followed[k].kernel / rows[t].kernel - 1)).toBeLessThan(1e-3);
      expect(Math.abs(followed[k].epsilon / rows[t].epsilon - 1)).toBeLessThan(1e-3);
    }
    expect(Math.abs(constant[2].kernel / rows[4000].kernel - 1)).toBeGreaterThan(0.1);
  });

  it("interpolation: straight between steps, constant outside; steps must ascend", () => {
    const lambda = interpolatedLambda([0, 10, 30], [1, 2, 6]);
    expect([-5, 0, 5, 10, 20, 30, 99].map(lambda)).toEqual([1, 1, 1.5, 2, 4, 6, 6]);
    expect(() => interpolatedLambda([0, 10, 10], [1, 2, 3])).toThrow("steps[2] is 10; allowed: more than 10.");
    expect(() => integrateWithLambda(lambda, { epsilon: 0, kernel: 1 }, [0], eta)).toThrow("epsilon is 0");
  });
});
