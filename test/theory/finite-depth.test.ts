/**
 * Finite depth: λ∞ of given tangent vectors, the edge and the ensemble, each against another way of computing the same thing.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean, range, standardError } from "../../src/base/arrays.ts";
import { CounterStream } from "../../src/base/random/counter-stream.ts";
import { symmetricEigenvalues } from "../../src/linalg/eigen.ts";
import { approachEstimate } from "../../src/theory/finite-depth/approach.ts";
import { deepLambda, lateTimeEdge, upperEdge } from "../../src/theory/finite-depth/edge.ts";
import { ensembleLambda, ensembleSteps, tangentEnsemble } from "../../src/theory/finite-depth/ensemble.ts";
import { excitationsOf, overparametrisationThreshold } from "../../src/theory/finite-depth/excitations.ts";
import { frozenErrorGap, lateApproach, lateModes, tangentVariance } from "../../src/theory/finite-depth/late-modes.ts";

/** A spectrum with a gap of 2 and a spread of excitations. */
const spectrumOf = (d: number) => range(d).map((k) => (k === 0 ? -3 : -1 + 0.4 * (k - 1)));

function gaussianTangents(parameters: number, size: number, variance: number, seed: number): Float64Array {
  const stream = new CounterStream(seed, "test-tangents");
  return Float64Array.from({ length: parameters * size }, () => Math.sqrt(variance) * stream.normal());
}

describe("excitations", () => {
  it("are measured from either end, without the states at it", () => {
    const low = excitationsOf([2, -1, -1, 5], "min");
    expect([...low.energies]).toEqual([3, 6]);
    expect(low).toMatchObject({ degeneracy: 2, gap: 3, amplitudes: 4, dimension: 4, levels: [0, 3] });
    expect([...excitationsOf([2, -1, -1, 5], "max").energies]).toEqual([3, 6, 6]);
    expect(overparametrisationThreshold(excitationsOf(spectrumOf(16), "min"))).toBe(30);
    expect(() => excitationsOf([1, 1], "min")).toThrow("eigenvalues is all equal; allowed: at least two different eigenvalues.");
  });
});

