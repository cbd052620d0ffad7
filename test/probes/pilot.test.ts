/**
 * Steps along paths of steepest descent: against the Lotka-Volterra solution, and against training.
 */
import { describe, expect, it } from "vitest";
import { range } from "../../src/base/arrays.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { type ExperimentConfig, parseExperiment } from "../../src/experiment/config.ts";
import { descentPathSteps } from "../../src/probes/descent-path.ts";
import { pilotSteps, requirePilot, spreadOf } from "../../src/reports/pilot.ts";
import { exactSimulator, placesOf, subjectOfExperiment } from "../../src/reports/subject.ts";
import { loadMeasured } from "../../src/shots/load.ts";
import { forecastAlong, type PathPoint, stepsBetween } from "../../src/theory/lotka-volterra/path-clock.ts";
import { linearLoss } from "../../src/training/losses.ts";
import { train } from "../../src/training/train.ts";

function run<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe("the clock along a path", () => {
  const eta = 1e-6;
  /** Points of K = C + 2λε at <O> = target + ε. */
  const line = (c: number, lambda: number, target: number, errors: readonly number[]): PathPoint[] =>
    errors.map((error) => ({ expectation: target + error, kernel: c + 2 * lambda * error }));

  it.each([
    [5, 2],
    [-12, 1.5],
    [0, 3],
  ])("is that of dε/dt = -ηεK with K = C + 2λε, C = %d, λ = %d", (c, lambda) => {
    const errors = [20, 15, 9];
    const path = line(c, lambda, -3, errors);
    const steps = stepsBetween(path[0], path[1], -3, eta) + stepsBetween(path[1], path[2], -3, eta);
    let time = 0;
    const parts = 20_000;
    for (let k = 0; k < parts; k++) {
      const error = 9 + (11 * (k + 0.5)) / parts;
      time += 11 / parts / (eta * error * (c + 2 * lambda * error));
    }
    expect(Math.abs(steps / time - 1)).toBeLessThan(1e-4);
  });

  it("goes on beyond the last point: K to C inside, to zero at an end", () => {
    const inside = forecastAlong(line(5, 2, -3, [20, 10, 4]), { target: -3, eta: 0.01, error: 1e-3 });
    expect(inside.kernel).toBeCloseTo(5, 10);
    expect(inside.lambda).toBeCloseTo(2, 10);
    expect(inside.rate).toBeCloseTo(Math.log(0.95), 10);
    expect(inside.followed).toBe(false);
    // R = 4: C = -2λR.
    const beyond = forecastAlong(line(-16, 2, -3, [20, 10, 6]), { target: -3, eta: 0.01, error: 1e-3, end: 1 });
    expect(beyond.kernel).toBe(0);
    expect(beyond.lambda).toBeCloseTo(2, 10);
    expect(beyond.rate).toBeCloseTo(2 * Math.log(0.92), 10);
    expect(Number.isFinite(beyond.steps)).toBe(true);
    // Where K dies before the end is reached, it never is.
    const stuck = forecastAlong(line(-16, 2, -3, [20, 10, 6]), { target: -3, eta: 0.01, error: 1e-3 });
    expect(stuck.steps).toBe(Number.POSITIVE_INFINITY);
  });

  it("intervals of 80 %, infinities included", () => {
    expect(spreadOf([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual({ median: 5, low: 1, high: 9 });
    expect(spreadOf([1, 2, Number.POSITIVE_INFINITY]).high).toBe(Number.POSITIVE_INFINITY);
    expect(spreadOf([Number.NaN]).median).toBeNaN();
  });
});

const base = { ansatz: "hea", qubits: 2, layers: 4, coupling: 4, eta: 0.001, samples: 40 };

it.each([
  [-10, 1e-3],
  [-12, 5e-2],
  [-20, 1e-3],
  [8, 1e-3],
])("steps of every sample towards %d are those of training, within some per cent", (target, error) => {
  const experiment = buildExperiment(parseExperiment({ ...base, target: [target] }));
  const { simulator, theta } = subjectOfExperiment(experiment);
  const [place] = placesOf({ experiment });
  const end = place.end && experiment.spectrum[place.end];
  const goal = end ?? target;
  const signs = new Float64Array(40).fill(target > 6 ? -1 : 1);
  const enough = signs.map((sign) => goal + (sign * error) / 2);
  const paths = run(descentPathSteps(simulator, theta, signs, 400, enough));
  const trained = train({
    ...{ circuit: experiment.circuit, observable: experiment.observable, targets: [target], samples: 40, eta: 0.001 },
    steps: 6000,
    seed: 0,
    stopWhen: [`residual<${error}`],
  }).record;
  const ratios = paths.flatMap((path, column) => {
    const event = trained.events?.find((own) => own.column === column && own.rule === "residual");
    return event === undefined ? [] : [forecastAlong(path, { target, eta: 0.001, error, end }).steps / event.step];
  });
  expect(ratios.length).toBeGreaterThan(36);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  expect(Math.abs(mean - 1)).toBeLessThan(0.06);
});

it("a pilot states its cost, and its interval holds about 80 % of other initial angles", () => {
  const experiment = buildExperiment(parseExperiment({ ...base, target: [-10] }));
  const { simulator } = subjectOfExperiment(experiment);
  const [pilot] = run(pilotSteps(experiment, simulator, placesOf({ experiment }), { gradients: 100, error: 1e-3 }));
  expect(pilot.gradients).toBe(100 * pilot.angles);
  const { record } = train({
    ...{ circuit: experiment.circuit, observable: experiment.observable, targets: [-10], samples: 200, eta: 0.001 },
    ...{ steps: 3000, seed: 77, stopWhen: ["residual<0.001"] },
  });
  const steps = Array.from({ length: 200 }, (_, c) => record.events?.find(({ column }) => column === c)?.step ?? Number.NaN);
  const inside = steps.filter((step) => pilot.steps.low <= step && step <= pilot.steps.high).length;
  // 80 % of 200 draws, and of the 200 that the quantiles are from: σ = 4 %.
  expect(Math.abs(inside / 200 - 0.8)).toBeLessThan(0.16);
});

it("under the linear loss: steps and rate of every sample are those of training, whatever the target", () => {
  const experiment = buildExperiment(parseExperiment({ ...base, loss: "linear", target: [3], steps: 4000, eta: 0.005 }));
  const { simulator, theta } = subjectOfExperiment(experiment);
  const places = placesOf({ experiment });
  expect(places[0].end).toBe("min");
  const error = 1e-3;
  const enough = new Float64Array(40).fill(experiment.spectrum.min + error / 2);
  const paths = run(descentPathSteps(simulator, theta, new Float64Array(40).fill(1), 400, enough));
  const { record } = train({
    ...{ circuit: experiment.circuit, observable: experiment.observable, targets: [3], samples: 40, eta: 0.005 },
    ...{ loss: linearLoss, steps: 4000, initialAngles: theta },
  });
  const ratios = paths.flatMap((path, column) => {
    const epsilon = record.epsilon.slice(4001 * column, 4001 * (column + 1));
    const step = epsilon.findIndex((value) => value + 3 - experiment.spectrum.min <= error);
    if (step < 0) return [];
    const forecast = forecastAlong(path, { target: 3, eta: 0.005, error, end: experiment.spectrum.min, loss: "linear" });
    const rate = Math.log(record.kernel[4001 * column + step + 20] / record.kernel[4001 * column + step]) / 20;
    return [{ steps: forecast.steps / step, rate: forecast.rate / rate }];
  });
  expect(ratios.length).toBeGreaterThan(36);
  for (const name of ["steps", "rate"] as const) {
    const mean = ratios.reduce((sum, ratio) => sum + ratio[name], 0) / ratios.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.06);
  }
  const [pilot] = run(pilotSteps(experiment, simulator, places, { gradients: 100, error }));
  expect(pilot.kernel.median).toBe(0);
  expect(pilot.rate.median).toBeLessThan(0);
});

it("with noise: the interval of a pilot holds about 80 % of other initial angles, and its K is that of the noisy circuit", () => {
  const experiment = buildExperiment(parseExperiment({ ...base, target: [-10], noise: "kolkata", eta: 0.004 }));
  const subject = subjectOfExperiment(experiment);
  const [pilot] = run(pilotSteps(experiment, exactSimulator(subject), placesOf(subject), { gradients: 60, error: 1e-2 }));
  const { circuit, observable, measurement } = experiment;
  const simulator = loadMeasured("wasm", circuit, observable, {
    ...{ gradient: "adjoint", seed: 0, ...measurement },
    ...{ columns: 60, firstColumn: 0 },
  });
  const { record } = train({
    ...{ circuit, observable, targets: [-10], samples: 60, eta: 0.004, steps: 400, seed: 77, simulator },
    stopWhen: ["residual<0.01"],
  });
  const steps = range(60).map((c) => record.events?.find(({ column }) => column === c)?.step ?? Number.POSITIVE_INFINITY);
  const inside = steps.filter((step) => pilot.steps.low <= step && step <= pilot.steps.high).length;
  // 80 % of 60 draws, and of the 200 that the quantiles are from: σ = 6 %.
  expect(Math.abs(inside / 60 - 0.8)).toBeLessThan(0.24);
  const kernels = range(60).map((c) => record.kernel[401 * c + Math.min(400, steps[c])]);
  const median = kernels.sort((a, b) => a - b)[30];
  expect(pilot.kernel.low).toBeLessThan(median);
  expect(pilot.kernel.high).toBeGreaterThan(median);
  // Without noise K is about twice as large.
  const [ideal] = run(pilotSteps(experiment, subject.simulator, placesOf(subject), { gradients: 60, error: 1e-2 }));
  expect(pilot.kernel.median).toBeLessThan(0.8 * ideal.kernel.median);
});

it.each([
  ["loss", { loss: "cross-entropy", target: [0.5], observable: "projector", coupling: undefined }],
  ["optimizer", { optimizer: "adam" }],
] as const)("refuses a run with another %s in one sentence", (name, fields) => {
  const config = { ...base, loss: "quadratic", target: [-10], ...fields };
  expect(() => requirePilot(config as unknown as ExperimentConfig, 100)).toThrow(`none with --${name}`);
});
