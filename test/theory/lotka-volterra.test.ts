/**
 * Lotka-Volterra theory: closed forms against integration and against each other, conserved quantities, fits and phases.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { fitLine } from "../../src/linalg/least-squares.ts";
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
import { type Estimate, fitLotkaVolterra, fitPowerLaw } from "../../src/theory/lotka-volterra/fit.ts";
import { classifyPhase, commonPhase } from "../../src/theory/lotka-volterra/phases.ts";
import { residualOf, type Trajectory } from "../../src/theory/lotka-volterra/trajectory.ts";

const eta = 1e-3;

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

/** A trajectory that obeys the theory exactly, with λ as measured μ/K where `withMu`. */
function synthetic(
  start: { epsilon: number; kernel: number; lambda: number },
  steps: number,
  target: number,
  withMu: boolean,
  noise = 0,
): Trajectory {
  const { epsilon, kernel, lambda } = start;
  const solution = solutionThrough({ t: 0, kernel, lambdaEpsilon: lambda * epsilon }, eta);
  const stream = new CounterStream(0, "test");
  const rows = Array.from({ length: steps + 1 }, (_, t) => t);
  const kernels = rows.map((t) => solution.kernel(t) * (1 + noise * stream.normal()));
  return {
    epsilon: rows.map((t) => solution.lambdaEpsilon(t) / lambda),
    kernel: kernels,
    mu: withMu ? { steps: rows, values: kernels.map((k) => lambda * k) } : undefined,
    eta,
    loss: "quadratic",
    target,
    extremes: { min: -14, max: 9 },
  };
}

/** A trajectory whose λ falls by 10 % over the run. */
function driftingTrajectory(start: { epsilon: number; kernel: number; lambda: number }, steps: number): Trajectory {
  let point = { epsilon: start.epsilon, kernel: start.kernel };
  const rows = [point];
  for (let t = 0; t < steps; t++) {
    const lambda = (time: number) => start.lambda * (1 - (0.1 * time) / steps);
    point = integrate((at, time) => lotkaVolterraRates(at, lambda(time), eta), point, t, t + 1, 2);
    rows.push(point);
  }
  return {
    epsilon: rows.map(({ epsilon }) => epsilon),
    kernel: rows.map(({ kernel }) => kernel),
    eta,
    loss: "quadratic",
    target: -18,
  };
}

/** K = C + 2λε between two steps, weighted as in the fit. */
function lineBetween({ epsilon, kernel }: Trajectory, from: number, to: number) {
  const steps = Array.from({ length: to - from + 1 }, (_, k) => from + k);
  return fitLine(
    steps.map((t) => epsilon[t]),
    steps.map((t) => kernel[t]),
    steps.map((t) => kernel[t] ** -2),
  );
}

const UNKNOWN: Estimate = { value: Number.NaN, error: Number.NaN };

const cases = [
  ["frozen-kernel", { epsilon: 12, kernel: 64, lambda: 2 }, -10],
  ["critical", { epsilon: 12, kernel: 48, lambda: 2 }, -14],
  ["frozen-error", { epsilon: 20, kernel: 64, lambda: 2 }, -18],
] as const;