describe("late modes of given tangent vectors", () => {
  const excitations = excitationsOf(spectrumOf(4), "min");
  const tangents = gaussianTangents(9, 6, 0.05, 1);
  const modes = lateModes(tangents, excitations);

  it("the linearised equations dx/ds = -2 GΔx, integrated, give ε - R = xᵀΔx, K = 4 xᵀΔGΔx and μ = -½ dK/ds, to 1e-6", () => {
    const delta = range(6).map((i) => excitations.energies[i >> 1]);
    const x = gaussianTangents(1, 6, 1e-4, 2);
    const approach = lateApproach(modes, x, excitations);
    const force = (y: Float64Array) => {
      const image = new Float64Array(6);
      for (let l = 0; l < 9; l++) {
        let slope = 0;
        for (let i = 0; i < 6; i++) slope += tangents[l * 6 + i] * delta[i] * y[i];
        for (let i = 0; i < 6; i++) image[i] += tangents[l * 6 + i] * slope;
      }
      return image;
    };
    const h = 1e-4;
    const state = x.slice();
    for (let step = 0; step <= 20_000; step++) {
      if (step % 4000 === 0) {
        const point = approach(step * h);
        const image = force(state);
        const error = state.reduce((sum, value, i) => sum + delta[i] * value * value, 0);
        const kernel = 4 * state.reduce((sum, value, i) => sum + delta[i] * value * image[i], 0);
        expect(Math.abs(point.residualError / error - 1)).toBeLessThan(1e-6);
        expect(Math.abs(point.kernel / kernel - 1)).toBeLessThan(1e-6);
        const change = (approach(step * h + 1e-5).kernel - approach(step * h - 1e-5).kernel) / 2e-5;
        expect(Math.abs(point.mu / (-change / 2) - 1)).toBeLessThan(1e-6);
        expect(point.lambda).toBeCloseTo(point.mu / point.kernel, 14);
      }
      const k1 = force(state);
      const k2 = force(state.map((value, i) => value - 2 * h * k1[i]));
      for (let i = 0; i < 6; i++) state[i] -= h * (k1[i] + k2[i]);
    }
  });

  it("λ(s) falls to λ∞ whatever the amplitudes, and K -> 2 λ∞ (ε - R)", () => {
    const approach = lateApproach(modes, gaussianTangents(1, 6, 1, 3), excitations);
    expect(approach(0).lambda).toBeGreaterThan(modes.lambda);
    // The relative weight of the next mode in λ is its share of K.
    const last = approach(200);
    expect(Math.abs(last.lambda / modes.lambda - 1)).toBeLessThan(1e-9);
    expect(Math.abs(last.kernel / (2 * last.lambda * last.residualError) - 1)).toBeLessThan(1e-9);
  });

  it("the mirror image at the upper end has λ, μ and ε - R negative", () => {
    const mirror = excitationsOf(
      spectrumOf(4).map((energy) => -energy),
      "max",
    );
    const flipped = lateModes(tangents, mirror);
    expect(flipped.lambda).toBeCloseTo(-modes.lambda, 12);
    const point = lateApproach(flipped, gaussianTangents(1, 6, 1, 3), mirror)(0.3);
    expect([point.residualError < 0, point.mu < 0, point.kernel > 0, point.lambda < 0]).toEqual([true, true, true, true]);
  });

  it("G_M = |R λ∞| is the smallest non-zero eigenvalue of 2 R V Δ Vᵀ", () => {
    const hessian = new Float64Array(81);
    for (let l = 0; l < 9; l++) {
      for (let m = 0; m < 9; m++) {
        for (let i = 0; i < 6; i++)
          hessian[l * 9 + m] += 2 * 1.7 * tangents[l * 6 + i] * excitations.energies[i >> 1] * tangents[m * 6 + i];
      }
    }
    const positive = symmetricEigenvalues(hessian, 9).filter((value) => value > 1e-9);
    expect(positive).toHaveLength(6);
    expect(Math.abs(positive[0] / frozenErrorGap(-1.7, modes.lambda) - 1)).toBeLessThan(1e-10);
  });

  it("fewer parameters than amplitudes leave a direction unmoved: λ∞ = 0", () => {
    expect(lateModes(gaussianTangents(5, 6, 1, 4), excitations).lambda).toBe(0);
    expect(lateModes(gaussianTangents(6, 6, 1, 4), excitations).lambda).toBeGreaterThan(0);
    expect(() => lateModes(new Float64Array(7), excitations)).toThrow("tangents is 7; allowed: a positive multiple of 6 numbers");
  });
});

describe("the generalised Marchenko-Pastur edge", () => {
  it("for equal excitations is (1 ± √c)², to 1e-9", () => {
    const projector = excitationsOf([0, 0, 0, 0, 0, 0, 0, 1], "max");
    fc.assert(
      fc.property(fc.integer({ min: 15, max: 2000 }), (parameters) => {
        const scale = -2 * parameters * tangentVariance(8);
        const root = Math.sqrt(14 / parameters);
        expect(Math.abs(lateTimeEdge(projector, parameters).lambda / (scale * (1 - root) ** 2) - 1)).toBeLessThan(1e-9);
        expect(Math.abs(upperEdge(projector, parameters) / (scale * (1 + root) ** 2) - 1)).toBeLessThan(1e-9);
      }),
      { seed: 51 },
    );
  });

  it("is the largest z(m) over m < -1/Δ_min, found here by a fine grid, to 1e-6", () => {
    const excitations = excitationsOf(spectrumOf(32), "min");
    for (const parameters of [80, 150, 1000]) {
      const aspect = 62 / parameters;
      let best = 0;
      for (let k = 1; k < 40_000; k++) {
        const m = -1 / (excitations.gap * (k / 40_000));
        best = Math.max(best, -1 / m + aspect * mean(excitations.energies.map((energy) => energy / (1 + energy * m))));
      }
      expect(
        Math.abs(lateTimeEdge(excitations, parameters).lambda / (2 * parameters * tangentVariance(32) * best) - 1),
      ).toBeLessThan(1e-6);
    }
  });

  it("λ∞ = 0 at and below the threshold L = N, continuous through it", () => {
    const excitations = excitationsOf(spectrumOf(16), "min");
    expect(lateTimeEdge(excitations, 30)).toEqual({ aspect: 1, lambda: 0, mean: 0, deviation: 0 });
    expect(lateTimeEdge(excitations, 29).lambda).toBe(0);
    const near = lateTimeEdge(excitations, 31).lambda;
    expect(near).toBeGreaterThan(0);
    expect(near).toBeLessThan(1e-3 * deepLambda(excitations, 31));
  });

  it("L >> N gives back L d Δ/(4(d² - 1)), the difference falling as L^{-1/2} or faster", () => {
    const excitations = excitationsOf(spectrumOf(16), "min");
    const gap = (parameters: number) => 1 - lateTimeEdge(excitations, parameters).lambda / deepLambda(excitations, parameters);
    expect(gap(1e6)).toBeLessThan(4e-3);
    expect(gap(1e4) / gap(1e6)).toBeGreaterThan(9);
  });
});

