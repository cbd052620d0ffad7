/**
 * Lotka-Volterra theory: closed forms against integration and against each other, conserved quantities and phases.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  b1Through,
  b2Through,
  discreteRate,
  frozenErrorRate,
  frozenKernelRate,
  linearLossRate,
  linearLossSolution,
  solutionCritical,
  solutionOffCritical,
  solutionThrough,
} from "../../src/theory/lotka-volterra/closed-forms.ts";
import {
  canonicalCoordinates,
  conservedQuantity,
  dynamicalIndex,
  fixedPoints,
  hamiltonian,
  integrate,
  kernelRate,
  linearLossRates,
  lotkaVolterraRates,
  relativeDqntk,
} from "../../src/theory/lotka-volterra/dynamics.ts";
import { classifyPhase, commonPhase, expectedPhase } from "../../src/theory/lotka-volterra/phases.ts";
import { residualOf, type Trajectory } from "../../src/theory/lotka-volterra/trajectory.ts";
import { cases, eta, synthetic } from "../support/trajectories.ts";

/** Points with K > 0 whose solution stays finite for t > 0: λε > 0. */
const points = fc.record({
  kernel: fc.double({ min: 0.1, max: 50, noNaN: true }),
  epsilon: fc.double({ min: 0.01, max: 10, noNaN: true }),
  lambda: fc.double({ min: 0.1, max: 5, noNaN: true }),
});

describe("closed forms", () => {
  it("solve the equations: against Runge-Kutta to 1e-8, for C of either sign", () => {
    fc.assert(
      fc.property(points, fc.double({ min: 1, max: 200, noNaN: true }), ({ kernel, epsilon, lambda }, t) => {
        const solution = solutionThrough({ t: 0, kernel, lambdaEpsilon: lambda * epsilon }, eta);
        const numeric = integrate((point) => lotkaVolterraRates(point, lambda, eta), { epsilon, kernel }, 0, t, 1000);
        expect(Math.abs(solution.kernel(t) / numeric.kernel - 1)).toBeLessThan(1e-8);
        expect(Math.abs(solution.lambdaEpsilon(t) / lambda / numeric.epsilon - 1)).toBeLessThan(1e-8);
      }),
      { seed: 41 },
    );
  });

  it("Eq. 33 with B1 through a point is the same solution, to 1e-9", () => {
    fc.assert(
      fc.property(points, ({ kernel, epsilon, lambda }) => {
        const point = { t: 30, kernel, lambdaEpsilon: lambda * epsilon };
        const through = solutionThrough(point, eta);
        fc.pre(Math.abs(through.c) > 1e-2 * kernel);
        const equation33 = solutionOffCritical(through.c, b1Through(point, eta), eta);
        for (const t of [30, 100, 1000]) {
          expect(Math.abs(equation33.kernel(t) / through.kernel(t) - 1)).toBeLessThan(1e-9);
          expect(Math.abs(equation33.lambdaEpsilon(t) / through.lambdaEpsilon(t) - 1)).toBeLessThan(1e-9);
        }
      }),
      { seed: 42 },
    );
  });

  it("C = 0: K = 2λε = 2/(2ηt + 1/B2), and nearby C change it continuously", () => {
    const point = { t: 50, kernel: 4, lambdaEpsilon: 2 };
    const critical = solutionCritical(b2Through(point, eta), eta);
    const through = solutionThrough(point, eta);
    const nearby = solutionThrough({ ...point, lambdaEpsilon: 2 + 1e-9 }, eta);
    for (const t of [50, 500, 5000]) {
      expect(critical.kernel(t)).toBeCloseTo(through.kernel(t), 12);
      expect(critical.lambdaEpsilon(t)).toBeCloseTo(through.lambdaEpsilon(t), 12);
      expect(Math.abs(nearby.kernel(t) - through.kernel(t))).toBeLessThan(1e-7);
    }
    expect(critical.kernel(1e9) * eta * 1e9).toBeCloseTo(1, 5);
  });

  it("late times: K -> C and ε ~ e^{-ηCt} (14), K = 2λε = 1/ηt (15), ε -> R and K ~ e^{-2ηλRt} (16)", () => {
    const frozenKernel = solutionThrough({ t: 0, kernel: 5, lambdaEpsilon: 1 }, eta);
    expect(frozenKernel.kernel(20_000)).toBeCloseTo(3, 10);
    expect(Math.log(frozenKernel.lambdaEpsilon(20_001) / frozenKernel.lambdaEpsilon(20_000))).toBeCloseTo(
      frozenKernelRate(3, eta),
      10,
    );
    const lambda = 0.5;
    const frozenError = solutionThrough({ t: 0, kernel: 1, lambdaEpsilon: lambda * 4 }, eta);
    const residual = frozenError.lambdaEpsilon(20_000) / lambda;
    expect(residual).toBeCloseTo(3, 10);
    expect(Math.log(frozenError.kernel(20_001) / frozenError.kernel(20_000))).toBeCloseTo(
      frozenErrorRate(lambda, residual, eta),
      10,
    );
  });

  it("linear loss: K ~ e^{-2ηλt}, ε - R = K/2λ (24-25), against Runge-Kutta to 1e-9", () => {
    const lambda = 0.7;
    const start = { epsilon: 1.5, kernel: 2 };
    const solution = linearLossSolution({ t: 0, kernel: 2 }, lambda, eta);
    const numeric = integrate((point) => linearLossRates(point, lambda, eta), start, 0, 800, 800);
    expect(Math.abs(solution.kernel(800) / numeric.kernel - 1)).toBeLessThan(1e-9);
    const residual = start.epsilon - solution.residualError(0);
    expect(Math.abs(residual + solution.residualError(800) - numeric.epsilon)).toBeLessThan(1e-9);
    expect(linearLossRate(lambda, eta)).toBeCloseTo(Math.log(solution.kernel(1) / solution.kernel(0)), 14);
  });

  it("finite steps: x -> (1 + r) x has rate ln(1 + r); K quadratic in x has 2 ln(1 + r/2)", () => {
    expect(discreteRate(-0.04, 1)).toBeCloseTo(Math.log(0.96), 15);
    expect(discreteRate(-0.04, 2)).toBeCloseTo(Math.log(0.98 ** 2), 15);
  });
});

