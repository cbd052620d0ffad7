/**
 * When phases will be named through shots: histories along paths against training, and forecasts against seeded runs with shots.
 */
import { describe, expect, it } from "vitest";
import { historyOf, placeOf } from "../../src/analysis/histories.ts";
import { range } from "../../src/base/arrays.ts";
import { finish } from "../../src/base/stages.ts";
import { buildExperiment } from "../../src/experiment/build.ts";
import { parseExperiment } from "../../src/experiment/config.ts";
import { descentPathSteps } from "../../src/probes/descent-path.ts";
import { namingObstacle, namingSteps } from "../../src/reports/naming.ts";
import { towards } from "../../src/reports/pilot.ts";
import { exactSimulator, placesOf, subjectOfExperiment } from "../../src/reports/subject.ts";
import { loadMeasured } from "../../src/shots/load.ts";
import { inferTarget, type SampleHistory } from "../../src/theory/inference/index.ts";
import { historyAlong } from "../../src/theory/lotka-volterra/path-clock.ts";
import { train } from "../../src/training/train.ts";

const base = { ansatz: "hea", qubits: 2, layers: 4, coupling: 4, eta: 0.002, samples: 4 };

describe("histories along a path", () => {
  it.each([
    [-10, 0.03],
    [-12, 0.03],
    [-20, 0.06],
  ])("towards %d are those of training, to a few per cent of what they were at first", (target, tolerance) => {
    const experiment = buildExperiment(parseExperiment({ ...base, steps: 300, target: [target] }));
    const { simulator, theta } = subjectOfExperiment(experiment);
    const [place] = placesOf({ experiment });
    const end = place.end && experiment.spectrum[place.end];
    const { signs, enough } = towards(end ?? target, simulator.gradient(theta).expectation, 1e-3);
    const paths = finish(descentPathSteps(simulator, theta, signs, 100, enough));
    const { record } = train({
      ...{ circuit: experiment.circuit, observable: experiment.observable, targets: [target], samples: 4 },
      ...{ eta: 0.002, steps: 300, initialAngles: theta },
    });
    paths.forEach((path, column) => {
      const { epsilon, kernel, place: along } = historyAlong(path, { target, eta: 0.002, error: 1e-3, end }, 300);
      const [own, width] = [record.epsilon, record.kernel].map((values) => values.slice(301 * column, 301 * (column + 1)));
      const largest = Math.max(...width);
      epsilon.forEach((value, t) => {
        expect(Math.abs(value - own[t])).toBeLessThan(tolerance * Math.abs(own[0]));
        // K grows and falls within a few steps where a path is steep.
        expect(Math.abs(kernel[t] - width[t])).toBeLessThan(5 * tolerance * largest);
        expect(along[t]).toBeGreaterThanOrEqual(t === 0 ? 0 : along[t - 1]);
      });
      expect(Math.abs(kernel[300] - width[300])).toBeLessThan(0.04 * largest);
    });
  });

  it("goes on beyond its last point: to a frozen kernel inside, to a frozen error where K dies", () => {
    const line = (c: number, lambda: number) => [20, 10, 6].map((e) => ({ expectation: e - 3, kernel: c + 2 * lambda * e }));
    const inside = historyAlong(line(5, 2), { target: -3, eta: 1e-3, error: 1e-3 }, 5000);
    expect(inside.kernel[5000]).toBeCloseTo(5, 6);
    expect(Math.abs(inside.epsilon[5000])).toBeLessThan(1e-6);
    const beyond = historyAlong(line(-16, 2), { target: -3, eta: 1e-3, error: 1e-3, end: 1 }, 5000);
    expect(beyond.epsilon[5000]).toBeCloseTo(4, 6);
    expect(beyond.kernel[5000]).toBeLessThan(1e-6);
  });
});

