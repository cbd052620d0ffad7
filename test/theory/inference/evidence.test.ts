/**
 * The evidence of each phase worked out by hand: solutions met exactly, weights of runs that have not moved, and what units and signs leave alone.
 */
import { describe, expect, it } from "vitest";
import { phaseEvidence } from "../../../src/theory/inference/evidence.ts";
import type { HistoryBin } from "../../../src/theory/inference/history.ts";

/** Bins of one row each, at which K and ε are given. */
function binsAt(
  times: readonly number[],
  epsilon: (t: number) => number,
  kernel: (t: number) => number,
  errors: { readonly epsilon: number; readonly kernel: number } = { epsilon: 0, kernel: 0 },
): HistoryBin[] {
  return times.map((t) => ({
    ...{ from: t, to: t, epsilon: epsilon(t), epsilonError: errors.epsilon },
    ...{ kernel: kernel(t), kernelError: errors.kernel },
  }));
}

function evidenceOf(bins: readonly HistoryBin[], eta: number) {
  const found = phaseEvidence(bins, eta);
  if (found === undefined) throw new Error("no evidence");
  return found;
}

const unknown = () => Number.NaN;

describe("a run that has not moved", () => {
  // ηKt = 6e-11: no C shows. Octaves before the last two: 4, 2, 1, then none.
  const eta = 1e-12;
  const times = [0, 3, 7, 15, 31, 63];
  const shares = [0.9, 0.6, 0.45, 0.3, 0.3, 0.3];

  it("says nothing: every phase has the evidence 1", () => {
    const bins = binsAt(
      times,
      () => 2,
      () => 1,
    );
    const { logEvidence, best } = evidenceOf(bins, eta);
    for (const log of Object.values(logEvidence)) expect(log).toBeCloseTo(0, 6);
    expect(best.critical).toEqual({ c: 0, kernel: 1, epsilon: expect.closeTo(2, 9), step: 0, chi2: expect.closeTo(0, 9) });
    expect(best["frozen-kernel"].c).toBeGreaterThan(0);
    expect(best["frozen-error"].c).toBeLessThan(0);
  });

  it.each([1, 2, 3, 4, 5])(
    "a K that is off, in bin %d, counts by its error, a share that grows by 0.15 an octave, and 1 % of the largest",
    (off) => {
      const bins = binsAt(
        times,
        () => 2,
        (t) => (t === times[off] ? 0.95 : 1),
        { epsilon: 0, kernel: 0.1 },
      );
      const { best } = evidenceOf(bins, eta);
      const square = 0.1 ** 2 + (shares[off] * 0.95) ** 2 + 0.01 ** 2;
      expect(best.critical.chi2).toBeCloseTo(0.05 ** 2 / square, 9);
    },
  );

  it.each([0, 0.5])("ε is a mean weighed by errors, with a floor of a thousandth of the first: stated errors of %d", (error) => {
    const bins = binsAt(
      times,
      (t) => (t === 31 ? 0 : -2),
      () => 1,
      { epsilon: error, kernel: 0 },
    );
    const { best } = evidenceOf(bins, eta);
    const weights = shares.map((share, k) => 1 / (error ** 2 + (k === 4 ? 0 : 2 * share) ** 2 + 0.002 ** 2));
    const zero = weights[4];
    const others = weights.reduce((sum, weight) => sum + weight, 0) - zero;
    expect(best.critical.epsilon).toBeCloseTo((-2 * others) / (others + zero), 9);
    expect(best.critical.chi2).toBeCloseTo((4 * others * zero) / (others + zero), 6);
  });

  it("a K that has sunk into its error is no fall, one that has not is", () => {
    const sunk = (kernel: number, error: number) => {
      const bins = binsAt(
        times,
        () => 2,
        () => 1,
      );
      bins[5] = { ...bins[5], kernel, kernelError: error };
      return evidenceOf(bins, eta).logEvidence["frozen-error"];
    };
    expect(sunk(1e-9, 1e3)).toBeCloseTo(0, 6);
    // Fast falls are in the range of C, and almost all of them do not fit.
    expect(Math.abs(sunk(0.02, 0))).toBeGreaterThan(1);
  });
});