describe("conserved quantity, bifurcation and Hamiltonian form", () => {
  it("C = K - 2λε is conserved along trajectories, to 1e-9", () => {
    fc.assert(
      fc.property(points, ({ kernel, epsilon, lambda }) => {
        const c = conservedQuantity(epsilon, kernel, lambda);
        const end = integrate((point) => lotkaVolterraRates(point, lambda, eta), { epsilon, kernel }, 0, 300, 600);
        expect(Math.abs(conservedQuantity(end.epsilon, end.kernel, lambda) - c)).toBeLessThan(1e-9 * (kernel + lambda * epsilon));
      }),
      { seed: 43 },
    );
  });

  it("dK/dt = η(C - K)K is the second equation with C inserted (12)", () => {
    const [epsilon, kernel, lambda] = [2, 7, 0.9];
    const c = conservedQuantity(epsilon, kernel, lambda);
    expect(kernelRate(kernel, c, eta)).toBeCloseTo(lotkaVolterraRates({ epsilon, kernel }, lambda, eta).kernel, 14);
  });

  it("fixed points exchange stability at C = 0", () => {
    const stable = (c: number) =>
      fixedPoints(c, eta)
        .filter((point) => point.stability === "stable")
        .map((point) => point.kernel);
    expect(stable(2)).toEqual([2]);
    expect(stable(-2)).toEqual([0]);
    expect(fixedPoints(0, eta)).toEqual([{ kernel: 0, slope: 0, stability: "marginal" }]);
    for (const c of [-2, 2]) {
      for (const { kernel, slope } of fixedPoints(c, eta)) {
        expect(kernelRate(kernel, c, eta)).toBeCloseTo(0, 15);
        const h = 1e-6;
        expect((kernelRate(kernel + h, c, eta) - kernelRate(kernel - h, c, eta)) / (2 * h)).toBeCloseTo(slope, 10);
      }
    }
  });

  it("Hamilton's equations are the Lotka-Volterra equations, and H = -ηC (30-32), to 1e-9", () => {
    fc.assert(
      fc.property(points, ({ kernel, epsilon, lambda }) => {
        const { p, q } = canonicalCoordinates({ epsilon, kernel }, lambda);
        const rates = lotkaVolterraRates({ epsilon, kernel }, lambda, eta);
        const h = 1e-5;
        const dHdP = (hamiltonian(p + h, q, eta) - hamiltonian(p - h, q, eta)) / (2 * h);
        const dHdQ = (hamiltonian(p, q + h, eta) - hamiltonian(p, q - h, eta)) / (2 * h);
        expect(Math.abs(dHdP - rates.epsilon / epsilon)).toBeLessThan(1e-9 * (1 + kernel));
        expect(Math.abs(-dHdQ - rates.kernel / kernel)).toBeLessThan(1e-9 * (1 + lambda * epsilon));
        expect(Math.abs(hamiltonian(p, q, eta) + eta * conservedQuantity(epsilon, kernel, lambda))).toBeLessThan(
          1e-12 * (1 + kernel + lambda * epsilon),
        );
      }),
      { seed: 44 },
    );
  });

  it("λ = μ/K and ζ = εμ/K²", () => {
    expect(relativeDqntk(6, 3)).toBe(2);
    expect(dynamicalIndex(0.5, 6, 3)).toBeCloseTo(1 / 3, 15);
    expect(residualOf(-18, { min: -14, max: 9 })).toBe(4);
    expect(residualOf(20, { min: -14, max: 9 })).toBe(-11);
    expect(residualOf(0, { min: -14, max: 9 })).toBe(0);
    expect([-18, 0, 20].map((target) => residualOf(target, { min: -14, max: 9 }, "linear"))).toEqual([4, -14, -34]);
  });
});

