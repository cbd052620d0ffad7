/**
 * Summaries of real runs: theory and simulation, two independent codes, agree.
 */
import { describe, expect, it } from "vitest";
import { summarizeTargets } from "../../src/analysis/summary.ts";
import { columnsOfTarget, ensembleSeries, meanOverSamples, trajectoryOf } from "../../src/analysis/trajectories.ts";
import { hardwareEfficientAnsatz } from "../../src/quantum/hardware-efficient-ansatz.ts";
import { xxz } from "../../src/quantum/observables.ts";
import { randomPauliAnsatz } from "../../src/quantum/random-pauli-ansatz.ts";
import { spectrum } from "../../src/quantum/spectrum.ts";
import { isTrapped } from "../../src/theory/lotka-volterra/phases.ts";
import { linearLoss } from "../../src/training/losses.ts";
import { measuredOf, seriesOf } from "../../src/training/record.ts";
import { train } from "../../src/training/train.ts";

const observable = xxz({ qubits: 2, coupling: 4 });
const extremes = spectrum(observable);
const targets = [extremes.min + 4, extremes.min, extremes.min - 4];

describe.each([
  ["random Pauli ansatz", randomPauliAnsatz({ qubits: 2, layers: 32, seed: 3 })],
  ["hardware-efficient ansatz", hardwareEfficientAnsatz({ qubits: 2, layers: 8 })],
])("the transition with the %s", (_, circuit) => {
  const { record } = train({ circuit, observable, targets, samples: 6, steps: 2000, measure: { mu: 20 } });
  const summaries = summarizeTargets(record, targets, extremes);

  it("has its three phases", () => {
    expect(summaries.map(({ phase }) => phase)).toEqual(["frozen-kernel", "critical", "frozen-error"]);
  });

  it("fitted rates are those of gradient descent: to 0.1 % in the frozen-kernel phase, 5 % beyond", () => {
    const [kernel, critical, error] = summaries.map(({ fittedRate, predictedRateDiscrete }) =>
      Math.abs(fittedRate / predictedRateDiscrete - 1),
    );
    expect(kernel).toBeLessThan(1e-3);
    expect(critical).toBeLessThan(0.05);
    expect(error).toBeLessThan(0.05);
  });

  it("late-time values: C = K > 0, C small, C = -2λR < 0; ζ = 0, 1/2, large", () => {
    const [kernel, critical, error] = summaries;
    expect(kernel.c).toBeCloseTo(kernel.kernel, 6);
    expect(Math.abs(kernel.zeta)).toBeLessThan(1e-6);
    expect(Math.abs(critical.c)).toBeLessThan(0.3 * critical.kernel);
    expect(Math.abs(critical.zeta - 0.5)).toBeLessThan(0.15);
    expect(error.residual).toBeCloseTo(4, 10);
    expect(Math.abs(error.epsilon - 4)).toBeLessThan(1e-6);
    expect(Math.abs(error.c / (-2 * error.lambda * 4) - 1)).toBeLessThan(1e-3);
    expect(error.zeta).toBeGreaterThan(10);
  });

  it("no sample is trapped, and the predicted rate is that of the mean of ratios: -2η⟨μ/K⟩R", () => {
    expect(summaries.map(({ trapped }) => trapped)).toEqual([[], [], []]);
    const [, , { predictedRate, lambdaMeanOfRatios, residual, residualError }] = summaries;
    expect(Math.abs(predictedRate / (-2 * record.plan.eta * lambdaMeanOfRatios * residual) - 1)).toBeLessThan(1e-6);
    expect(Math.abs(residualError)).toBeLessThan(1e-6);
  });

  it("fitted constants: errors no smaller than the spread over samples; B1 with its sign, but not at the critical point", () => {
    const [kernel, critical, error] = summaries.map(({ fit }) => fit);
    expect([kernel?.lnB1, error?.lnB1, critical?.inverseB2].every((estimate) => (estimate?.error ?? 0) > 0)).toBe(true);
    expect([critical?.lnB1, kernel?.inverseB2, error?.inverseB2]).toEqual([undefined, undefined, undefined]);
    expect(error?.negativeB1).toBe(0);
    const alone = { ...record, samples: 1 };
    const [single] = summarizeTargets(alone, [targets[0]], extremes);
    expect(single.fit?.c.error).toBeGreaterThan(0);
    expect(Math.abs((single.fit?.c.value ?? 0) - single.c)).toBeLessThan(1e-3 * single.c);
  });

  it("the first rows alone are undetermined", () => {
    const short = { ...record, rows: 40 };
    expect(summarizeTargets(short, targets, extremes).map(({ phase }) => phase)).toEqual([
      "undetermined",
      "undetermined",
      "undetermined",
    ]);
  });
});

