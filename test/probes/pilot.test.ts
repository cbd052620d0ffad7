/**
 * Steps along paths of steepest descent: against the Lotka-Volterra solution, and against training.
 */
import { describe, expect, it } from "vitest";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { descentPathSteps } from "../../src/probes/descent-path.ts";
import { pilotSteps, spreadOf } from "../../src/reports/pilot.ts";
import { placesOf, subjectOfExperiment } from "../../src/reports/subject.ts";
import { forecastAlong, type PathPoint, stepsBetween } from "../../src/theory/lotka-volterra/path-clock.ts";
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