describe("phases", () => {
  it.each(cases)(
    "%s is recognised, with and without μ, and the fitted rate is the predicted one to 1 %",
    (phase, start, target) => {
      for (const withMu of [true, false]) {
        const report = classifyPhase(synthetic(start, 3000, target, withMu));
        expect(report.phase).toBe(phase);
        expect(Math.abs(report.fittedRate.value / report.predictedRate - 1)).toBeLessThan(0.01);
      }
    },
  );

  it.each(cases)("%s: too short a run is undetermined, never a guess", (_, start, target) => {
    for (const steps of [5, 30, 60, 120]) {
      const { phase, fittedRate, predictedRate } = classifyPhase(synthetic(start, steps, target, true));
      expect(phase).toBe("undetermined");
      expect([fittedRate.value, predictedRate]).toEqual([Number.NaN, Number.NaN]);
    }
  });

  it("a target that is nearly critical is not called critical while it looks so", () => {
    const near = { epsilon: 12, kernel: 47.98, lambda: 2 };
    const report = classifyPhase(synthetic(near, 3000, -14.005, true));
    expect(report.phase).toBe("undetermined");
    expect(report.reason).toContain("0.00500 from the spectrum's end");
    expect(classifyPhase(synthetic({ ...near, kernel: 46 }, 12_000, -14.5, true)).phase).toBe("frozen-error");
  });

  it("the mirror image above the spectrum: ε, λ and R negative", () => {
    const below = synthetic(cases[2][1], 3000, -18, true);
    const above: Trajectory = {
      ...below,
      target: 13,
      epsilon: Array.from(below.epsilon, (x) => -x),
      mu: below.mu && { steps: below.mu.steps, values: Array.from(below.mu.values, (x) => -x) },
    };
    const report = classifyPhase(above);
    expect(report.phase).toBe("frozen-error");
    expect(report.predictedRate).toBeCloseTo(classifyPhase(below).predictedRate, 12);
  });

  it("linear loss: K dies at the rate -2ηλ whatever the target", () => {
    const lambda = 2;
    const solution = linearLossSolution({ t: 0, kernel: 40 }, lambda, eta);
    const rows = Array.from({ length: 4001 }, (_, t) => t);
    const report = classifyPhase({
      epsilon: rows.map((t) => 4 + solution.residualError(t)),
      kernel: rows.map((t) => solution.kernel(t)),
      mu: { steps: rows, values: rows.map((t) => lambda * solution.kernel(t)) },
      eta,
      loss: "linear",
      target: -18,
    });
    expect(report.phase).toBe("frozen-error");
    expect(report.predictedRate).toBeCloseTo(-4e-3, 12);
    expect(report.fittedRate.value).toBeCloseTo(-4e-3, 6);
  });

  it("samples must agree: 80 % of one phase and none of another", () => {
    const of = (phase: string) =>
      ({ ...classifyPhase(synthetic(cases[0][1], 60, -10, true)), phase }) as ReturnType<typeof classifyPhase>;
    const mix = (a: string, n: number, b: string, m: number) => commonPhase([...Array(n).fill(of(a)), ...Array(m).fill(of(b))]);
    expect(mix("critical", 8, "undetermined", 2)).toBe("critical");
    expect(mix("critical", 7, "undetermined", 3)).toBe("undetermined");
    expect(mix("critical", 9, "frozen-error", 1)).toBe("undetermined");
    expect(mix("undetermined", 10, "critical", 0)).toBe("undetermined");
  });
});

it.each([
  [-13, "frozen-kernel"],
  [-14, "critical"],
  [-14 - 1e-9, "critical"],
  [8.7, "critical"],
  [-14.01, "frozen-error"],
  [9, "frozen-error"],
] as const)(
  "a target at %d of a spectrum from -14 to 8.7 leads to %s, with the linear loss to a frozen error",
  (target, phase) => {
    const spectrum = { min: -14, max: 8.7 };
    expect(expectedPhase(target, spectrum)).toBe(phase);
    expect(expectedPhase(target, spectrum, "linear")).toBe("frozen-error");
  },
);