describe("solutions that are met exactly", () => {
  const eta = 1e-3;
  const times = [0, 20, 40, 80, 160, 320, 640, 1000];
  const s = 20;

  it("a constant K is a frozen kernel of that size: ηCt = 20", () => {
    const bins = binsAt(
      times,
      (t) => 3 * Math.exp(-eta * s * t),
      () => s,
    );
    const { logEvidence, best } = evidenceOf(bins, eta);
    expect(best["frozen-kernel"]).toMatchObject({ c: s, kernel: s, step: 0 });
    expect(best["frozen-kernel"].epsilon).toBeCloseTo(3, 9);
    expect(best["frozen-kernel"].chi2).toBeCloseTo(0, 6);
    for (const phase of ["critical", "frozen-error"] as const) {
      expect(logEvidence[phase]).toBeLessThan(logEvidence["frozen-kernel"] - 10);
      expect(best[phase].chi2).toBeGreaterThan(20);
    }
    // A mean of likelihoods of at most 1.
    expect(logEvidence["frozen-kernel"]).toBeLessThan(0);
    expect(logEvidence["frozen-kernel"]).toBeGreaterThan(-5);
  });

  it("K = K0/(1 + ηK0 t) and ε in proportion are critical, with the likelihood 1", () => {
    const shape = (t: number) => 1 / (1 + eta * s * t);
    const bins = binsAt(
      times,
      (t) => -5 * shape(t),
      (t) => s * shape(t),
    );
    const { logEvidence, best } = evidenceOf(bins, eta);
    expect(best.critical).toMatchObject({ c: 0, kernel: s, step: 0 });
    expect(best.critical.epsilon).toBeCloseTo(-5, 9);
    expect(best.critical.chi2).toBeCloseTo(0, 6);
    expect(logEvidence.critical).toBeCloseTo(0, 6);
    expect(logEvidence["frozen-kernel"]).toBeLessThan(0);
    expect(logEvidence["frozen-error"]).toBeLessThan(0);
  });

  it.each([
    [20, -20],
    [20, -4],
    [2, -15],
  ])("a frozen error from K = %d with C = %d, also one far above K: C to a step of its grid", (k1, c) => {
    // K = C/(1 - (1 - C/K1) e^{-ηCt}), ε = R + K/(2λ) with R = -C/(2λ), λ = 1.
    const kernel = (t: number) => c / (1 - (1 - c / k1) * Math.exp(-eta * c * t));
    const bins = binsAt(times.slice(0, 6), (t) => (kernel(t) - c) / 2, kernel);
    const { logEvidence, best } = evidenceOf(bins, eta);
    expect(Math.abs(best["frozen-error"].c / c - 1)).toBeLessThan(0.06);
    expect(best["frozen-error"].chi2).toBeLessThan(0.2);
    expect(best["frozen-error"].kernel / k1).toBeCloseTo(1, 0);
    expect(logEvidence["frozen-error"]).toBeGreaterThan(logEvidence["frozen-kernel"]);
    expect(best["frozen-kernel"].chi2).toBeGreaterThan(best["frozen-error"].chi2);
  });

  it("ε alone: an exponential, a power of -1 and a limit that stays", () => {
    const likeliest = (epsilon: (t: number) => number) => {
      const { logEvidence, left, best } = evidenceOf(binsAt(times, epsilon, unknown), eta);
      expect(left.kernel).toBe(0);
      const phases = ["frozen-kernel", "critical", "frozen-error"] as const;
      const phase = phases.reduce((a, b) => (logEvidence[b] > logEvidence[a] ? b : a));
      return { phase, best: best[phase] };
    };
    const decay = likeliest((t) => Math.exp(-eta * s * t) + 1e-12);
    expect(decay.phase).toBe("frozen-kernel");
    expect(Math.abs(decay.best.c / s - 1)).toBeLessThan(0.15);
    const power = likeliest((t) => 1 / (1 + eta * s * t));
    expect(power.phase).toBe("critical");
    expect(Math.abs(power.best.kernel / s - 1)).toBeLessThan(0.15);
    const stays = likeliest((t) => -(1 + Math.exp(-0.02 * t)));
    expect(stays.phase).toBe("frozen-error");
  });
});