describe("equal and unequal excitations", () => {
  /** Equal to 1 at either end. */
  const projectors = [excitationsOf([1, 0, 0, 0, 0, 0, 0, 0], "max"), excitationsOf([-1, 0, 0, 0, 0, 0, 0, 0], "min")];

  it("the smallest eigenvalue of a real Wishart matrix: mean (√L - √N)² + 1.2065 σ, deviation 1.268 σ, σ = (√L - √N)(1/√N - 1/√L)^(1/3)", () => {
    for (const excitations of projectors)
      for (const parameters of [20, 60, 1000]) {
        const [a, b] = [Math.sqrt(parameters), Math.sqrt(14)];
        const sigma = (a - b) * Math.cbrt(1 / b - 1 / a);
        const scale = 2 * tangentVariance(8) * (excitations.end === "min" ? 1 : -1);
        const { mean: average, deviation } = lateTimeEdge(excitations, parameters);
        expect(average / (scale * ((a - b) ** 2 + 1.206533574582 * sigma))).toBeCloseTo(1, 9);
        expect(deviation / (Math.abs(scale) * Math.sqrt(1.607781034581) * sigma)).toBeCloseTo(1, 9);
        expect(deepLambda(excitations, parameters) / (scale * parameters)).toBeCloseTo(1, 12);
      }
  });

  it("the upper edge is (√L + √N)² for fewer parameters than amplitudes too", () => {
    for (const excitations of projectors)
      for (const parameters of [1, 3, 14, 100]) {
        const scale = 2 * tangentVariance(8) * (excitations.end === "min" ? 1 : -1);
        expect(upperEdge(excitations, parameters) / (scale * (Math.sqrt(parameters) + Math.sqrt(14)) ** 2)).toBeCloseTo(1, 9);
      }
  });

  it("the upper edge is the smallest z(m) over -1/Δ_max < m < 0, found here by a fine grid, to 1e-6", () => {
    const excitations = excitationsOf(spectrumOf(16), "min");
    const top = Math.max(...excitations.energies);
    for (const parameters of [10, 80]) {
      let best = Number.POSITIVE_INFINITY;
      for (let k = 1; k < 40_000; k++) {
        const m = -k / (40_000 * top);
        const sum = mean(excitations.energies.map((energy) => energy / (1 + energy * m)));
        best = Math.min(best, -1 / m + (30 / parameters) * sum);
      }
      expect(Math.abs(upperEdge(excitations, parameters) / (2 * parameters * tangentVariance(16) * best) - 1)).toBeLessThan(1e-6);
    }
  });

  it("O -> s O scales energies, and one tangent scaled by s rates by s², however small", () => {
    const levels = [2, -1, -1, 5];
    for (const s of [1e-8, 1e8]) {
      const scaled = excitationsOf(
        levels.map((level) => s * level),
        "min",
      );
      expect(scaled).toMatchObject({ degeneracy: 2, amplitudes: 4, levels: [0, 3] });
      expect(scaled.gap / s).toBeCloseTo(3, 9);
    }
    const excitations = excitationsOf(spectrumOf(4), "min");
    const tangents = gaussianTangents(9, 6, 0.05, 1);
    const small = lateModes(
      tangents.map((value) => 1e-7 * value),
      excitations,
    );
    expect(small.lambda / lateModes(tangents, excitations).lambda).toBeCloseTo(1e-14, 20);
    expect(small.lambda).toBeGreaterThan(0);
  });

  it("tangents along two amplitudes: rates are their squares times Δ; one alone leaves the other unmoved", () => {
    const excitations = excitationsOf([0, 5], "min");
    const { rates, lambda, separation, parameters } = lateModes(Float64Array.of(0.2, 0, 0, 0.3), excitations);
    expect(parameters).toBe(2);
    expect(rates[0]).toBeCloseTo(0.2, 12);
    expect(rates[1]).toBeCloseTo(0.45, 12);
    expect(lambda).toBeCloseTo(0.4, 12);
    expect(separation).toBeCloseTo(2.25, 12);
    expect(lateModes(Float64Array.of(0.2, 0), excitations)).toMatchObject({ parameters: 1, lambda: 0, separation: Number.NaN });
    expect(() => lateModes(new Float64Array(0), excitations)).toThrow("tangents is 0");
  });

  it("|v|² has the mean d/(4 (d + 1)) over 2 (d - 1) amplitudes", () => {
    for (const d of [2, 3, 8]) expect(2 * (d - 1) * tangentVariance(d)).toBeCloseTo(d / (4 * (d + 1)), 14);
  });
});