describe("fits", () => {
  it.each(cases)("%s: λ, C and the constants come back, to 1e-6", (phase, start, target) => {
    const fit = fitLotkaVolterra(synthetic(start, 3000, target, false));
    const c = start.kernel - 2 * start.lambda * start.epsilon;
    expect(Math.abs(fit.lambda.value - start.lambda)).toBeLessThan(1e-6);
    expect(Math.abs(fit.c.value - c)).toBeLessThan(1e-6);
    expect(Math.max(fit.lambda.error, fit.c.error)).toBeLessThan(1e-5);
    if (phase === "critical") {
      expect(Math.abs((fit.inverseB2?.value ?? Number.NaN) - 2 / start.kernel)).toBeLessThan(1e-6);
      expect(fit.inverseB2?.error).toBeLessThan(1e-6);
    } else {
      expect(fit.signB1).toBe(1);
      expect(fit.lnB1?.error).toBeLessThan(1e-5);
      expect(Math.abs((fit.lnB1?.value ?? Number.NaN) - Math.log(start.kernel / (start.lambda * start.epsilon)))).toBeLessThan(
        1e-5,
      );
    }
    for (const t of [fit.from, fit.to]) {
      const exact = solutionThrough({ t: 0, kernel: start.kernel, lambdaEpsilon: start.lambda * start.epsilon }, eta);
      expect(Math.abs(fit.solution.kernel(t) / exact.kernel(t) - 1)).toBeLessThan(1e-5);
    }
  });

  it("errors cover the truth: 1 % noise on K, λ and C within 4 standard errors", () => {
    const start = { epsilon: 12, kernel: 64, lambda: 2 };
    const fit = fitLotkaVolterra({ ...synthetic(start, 200, -10, false, 0.01) });
    expect(Math.abs(fit.c.value - 16)).toBeLessThan(4 * fit.c.error);
    expect(Math.abs(fit.lambda.value - 2)).toBeLessThan(4 * fit.lambda.error);
    expect(fit.c.error).toBeGreaterThan(1e-4);
    expect(fit.c.error).toBeLessThan(0.5);
  });

  it.each(cases)("%s, λ drifting by some per cent: the errors cover what each half of the window gives alone", (phase, start) => {
    const drifting = driftingTrajectory(start, 3000);
    const fit = fitLotkaVolterra(drifting);
    const middle = Math.round((fit.from + fit.to) / 2);
    const alone = [lineBetween(drifting, fit.from, middle), lineBetween(drifting, middle, fit.to)];
    const covers = ({ value, error }: Estimate, truth: number) => Math.abs(value - truth) <= 1.05 * error;
    for (const { slope, intercept } of alone) {
      expect(covers(fit.lambda, slope / 2)).toBe(true);
      expect(covers(fit.c, intercept)).toBe(true);
    }
    const change = Math.abs(alone[1].slope / alone[0].slope - 1);
    expect(change).toBeGreaterThan(phase === "frozen-kernel" ? 1e-4 : 1e-2);
    // What λ and C are uncertain by is handed on: the scatter of the rows alone would say far less.
    if (phase === "critical") {
      const at = (t: number) => 2 / drifting.kernel[t] - 2 * eta * t;
      for (const t of [fit.from, middle, fit.to]) expect(covers(fit.inverseB2 ?? UNKNOWN, at(t))).toBe(true);
    } else {
      const handedOn = Math.hypot(fit.lambda.error / fit.lambda.value, eta * middle * fit.c.error);
      expect(fit.lnB1?.error).toBeGreaterThan(0.9 * handedOn);
    }
  });

  it("λε < 0: Eq. 33 with B1 < 0, as ln|B1| and its sign", () => {
    const start = { epsilon: 12, kernel: 16, lambda: -1 };
    const fit = fitLotkaVolterra(synthetic(start, 2000, -10, false));
    expect(fit.signB1).toBe(-1);
    expect(fit.lambda.value).toBeCloseTo(-1, 6);
    expect(fit.c.value).toBeCloseTo(40, 6);
    expect(fit.lnB1?.value).toBeCloseTo(Math.log(16 / 12), 5);
    const equation33 = solutionOffCritical(fit.c.value, (fit.signB1 ?? 0) * Math.exp(fit.lnB1?.value ?? Number.NaN), eta);
    for (const t of [0, 50, 500]) {
      const exact = solutionThrough({ t: 0, kernel: 16, lambdaEpsilon: -12 }, eta);
      expect(equation33.kernel(t)).toBeCloseTo(exact.kernel(t), 4);
      expect(equation33.lambdaEpsilon(t)).toBeCloseTo(exact.lambdaEpsilon(t), 4);
    }
  });

  it("linear loss: λ and C = -2λR, no B1 or B2, and the solution is Eq. 25", () => {
    const lambda = 2;
    const exact = linearLossSolution({ t: 0, kernel: 40 }, lambda, eta);
    const rows = Array.from({ length: 3001 }, (_, t) => t);
    const fit = fitLotkaVolterra({
      epsilon: rows.map((t) => 4 + exact.residualError(t)),
      kernel: rows.map((t) => exact.kernel(t)),
      eta,
      loss: "linear",
      target: -18,
    });
    expect(fit.lambda.value).toBeCloseTo(lambda, 8);
    expect(fit.c.value).toBeCloseTo(-2 * lambda * 4, 8);
    expect([fit.lnB1, fit.signB1, fit.inverseB2]).toEqual([undefined, undefined, undefined]);
    for (const t of [0, 1000, 3000]) {
      expect(fit.solution.kernel(t) / exact.kernel(t)).toBeCloseTo(1, 6);
      expect(fit.solution.lambdaEpsilon(t) / lambda).toBeCloseTo(4 + exact.residualError(t), 6);
    }
  });

  it("power laws with an offset: exponent to 1e-6", () => {
    const values = Array.from({ length: 2001 }, (_, t) => 3 * (t + 77) ** -1.25);
    expect(Math.abs(fitPowerLaw(values, 100, 2000).value + 1.25)).toBeLessThan(1e-6);
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