describe("what the evidence does not depend on", () => {
  const eta = 1e-3;
  const times = [0, 5, 11, 23, 47, 95, 191, 300];
  const errors = { epsilon: 0.2, kernel: 0.7 };
  const bins = binsAt(
    times,
    (t) => 4 + 6 * Math.exp(-0.02 * t) + 0.3 * Math.sin(t),
    (t) => 18 * Math.exp(-0.015 * t) + Math.cos(t),
    errors,
  );

  it.each([
    [2, 1],
    [0.1, 1],
    [1, -1],
    [1, 30],
  ])("units: K times %d with η divided by it, ε times %d", (k, e) => {
    const scaled = bins.map((bin) => ({
      ...bin,
      ...{ epsilon: e * bin.epsilon, epsilonError: Math.abs(e) * bin.epsilonError },
      ...{ kernel: k * bin.kernel, kernelError: k * bin.kernelError },
    }));
    const [own, other] = [evidenceOf(bins, eta), evidenceOf(scaled, eta / k)];
    for (const phase of ["frozen-kernel", "critical", "frozen-error"] as const) {
      expect(other.logEvidence[phase]).toBeCloseTo(own.logEvidence[phase], 6);
      expect(other.best[phase].c).toBeCloseTo(k * own.best[phase].c, 6);
      expect(other.best[phase].kernel).toBeCloseTo(k * own.best[phase].kernel, 6);
      expect(other.best[phase].epsilon).toBeCloseTo(e * own.best[phase].epsilon, 6);
    }
    expect(other.left).toEqual({ epsilon: expect.closeTo(own.left.epsilon, 12), kernel: expect.closeTo(own.left.kernel, 12) });
  });

  it("what is left is the last |ε| and K over the largest", () => {
    const values = [-4, 8, -2, 1, -3];
    const hand = values.map((epsilon, t) => ({
      ...{ from: t, to: t, epsilon, epsilonError: 0.1 },
      ...{ kernel: [5, 10, 4, 2, 1][t], kernelError: 0.1 },
    }));
    expect(evidenceOf(hand, eta).left).toEqual({ epsilon: 3 / 8, kernel: 0.1 });
  });

  it.each([true, false])(
    "scatter that no solution explains raises all errors alike: χ² of the best is the count of numbers less three (K known: %s)",
    (known) => {
      const wild = times.map((t, k) => ({
        ...{ from: t, to: t, epsilon: k % 2 === 0 ? 10 : 0.5, epsilonError: 0 },
        ...{ kernel: known ? (k % 2 === 0 ? 30 : 2) : Number.NaN, kernelError: 0 },
      }));
      const { best, logEvidence } = evidenceOf(wild, eta);
      const least = Math.min(...Object.values(best).map(({ chi2 }) => chi2));
      const freedom = (known ? 16 : 8) - 3;
      expect(least).toBeGreaterThan(2 * freedom);
      expect(logEvidence.critical).toBeCloseTo((freedom / 2) * (1 - best.critical.chi2 / least), 9);
    },
  );
});

describe("no evidence", () => {
  const constant = (count: number, kernel: number) =>
    binsAt(
      Array.from({ length: count }, (_, k) => 10 * k),
      () => 2,
      () => kernel,
    );
  it("of three bins, of a K that is nothing, of ε alone that does not fall", () => {
    expect(phaseEvidence(constant(3, 1), 1e-3)).toBeUndefined();
    expect(phaseEvidence(constant(4, 1), 1e-3)).toBeDefined();
    expect(phaseEvidence(constant(8, 0), 1e-3)).toBeUndefined();
    expect(phaseEvidence(constant(8, Number.NaN), 1e-3)).toBeUndefined();
  });
});