describe("volumes and averages", () => {
  const volumes = (levels: readonly number[], end: "min" | "max", law: "haar" | "wishart", parameters: number, samples: number) =>
    tangentEnsemble(excitationsOf(levels, end), parameters, samples, new CounterStream(8, "test-volumes"), law);

  it("Wishart: the mean of ln det G is N ln 2v + Σ ψ((L - i)/2), whatever the energies, within 4 sigma", () => {
    // ψ(x + 1) = ψ(x) + 1/x from ψ(1) and ψ(1/2).
    const digamma = (x: number): number =>
      x > 1 ? digamma(x - 1) + 1 / (x - 1) : x === 1 ? -0.5772156649015329 : -0.5772156649015329 - 2 * Math.LN2;
    const [size, parameters] = [4, 6];
    const known =
      size * Math.log(2 * tangentVariance(3)) + range(size).reduce((sum, i) => sum + digamma((parameters - i) / 2), 0);
    for (const levels of [
      [0, 1, 1],
      [-2, 1, 5],
    ]) {
      const found = [...volumes(levels, "min", "wishart", parameters, 600).logVolume].map((value) => 2 * value);
      expect(Math.abs(mean(found) - known)).toBeLessThan(4 * standardError(found));
      expect(standardError(found)).toBeLessThan(0.1);
    }
  });

  it("Haar: the mean of det G of two tangents in two amplitudes is half the square of |v|², the part within a degenerate end left out, within 4 sigma", () => {
    for (const [levels, square] of [
      // d/(4 (d + 1)), whole and a third of it.
      [[0, 5], 1 / 6],
      [[0, 0, 0, 5], 0.2 / 3],
    ] as const) {
      const found = [...volumes(levels, "min", "haar", 2, 4000).logVolume].map((value) => Math.exp(2 * value));
      expect(Math.abs(mean(found) - square ** 2 / 2)).toBeLessThan(4 * standardError(found));
      expect(standardError(found)).toBeLessThan(0.05 * square ** 2);
    }
  });

  it("Haar: of one qubit |v|² is (1 - g²)/4, g uniform: E det² = (1/30)² 3/8, and not the (1/18)² 3/8 of Gaussian tangents, within 4 sigma", () => {
    for (const [law, fourth] of [
      ["haar", 1 / 30],
      ["wishart", 1 / 18],
    ] as const) {
      const found = [...volumes([0, 5], "min", law, 2, 4000).logVolume].map((value) => Math.exp(4 * value));
      expect(Math.abs(mean(found) - (3 * fourth ** 2) / 8)).toBeLessThan(4 * standardError(found));
      expect(standardError(found)).toBeLessThan(0.05 * fourth ** 2);
    }
  });

  it("λ∞ has the law of the smallest eigenvalue of drawn tangents, within 4 sigma, and the other sign at the other end", () => {
    const levels = [-2, 1, 5];
    const excitations = excitationsOf(levels, "min");
    const { lambda } = volumes(levels, "min", "wishart", 6, 600);
    const direct = range(600).map((k) => lateModes(gaussianTangents(6, 4, tangentVariance(3), k), excitations).lambda);
    const sigma = Math.hypot(standardError(direct), standardError([...lambda]));
    expect(Math.abs(mean([...lambda]) - mean(direct))).toBeLessThan(4 * sigma);
    expect(sigma).toBeLessThan(0.1 * mean(direct));
    const mirrored = volumes(
      levels.map((level) => -level),
      "max",
      "wishart",
      6,
      5,
    ).lambda;
    mirrored.forEach((value, k) => {
      expect(value / lambda[k]).toBeCloseTo(-1, 9);
    });
  });

  it("as many parameters as amplitudes are enough, and every sample is counted", () => {
    const excitations = excitationsOf([0, 5], "min");
    const steps = ensembleSteps(excitations, 2, 3, new CounterStream(1, "test"));
    expect([steps.next().value, steps.next().value, steps.next().value]).toEqual([1, 2, 3]);
    const { value } = steps.next();
    expect((value as { lambda: Float64Array }).lambda.every((each) => each > 0)).toBe(true);
  });

  it("averages over samples and over angles, by hand", () => {
    const lambda = Float64Array.of(1, 3);
    for (const offset of [0, 1000]) {
      const samples = { lambda, logVolume: Float64Array.of(offset, offset + Math.log(3)) };
      const plain = ensembleLambda(samples, false);
      expect(plain.value).toBe(2);
      expect(plain.deviation).toBeCloseTo(1, 12);
      expect(plain.error).toBeCloseTo(Math.SQRT1_2, 12);
      const weighted = ensembleLambda(samples, true);
      expect(weighted.value).toBeCloseTo(2.5, 12);
      expect(weighted.deviation).toBeCloseTo(Math.sqrt(0.75), 12);
      expect(weighted.error).toBeCloseTo(0.375 * Math.SQRT2, 12);
    }
  });
});

