/**
 * Training as imaginary-time evolution: the effective Hamiltonian and its gap, correlations and exponents, and the deep-circuit limit
 * against its own equations, against simulation and against the published gaps.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mean, range, standardDeviation } from "../../src/base/arrays.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { referenceEngine } from "../../src/engine/reference/reference-engine.ts";
import { symmetricEigenvalues } from "../../src/linalg/eigen.ts";
import { populationsOf } from "../../src/probes/amplitudes.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { eigensystem } from "../../src/quantum/spectrum.ts";
import { initialAngles } from "../../src/quantum/streams/index.ts";
import { readRealNpy } from "../../src/runs/npy.ts";
import {
  bootstrap,
  correlationExponent,
  correlationLength,
  criticalExponent,
  deepLimit,
  effectiveHamiltonian,
  errorCorrelation,
  frozenKernelLimit,
  hamiltonianGap,
  imaginaryTimePoint,
  imaginaryTimeRate,
  naturalGradientRate,
} from "../../src/theory/imaginary-time/index.ts";
import { fitExponentialRate } from "../../src/theory/lotka-volterra/fit.ts";
import { quadraticLoss } from "../../src/training/losses.ts";
import { seriesOf } from "../../src/training/record.ts";
import { train } from "../../src/training/train.ts";
import { publishedData } from "../support/published-data.ts";

const stream = () => new CounterStream(0, "test-imaginary-time");

describe("effective Hamiltonian", () => {
  it("M = ∂ε ∂εᵀ + ε ∂²ε: with ε = 0 of rank one, eigenvalue K (19)", () => {
    const gradient = [1, -2, 0.5];
    const hessian = [2, 1, 0, 1, -1, 3, 0, 3, 4];
    expect([...effectiveHamiltonian(2, gradient, hessian)]).toEqual([5, 0, 0.5, 0, 2, 5, 0.5, 5, 8.25]);
    const values = symmetricEigenvalues(effectiveHamiltonian(0, gradient, hessian), 3);
    expect(values[2]).toBeCloseTo(5.25, 12);
    expect(Math.abs(values[1])).toBeLessThan(1e-12);
  });

  it("the gap is the smallest positive eigenvalue of the averaged spectrum, to rounding", () => {
    expect(
      hamiltonianGap([
        [-0.2, 0.0001, 0.3, 4],
        [-0.4, 0.0003, 0.5, 5],
      ]),
    ).toBeCloseTo(0.4, 12);
    expect(hamiltonianGap([[-1, 0.0004]])).toBeNaN();
    expect(hamiltonianGap([[-1, 0.0004]], 1e-6)).toBe(0.0004);
    expect(() => hamiltonianGap([])).toThrow("spectra is empty; allowed: at least one sample.");
  });
});

describe("two levels, 0 and 1, in closed form, whatever else is not populated", () => {
  const states = [
    { energies: [0, 1], populations: [0.3, 0.7] },
    { energies: [-5, 0, 0.5, 1, 9], populations: [0, 3, 0, 7, 0] },
  ];

  it.each(states)("$energies: f = 1/(1 + 3/7 e^(2β)), with its moments and the distance from both ends", (state) => {
    for (const beta of [-300, -3, -0.4, 0, 0.2, 5, 300]) {
      const f = 1 / (1 + (3 / 7) * Math.exp(2 * beta));
      const point = imaginaryTimePoint(state, beta);
      expect(point.expectation).toBeCloseTo(f, 14);
      expect(point.excitation).toBeCloseTo(f, 14);
      expect(point.deexcitation).toBeCloseTo(1 - f, 14);
      expect(point.variance).toBeCloseTo(f * (1 - f), 14);
      expect(point.skew).toBeCloseTo(f * (1 - f) * (1 - 2 * f), 14);
    }
  });

  it.each(states)(
    "$energies: a target f inside freezes at C = 2κ f (1 - f) and λ = κ (1 - 2f), on either side of the start",
    (state) => {
      const rate = imaginaryTimeRate(state.energies.length, 20);
      for (const f of [0.001, 0.2, 0.69, 0.71, 0.95]) {
        const limit = frozenKernelLimit(state, { target: f, parameters: 20 });
        expect(limit?.kernel).toBeCloseTo(2 * rate * f * (1 - f), 12);
        expect(limit?.lambda).toBeCloseTo(rate * (1 - 2 * f), 10);
      }
      for (const target of [-0.5, 0, 1, 1.5]) expect(frozenKernelLimit(state, { target, parameters: 20 })).toBeUndefined();
    },
  );

  it("the linear loss: β = κηt, and ε, ε - R of targets below, inside and above", () => {
    const [state] = states;
    const [eta, parameters] = [0.01, 6];
    const rate = imaginaryTimeRate(2, parameters);
    for (const [target, residual] of [
      [-2, 2],
      [0, 0],
      [0.4, undefined],
      [1, 0],
      [3, -2],
    ] as const)
      for (const row of deepLimit(state, [0, 10, 40], { target, eta, parameters, loss: "linear" })) {
        const f = 1 / (1 + (3 / 7) * Math.exp(2 * rate * eta * row.t));
        expect(row.beta).toBeCloseTo(rate * eta * row.t, 12);
        expect(row.epsilon).toBeCloseTo(f - target, 12);
        expect(row.residualError).toBeCloseTo(residual === undefined ? f - target : f - target - residual, 12);
        expect(row.kernel).toBeCloseTo(2 * rate * f * (1 - f), 12);
        expect(row.lambda).toBeCloseTo(rate * (1 - 2 * f), 12);
        expect(row.mu).toBeCloseTo(row.lambda * row.kernel, 12);
      }
  });

  it("refuses populations that are all zero or negative; the natural gradient’s rate is -4ηΔ|L'|", () => {
    expect(() => imaginaryTimeRate(1, 3)).toThrow("dimension is 1");
    const run = (populations: number[]) => () =>
      deepLimit({ energies: [0, 1], populations }, [0], { target: 0, eta: 1, parameters: 1 });
    expect(run([0, 0])).toThrow("populations is all zero");
    expect(run([1, -1])).toThrow("populations is -1");
    expect(run([0, 1])).not.toThrow();
    expect(naturalGradientRate(2, -3, 0.01)).toBeCloseTo(-0.24, 14);
    expect(naturalGradientRate(2, 3, 0.01)).toBeCloseTo(-0.24, 14);
  });
});

describe("correlations and exponents", () => {
  it("refuses too few samples and steps that are not there, and no more than those", () => {
    const two = [
      [3, 2, 1],
      [6, 5, 4],
    ];
    expect(() => errorCorrelation([], 0)).toThrow("residualErrors is empty");
    expect(() => errorCorrelation(two, 3)).toThrow("start is 3");
    expect([...errorCorrelation(two, 2)]).toEqual([8.5]);
    expect([...errorCorrelation(two, 1)]).toEqual([14.5, 11]);
    for (const fitted of [correlationLength, correlationExponent]) {
      expect(() => fitted([4, 2, 1], 0, 3)).toThrow("to is 3");
      expect(() => fitted([4, 2, 1], 2, 2)).toThrow("from is 2");
    }
    expect(correlationLength([4, 2, 1], 0, 2).value).toBeCloseTo(1 / Math.LN2, 12);
    expect(() => criticalExponent([1, 2], [1, 2])).toThrow("distances is 2 of them; allowed: at least 3");
    expect(() => bootstrap([1], mean)).toThrow("samples is 1 of them; allowed: at least 2");
    expect(bootstrap([1, 3], mean).value).toBe(2);
    expect(hamiltonianGap([[-1, 0.0008, 3]])).toBe(0.0008);
  });

  it("the error of ξ = 1/r is that of the rate over r²", () => {
    const noisy = range(60).map((t) => Math.exp(-0.2 * t + 0.05 * Math.sin(t * t)));
    const rate = fitExponentialRate(noisy, 5, 50);
    const { value, error } = correlationLength(noisy, 5, 50);
    expect(value).toBeCloseTo(-1 / rate.value, 12);
    // δξ/ξ = δr/r.
    expect(error / value).toBeCloseTo(rate.error / -rate.value, 12);
    expect(error).toBeGreaterThan(1e-4);
  });

  const histories = range(40).map((k) => {
    const random = new CounterStream(k, "test-history");
    const [size, rate] = [1 + 0.2 * random.normal(), 0.05 * (1 + 0.01 * random.normal())];
    return range(200).map((t) => size * Math.exp(-rate * t));
  });

  it("ξ of e^{-rt} is 1/r, A(0) the mean square", () => {
    const correlation = errorCorrelation(histories, 10);
    expect(correlation).toHaveLength(190);
    expect(correlation[0]).toBeCloseTo(mean(histories.map((history) => history[10] ** 2)), 14);
    expect(Math.abs(correlationLength(correlation, 5, 100).value / 20 - 1)).toBeLessThan(0.02);
  });

  it("at the critical point A falls as 1/τ: ε = 1/(ηt + c)", () => {
    const critical = [1, 1.3].map((c) => range(20_001).map((t) => 1 / (1e-2 * t + c)));
    expect(Math.abs(correlationExponent(errorCorrelation(critical, 0), 100, 20_000).value + 1)).toBeLessThan(1e-2);
  });

  it("bootstrap: the standard error of a mean is SD/√N, to 10 %; the same seed gives the same error", () => {
    const values = range(100).map(() => 0);
    const random = stream();
    const samples = values.map(() => random.normal());
    const estimate = bootstrap(samples, mean, { resamples: 2000, seed: 3 });
    expect(estimate.value).toBe(mean(samples));
    expect(Math.abs(estimate.error / (standardDeviation(samples) / 10) - 1)).toBeLessThan(0.1);
    expect(bootstrap(samples, mean, { resamples: 2000, seed: 3 })).toEqual(estimate);
    expect(bootstrap(samples, mean, { resamples: 2000, seed: 4 }).error).not.toBe(estimate.error);
  });

  it("exponents: of exact powers to 1e-12; distances must be positive", () => {
    expect(criticalExponent([0.1, 0.2, 0.4], [30, 15, 7.5]).value).toBeCloseTo(-1, 12);
    expect(() => criticalExponent([0.1, 0, 0.4], [1, 1, 1])).toThrow(
      "distances[1] is 0; allowed: a finite number greater than 0.",
    );
  });

  it("trained circuits: ξ ∝ |O0 - O_min|^-1, exponent within 3 bootstrap errors of -1, the error below 0.1", () => {
    const residuals = [0.5, 1, 2, 4];
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 24, seed: 2 });
    const observable = xxz({ qubits: 2 });
    const min = eigensystem(observable).values[0];
    const samples = 10;
    const { record } = train({
      circuit,
      observable,
      loss: quadraticLoss,
      targets: residuals.map((residual) => min - residual),
      steps: 500,
      eta: 1e-3,
      samples,
      seed: 2,
      measure: {},
    });
    // From where ε_r is small; as far as it is clear of the rounding of ε, and equally many decay times for every target.
    const histories = residuals.map((residual, k) => {
      const start = Math.round(120 / residual);
      return range(samples).map((sample) =>
        Array.from(seriesOf(record, "epsilon", k * samples + sample).subarray(start, 2 * start + 1), (value) => value - residual),
      );
    });
    const exponentOf = (chosen: readonly number[]) =>
      criticalExponent(
        residuals,
        histories.map((history) => {
          const correlation = errorCorrelation(
            chosen.map((sample) => history[sample]),
            0,
          );
          return correlationLength(correlation, 0, correlation.length - 1).value;
        }),
      ).value;
    const estimate = bootstrap(range(samples), exponentOf, { resamples: 200 });
    expect(estimate.error).toBeLessThan(0.1);
    expect(Math.abs(estimate.value + 1)).toBeLessThan(Math.max(3 * estimate.error, 0.03));
  });
});

describe("the deep-circuit limit", () => {
  const energies = [-3, -1, -1, 0.5, 2, 4];
  const populations = [0.05, 0.2, 0.1, 0.3, 0.15, 0.2];

  it("moments of the imaginary-time state: against d/dβ of the one before, to 1e-7", () => {
    for (const beta of [-0.6, 0, 0.2, 1.5]) {
      const at = (shift: number) => imaginaryTimePoint({ energies, populations }, beta + shift);
      const h = 1e-5;
      const point = at(0);
      expect((at(h).expectation - at(-h).expectation) / (2 * h)).toBeCloseTo(-2 * point.variance, 7);
      expect((at(h).variance - at(-h).variance) / (2 * h)).toBeCloseTo(-2 * point.skew, 7);
      expect(point.excitation).toBeCloseTo(point.expectation + 3, 12);
      expect(point.deexcitation).toBeCloseTo(4 - point.expectation, 12);
    }
    const late = imaginaryTimePoint({ energies, populations }, 8);
    expect(late.excitation / (6 * 2 * Math.exp(-32))).toBeCloseTo(1, 8);
  });

  it("dε/dt = -η ε K and dK/dt = -2 η ε μ hold along it, to 1e-4 of a central difference, for both losses", () => {
    for (const loss of ["quadratic", "linear"] as const) {
      const options = { target: -5, eta: 1e-2, parameters: 200, loss };
      const rows = deepLimit({ energies, populations }, [10, 10.01, 10.02], options);
      const [before, point, after] = rows;
      const speed = loss === "linear" ? 1 : point.epsilon;
      expect((after.epsilon - before.epsilon) / 0.02 / (-options.eta * speed * point.kernel)).toBeCloseTo(1, 4);
      expect((after.kernel - before.kernel) / 0.02 / (-2 * options.eta * speed * point.mu)).toBeCloseTo(1, 4);
      expect(point.lambda).toBeCloseTo(point.mu / point.kernel, 12);
    }
  });

  it("late times: below the spectrum λ -> κΔ and K -> 2λε_r; inside, K -> C of the state with <O> = O0; above, the mirror image", () => {
    const common = { eta: 1e-2, parameters: 200 };
    const rate = imaginaryTimeRate(6, 200);
    const [below] = deepLimit({ energies, populations }, [400], { ...common, target: -5 });
    expect(below.lambda / (rate * 2)).toBeCloseTo(1, 6);
    expect(below.kernel / (2 * below.lambda * below.residualError)).toBeCloseTo(1, 6);
    const [inside] = deepLimit({ energies, populations }, [4000], { ...common, target: -1.5 });
    const limit = frozenKernelLimit({ energies, populations }, { target: -1.5, parameters: 200 });
    expect(Math.abs(inside.epsilon)).toBeLessThan(1e-10);
    expect(inside.kernel).toBeCloseTo(limit?.kernel as number, 8);
    expect(inside.lambda).toBeCloseTo(limit?.lambda as number, 8);
    expect(frozenKernelLimit({ energies, populations }, { target: -3, parameters: 200 })).toBeUndefined();
    const mirrored = { energies: energies.map((energy) => -energy), populations };
    const [above] = deepLimit(mirrored, [400], { ...common, target: 5 });
    expect([above.epsilon, above.residualError, above.lambda]).toEqual([-below.epsilon, -below.residualError, -below.lambda]);
  });

  it("no fitted constant: ε - R and K of simulated circuits come closer as L grows at fixed ηL, to 20 % at L = 32 d²", () => {
    const observable = xxz({ qubits: 2 });
    const eigen = eigensystem(observable);
    const worst = [32, 128, 512].map((parameters) => {
      const circuit = randomPauliAnsatz({ qubits: 2, layers: parameters, seed: 4 });
      const samples = 6;
      const eta = 0.05 / parameters;
      const target = eigen.values[0] - 3;
      const common = { circuit, observable, loss: quadraticLoss, targets: [target], steps: 60, eta, samples, seed: 4 };
      const { record } = train({ ...common, measure: {} });
      const theta = initialAngles({ samples, parameters, seed: 4 });
      const states = populationsOf(referenceEngine.load(circuit, observable).finalStates(theta), eigen);
      const logs = states.map((state, column) => {
        const [row] = deepLimit({ energies: eigen.values, populations: state }, [60], { target, eta, parameters });
        return [
          Math.log((seriesOf(record, "epsilon", column)[60] - 3) / row.residualError),
          Math.log(seriesOf(record, "kernel", column)[60] / row.kernel),
        ];
      });
      return [0, 1].map((k) => Math.abs(mean(logs.map((log) => log[k]))));
    });
    for (const k of [0, 1]) {
      expect(worst[2][k]).toBeLessThan(0.2);
      expect(worst[2][k]).toBeLessThan(worst[0][k] / 3);
    }
  });

  it("states what is wrong", () => {
    const options = { target: -5, eta: 1e-2, parameters: 200 };
    expect(() => deepLimit({ energies, populations: [1] }, [1], options)).toThrow("populations is of 1 entries");
    expect(() => deepLimit({ energies, populations: energies }, [1], options)).toThrow(
      "populations is -3; allowed: numbers of at least 0.",
    );
    expect(() => deepLimit({ energies, populations }, [2, 1], options)).toThrow(
      "times is 1; allowed: ascending times, here at least 2.",
    );
  });
});

describe.skipIf(publishedData === undefined)("against the published data", () => {
  const folder = "data/training/RPA/Heisenberg/n4";
  const read = (name: string) => readRealNpy(readFileSync(join(publishedData as string, folder, name)), name);

  it("the gap of M from the published Hessians and gradients is the published gap: n = 4, L = 64, O0 = -14.5", () => {
    const { data: hessians, shape } = read("L64/RPAHendXXZ_n4L64_-14.5.npy");
    const { data: gradients } = read("L64/RPAJendXXZ_n4L64_-14.5.npy");
    const errors = read("L64/RPAepshistXXZ_n4L64_-14.5.npy");
    const [samples, size] = shape;
    const last = errors.data.subarray((errors.shape[0] - 1) * samples);
    const spectra = range(samples).map((k) =>
      symmetricEigenvalues(
        effectiveHamiltonian(
          last[k],
          gradients.subarray(k * size, (k + 1) * size),
          hessians.subarray(k * size * size, (k + 1) * size * size),
        ),
        size,
      ),
    );
    expect(hamiltonianGap(spectra)).toBeCloseTo(read("RPAgapsXXZ_n4.npy").data[0], 3);
  });

  it("exponents of the published gaps, mean and spread over L: 0.996 ± 0.004 below O_min and 1.095 ± 0.021 above", () => {
    const gaps = read("RPAgapsXXZ_n4.npy").data;
    const below = [0.5, 0.4, 0.3, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02];
    const above = [0.06, 0.08, 0.1, 0.2, 0.3, 0.4, 0.5];
    const exponents = (distances: readonly number[], first: number) =>
      range(5).map(
        (row) => criticalExponent(distances, gaps.subarray(row * 19 + first, row * 19 + first + distances.length)).value,
      );
    const [lower, upper] = [exponents(below, 0), exponents(above, 12)];
    expect(mean(lower)).toBeCloseTo(0.996, 3);
    expect(mean(upper)).toBeCloseTo(1.095, 3);
    const spread = (values: number[]) => standardDeviation(values) * Math.sqrt(4 / 5);
    expect(spread(lower)).toBeCloseTo(0.004, 3);
    expect(spread(upper)).toBeCloseTo(0.021, 2);
  });
});