/** How many of some runs, each with shots of its own, name a phase after so many steps. */
function namedAfter(
  config: { readonly target: number; readonly shots: number; readonly steps: number; readonly noise?: string },
  lengths: readonly number[],
  runs: number,
) {
  const { target, shots, steps, noise } = config;
  const experiment = buildExperiment(
    parseExperiment({ ...base, steps, target: [target], shots, ...(noise !== undefined && { noise }) }),
  );
  const { circuit, observable, measurement, theta, spectrum, reachable } = experiment;
  const counts = lengths.map((): Record<string, number> => ({}));
  for (const seed of range(runs)) {
    const options = { ...measurement, shots, gradient: "parameter-shift", seed: seed + 1, columns: 4, firstColumn: 0 } as const;
    const simulator = loadMeasured("wasm", circuit, observable, options);
    const { record } = train({
      ...{ circuit, observable, targets: [target], samples: 4, eta: 0.002, steps, initialAngles: theta, simulator, shots },
    });
    const histories = range(4).map((column) => historyOf(record, column));
    const place = placeOf(record, range(4), reachable ?? spectrum);
    lengths.forEach((length, k) => {
      const { phase } = inferTarget(
        histories.map((history) => upTo(history, length)),
        place,
      );
      counts[k][phase] = (counts[k][phase] ?? 0) + 1;
    });
  }
  const subject = subjectOfExperiment(experiment);
  const [forecast] = finish(namingSteps(experiment, exactSimulator(subject), placesOf(subject), { error: 1e-3 }));
  return { counts, forecast };
}

function upTo({ epsilon, kernel, epsilonError, kernelError, eta }: SampleHistory, steps: number): SampleHistory {
  const part = (values: ArrayLike<number> | undefined) => Float64Array.from(values ?? []).slice(0, steps + 1);
  return { eta, epsilon: part(epsilon), kernel: part(kernel), epsilonError: part(epsilonError), kernelError: part(kernelError) };
}

describe("forecasts against 24 seeded runs with shots", { timeout: 240_000 }, () => {
  // 95 % of 24 runs less three standard deviations.
  const MOST = 24 * (0.95 - 3 * Math.sqrt((0.95 * 0.05) / 24));

  it.each([
    [-12, 20, "critical", undefined, 83],
    [-12.05, 50, "frozen-error", undefined, 99],
    [-10.8, 30, "frozen-kernel", "kolkata", 58],
  ] as const)(
    "target %d, %d shots: named from one and a half times the steps on, mostly not after two fifths",
    (target, shots, phase, noise, steps) => {
      const lengths = [Math.round(0.4 * steps), Math.round(1.5 * steps)];
      const { counts, forecast } = namedAfter({ target, shots, steps: lengths[1], noise }, lengths, 24);
      expect(forecast.phase).toBe(phase);
      expect(forecast.steps).toBe(steps);
      expect(counts[0][phase] ?? 0).toBeLessThan(MOST);
      expect(counts[1][phase]).toBeGreaterThan(MOST);
    },
  );

  it("what is named too seldom within the steps: as often as forecast, and in time with the shots that it asks for", () => {
    const few = { target: -11, shots: 30, steps: 200, noise: "kolkata" };
    const { counts, forecast } = namedAfter(few, [200], 24);
    expect(forecast.steps).toBeUndefined();
    expect(forecast.probability).toBeGreaterThan(0);
    const seen = (counts[0]["frozen-kernel"] ?? 0) / 24;
    const { probability, needed } = forecast;
    expect(Math.abs(seen - probability)).toBeLessThan(4 * Math.sqrt(probability * (1 - probability) * (1 / 24 + 1 / 40)));
    // Twice as many, as one and a half times the steps above: so far a forecast is meant to hold.
    const more = namedAfter({ ...few, shots: 2 * (needed?.shots ?? 0) }, [200], 24);
    expect(more.counts[0]["frozen-kernel"]).toBeGreaterThan(MOST);
  });
});

describe("what is not forecast", () => {
  it("is the linear loss, which has no phases, and other optimisers", () => {
    const config = (fields: object) => parseExperiment({ ...base, steps: 100, shots: 100, ...fields });
    expect(namingObstacle(config({}))).toBeUndefined();
    expect(namingObstacle(config({ loss: "linear" }))).toContain("linear loss has no phases");
    expect(namingObstacle(config({ optimizer: "adam" }))).toContain("--optimizer");
    const experiment = buildExperiment(parseExperiment({ ...base, steps: 100 }));
    const subject = subjectOfExperiment(experiment);
    expect(() => finish(namingSteps(experiment, subject.simulator, placesOf(subject), { error: 1e-3 }))).toThrow(
      "a number of shots",
    );
  });
});