describe("the approach", () => {
  const energies = [-3, -1, 0.5, 2, 4, 4, 5, 6];
  const states = [
    { energies, populations: [0.1, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1] },
    { energies, populations: [0.05, 0.05, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1] },
  ];
  const common = { eta: 1e-3, parameters: 60, error: 1e-4 };
  const below = { ...common, target: -5, residual: 2, end: "min" as const, loss: "quadratic" as const };
  const edge = lateTimeEdge(excitationsOf(energies, "min"), 60);
  const stiffest = upperEdge(excitationsOf(energies, "min"), 60);

  it("beyond an end: λ of the edge, C = -2λR, deep steps down to a tenth of the gap and the edge's rate from there on", () => {
    for (const [loss, clock] of [
      ["quadratic", 2],
      ["linear", 1],
    ] as const) {
      const found = approachEstimate(states, { ...below, loss });
      const tenth = approachEstimate(states, { ...below, loss, error: 0.2 });
      expect(found.lambda).toBe(edge.mean);
      expect(found.c).toBeCloseTo(loss === "linear" ? 0 : -4 * edge.mean, 12);
      expect(found.timeConstant).toBeCloseTo(1 / (2e-3 * edge.mean * clock), 9);
      expect(found.steps - tenth.deepSteps).toBeCloseTo(Math.log(0.2 / 1e-4) / (2e-3 * edge.mean * clock), 9);
      expect(tenth.steps).toBe(tenth.deepSteps);
      expect(found.curvature).toBeCloseTo(clock * stiffest, 12);
      expect(found.curvatureReason).toContain("upper Marchenko-Pastur edge");
      const wide = approachEstimate(states, { ...below, loss, error: 0.5 });
      expect(wide.steps).toBe(wide.deepSteps);
    }
  });

  it("at the end: no rate and no curvature, and 1/(2ηλ) steps for each unit of 1/ε", () => {
    const critical = { ...below, target: -3, residual: 0 };
    const found = approachEstimate(states, critical);
    const tenth = approachEstimate(states, { ...critical, error: 0.2 });
    expect(found.timeConstant).toBeNaN();
    expect(found.c).toBeCloseTo(0, 12);
    expect(found.steps - tenth.deepSteps).toBeCloseTo((1e4 - 5) / (2e-3 * edge.mean), 6);
    expect(found.curvature).toBe(0);
    expect(found.curvatureReason).toContain("vanishes");
  });

  it("too few parameters: nothing is said of late times, C included", () => {
    expect(approachEstimate(states, { ...below, parameters: 14 })).toMatchObject({ c: Number.NaN, steps: Number.NaN });
  });

  it("inside: C and λ are means of those that freeze", () => {
    const inside = { ...common, target: 1, residual: 0, loss: "quadratic" as const };
    const both = approachEstimate(states, inside);
    const single = states.map((state) => approachEstimate([state], inside));
    expect(both.lambda).toBeCloseTo(mean(single.map(({ lambda }) => lambda)), 12);
    expect(both.c).toBeCloseTo(mean(single.map(({ c }) => c)), 12);
    expect(single[0].lambda).not.toBeCloseTo(single[1].lambda, 2);
    // A state without energies on both sides of the target comes to no kernel there.
    const oneSided = { energies, populations: [0, 0, 0, 0, 0, 0, 0.5, 0.5] };
    expect(approachEstimate([states[0], oneSided], inside).c).toBe(single[0].c);
  });

  it("no step where the error is small enough already, and no number beyond 1e9 of them", () => {
    expect(approachEstimate(states, { ...below, error: 50 })).toMatchObject({ steps: 0, deepSteps: 0 });
    expect(approachEstimate(states, { ...below, eta: 1e-12 }).deepSteps).toBeNaN();
    expect(approachEstimate(states, { ...below, eta: 1e-8 }).deepSteps).toBeGreaterThan(1e6);
  });
});