describe("a circuit too shallow for its target", () => {
  const shallow = randomPauliAnsatz({ qubits: 4, layers: 4, seed: 0 });
  const chain = xxz({ qubits: 4, coupling: 2 });
  const ends = spectrum(chain);

  it("is found trapped above the residual, at its own frozen error", () => {
    const { record } = train({ circuit: shallow, observable: chain, targets: [ends.min - 4], samples: 4, steps: 1500 });
    const [summary] = summarizeTargets(record, [ends.min - 4], ends);
    const frozen = summary.reports.filter(({ phase }) => phase === "frozen-error");
    expect(frozen.length).toBeGreaterThanOrEqual(3);
    expect(summary.trapped).toHaveLength(frozen.length);
    expect(summary.trapped[0]).toBeGreaterThan(5);
    expect(summary.trapped).toEqual([...summary.trapped].sort((a, b) => a - b));
    expect(summary.residualError).toBeCloseTo(summary.epsilon - 4, 12);
    // Nothing is known to be trapped where the spectrum is not known.
    const trajectory = trajectoryOf(record, 0);
    expect(isTrapped(trajectory, summary.reports[0])).toBe(false);
    expect(isTrapped({ ...trajectory, extremes: ends }, summary.reports[0])).toBe(true);
  });

  it("under the linear loss too", () => {
    const { record } = train({ circuit: shallow, observable: chain, targets: [0], samples: 2, loss: linearLoss, steps: 6000 });
    const [summary] = summarizeTargets(record, [0], ends);
    expect(summary.residual).toBeCloseTo(ends.min, 12);
    expect(summary.trapped.every((distance) => distance > 5)).toBe(true);
    expect(summary.trapped.length).toBeGreaterThan(0);
  });
});

describe("the linear loss", () => {
  it("K and ε - R die at the rate -2ηλ, slower than the quadratic loss by the factor R", () => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 32, seed: 3 });
    const options = { circuit, observable, samples: 4, measure: { mu: 20 } };
    const linear = train({ ...options, targets: [extremes.min - 4], loss: linearLoss, steps: 8000 });
    const quadratic = train({ ...options, targets: [extremes.min - 4], steps: 2000 });
    const [slow] = summarizeTargets(linear.record, [extremes.min - 4], extremes);
    const [fast] = summarizeTargets(quadratic.record, [extremes.min - 4], extremes);
    expect(slow.phase).toBe("frozen-error");
    expect(slow.trapped).toEqual([]);
    expect([slow.fit?.lnB1, slow.fit?.inverseB2]).toEqual([undefined, undefined]);
    expect(Math.abs((slow.fit?.c.value ?? 0) / (-2 * slow.lambdaMeanOfRatios * 4) - 1)).toBeLessThan(0.02);
    expect(Math.abs(slow.fittedRate / slow.predictedRateDiscrete - 1)).toBeLessThan(0.02);
    // The two end at different points of the ground-state manifold, so their λ differ a little.
    expect(fast.fittedRate / slow.fittedRate / (fast.lambdaMeanOfRatios / slow.lambdaMeanOfRatios)).toBeCloseTo(4, 0);
  });
});

describe("averages", () => {
  it("are ratios of averages, and the averages of ratios beside them", () => {
    const circuit = randomPauliAnsatz({ qubits: 2, layers: 8 });
    const { record } = train({ circuit, observable, targets: [0, -3], samples: 3, steps: 30, measure: { mu: 10 } });
    const columns = columnsOfTarget(record, 1);
    expect(columns).toEqual([3, 4, 5]);
    const series = ensembleSeries(record, columns);
    const at = (quantity: "epsilon" | "kernel", t: number) => columns.map((c) => seriesOf(record, quantity, c)[t]);
    const mu = columns.map((c) => measuredOf(record, "mu", c)?.values[2] ?? Number.NaN);
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b);
    expect([...(series?.steps ?? [])]).toEqual([0, 10, 20, 30]);
    expect(series?.lambda[2]).toBeCloseTo(sum(mu) / sum(at("kernel", 20)), 12);
    expect(series?.zeta[2]).toBeCloseTo((3 * sum(mu.map((m, k) => m * at("epsilon", 20)[k]))) / sum(at("kernel", 20)) ** 2, 12);
    expect(meanOverSamples(record, columns, "kernel")[20]).toBeCloseTo(sum(at("kernel", 20)) / 3, 12);
    const [, summary] = summarizeTargets(record, [0, -3], extremes);
    expect(summary.lambdaMeanOfRatios).toBeCloseTo(
      sum(columns.map((c) => (measuredOf(record, "mu", c)?.values[3] ?? Number.NaN) / seriesOf(record, "kernel", c)[30])) / 3,
      10,
    );
    expect(ensembleSeries(train({ circuit, observable, targets: [0], steps: 3 }).record, [0])).toBeUndefined();
  });
});