describe("the ensemble of tangent vectors", () => {
  const excitations = excitationsOf(spectrumOf(8), "min");

  it("Gaussian law: mean λ∞ as from eigenvalues of directly drawn Gaussian matrices, within 3 sigma", () => {
    const parameters = 24;
    const direct = range(1500).map((k) => lateModes(gaussianTangents(parameters, 14, tangentVariance(8), k), excitations).lambda);
    const sampled = ensembleLambda(
      tangentEnsemble(excitations, parameters, 4000, new CounterStream(3, "test"), "wishart"),
      false,
    );
    const sigma = Math.hypot(standardError(direct), sampled.error);
    expect(sigma).toBeLessThan(0.02 * sampled.value);
    expect(Math.abs(sampled.value - mean(direct))).toBeLessThan(3 * sigma);
  });

  it("weighted with the volume of angles, L Gaussian tangents are L + 1: exact for Wishart matrices, within 3 sigma", () => {
    const stream = () => new CounterStream(4, "test");
    const weighted = ensembleLambda(tangentEnsemble(excitations, 24, 5000, stream(), "wishart"), true);
    const more = ensembleLambda(tangentEnsemble(excitations, 25, 5000, stream(), "wishart"), false);
    const plain = ensembleLambda(tangentEnsemble(excitations, 24, 5000, stream(), "wishart"), false);
    expect(Math.abs(weighted.value - more.value)).toBeLessThan(3 * Math.hypot(weighted.error, more.error));
    expect(weighted.value - plain.value).toBeGreaterThan(4 * Math.hypot(weighted.error, plain.error));
  });

  it("edge plus Tracy-Widom shift: mean and spread of the Gaussian law, better as d grows; n = 5, L = 2.5 N within 3 %", () => {
    const larger = excitationsOf(spectrumOf(32), "min");
    const { mean: predicted, deviation, lambda } = lateTimeEdge(larger, 155);
    const sampled = ensembleLambda(tangentEnsemble(larger, 155, 300, new CounterStream(5, "test"), "wishart"), false);
    expect(Math.abs(predicted / sampled.value - 1)).toBeLessThan(0.03);
    expect(Math.abs(lambda / sampled.value - 1)).toBeGreaterThan(0.05);
    expect(Math.abs(deviation / sampled.deviation - 1)).toBeLessThan(0.25);
  });

  it("both laws agree as d grows, and the Haar one has |v|² = d/(4(d+1)) on average", () => {
    const difference = (d: number, samples: number) => {
      const own = excitationsOf(spectrumOf(d), "min");
      const average = (law: "haar" | "wishart") =>
        ensembleLambda(tangentEnsemble(own, 3 * own.amplitudes, samples, new CounterStream(6, "test"), law), false).value;
      return average("haar") / average("wishart") - 1;
    };
    expect(difference(4, 4000)).toBeGreaterThan(0.08);
    expect(difference(16, 500)).toBeLessThan(0.06);
  });

  it("too few parameters: λ∞ = 0", () => {
    const samples = tangentEnsemble(excitations, 13, 3, new CounterStream(0, "test"));
    expect([...samples.lambda]).toEqual([0, 0, 0]);
    expect(ensembleLambda(samples, true)).toEqual({ value: 0, error: 0, deviation: 0 });
  });
});
